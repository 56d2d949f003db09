//! Somebody's own module, held to a contract: what it must answer, what it must refuse, its descriptor, its life.
//!
//! What it answers is its own business; that it can be read, and that nothing makes it trap, is not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use super::around::Around;
use super::cases::{Case, Maker, Rule, Subject, role_sets};
use super::chain::{Mismatch, Side};
use super::matrix::{Cell, Failure, Language, Outcome, Tested};
use super::party::{Failure as Fault, Outward, Party, Program, Wasm};
use super::show::Shape;
use super::{Options, prefix, required};
use crate::engine::{Caller, Engine, Module};
use crate::ir::{Contract, Implementer};
use crate::targets::descriptor::Descriptor;
use crate::wire::{OperationPlan, Plan};

/// Holds a module to the roles of these contracts that its side implements; it may call the others, and gets typical answers.
///
/// # Errors
/// It is no module that can be run, or the contracts give its side no role.
pub fn run(
    contracts: &[&Contract],
    bytes: &[u8],
    side: Implementer,
    options: &Options,
) -> Result<Outcome, String> {
    let start = Instant::now();
    let engine = Engine::new().map_err(|error| error.to_string())?;
    let module = Module::named(&engine, "yours", bytes).map_err(|error| error.to_string())?;
    let plans: Vec<(&Contract, Plan)> =
        contracts.iter().map(|contract| (*contract, Plan::of(contract))).collect();
    let around = Arc::new(Around::new(&plans));
    let mut party = Wasm(module).start(Arc::clone(&around) as Arc<dyn Outward>)?;
    let (seed, case) = (options.seed.seed, options.case.clone());
    let mut outcome = Outcome { seed, case, ..Outcome::default() };
    let mut judge =
        Judge { side, found: Vec::new(), passed: Vec::new(), answering: BTreeSet::new() };
    for (contract, plan) in &plans {
        let module = prefix(contract);
        let subject = Subject { contract, plan, module: &module };
        let mut tested =
            Tested { contract: contract.id.clone(), plan: plan.clone(), cases: Vec::new() };
        for (implementer, roles) in role_sets(contract) {
            if implementer != side {
                continue;
            }
            let mut cases = Maker::new(subject).cases(&roles, options.seed);
            applicable(&mut cases);
            cases.retain(|case| options.wants(&case.name));
            outcome.cases.entry(contract.id.clone()).or_default();
            judge.roles(subject, &cases, party.as_mut());
            tested.cases.extend(cases);
            if side == Implementer::Provider {
                let life = judge.life(subject, &roles, party.as_mut(), options);
                tested.cases.extend(life);
            }
        }
        outcome.tested.push(tested);
    }
    if outcome.cases.is_empty() {
        return Err("the contracts have no role that this side implements".to_owned());
    }
    for (contract, case) in judge.calls(&around, options) {
        let tested = outcome.tested.iter_mut().find(|tested| tested.contract == contract);
        outcome.cases.entry(contract).or_default();
        tested.into_iter().for_each(|tested| tested.cases.push(case.clone()));
    }
    for tested in &outcome.tested {
        if let Some(count) = outcome.cases.get_mut(&tested.contract) {
            *count = tested.cases.len();
        }
    }
    let cell = Cell { passed: std::mem::take(&mut judge.passed), ..Cell::default() };
    outcome.cells.insert(judge.pair(), cell);
    judge.found.into_iter().for_each(|failure| outcome.add(failure));
    outcome.running = start.elapsed();
    outcome.unmet = required::unmet(options, &outcome);
    Ok(outcome)
}

struct Judge {
    side: Implementer,
    found: Vec<Failure>,
    passed: Vec<Arc<str>>,
    /// The operations whose typical request gets a result.
    answering: BTreeSet<String>,
}

impl Judge {
    const fn pair(&self) -> (Language, Language) {
        match self.side {
            Implementer::Provider => (Language::Harness, Language::Own),
            Implementer::Actor => (Language::Own, Language::Harness),
        }
    }

    /// Everything that can be sent to the operations.
    fn roles(&mut self, subject: Subject<'_>, cases: &[Case], party: &mut dyn Party) {
        for case in cases {
            let Some(at) = case.operation else {
                self.refuses(subject, case, call(party, case), true);
                continue;
            };
            let result = call(party, case);
            if case.forwarded.is_some() {
                self.answers(subject, case, at, result);
            } else {
                self.refuses(subject, case, result, case.rule.required());
            }
        }
    }

