//! 20,000 payloads that went wrong: every language reads or refuses each as the oracle does, as a request and as a result, and
//! writes what it read in the one canonical form.

use std::collections::BTreeMap;

use contractc::conformance::cases::{Maker, Seed, Subject};
use contractc::conformance::random::Random;
use contractc::conformance::toolchain::Kind;
use contractc::ir::Contract;
use contractc::wire::{OperationPlan, Plan, Request, Response};

use crate::in_every_language;
use crate::mutation::{Mutation, mutation};
use crate::relay::{Answer, Relay, contract};

const MUTANTS: usize = 20_000;

type Verdict = Result<Vec<u8>, String>;

struct Mutant<'p> {
    operation: &'p OperationPlan,
    /// A good request.
    good: Vec<u8>,
    mutation: Mutation,
    /// What comes of it as a request, and as a result.
    verdicts: [Verdict; 2],
}

/// Good requests of each operation that passes its request on.
fn samples<'p>(contract: &Contract, plan: &'p Plan) -> Vec<(&'p OperationPlan, Vec<u8>)> {
    let module = "wire";
    let cases =
        Maker::new(Subject { contract, plan, module }).cases(&[0], Seed { seed: 1, count: 60 });
    let good = cases.into_iter().filter_map(|case| {
        let (role, at) = case.operation?;
        let operation = &plan.roles[role][at];
        let passed = case.forwarded.is_some() && case.result.is_ok();
        let sized = (2..2000).contains(&case.request.len());
        (passed && sized && matches!(operation.response, Response::Value(_)))
            .then_some((operation, case.request))
    });
    // Large values have more in them that can go wrong.
    let mut good: Vec<_> = good.collect();
    let large: Vec<_> = good.iter().filter(|(_, payload)| payload.len() > 40).cloned().collect();
    (0..4).for_each(|_| good.extend(large.iter().cloned()));
    good
}

fn verdicts(plan: &Plan, operation: &OperationPlan, payload: &[u8]) -> [Verdict; 2] {
    let request = plan.decode_request(&operation.request, payload).and_then(|value| {
        match &operation.request {
            // The result of an operation with arguments is a struct with the same fields.
            Request::Arguments(_) => plan.encode_request(&operation.request, &value),
            _ => plan.encode_response(&operation.response, &value),
        }
    });
    let result = plan
        .decode_response(&operation.response, payload)
        .and_then(|value| plan.encode_response(&operation.response, &value));
    [request, result]
}

fn mutants<'p>(contract: &Contract, plan: &'p Plan) -> Vec<Mutant<'p>> {
    let samples = samples(contract, plan);
    let mut random = Random::new(7, "mutants");
    let mutant = |_| {
        let (operation, good) = random.pick(&samples).clone();
        let other = &random.pick(&samples).1;
        let mutation = mutation(&good, other, &mut random);
        let verdicts = verdicts(plan, operation, &mutation.payload);
        Mutant { operation, good, mutation, verdicts }
    };
    (0..MUTANTS).map(mutant).collect()
}

/// Whether an error is about something behind the first field, element or entry.
fn is_deep(operation: &OperationPlan, error: &str) -> bool {
    let path = error.split(": ").next().unwrap_or_default();
    let Some(step) = path.find(['.', '[']) else { return false };
    let first = match &operation.request {
        Request::Arguments(record) => format!(".{}", record.fields[0].key),
        _ => ".key".to_owned(),
    };
    let rest = &path[step..];
    ![first.as_str(), "[0]"].iter().any(|first| {
        rest.strip_prefix(first).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

#[test]
fn mutants_go_wrong_in_many_ways() {
    let contract = contract("fixtures/wire/schema.widl");
    let plan = Plan::of(&contract);
    let mutants = mutants(&contract, &plan);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut failed, mut deep, mut single) = (0, 0, 0);
    for mutant in &mutants {
        let Err(error) = &mutant.verdicts[0] else { continue };
        failed += 1;
        deep += usize::from(is_deep(mutant.operation, error));
        single += usize::from(mutant.mutation.single);
        for kind in [
            "expected",
            "does not fit",
            "missing",
            "truncated",
            "UTF-8",
            "value",
            "member",
            "duplicate",
            "nested",
            "datetime",
        ] {
            *kinds.entry(kind).or_default() += usize::from(error.contains(kind));
        }
    }
    println!(
        "of {MUTANTS} mutants {failed} fail, {deep} beyond the first field, {single} by one fault: {kinds:?}"
    );
    assert!(deep * 10 >= MUTANTS * 3, "{deep} fail beyond the first field");
    assert!(MUTANTS - failed > MUTANTS / 10, "{failed} fail");
    assert!(kinds.values().all(|count| *count >= 20), "{kinds:?}");
}

fn hold(kind: Kind) {
    let contract = contract("fixtures/wire/schema.widl");
    let Some(mut relay) = Relay::start(kind, &contract) else { return };
    let plan = Plan::of(&contract);
    let mut wrong = Vec::new();
    for mutant in mutants(&contract, &plan) {
        let Mutant { operation, good, mutation: Mutation { payload, single }, verdicts } = mutant;
        let name = &operation.name;
        for (expected, as_result) in verdicts.iter().zip([false, true]) {
            let found = if as_result {
                relay.call(name, &good, Answer::Payload(payload.clone()))
            } else {
                relay.call(name, &payload, Answer::Echo)
            };
            let same = match (&found, expected) {
                (Ok(found), Ok(expected)) => *found == expected.as_slice(),
                (Err(found), Err(expected)) => found == expected || !single,
                _ => false,
            };
            if !same {
                let half = if as_result { "result" } else { "request" };
                wrong.push(format!(
                    "{name} {half} {payload:02x?}\n  {found:02x?}\n  {expected:02x?}"
                ));
            }
        }
    }
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{kind}: {count} mutants are judged wrongly:\n{}", wrong.join("\n"));
}

in_every_language!(hold);
