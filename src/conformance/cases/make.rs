//! Puts the cases of a contract together.

mod extremes;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::typical::{Payload, Shapes};
use super::values::Values;
use super::variant::Rule;
use super::{Case, Seed, Subject, containers};
use crate::conformance::random::Random;
use crate::ir::TypeId;
use crate::wire::{OperationPlan, Request, Response, Value, unknown_operation};

/// Into how many lengths a payload is cut: every one, of payloads that are not longer.
const TRUNCATIONS: usize = 300;

/// How many bytes there are at most in what is cut. Long payloads are cut into fewer lengths.
const TRUNCATED: usize = 300_000;

/// From how many operations on those that differ in their names alone are tried briefly.
const OPERATIONS: usize = 60;

/// Makes cases.
pub struct Maker<'a> {
    subject: Subject<'a>,
    shapes: Shapes<'a>,
    cases: Vec<Case>,
    /// Hashes of what the cases so far send and answer.
    seen: HashSet<u64>,
    names: BTreeMap<String, usize>,
    requests: Tried,
    results: Tried,
}

/// What was tried already in one half of the exchanges. What is generated for a type, or copes with size, is the same for all
/// operations.
#[derive(Default)]
struct Tried {
    types: BTreeSet<TypeId>,
    sizes: BTreeSet<&'static str>,
    cycles: BTreeSet<(TypeId, usize)>,
}

/// Which half of an exchange is varied.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Request,
    Result,
}

