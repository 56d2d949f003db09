//! One page, without anything beside it.

use std::fmt::Write;

use super::{lines, sides, summary};
use crate::conformance::matrix::Outcome;

/// The page's own style and script.
const HEAD: &str = include_str!("page.html");

/// The outcome as one HTML page: the table, and every failure, to be filtered by language and outcome.
#[must_use]
pub fn html(outcome: &Outcome) -> String {
    let (rows, columns) = sides(outcome);
    let mut body = format!(
        "<p id=\"summary\">{}</p>\n<table id=\"matrix\">\n<tr><th>actor</th>",
        escaped(&summary(outcome))
    );
    for column in &columns {
        let _ = write!(body, "<th>{}</th>", column.name());
    }
    body.push_str("</tr>\n");
    for row in &rows {
        let _ = write!(body, "<tr><th>{}</th>", row.name());
        for column in &columns {
            let (class, text) = match outcome.cells.get(&(*row, *column)) {
                None => ("none", String::new()),
                Some(cell) if cell.skipped.is_some() && cell.passed + cell.failed == 0 => {
                    ("skipped", "skipped".to_owned())
                }
                Some(cell) => (
                    if cell.failed > 0 { "failed" } else { "passed" },
                    format!(
                        "{}/{}/{}",
                        cell.passed,
                        cell.failed + cell.known,
                        u8::from(cell.skipped.is_some())
                    ),
                ),
            };
            let _ = write!(body, "<td class=\"{class}\">{text}</td>");
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</table>\n");
    for missing in &outcome.missing {
        let _ = writeln!(
            body,
            "<p class=\"skipped\">SKIPPED {}: {}; install: <code>{}</code></p>",
            missing.kind,
            escaped(&missing.reason),
            escaped(&missing.install)
        );
    }
    for broken in &outcome.broken {
        let _ = writeln!(
            body,
            "<details class=\"failed\"><summary>{} for {}</summary><pre>{}</pre></details>",
            broken.language.name(),
            escaped(&broken.contract),
            escaped(&broken.reason)
        );
    }
    filters(&mut body, &rows.iter().chain(&columns).map(|l| l.name()).collect::<Vec<_>>());
    body.push_str("<div id=\"cases\">\n");
    for ((actor, provider), cell) in &outcome.cells {
        let (actor, provider) = (actor.name(), provider.name());
        if cell.passed > 0 {
            let _ = writeln!(
                body,
                "<p class=\"case\" data-actor=\"{actor}\" data-provider=\"{provider}\" data-outcome=\"passed\">{actor} × {provider}: {} passed</p>",
                cell.passed
            );
        }
        if let Some(reason) = &cell.skipped {
            let _ = writeln!(
                body,
                "<p class=\"case\" data-actor=\"{actor}\" data-provider=\"{provider}\" data-outcome=\"skipped\">{actor} × {provider} skipped: {}</p>",
                escaped(reason)
            );
        }
    }
    for failure in &outcome.failures {
        let (actor, provider) = (failure.actor.name(), failure.provider.name());
        let outcome = if failure.known.is_some() { "known" } else { "failed" };
        let mut words = lines(failure);
        words.extend(failure.known.iter().map(|reason| format!("known     {reason}")));
        let _ = writeln!(
            body,
            "<details class=\"case {outcome}\" data-actor=\"{actor}\" data-provider=\"{provider}\" data-outcome=\"{outcome}\"><summary>{} <small>{actor} × {provider}, {}</small></summary><pre>{}</pre></details>",
            escaped(&failure.case.name),
            failure.case.rule.name(),
            escaped(&words.join("\n"))
        );
    }
    body.push_str("</div>\n");
    HEAD.replace("<!-- report -->", &body)
}

fn filters(body: &mut String, languages: &[&str]) {
    let mut names = languages.to_vec();
    names.sort_unstable();
    names.dedup();
    body.push_str("<form id=\"filters\">\n");
    for (name, options) in [
        ("actor", names.clone()),
        ("provider", names),
        ("outcome", vec!["failed", "known", "passed", "skipped"]),
    ] {
        let _ =
            write!(body, "<label>{name} <select name=\"{name}\"><option value=\"\">all</option>");
        for option in options {
            let _ = write!(body, "<option>{option}</option>");
        }
        body.push_str("</select></label>\n");
    }
    body.push_str("<output id=\"shown\"></output></form>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
