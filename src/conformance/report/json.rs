//! JSON, for programs.

use std::borrow::Cow;

use serde::Serialize;

use super::{request, response, tested};
use crate::conformance::chain::Side;
use crate::conformance::matrix::{self, Outcome};
use crate::conformance::show::hex;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    cases: &'a std::collections::BTreeMap<String, usize>,
    cells: Vec<Cell<'a>>,
    failures: Vec<Failure<'a>>,
    broken: Vec<Broken<'a>>,
    missing: Vec<Missing<'a>>,
    faults: Vec<Fault>,
    unexpected_passes: &'a [String],
    building_ms: u128,
    running_ms: u128,
}

#[derive(Serialize)]
struct Cell<'a> {
    actor: &'a str,
    provider: &'a str,
    passed: usize,
    failed: usize,
    known: usize,
    skipped: Option<&'a str>,
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

/// The outcome as JSON, indented.
#[must_use]
pub fn json(outcome: &Outcome) -> String {
    let report = Report {
        version: 1,
        cases: &outcome.cases,
        cells: outcome
            .cells
            .iter()
            .map(|((actor, provider), cell)| Cell {
                actor: actor.name(),
                provider: provider.name(),
                passed: cell.passed.len(),
                failed: cell.failed,
                known: cell.known,
                skipped: cell.skipped.as_deref(),
            })
            .collect(),
        failures: outcome.failures.iter().map(|failure| failed(outcome, failure)).collect(),
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
