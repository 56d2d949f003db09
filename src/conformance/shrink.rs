//! A random value that fails, made as small as it still fails with.

use super::cases::{Case, Rule, smaller, smaller_record};
use super::chain::{Chain, Mismatch};
use crate::wire::{OperationPlan, Plan, Request, Response, Value};

/// How many smaller values are tried.
const TRIES: usize = 3000;

/// The smallest case found that still fails, and how: the case itself, unless it is a random one.
#[must_use]
pub fn smallest(
    plan: &Plan,
    case: &Case,
    mismatch: Mismatch,
    chain: &mut Chain,
) -> (Case, Mismatch) {
    let mut best = (case.clone(), mismatch);
    let (Rule::Random, Some((role, at)), Ok(answer)) = (case.rule, case.operation, &case.answer)
    else {
        return best;
    };
    let op = &plan.roles[role][at];
    let request = plan.decode_request(&op.request, &case.request);
    let answer = plan.decode_response(&op.response, answer);
    let (Ok(mut request), Ok(mut answer)) = (request, answer) else { return best };
    let mut tries = TRIES;
    'smaller: loop {
        let requests = requests(plan, op, &request).into_iter().map(|r| (r, answer.clone()));
        let answers = answers(plan, op, &answer).into_iter().map(|a| (request.clone(), a));
        for (smaller_request, smaller_answer) in requests.chain(answers) {
            if tries == 0 {
                return best;
            }
            tries -= 1;
            let Some(smaller) = judged(plan, case, op, &smaller_request, &smaller_answer) else {
                continue;
            };
            if let Err(mismatch) = chain.run(plan, &smaller) {
                best = (smaller, *mismatch);
                (request, answer) = (smaller_request, smaller_answer);
                continue 'smaller;
            }
        }
        return best;
    }
}

fn requests(plan: &Plan, op: &OperationPlan, request: &Value) -> Vec<Value> {
    match (&op.request, request) {
        (Request::Arguments(record), Value::Record(values)) => {
            smaller_record(plan, &record.fields, values)
        }
        (Request::Value(top), value) => smaller(plan, &top.codec, value),
        _ => Vec::new(),
    }
}

fn answers(plan: &Plan, op: &OperationPlan, answer: &Value) -> Vec<Value> {
    match &op.response {
        Response::Value(top) => smaller(plan, &top.codec, answer),
        Response::Void => Vec::new(),
    }
}

fn judged(
    plan: &Plan,
    case: &Case,
    op: &OperationPlan,
    request: &Value,
    answer: &Value,
) -> Option<Case> {
    let request = plan.encode_request(&op.request, request).ok()?;
    let answer = plan.encode_response(&op.response, answer).ok()?;
    let at = case.operation?;
    Some(Case::judged(plan, at, case.name.clone(), case.rule, request, Ok(answer)))
}