/// An operation with typical payloads for its both halves.
struct Op<'a> {
    at: (usize, usize),
    plan: &'a OperationPlan,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl<'a> Maker<'a> {
    /// For a contract.
    #[must_use]
    pub fn new(subject: Subject<'a>) -> Self {
        Self {
            subject,
            shapes: Shapes(subject.plan),
            cases: Vec::new(),
            seen: HashSet::new(),
            names: BTreeMap::new(),
            requests: Tried::default(),
            results: Tried::default(),
        }
    }

    /// All cases of these roles: all operations in order, payloads distinct.
    #[must_use]
    pub fn cases(mut self, roles: &[usize], seed: Seed) -> Vec<Case> {
        let operations: usize = roles.iter().map(|at| self.subject.plan.roles[*at].len()).sum();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for role in roles {
            for (at, plan) in self.subject.plan.roles[*role].iter().enumerate() {
                let op = self.op((*role, at), plan);
                let alike = kinds.entry(self.shapes.operation_kind(plan)).or_default();
                *alike += 1;
                if operations > OPERATIONS && *alike > 2 {
                    self.briefly(&op, seed);
                } else {
                    self.operation(&op, seed);
                }
            }
        }
        self.unknown_operations(roles);
        self.cases
    }

    /// Typical payloads of an operation: its request and its answer.
    #[must_use]
    pub fn typical(&self, plan: &OperationPlan) -> (Vec<u8>, Vec<u8>) {
        let request = Payload::of_request(&plan.request);
        let answer = Payload::of_response(&plan.response);
        let bytes = |payload: Option<Payload<'_>>| {
            payload.map_or_else(Vec::new, |payload| self.shapes.typical(payload).bytes())
        };
        (bytes(request), bytes(answer))
    }

    fn op(&self, at: (usize, usize), plan: &'a OperationPlan) -> Op<'a> {
        let (request, answer) = self.typical(plan);
        Op { at, plan, request, answer }
    }

    /// One of hundreds of operations that differ in their names alone.
    fn briefly(&mut self, op: &Op<'a>, seed: Seed) {
        self.add(op, Rule::Value, "typical", op.request.clone(), Ok(op.answer.clone()));
        self.add(op, Rule::Error, "error", op.request.clone(), Err("no such key".to_owned()));
        self.random(op, Seed { count: seed.count.min(2), ..seed });
        let halves = [
            (Half::Request, "args", Payload::of_request(&op.plan.request)),
            (Half::Result, "result", Payload::of_response(&op.plan.response)),
        ];
        for (half, side, payload) in halves {
            let Some(payload) = payload else { continue };
            for variant in containers::variants(self.shapes, payload, false) {
                let bytes = self.shapes.with(payload, &[], variant.node).bytes();
                self.vary(op, half, variant.rule, &format!("{side}={}", variant.label), bytes);
            }
        }
    }

    fn operation(&mut self, op: &Op<'a>, seed: Seed) {
        self.add(op, Rule::Value, "typical", op.request.clone(), Ok(op.answer.clone()));
        if let Some(payload) = Payload::of_request(&op.plan.request) {
            let side = if matches!(payload, Payload::Fields(_)) { "args" } else { "value" };
            self.half(op, Half::Request, side, payload);
        } else {
            for (label, payload) in anything() {
                let name = format!("no parameters, {label}");
                self.add(op, Rule::Empty, &name, payload, Ok(op.answer.clone()));
            }
        }
        if let Some(payload) = Payload::of_response(&op.plan.response) {
            self.half(op, Half::Result, "result", payload);
        } else {
            for (label, payload) in anything() {
                let name = format!("void, {label}");
                self.add(op, Rule::Empty, &name, op.request.clone(), Ok(payload));
            }
        }
        self.errors(op);
        self.random(op, seed);
    }

    /// Everything about the request or the result of an operation.
    fn half(&mut self, op: &Op<'a>, half: Half, side: &str, payload: Payload<'a>) {
        let shapes = self.shapes;
        let places = shapes.places(payload, &mut self.tried(half).types);
        // A type that was cut at every byte once reads the same in its next operation.
        let fresh = places.first().is_none_or(|place| place.full);
        let lengths = if fresh { TRUNCATIONS } else { TRUNCATIONS / 10 };
        for place in places {
            for variant in containers::variants(shapes, place.what, place.full) {
                let label = format!("{side}{}={}", place.name, variant.label);
                let bytes = shapes.with(payload, &place.path, variant.node).bytes();
                let whole =
                    place.path.is_empty() && matches!(variant.rule, Rule::Value | Rule::Form);
                if whole && (2..64).contains(&bytes.len()) {
                    let cut = bytes[..bytes.len() - 1].to_vec();
                    self.vary(op, half, Rule::Truncated, &format!("{label}, cut short"), cut);
                }
                self.vary(op, half, variant.rule, &label, bytes);
            }
        }
        let typical = shapes.typical(payload).bytes();
        let lengths = lengths.min(TRUNCATED / typical.len().max(1)).max(1);
        self.vary(op, half, Rule::Empty, &format!("{side}, empty payload"), Vec::new());
        for length in (1..typical.len()).step_by(1 + typical.len() / lengths) {
            let label = format!("{side}, the first {length} bytes");
            self.vary(op, half, Rule::Truncated, &label, typical[..length].to_vec());
        }
        for (label, rest) in
            [("c1", &[0xc1][..]), ("another value", &typical), ("garbage", b"\xdd\xff")]
        {
            let label = format!("{side}, then {label}");
            self.vary(op, half, Rule::Trailing, &label, [&typical[..], rest].concat());
        }
        self.deep(op, half, side, payload);
        self.large(op, half, side, payload);
    }

    fn errors(&mut self, op: &Op<'a>) {
        let long = "An error of some length, with ümlauts. ".repeat(100);
        for (label, text) in [
            ("empty", ""),
            ("short", "no such key"),
            ("long", long.as_str()),
            ("not ASCII", "Schlüssel „ä“ fehlt: 日本語 😀"),
            ("line breaks and NUL", "first\nsecond\0third"),
            ("percent and braces", "100 % {s} %s \\n ${x}"),
            ("like ours", "No handler registered for function Get"),
        ] {
            let label = format!("error, {label}");
            self.add(op, Rule::Error, &label, op.request.clone(), Err(text.to_owned()));
        }
    }

    fn random(&mut self, op: &Op<'a>, seed: Seed) {
        for number in 0..seed.count {
            let name = format!("{}/{}/random {number}", self.subject.module, op.plan.name);
            let mut values = Values::new(self.subject.plan, Random::new(seed.seed, &name));
            let request = match &op.plan.request {
                Request::Empty => Value::None,
                Request::Arguments(record) => values.record(&record.fields),
                Request::Value(top) => values.value(&top.codec, 0),
            };
            let answer = match &op.plan.response {
                Response::Void => Value::None,
                Response::Value(top) => values.value(&top.codec, 0),
            };
            let request = self.subject.plan.encode_request(&op.plan.request, &request);
            let answer = self.subject.plan.encode_response(&op.plan.response, &answer);
            if let (Ok(request), Ok(answer)) = (request, answer) {
                self.add(op, Rule::Random, &format!("random {number}"), request, Ok(answer));
            }
        }
    }

    fn unknown_operations(&mut self, roles: &[usize]) {
        let known: Vec<&str> = roles
            .iter()
            .flat_map(|role| &self.subject.plan.roles[*role])
            .map(|op| op.name.as_str())
            .collect();
        let mut names: Vec<(&str, String)> = vec![
            ("empty", String::new()),
            ("unknown", "NoSuchOperation".to_owned()),
            ("not ASCII", "Größe日本".to_owned()),
            ("long", "x".repeat(70)),
        ];
        if let Some(first) = known.first() {
            names.push(("in another case", swap_case(first)));
            names.push(("with more", format!("{first}s")));
            names.push(("with less", first.chars().take(first.len() - 1).collect()));
        }
        for (label, called) in names {
            let reserved = ["BindActor", "RemoveActor", "GetCapabilityDescriptor", "HealthRequest"];
            if known.contains(&called.as_str()) || reserved.contains(&called.as_str()) {
                continue;
            }
            let result = Err(unknown_operation(called.as_bytes()));
            let case = Case {
                name: format!("{}/unknown operation, {label}", self.subject.module),
                rule: Rule::Operation,
                operation: None,
                called,
                request: vec![0x80],
                forwarded: None,
                answer: Err("nobody asks".to_owned()),
                result,
                exact: true,
            };
            self.push(case);
        }
    }

    const fn tried(&mut self, half: Half) -> &mut Tried {
        match half {
            Half::Request => &mut self.requests,
            Half::Result => &mut self.results,
        }
    }

    fn vary(&mut self, op: &Op<'a>, half: Half, rule: Rule, label: &str, bytes: Vec<u8>) {
        match half {
            Half::Request => self.add(op, rule, label, bytes, Ok(op.answer.clone())),
            Half::Result => self.add(op, rule, label, op.request.clone(), Ok(bytes)),
        }
    }

    fn add(
        &mut self,
        op: &Op<'a>,
        rule: Rule,
        label: &str,
        request: Vec<u8>,
        answer: Result<Vec<u8>, String>,
    ) {
        let name = format!("{}/{}/{label}", self.subject.module, op.plan.name);
        self.push(Case::judged(self.subject.plan, op.at, name, rule, request, answer));
    }

    fn push(&mut self, mut case: Case) {
        let mut hash = DefaultHasher::new();
        (&case.called, &case.request, &case.answer).hash(&mut hash);
        if !self.seen.insert(hash.finish()) {
            return;
        }
        let number = self.names.entry(case.name.clone()).or_default();
        *number += 1;
        if *number > 1 {
            case.name = format!("{} #{number}", case.name);
        }
        self.cases.push(case);
    }
}

