//! The cases of the page, a row each: what did not pass for each pair, what passed once for all.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use super::super::{LONGEST, asks, counted, cut, is_own, request, response, tested};
use super::escaped;
use crate::conformance::cases::Case;
use crate::conformance::chain::Side;
use crate::conformance::matrix::{Class, Failure, Outcome, Skipped, Tested};
use crate::conformance::show::first_difference;

/// How many cases that passed are shown: beyond that, as many of each rule of each operation as fit.
const SHOWN: usize = 4000;

/// A case that did not pass.
pub(super) fn failed(cases: &mut String, outcome: &Outcome, failure: &Failure) {
    let (actor, provider) = (failure.actor.name(), failure.provider.name());
    let class = match failure.class() {
        Class::Known => "known",
        Class::Failed => "failed",
        Class::Advice => "advice",
    };
    let (case, mismatch) = (&failure.case, &failure.mismatch);
    let _ = write!(
        cases,
        "<details class=\"case {class}\" data-actor=\"{actor}\" data-provider=\"{provider}\" \
         data-outcome=\"{class}\" data-contract=\"{}\"><summary><span class=\"badge\">{class}</span> \
         <code>{}</code> <span class=\"about\">{actor} × {provider}, {}</span></summary>\n<dl>\n",
        escaped(&failure.contract),
        escaped(&case.name),
        case.rule.name()
    );
    sent(cases, case, tested(outcome, &failure.contract), asks(failure));
    let field =
        mismatch.field.as_ref().map(|field| format!(", at <code>{}</code>", escaped(field)));
    let what = format!("{}{}", escaped(&mismatch.what), field.unwrap_or_default());
    row(cases, "differs", &what);
    let differs = match (&mismatch.expected, &mismatch.found) {
        (Side::Payload(a, _), Side::Payload(b, _)) => Some(first_difference(a, b)),
        _ => None,
    };
    for (name, side) in [("expected", &mismatch.expected), ("found", &mismatch.found)] {
        let text = match side {
            Side::Payload(bytes, text) => payload(bytes, text, differs),
            Side::Error(text) => format!("<pre>error: {}</pre>", escaped(&cut(text))),
            Side::Words(text) => format!("<pre>{}</pre>", escaped(&cut(text))),
        };
        row(cases, name, &text);
    }
    if let Some(reason) = &failure.known {
        row(cases, "known", &escaped(reason));
    }
    cases.push_str("</dl></details>\n");
}

/// Lists what passed somewhere, a case once for all pairs. Returns how many are listed, and how many there are.
pub(super) fn passed(cases: &mut String, outcome: &Outcome) -> (usize, usize) {
    let ran: Vec<_> = outcome.cells.iter().filter(|(_, cell)| cell.ran()).collect();
    let mut passes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, cell)) in ran.iter().enumerate() {
        for name in &cell.passed {
            passes.entry(name.as_ref()).or_default().push(at);
        }
    }
    let all: Vec<(&Tested, &Case)> = outcome
        .tested
        .iter()
        .flat_map(|tested| tested.cases.iter().map(move |case| (tested, case)))
        .filter(|(_, case)| passes.contains_key(case.name.as_str()))
        .collect();
    let listed = sample(&all);
    let own = outcome.cells.keys().any(|(actor, provider)| is_own(*actor, *provider));
    for (tested, case) in &listed {
        // The pairs in which it did not pass, or did not run.
        let passed_in = &passes[case.name.as_str()];
        let others = ran.iter().enumerate().filter(|(at, _)| !passed_in.contains(at));
        let pairs = others.map(|(_, ((a, b), _))| format!("{}×{}", a.name(), b.name()));
        let pairs = pairs.collect::<Vec<_>>().join(" ");
        let pairs = if pairs.is_empty() { pairs } else { format!(" data-without=\"{pairs}\"") };
        let _ = write!(
            cases,
            "<details class=\"case passed\" data-outcome=\"passed\" data-contract=\"{}\"{}><summary>\
             <span class=\"badge\">passed</span> <code>{}</code> <span class=\"about\">{}</span></summary>\n<dl>\n",
            escaped(&tested.contract),
            pairs,
            escaped(&case.name),
            case.rule.name()
        );
        sent(cases, case, Some(tested), case.forwarded.is_some() && !own);
        if own || case.called.is_empty() {
            cases.push_str("</dl></details>\n");
            continue;
        }
        if let Some(forwarded) = &case.forwarded {
            row(
                cases,
                "passed on",
                &payload(forwarded, &request(Some(tested), case, forwarded), None),
            );
        }
        let result = match &case.result {
            Ok(bytes) => payload(bytes, &response(Some(tested), case, bytes), None),
            Err(text) => format!("<pre>error: {}</pre>", escaped(&cut(text))),
        };
        row(cases, "result", &result);
        cases.push_str("</dl></details>\n");
    }
    (listed.len(), all.len())
}