    /// A request that is right.
    fn answers(
        &mut self,
        subject: Subject<'_>,
        case: &Case,
        (role, at): (usize, usize),
        result: Result<Vec<u8>, Fault>,
    ) {
        let plan = subject.plan;
        let op = &plan.roles[role][at];
        let first = case.name.ends_with("/typical");
        match result {
            Err(Fault::Broken(text)) => self.finds(subject, case, "it answers", &text, true),
            Err(Fault::Error(text)) if first => {
                let unknown = text == crate::wire::unknown_operation(op.name.as_bytes());
                let what = "a result for a typical request";
                self.finds(subject, case, what, &format!("error: {text}"), unknown);
            }
            Err(Fault::Error(text)) => {
                // A value may be refused for what it says; the form of one may not.
                let form = !matches!(case.rule, Rule::Value | Rule::Random | Rule::Size);
                if form && self.answering.contains(&op.name) {
                    let what =
                        format!("the result that the usual form gets ({})", case.rule.name());
                    let found = format!("error: {text}");
                    self.finds(subject, case, &what, &found, case.rule.required());
                } else {
                    self.passed.push(name(case));
                }
            }
            Ok(bytes) => {
                if first {
                    self.answering.insert(op.name.clone());
                }
                let shape = Shape::Response(&op.response);
                match plan.decode_response(&op.response, &bytes) {
                    Err(error) => {
                        let found = Side::Payload(bytes, error);
                        let expected = Side::Words("a result that can be read".to_owned());
                        self.add(subject, case, "the result", expected, found, true);
                    }
                    Ok(value) => match plan.encode_response(&op.response, &value) {
                        Ok(canonical) if canonical != bytes && !bytes.is_empty() => {
                            let expected = shape.text(plan, &canonical);
                            let expected = Side::Payload(canonical, expected);
                            let found = Side::Payload(bytes, String::new());
                            self.add(
                                subject,
                                case,
                                "the form of the result",
                                expected,
                                found,
                                false,
                            );
                        }
                        _ => self.passed.push(name(case)),
                    },
                }
            }
        }
    }

    /// A request that is wrong.
    fn refuses(
        &mut self,
        subject: Subject<'_>,
        case: &Case,
        result: Result<Vec<u8>, Fault>,
        required: bool,
    ) {
        let Err(expected) = &case.result else {
            return self.passed.push(name(case));
        };
        match result {
            Err(Fault::Broken(text)) => self.finds(subject, case, "an error", &text, true),
            Err(Fault::Error(text)) if text == *expected || !case.exact => {
                self.passed.push(name(case))
            }
            Err(Fault::Error(text)) => {
                let (expected, found) = (Side::Error(expected.clone()), Side::Error(text));
                self.add(subject, case, "the error's text", expected, found, false);
            }
            Ok(bytes) => {
                let expected = Side::Error(expected.clone());
                let read = |(role, at): (usize, usize)| {
                    let op: &OperationPlan = &subject.plan.roles[role][at];
                    Shape::Response(&op.response).text(subject.plan, &bytes)
                };
                let text = case.operation.map(read).unwrap_or_default();
                let found = Side::Payload(bytes, text);
                self.add(subject, case, "an error", expected, found, required);
            }
        }
    }

