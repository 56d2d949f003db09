//! One exchange through one relay or two: the call, what comes out behind, the answer, and the result.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::cases::{Case, Payload, Rule, Shapes};
use super::party::{Failure, Outgoing, Party, Program, Shared};
use super::show::{Shape, first_difference};
use crate::engine::Caller;
use crate::ir::Implementer;
use crate::wire::Plan;

/// The actor's id that relays of actor-side roles forward to.
pub const NEXT: &str = "next";

/// Relays in a row, with the harness at both ends.
pub struct Chain {
    front: Box<dyn Party>,
    script: Arc<Mutex<Script>>,
    /// A typical exchange of each operation, once it was needed.
    typical: BTreeMap<(usize, usize), Case>,
    /// Whether a relay trapped, hung, or broke the protocol.
    broke: bool,
}

/// A case with a caller, and the binding that its call goes on to.
#[derive(Clone, Debug)]
pub struct Step {
    /// The case.
    pub case: Case,
    /// Who calls.
    pub actor: String,
    /// Under which binding.
    pub binding: String,
    /// Under which binding the relay calls on; `None` for the usual one.
    pub towards: Option<String>,
}

/// What the innermost party answers, and what it saw.
#[derive(Default)]
struct Script {
    /// The binding that calls are to come under, if it is not the usual one.
    towards: Option<String>,
    answer: Option<Result<Vec<u8>, String>>,
    seen: Vec<Seen>,
    /// What went wrong between the relays.
    broken: Option<String>,
}

struct Seen {
    place: String,
    operation: String,
    payload: Vec<u8>,
}

/// What did not come out as it had to.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// What was compared, in words.
    pub what: String,
    /// The first field that differs.
    pub field: Option<String>,
    /// What it had to be.
    pub expected: Side,
    /// What it was.
    pub found: Side,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A payload, and as people read it.
    Payload(Vec<u8>, String),
    /// An error's text.
    Error(String),
    /// Anything else, in words.
    Words(String),
}

/// How a role is reached.
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    /// The contract's id.
    pub contract: &'a str,
    /// Who implements the role.
    pub implementer: Implementer,
}

impl Route<'_> {
    /// The namespace and the binding that a relay's client sends.
    #[must_use]
    pub const fn target(&self) -> (&str, &str) {
        match self.implementer {
            Implementer::Provider => (self.contract, "default"),
            // The client sends none; a host takes that for the default.
            Implementer::Actor => (NEXT, "default"),
        }
    }
}

impl Chain {
    /// Starts the relays: the first is called by the harness, each calls the next, the last calls the harness.
    ///
    /// # Errors
    /// Which one does not start, and why.
    pub fn start(relays: &[&dyn Program], route: Route<'_>) -> Result<Self, String> {
        let script = Arc::new(Mutex::new(Script::default()));
        let (namespace, binding) = route.target();
        let target = (namespace.to_owned(), binding.to_owned());

        let (innermost, expected) = (Arc::clone(&script), target.clone());
        let mut outward: Arc<dyn super::party::Outward> = Arc::new(move |call: Outgoing<'_>| {
            let mut script = lock(&innermost);
            let mut expected = expected.clone();
            if let Some(towards) = &script.towards {
                expected.1.clone_from(towards);
            }
            let place = misrouted(&call, &expected).unwrap_or_default();
            let (operation, payload) = (call.operation.to_owned(), call.payload.to_vec());
            script.seen.push(Seen { place, operation, payload });
            script.answer.clone().unwrap_or_else(|| Err("nobody asked".to_owned()))
        });
        for relay in relays.iter().skip(1).rev() {
            let next = Shared::new(relay.start(outward)?);
            let (script, expected) = (Arc::clone(&script), target.clone());
            outward = Arc::new(move |call: Outgoing<'_>| {
                if let Some(place) = misrouted(&call, &expected) {
                    lock(&script).broken.get_or_insert(place);
                }
                let caller = Caller { actor: "MFRONT", binding: call.binding };
                next.call(caller, call.operation, call.payload).map_err(|failure| match failure {
                    Failure::Error(text) => text,
                    Failure::Broken(text) => {
                        lock(&script).broken.get_or_insert(format!("the relay behind: {text}"));
                        text
                    }
                })
            });
        }
        let first = relays.first().ok_or("there is no relay")?;
        Ok(Self { front: first.start(outward)?, script, typical: BTreeMap::new(), broke: false })
    }

    /// Runs a case. Where its result is an error, the same relays have to answer once more.
    ///
    /// # Errors
    /// The first comparison that failed. Boxed for its size.
    pub fn run(&mut self, plan: &Plan, case: &Case) -> Result<(), Box<Mismatch>> {
        self.exchange(plan, case)?;
        if case.result.is_err()
            && let Some(at) = case.operation
        {
            let again = self.typical.entry(at).or_insert_with(|| typical(plan, at)).clone();
            self.exchange(plan, &again).map_err(|mut mismatch| {
                mismatch.what = format!("{}, after the error", mismatch.what);
                mismatch
            })?;
        }
        Ok(())
    }

    /// Whether a relay trapped, hung, or broke the protocol: what it answers from then on says nothing.
    #[must_use]
    pub const fn broke(&self) -> bool {
        self.broke
    }

    /// Runs one step of several that depend on one another.
    ///
    /// # Errors
    /// As [`Chain::run`].
    pub fn step(&mut self, plan: &Plan, step: &Step) -> Result<(), Box<Mismatch>> {
        let caller = Caller { actor: &step.actor, binding: &step.binding };
        self.exchange_as(plan, &step.case, caller, step.towards.clone())
    }

    fn exchange(&mut self, plan: &Plan, case: &Case) -> Result<(), Box<Mismatch>> {
        let caller = Caller { actor: "MHARNESS", binding: "default" };
        self.exchange_as(plan, case, caller, None)
    }

    fn exchange_as(
        &mut self,
        plan: &Plan,
        case: &Case,
        caller: Caller<'_>,
        towards: Option<String>,
    ) -> Result<(), Box<Mismatch>> {
        let answer = Some(case.answer.clone());
        *lock(&self.script) = Script { answer, towards, ..Script::default() };
        let result = self.front.call(caller, &case.called, &case.request);
        let script = std::mem::take(&mut *lock(&self.script));
        let operation = case.operation.map(|(role, at)| &plan.roles[role][at]);
        let request = operation.map(|op| Shape::Request(&op.request));
        let response = operation.map(|op| Shape::Response(&op.response));

        if let Some(broken) = script.broken {
            self.broke = true;
            return Err(words("the relays", "both answer", &broken));
        }
        if let Err(Failure::Broken(text)) = &result {
            self.broke = true;
            return Err(words("the relay", "it answers", text));
        }
        match (&case.forwarded, script.seen.first()) {
            (Some(expected), Some(seen)) => {
                if !seen.place.is_empty() {
                    return Err(words("where it went", "the next party", &seen.place));
                }
                if seen.operation != case.called {
                    return Err(words("the operation", &case.called, &seen.operation));
                }
                let found = &seen.payload;
                compare(plan, request, "the request behind", expected, found)?;
            }
            (Some(expected), None) => {
                let found = match &result {
                    Err(Failure::Error(text)) => Side::Error(text.clone()),
                    _ => Side::Words("nobody was called".to_owned()),
                };
                let expected = side(plan, request, Ok(expected.clone()));
                return Err(mismatch("the request behind", expected, found));
            }
            (None, Some(seen)) => {
                let expected = match &case.result {
                    Err(text) => Side::Error(text.clone()),
                    Ok(_) => Side::Words("no call".to_owned()),
                };
                let found = side(plan, request, Ok(seen.payload.clone()));
                return Err(mismatch("an error, and no call", expected, found));
            }
            (None, None) => {}
        }
        if script.seen.len() > 1 {
            let found = format!("{} calls", script.seen.len());
            return Err(words("the request behind", "one call", &found));
        }
        match (&case.result, result) {
            (Ok(expected), Ok(found)) => compare(plan, response, "the result", expected, &found),
            (Err(expected), Err(Failure::Error(found))) => {
                if *expected == found || !case.exact {
                    return Ok(());
                }
                Err(mismatch("the error's text", Side::Error(expected.clone()), Side::Error(found)))
            }
            (expected, found) => {
                let expected = expected.as_ref().map_err(|text| Failure::Error(text.clone()));
                let expected = expected.cloned();
                Err(mismatch(
                    "the result",
                    side(plan, response, expected),
                    side(plan, response, found),
                ))
            }
        }
    }
}

