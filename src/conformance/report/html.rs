//! One page, without anything beside it.

mod rows;

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{counted, legend, made, sides, skipped, summary, verdict};
use crate::conformance::matrix::{Cell, Fault, Language, Outcome};

/// The page's own style and script.
const HEAD: &str = include_str!("page.html");

/// The outcome as one HTML page: the table, and every failure and what was tested, to be filtered by language, outcome and
/// contract.
#[must_use]
pub fn html(outcome: &Outcome) -> String {
    let mut body = String::new();
    heading(&mut body, outcome);
    matrix(&mut body, outcome);
    meanings(&mut body, outcome);
    absent(&mut body, outcome);
    let mut cases = String::new();
    let mut failures: Vec<_> = outcome.failures.iter().collect();
    failures.sort_by_key(|failure| failure.class());
    for failure in failures {
        rows::failed(&mut cases, outcome, failure);
    }
    let passed = rows::passed(&mut cases, outcome);
    let skipped = rows::skipped(&mut cases, outcome);
    body.push_str("<h2>Cases</h2>\n");
    filters(&mut body, outcome);
    listed(&mut body, outcome, passed, skipped);
    let _ = write!(body, "<div id=\"cases\">\n{cases}</div>\n");
    HEAD.replace("<!-- report -->", &body)
}

fn heading(body: &mut String, outcome: &Outcome) {
    let (failures, words) = verdict(outcome);
    let class = match failures {
        0 if skipped(outcome).is_some() => "known",
        0 => "passed",
        _ => "failed",
    };
    let _ = write!(
        body,
        "<h1>Conformance</h1>\n<p class=\"verdict {class}\">{}</p>\n<p id=\"summary\">{}</p>\n\
         <p class=\"about\" id=\"made\">{}</p>\n",
        escaped(&words),
        escaped(&summary(outcome).join("; ")),
        escaped(&made(outcome))
    );
}

/// What the words of the page mean.
fn meanings(body: &mut String, outcome: &Outcome) {
    for (word, meaning) in legend(outcome) {
        let _ = writeln!(body, "<p class=\"about\"><b>{word}</b>: {}</p>", escaped(&meaning));
    }
}

/// What is listed, in numbers: what did not pass is there once for each pair, what passed once for all, and not all of it.
fn listed(body: &mut String, outcome: &Outcome, (passed, all): (usize, usize), skipped: usize) {
    let counts = outcome.counts();
    let mut parts = Vec::new();
    for (count, what) in [(counts.failed, "failure"), (counts.known, "known failure")] {
        if count > 0 {
            parts.push(counted(count, what));
        }
    }
    if counts.advice > 0 {
        parts.push(format!("{} ADVICE", counts.advice));
    }
    if skipped > 0 {
        parts.push(format!("{} of what was skipped", counted(skipped, "row")));
    }
    let some = if passed < all { ", some of each rule of each operation" } else { "" };
    let each = if outcome.cells.len() > 1 { ", once for all pairs" } else { "" };
    let cases = counted(all, "case");
    parts.push(format!("{passed} of the {cases} that passed{each}{some}"));
    let _ = writeln!(body, "<p class=\"about\" id=\"listed\">Listed: {}.</p>", parts.join("; "));
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
    let counts = cell.counts();
    if counts.skipped > 0 && counts.ran() == 0 {
        return ("skipped", "skipped".to_owned());
    }
    let parts = [
        (counts.failed, "failed"),
        (counts.passed, "passed"),
        (counts.known, "known"),
        (counts.advice, "ADVICE"),
        (counts.skipped, "skipped"),
    ];
    let parts = parts.iter().filter(|(count, what)| *count > 0 || *what == "passed");
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    (if counts.failed > 0 { "failed" } else { "passed" }, parts.join(", "))
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