    /// The operations that every provider answers. Returns what was asked for: each step depends on those before it.
    fn life(
        &mut self,
        subject: Subject<'_>,
        roles: &[usize],
        party: &mut dyn Party,
        options: &Options,
    ) -> Vec<Case> {
        let descriptor = Descriptor::of(subject.contract).to_msgpack();
        let steps = super::life::steps(subject, roles);
        let mut asked: Vec<Case> = steps.iter().map(|step| step.case.clone()).collect();
        asked.retain(|case| options.wants(&case.name));
        for step in steps.iter().filter(|_| !asked.is_empty()) {
            let case = &step.case;
            let caller = Caller { actor: &step.actor, binding: &step.binding };
            let result = party.call(caller, &case.called, &case.request);
            if !options.wants(&case.name) {
                continue;
            }
            match (case.called.as_str(), result) {
                (_, Err(Fault::Broken(text))) => {
                    self.finds(subject, case, "it answers", &text, true);
                }
                ("GetCapabilityDescriptor", Ok(bytes)) => {
                    // The id is what hosts go by; the rest is for people.
                    let id = super::cases::text(&subject.contract.id).bytes();
                    let named = bytes.windows(id.len()).any(|window| window == id);
                    if named && (bytes[0] & 0xf0 == 0x80 || bytes[0] & 0xf0 == 0x90) {
                        self.passed.push(name(case));
                    } else {
                        let expected = Side::Payload(descriptor.clone(), String::new());
                        let found = Side::Payload(bytes, String::new());
                        self.add(subject, case, "the descriptor", expected, found, true);
                    }
                }
                ("GetCapabilityDescriptor", Err(Fault::Error(text))) => {
                    self.finds(subject, case, "a descriptor", &format!("error: {text}"), true);
                }
                ("BindActor" | "RemoveActor", result) if case.result.is_ok() => match result {
                    Ok(bytes) if bytes.is_empty() || bytes == [0xc0] => {
                        self.passed.push(name(case))
                    }
                    Ok(bytes) => {
                        let expected = Side::Payload(vec![0xc0], "nil".to_owned());
                        let found = Side::Payload(bytes, String::new());
                        self.add(subject, case, "the reply", expected, found, true);
                    }
                    Err(Fault::Error(text) | Fault::Broken(text)) => {
                        self.finds(subject, case, "nil", &format!("error: {text}"), true);
                    }
                },
                ("HealthRequest", Err(Fault::Error(text))) => {
                    self.finds(subject, case, "health", &format!("error: {text}"), false);
                }
                _ => self.passed.push(name(case)),
            }
        }
        asked
    }

    /// The calls that the module made, by contract: a case for each operation. One that failed is told, whatever was asked for.
    fn calls(&mut self, around: &Around, options: &Options) -> Vec<(String, Case)> {
        let noted = around.noted.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut cases = Vec::new();
        for ((contract, operation), error) in noted.iter() {
            let case = Case {
                name: format!("{}/{operation}/calls", around.modules[contract]),
                rule: Rule::Value,
                operation: None,
                called: operation.clone(),
                request: Vec::new(),
                forwarded: None,
                answer: Err(String::new()),
                result: Err(String::new()),
                exact: true,
            };
            let Some(error) = error else {
                if options.wants(&case.name) {
                    self.passed.push(name(&case));
                    cases.push((contract.clone(), case));
                }
                continue;
            };
            cases.push((contract.clone(), case.clone()));
            let mismatch = Mismatch {
                what: "a request that can be read".to_owned(),
                field: error.split_once(": ").map(|(path, _)| path.to_owned()),
                expected: Side::Words("a request that can be read".to_owned()),
                found: Side::Error(error.clone()),
            };
            let contract = contract.clone();
            let (actor, provider) = self.pair();
            let failure =
                Failure { contract, actor, provider, case, mismatch, known: None, required: true };
            self.found.push(failure);
        }
        cases
    }

    fn finds(
        &mut self,
        subject: Subject<'_>,
        case: &Case,
        expected: &str,
        found: &str,
        required: bool,
    ) {
        let (expected, found) = (Side::Words(expected.to_owned()), Side::Words(found.to_owned()));
        self.add(subject, case, "the outcome", expected, found, required);
    }

    fn add(
        &mut self,
        subject: Subject<'_>,
        case: &Case,
        what: &str,
        expected: Side,
        found: Side,
        required: bool,
    ) {
        let field = match (&expected, &found) {
            (Side::Error(text), _) => text.split_once(": ").map(|(path, _)| path.to_owned()),
            (_, Side::Payload(_, text)) => text.split_once(": ").map(|(path, _)| path.to_owned()),
            _ => None,
        };
        let (actor, provider) = self.pair();
        self.found.push(Failure {
            contract: subject.contract.id.clone(),
            actor,
            provider,
            case: case.clone(),
            mismatch: Mismatch { what: what.to_owned(), field, expected, found },
            known: None,
            required,
        });
    }
}

/// Leaves the cases that concern the module alone: what is answered to its own calls is another party's business.
fn applicable(cases: &mut Vec<Case>) {
    let mut typical: BTreeMap<(usize, usize), Result<Vec<u8>, String>> = BTreeMap::new();
    cases.retain(|case| {
        let Some(at) = case.operation else { return true };
        *typical.entry(at).or_insert_with(|| case.answer.clone()) == case.answer
            || case.rule == Rule::Random
    });
}

/// The name of a case, as an outcome keeps it.
fn name(case: &Case) -> Arc<str> {
    Arc::from(case.name.as_str())
}

fn call(party: &mut dyn Party, case: &Case) -> Result<Vec<u8>, Fault> {
    let caller = Caller { actor: "MHARNESS", binding: "default" };
    party.call(caller, &case.called, &case.request)
}