/// A typical exchange of an operation, to see whether it still answers.
fn typical(plan: &Plan, (role, at): (usize, usize)) -> Case {
    let shapes = Shapes(plan);
    let op = &plan.roles[role][at];
    let bytes = |payload: Option<Payload<'_>>| {
        payload.map_or_else(Vec::new, |payload| shapes.typical(payload).bytes())
    };
    let request = bytes(Payload::of_request(&op.request));
    let answer = bytes(Payload::of_response(&op.response));
    Case::judged(plan, (role, at), op.name.clone(), Rule::Error, request, Ok(answer))
}

/// Where a call went instead of its target.
fn misrouted(call: &Outgoing<'_>, (namespace, binding): &(String, String)) -> Option<String> {
    (call.namespace != namespace || call.binding != binding).then(|| {
        format!(
            "namespace \"{}\", binding \"{}\" instead of \"{namespace}\", \"{binding}\"",
            call.namespace, call.binding
        )
    })
}

fn compare(
    plan: &Plan,
    shape: Option<Shape<'_>>,
    what: &str,
    expected: &[u8],
    found: &[u8],
) -> Result<(), Box<Mismatch>> {
    if expected == found {
        return Ok(());
    }
    let offset = first_difference(expected, found);
    let text = |bytes: &[u8]| shape.map_or_else(String::new, |shape| shape.text(plan, bytes));
    Err(Box::new(Mismatch {
        what: what.to_owned(),
        field: shape.and_then(|shape| shape.field_at(plan, expected, offset)),
        expected: Side::Payload(expected.to_vec(), text(expected)),
        found: Side::Payload(found.to_vec(), text(found)),
    }))
}

fn side(plan: &Plan, shape: Option<Shape<'_>>, result: Result<Vec<u8>, Failure>) -> Side {
    match result {
        Ok(bytes) => {
            let text = shape.map_or_else(String::new, |shape| shape.text(plan, &bytes));
            Side::Payload(bytes, text)
        }
        Err(Failure::Error(text)) => Side::Error(text),
        Err(Failure::Broken(text)) => Side::Words(text),
    }
}

fn mismatch(what: &str, expected: Side, found: Side) -> Box<Mismatch> {
    let field = match (&expected, &found) {
        (Side::Error(text), _) | (_, Side::Error(text)) => {
            text.split_once(": ").map(|(path, _)| path.to_owned())
        }
        _ => None,
    };
    Box::new(Mismatch { what: what.to_owned(), field, expected, found })
}

fn words(what: &str, expected: &str, found: &str) -> Box<Mismatch> {
    mismatch(what, Side::Words(expected.to_owned()), Side::Words(found.to_owned()))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
