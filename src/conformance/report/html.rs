//! One page, without anything beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{LONGEST, asks, cut, is_own, request, response, sides, summary, tested};
use crate::conformance::cases::Case;
use crate::conformance::chain::Side;
use crate::conformance::matrix::{Cell, Failure, Fault, Language, Outcome, Tested};
use crate::conformance::show::first_difference;

/// The page's own style and script.
const HEAD: &str = include_str!("page.html");

/// How many cases that passed are shown: beyond that, as many of each rule of each operation as fit.
const SHOWN: usize = 4000;

/// The outcome as one HTML page: the table, and every failure and what was tested, to be filtered by language, outcome and
/// contract.
#[must_use]
pub fn html(outcome: &Outcome) -> String {
    let mut body = String::new();
    heading(&mut body, outcome);
    matrix(&mut body, outcome);
    absent(&mut body, outcome);
    let mut cases = String::new();
    for failure in &outcome.failures {
        failed(&mut cases, outcome, failure);
    }
    let (shown, all) = passed(&mut cases, outcome);
    for ((actor, provider), cell) in &outcome.cells {
        if let Some(reason) = &cell.skipped {
            let (actor, provider) = (actor.name(), provider.name());
            let _ = writeln!(
                cases,
                "<details class=\"case skipped\" data-actor=\"{actor}\" data-provider=\"{provider}\" \
                 data-outcome=\"skipped\"><summary><span class=\"badge\">skipped</span> \
                 {actor} × {provider}</summary><dl><dt>reason</dt><dd><pre>{}</pre></dd></dl></details>",
                escaped(reason)
            );
        }
    }
    body.push_str("<h2>Cases</h2>\n");
    filters(&mut body, outcome);
    if shown < all {
        let _ = writeln!(
            body,
            "<p class=\"about\">Of the {all} cases that passed, {shown} are listed: some of each rule of each operation.</p>"
        );
    }
    let _ = write!(body, "<div id=\"cases\">\n{cases}</div>\n");
    HEAD.replace("<!-- report -->", &body)
}

fn heading(body: &mut String, outcome: &Outcome) {
    let failures =
        outcome.cells.values().map(|cell| cell.failed).sum::<usize>() + outcome.faults().len();
    let (class, verdict) = match failures {
        0 => ("passed", "Everything passed".to_owned()),
        1 => ("failed", "1 failure".to_owned()),
        many => ("failed", format!("{many} failures")),
    };
    let _ = write!(
        body,
        "<h1>Conformance</h1>\n<p class=\"verdict {class}\">{verdict}</p>\n<p id=\"summary\">{}</p>\n",
        escaped(&summary(outcome))
    );
}