/// All of them, or as many of each rule of each operation as fit.
fn sample<'a>(all: &[(&'a Tested, &'a Case)]) -> Vec<(&'a Tested, &'a Case)> {
    let mut each = all.len();
    loop {
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        let mut listed = all.to_vec();
        listed.retain(|(tested, case)| {
            let count = counts.entry((&tested.contract, &case.called, case.rule)).or_default();
            *count += 1;
            *count <= each
        });
        if listed.len() <= SHOWN || each <= 1 {
            return listed;
        }
        each /= 2;
    }
}

/// The call and what is answered to it.
fn sent(cases: &mut String, case: &Case, tested: Option<&Tested>, asks: bool) {
    if case.called.is_empty() {
        return row(cases, "calls", "the random cases, many of them at a time");
    }
    row(cases, "call", &format!("<code>{}</code>", escaped(&case.called)));
    row(cases, "request", &payload(&case.request, &request(tested, case, &case.request), None));
    if asks {
        let answer = match &case.answer {
            Ok(bytes) => payload(bytes, &response(tested, case, bytes), None),
            Err(text) => format!("<pre>error: {}</pre>", escaped(&cut(text))),
        };
        row(cases, "answer", &answer);
    }
}

fn row(cases: &mut String, name: &str, text: &str) {
    let _ = writeln!(cases, "<dt>{name}</dt><dd>{text}</dd>");
}

/// A payload in hex, the byte at `differs` marked, and as people read it.
fn payload(bytes: &[u8], text: &str, differs: Option<usize>) -> String {
    let start = differs.map_or(0, |at| at.saturating_sub(LONGEST / 2));
    let mut hex = if start > 0 { format!("… ({start} bytes before) ") } else { String::new() };
    for (at, byte) in bytes.iter().enumerate().skip(start).take(LONGEST) {
        let _ = if differs == Some(at) {
            write!(hex, "<mark>{byte:02x}</mark> ")
        } else {
            write!(hex, "{byte:02x} ")
        };
    }
    let rest = bytes.len().saturating_sub(start + LONGEST);
    if rest > 0 {
        let _ = write!(hex, "… ({rest} bytes more)");
    }
    if bytes.is_empty() {
        hex.push_str("(no bytes)");
    }
    if differs.is_some_and(|at| at >= bytes.len()) {
        hex.push_str("<mark>(ends here)</mark>");
    }
    let mut html = format!("<pre class=\"hex\">{}</pre>", hex.trim_end());
    if !text.is_empty() {
        let _ = write!(html, "<pre class=\"value\">{}</pre>", escaped(&cut(text)));
    }
    html
}

/// What was not run: a row for each contract and pair.
pub(super) fn skipped(cases: &mut String, outcome: &Outcome) -> usize {
    let mut count = 0;
    for ((actor, provider), cell) in &outcome.cells {
        let (actor, provider) = (actor.name(), provider.name());
        for Skipped { contract, cases: left, reason } in &cell.skipped {
            let contract = escaped(contract);
            let _ = writeln!(
                cases,
                "<details class=\"case skipped\" data-actor=\"{actor}\" data-provider=\"{provider}\" \
                 data-outcome=\"skipped\" data-contract=\"{contract}\"><summary><span class=\"badge\">skipped</span> \
                 {} of {contract} <span class=\"about\">{actor} × {provider}</span></summary>\
                 <dl><dt>reason</dt><dd><pre>{}</pre></dd></dl></details>",
                counted(left.len(), "case"),
                escaped(reason)
            );
            count += 1;
        }
    }
    count
}