impl Case {
    /// A case whose outcome the oracle says.
    #[must_use]
    pub fn judged(
        plan: &crate::wire::Plan,
        (role, at): (usize, usize),
        name: String,
        rule: Rule,
        request: Vec<u8>,
        answer: Result<Vec<u8>, String>,
    ) -> Self {
        let op = &plan.roles[role][at];
        let forwarded = plan
            .decode_request(&op.request, &request)
            .and_then(|value| plan.encode_request(&op.request, &value));
        let result = forwarded.clone().and_then(|_| answer.clone()).and_then(|answer| {
            let value = plan.decode_response(&op.response, &answer)?;
            plan.encode_response(&op.response, &value)
        });
        Self {
            name,
            rule,
            operation: Some((role, at)),
            called: op.name.clone(),
            request,
            forwarded: forwarded.ok(),
            answer,
            result,
            exact: true,
        }
    }
}

/// Payloads that an operation without parameters takes, and a void result is read from.
fn anything() -> [(&'static str, Vec<u8>); 5] {
    [
        ("nil", vec![0xc0]),
        ("empty map", vec![0x80]),
        ("invalid", vec![0xc1]),
        ("overlong list", vec![0xdd, 0xff, 0xff, 0xff, 0xff]),
        ("1000 lists", vec![0x91; 1000]),
    ]
}

fn swap_case(name: &str) -> String {
    name.chars()
        .map(
            |c| {
                if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
            },
        )
        .collect()
}
