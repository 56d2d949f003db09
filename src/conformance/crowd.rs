//! Calls within calls and calls beside calls, under the host: an actor and a provider, and a native one behind both.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::cases::{Case, Rule};
use super::chain::{Mismatch, Side};
use crate::engine::{Engine, Everything, Handle, Host, Module};

/// How many callers there are at a time.
const CALLERS: usize = 8;

const ACTOR: &str = "MCROWD";
const PROVIDER: &str = "provider";
const INNERMOST: &str = "innermost";

type Outward = Box<dyn Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync>;

/// Answers by operation and request.
type Answers = HashMap<(String, Vec<u8>), Vec<u8>>;

/// What the innermost provider answers, and whom it calls back.
#[derive(Default)]
struct Script {
    answers: Mutex<Answers>,
    /// The case that the next calls are answered by: by running it through the actor first.
    within: Mutex<Vec<Case>>,
    back: OnceLock<Outward>,
    crossed: AtomicUsize,
}

/// What is tried of two modules.
pub const TRIALS: [Rule; 2] = [Rule::Reentrancy, Rule::Concurrency];

/// What became of each trial: nothing, or the first exchange that failed.
type Tried = Vec<(Rule, Option<(Case, Mismatch)>)>;

/// The case of a trial.
#[must_use]
pub fn case(module: &str, rule: Rule) -> Case {
    let what = if rule == Rule::Reentrancy { "within" } else { "beside" };
    Case {
        name: format!("{module}/calls {what} calls"),
        rule,
        operation: None,
        called: String::new(),
        request: Vec::new(),
        forwarded: None,
        answer: Err(String::new()),
        result: Err(String::new()),
        exact: true,
    }
}

/// Whether a case can be run within others and beside others.
#[must_use]
pub fn fits(case: &Case) -> bool {
    case.rule == Rule::Random && case.forwarded.is_some() && case.result.is_ok()
}

/// Runs the random cases of a contract within one another, and beside one another. Nothing is tried where there are none.
///
/// # Errors
/// Why the host does not start.
pub fn run(
    engine: &Engine,
    contract: &str,
    actor: &Module,
    provider: &Module,
    cases: &[&Case],
) -> Result<Tried, String> {
    let cases: Vec<&Case> = cases.iter().copied().filter(|case| fits(case)).collect();
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let script = Arc::new(Script::default());
    for case in &cases {
        if let (Some(forwarded), Ok(answer)) = (&case.forwarded, &case.answer) {
            let key = (case.called.clone(), forwarded.clone());
            lock(&script.answers).insert(key, answer.clone());
        }
    }
    // Two cases with one request have one answer: the last one's.
    let answered = |case: &Case| {
        let key = (case.called.clone(), case.forwarded.clone().unwrap_or_default());
        lock(&script.answers).get(&key) == case.answer.as_ref().ok()
    };
    let cases: Vec<&Case> = cases.into_iter().filter(|case| answered(case)).collect();

    let text = |error: crate::engine::CallError| error.to_string();
    let host = Host::new(engine, Everything);
    let behind = Arc::clone(&script);
    host.add_native(INNERMOST, move |_, operation, payload| innermost(&behind, operation, payload))
        .map_err(text)?;
    let _ = script.back.set(Box::new(host.caller_for(INNERMOST)));
    host.add_provider(PROVIDER, provider).map_err(text)?;
    let handle = host.add_actor(ACTOR, actor).map_err(text)?;
    host.bind(PROVIDER, contract, "default", INNERMOST, []).map_err(text)?;
    host.bind(ACTOR, contract, "default", PROVIDER, []).map_err(text)?;

    let mut failures = Vec::new();
    for depth in [1, 2, 3] {
        for pair in cases.windows(depth + 1).take(20) {
            let (outer, inner) = (pair[0], &pair[1..]);
            *lock(&script.within) = inner.iter().rev().map(|case| (*case).clone()).collect();
            if let Err(mismatch) = held(&handle, outer, Rule::Reentrancy, &script) {
                failures.push(mismatch);
            }
        }
    }
    lock(&script.within).clear();
    let found = Mutex::new(failures);
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (cases, handle, found, script) = (&cases, &handle, &found, &script);
            scope.spawn(move || {
                for case in cases.iter().cycle().skip(caller * 7).take(60) {
                    if let Err(failure) = held(handle, case, Rule::Concurrency, script) {
                        lock(found).push(failure);
                    }
                }
            });
        }
    });
    let failures = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let first = |rule| {
        let mut failed = failures.iter().filter(|(case, _)| case.rule == rule);
        let (case, mut mismatch) = failed.next().cloned()?;
        let more = failed.count();
        if more > 0 {
            let _ = write!(mismatch.what, ", and {more} more calls");
        }
        Some((case, mismatch))
    };
    Ok(TRIALS.map(|rule| (rule, first(rule))).into())
}

/// One call of the actor, which has to come back with its own result.
#[allow(clippy::result_large_err, reason = "it is made once, where a case fails")]
fn held(handle: &Handle, case: &Case, rule: Rule, script: &Script) -> Result<(), (Case, Mismatch)> {
    let result = handle.call(&case.called, &case.request);
    let crossed = script.crossed.swap(0, Ordering::Relaxed);
    let found = match &result {
        Ok(bytes) if crossed == 0 && Ok(bytes.as_ref()) == case.result.as_deref() => return Ok(()),
        Ok(_) if crossed > 0 => Side::Words("a call within it got another result".to_owned()),
        Ok(bytes) => Side::Payload(bytes.to_vec(), String::new()),
        Err(error) => Side::Words(error.to_string()),
    };
    let expected = case.result.clone().unwrap_or_default();
    let what = if rule == Rule::Reentrancy { "within" } else { "beside" };
    let mismatch = Mismatch {
        what: format!("the result of {}, with calls {what} the call", case.name),
        field: None,
        expected: Side::Payload(expected, String::new()),
        found,
    };
    let module = case.name.split('/').next().unwrap_or_default();
    let name = self::case(module, rule).name;
    Err((Case { name, rule, ..case.clone() }, mismatch))
}

/// Answers as the script says, after it called the actor back, as long as there is a case left for that.
fn innermost(script: &Script, operation: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
    if matches!(operation, "BindActor" | "RemoveActor") {
        return Ok(vec![0xc0]);
    }
    let within = lock(&script.within).pop();
    if let (Some(case), Some(back)) = (within, script.back.get()) {
        let result = back("", ACTOR, &case.called, &case.request);
        if result != case.result {
            script.crossed.fetch_add(1, Ordering::Relaxed);
        }
    }
    let key = (operation.to_owned(), payload.to_vec());
    let answer = lock(&script.answers).get(&key).cloned();
    answer.ok_or_else(|| format!("nobody knows this request of {operation}"))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
