//! JSON, for programs.

use std::borrow::Cow;

use serde::Serialize;

use super::{request, response, tested};
use crate::conformance::chain::Side;
use crate::conformance::counts;
use crate::conformance::matrix::{self, Class, Outcome};
use crate::conformance::show::hex;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    contractc: &'a str,
    seed: u64,
    case: Option<&'a str>,
    toolchains: Vec<Compiler<'a>>,
    passed: bool,
    counts: Counts,
    cases: &'a std::collections::BTreeMap<String, usize>,
    cells: Vec<Cell<'a>>,
    failures: Vec<Failure<'a>>,
    known_failures: Vec<Failure<'a>>,
    advice: Vec<Failure<'a>>,
    skipped: Vec<Skipped<'a>>,
    left_out: Vec<LeftOut<'a>>,
    broken: Vec<Broken<'a>>,
    missing: Vec<Missing<'a>>,
    faults: Vec<Fault>,
    unexpected_passes: &'a [String],
    building_ms: u128,
    running_ms: u128,
}

#[derive(Serialize)]
struct Compiler<'a> {
    toolchain: &'a str,
    version: String,
}

/// Of all pairs together: each case of the run, in each pair, is in one of the six.
#[derive(Serialize)]
struct Counts {
    cases: usize,
    pairs: usize,
    #[serde(flatten)]
    came: Came,
}

#[derive(Serialize)]
struct Came {
    passed: usize,
    failed: usize,
    known: usize,
    advice: usize,
    skipped: usize,
    not_applicable: usize,
}

impl From<counts::Counts> for Came {
    fn from(counts: counts::Counts) -> Self {
        let counts::Counts { passed, failed, known, advice, skipped, inapplicable } = counts;
        Self { passed, failed, known, advice, skipped, not_applicable: inapplicable }
    }
}

#[derive(Serialize)]
struct Cell<'a> {
    actor: &'a str,
    provider: &'a str,
    #[serde(flatten)]
    came: Came,
}

#[derive(Serialize)]
struct Skipped<'a> {
    contract: &'a str,
    actor: &'a str,
    provider: &'a str,
    cases: usize,
    reason: &'a str,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    language: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Failure<'a> {
    contract: &'a str,
    case: &'a str,
    rule: &'a str,
    actor: &'a str,
    provider: &'a str,
    operation: &'a str,
    request: Shown<'a>,
    answer: Shown<'a>,
    what: &'a str,
    field: Option<&'a str>,
    expected: Shown<'a>,
    found: Shown<'a>,
    known: Option<&'a str>,
    required: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shown<'a> {
    Payload { hex: String, decoded: Cow<'a, str> },
    Error(&'a str),
    Words(&'a str),
}

#[derive(Serialize)]
struct Fault {
    kind: &'static str,
    title: String,
    text: String,
}

#[derive(Serialize)]
struct Broken<'a> {
    contract: &'a str,
    language: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Missing<'a> {
    toolchain: &'a str,
    reason: &'a str,
    install: &'a str,
}

fn shown(side: &Side) -> Shown<'_> {
    match side {
        Side::Payload(bytes, text) => {
            Shown::Payload { hex: hex(bytes), decoded: Cow::Borrowed(text) }
        }
        Side::Error(text) => Shown::Error(text),
        Side::Words(text) => Shown::Words(text),
    }
}

fn failed<'a>(outcome: &'a Outcome, failure: &'a matrix::Failure) -> Failure<'a> {
    let tested = tested(outcome, &failure.contract);
    let case = &failure.case;
    let payload =
        |bytes: &[u8], text: String| Shown::Payload { hex: hex(bytes), decoded: text.into() };
    Failure {
        contract: &failure.contract,
        case: &case.name,
        rule: case.rule.name(),
        actor: failure.actor.name(),
        provider: failure.provider.name(),
        operation: &case.called,
        request: payload(&case.request, request(tested, case, &case.request)),
        answer: match &case.answer {
            Ok(bytes) => payload(bytes, response(tested, case, bytes)),
            Err(text) => Shown::Error(text),
        },
        what: &failure.mismatch.what,
        field: failure.mismatch.field.as_deref(),
        expected: shown(&failure.mismatch.expected),
        found: shown(&failure.mismatch.found),
        known: failure.known.as_deref(),
        required: failure.required,
    }
}

/// The outcome as JSON, indented. `version` goes up when a program that reads it has to change.
///
/// `counts` has the numbers of the run, and `cells` those of each pair: `passed`, `failed`, `known`, `advice`, `skipped` and
/// `not_applicable` make the number of cases of the run. Of the lists, `failures` are what `failed` counts, `known_failures` what
/// `known` does, `advice` what `advice` does; `skipped` has how many cases of a contract did not run in a pair, and why. `faults` are
/// what fails beside cases. `passed` is whether there are neither `failures` nor `faults`.
#[must_use]
pub fn json(outcome: &Outcome) -> String {
    let of = |class| {
        let failures = outcome.failures.iter().filter(move |failure| failure.class() == class);
        failures.map(|failure| failed(outcome, failure)).collect()
    };
    let cells = || outcome.cells.iter().map(|((a, b), cell)| (a.name(), b.name(), cell));
    let skipped = cells().flat_map(|(actor, provider, cell)| {
        cell.skipped.iter().map(move |skipped| Skipped {
            contract: &skipped.contract,
            actor,
            provider,
            cases: skipped.cases.len(),
            reason: &skipped.reason,
        })
    });
    let report = Report {
        version: 2,
        contractc: env!("CARGO_PKG_VERSION"),
        seed: outcome.seed,
        case: outcome.case.as_deref(),
        toolchains: outcome
            .toolchains
            .iter()
            .map(|found| Compiler {
                toolchain: found.kind.name(),
                version: found.version.to_string(),
            })
            .collect(),
        passed: outcome.passed(),
        counts: Counts {
            cases: outcome.cases.values().sum(),
            pairs: outcome.cells.len(),
            came: outcome.counts().into(),
        },
        cases: &outcome.cases,
        cells: cells()
            .map(|(actor, provider, cell)| Cell { actor, provider, came: cell.counts().into() })
            .collect(),
        failures: of(Class::Failed),
        known_failures: of(Class::Known),
        advice: of(Class::Advice),
        skipped: skipped.collect(),
        left_out: outcome
            .left_out
            .iter()
            .map(|(language, reason)| LeftOut { language: language.name(), reason })
            .collect(),
        broken: outcome
            .broken
            .iter()
            .map(|broken| Broken {
                contract: &broken.contract,
                language: broken.language.name(),
                reason: &broken.reason,
            })
            .collect(),
        missing: outcome
            .missing
            .iter()
            .map(|missing| Missing {
                toolchain: missing.kind.name(),
                reason: &missing.reason,
                install: &missing.install,
            })
            .collect(),
        faults: outcome
            .faults()
            .into_iter()
            .map(|matrix::Fault { kind, title, text }| Fault { kind, title, text })
            .collect(),
        unexpected_passes: &outcome.unexpected,
        building_ms: outcome.building.as_millis(),
        running_ms: outcome.running.as_millis(),
    };
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}