fn matrix(body: &mut String, outcome: &Outcome) {
    let (rows, columns) = sides(outcome);
    body.push_str(
        "<h2>Actors down, providers across</h2>\n<div class=\"scroll\"><table id=\"matrix\">\n<tr><th>actor</th>",
    );
    for column in &columns {
        let _ = write!(body, "<th>{}</th>", column.name());
    }
    body.push_str("</tr>\n");
    for row in &rows {
        let _ = write!(body, "<tr><th>{}</th>", row.name());
        for column in &columns {
            let cell = outcome.cells.get(&(*row, *column));
            let (class, text) = cell.map_or(("none", String::new()), words);
            if matches!(class, "none" | "skipped") {
                let _ = write!(body, "<td class=\"{class}\"><span>{text}</span></td>");
            } else {
                let (actor, provider) = (row.name(), column.name());
                let _ = write!(
                    body,
                    "<td class=\"{class}\"><button type=\"button\" data-actor=\"{actor}\" \
                     data-provider=\"{provider}\">{text}</button></td>"
                );
            }
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</table></div>\n");
}

/// How a pair fared: its class, and what its cell says.
fn words(cell: &Cell) -> (&'static str, String) {
    let passed = cell.passed.len();
    if cell.skipped.is_some() && passed + cell.failed + cell.known == 0 {
        return ("skipped", "skipped".to_owned());
    }
    let mut text = format!("{passed} passed");
    if cell.known > 0 {
        let _ = write!(text, ", {} known", cell.known);
    }
    if cell.failed > 0 {
        return ("failed", format!("{} failed, {text}", cell.failed));
    }
    ("passed", text)
}

/// What could not be run, and what passed though it is known to fail.
fn absent(body: &mut String, outcome: &Outcome) {
    for missing in &outcome.missing {
        let _ = writeln!(
            body,
            "<p class=\"about\">{} is skipped: {}. Install it: <code>{}</code></p>",
            missing.kind,
            escaped(&missing.reason),
            escaped(&missing.install)
        );
    }
    for Fault { title, text, .. } in outcome.faults() {
        let title = escaped(&title);
        let _ = if text.is_empty() {
            writeln!(
                body,
                "<p class=\"fault failed\"><span class=\"badge\">failed</span> {title}</p>"
            )
        } else {
            writeln!(
                body,
                "<details class=\"fault failed\"><summary><span class=\"badge\">failed</span> {title}</summary>\
                 <pre>{}</pre></details>",
                escaped(&text)
            )
        };
    }
}

fn filters(body: &mut String, outcome: &Outcome) {
    let (rows, columns) = sides(outcome);
    let names = |languages: &[Language]| {
        languages.iter().map(|language| language.name().to_owned()).collect::<Vec<_>>()
    };
    let outcomes = ["failed", "advice", "known", "passed", "skipped"].map(str::to_owned).to_vec();
    let contracts: BTreeSet<String> =
        outcome.tested.iter().map(|tested| tested.contract.clone()).collect();
    body.push_str("<form id=\"filters\">\n");
    for (name, options) in [
        ("actor", names(&rows)),
        ("provider", names(&columns)),
        ("outcome", outcomes),
        ("contract", contracts.into_iter().collect()),
    ] {
        let _ =
            write!(body, "<label>{name} <select name=\"{name}\"><option value=\"\">all</option>");
        for option in options {
            let _ = write!(body, "<option>{}</option>", escaped(&option));
        }
        body.push_str("</select></label>\n");
    }
    body.push_str(
        "<label>name <input type=\"search\" name=\"text\"></label>\n\
         <button type=\"reset\">Show all</button> <output id=\"shown\"></output>\n</form>\n",
    );
}

fn failed(cases: &mut String, outcome: &Outcome, failure: &Failure) {
    let (actor, provider) = (failure.actor.name(), failure.provider.name());
    let class = match (&failure.known, failure.required) {
        (Some(_), _) => "known",
        (None, true) => "failed",
        (None, false) => "advice",
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
fn passed(cases: &mut String, outcome: &Outcome) -> (usize, usize) {
    let mut failed: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for failure in outcome.failures.iter().filter(|failure| failure.required) {
        let pair = format!("{}×{}", failure.actor.name(), failure.provider.name());
        let key = (failure.contract.as_str(), failure.case.name.as_str());
        failed.entry(key).or_default().push(pair);
    }
    let ran: BTreeSet<&str> =
        outcome.cells.values().flat_map(|cell| &cell.passed).map(AsRef::as_ref).collect();
    let all: Vec<(&Tested, &Case)> = outcome
        .tested
        .iter()
        .flat_map(|tested| tested.cases.iter().map(move |case| (tested, case)))
        .filter(|(_, case)| ran.contains(case.name.as_str()))
        .collect();
    let listed = sample(&all);
    let own = outcome.cells.keys().any(|(actor, provider)| is_own(*actor, *provider));
    for (tested, case) in &listed {
        let pairs = failed.get(&(tested.contract.as_str(), case.name.as_str()));
        let pairs = pairs.map(|pairs| format!(" data-failed=\"{}\"", pairs.join(" ")));
        let _ = write!(
            cases,
            "<details class=\"case passed\" data-outcome=\"passed\" data-contract=\"{}\"{}><summary>\
             <span class=\"badge\">passed</span> <code>{}</code> <span class=\"about\">{}</span></summary>\n<dl>\n",
            escaped(&tested.contract),
            pairs.unwrap_or_default(),
            escaped(&case.name),
            case.rule.name()
        );
        sent(cases, case, Some(tested), case.forwarded.is_some() && !own);
        if own {
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
