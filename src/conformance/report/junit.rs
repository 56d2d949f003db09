//! JUnit's XML, for CI servers: a suite for each pair, a test case for each failure and one for all that passed.

use std::fmt::Write;

use super::lines;
use crate::conformance::matrix::Outcome;

/// The outcome as JUnit XML.
#[must_use]
pub fn junit(outcome: &Outcome) -> String {
    let mut suites = String::new();
    let (mut tests, mut failed, mut skipped) = (0, 0, 0);
    for ((actor, provider), cell) in &outcome.cells {
        let name = escaped(&format!("{} × {}", actor.name(), provider.name()));
        let suite_skipped = usize::from(cell.skipped.is_some()) + cell.known;
        let total = cell.passed + cell.failed + suite_skipped;
        (tests, failed, skipped) = (tests + total, failed + cell.failed, skipped + suite_skipped);
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{name}\" tests=\"{total}\" failures=\"{}\" errors=\"0\" skipped=\"{suite_skipped}\">",
            cell.failed
        );
        for number in 0..cell.passed {
            let _ =
                writeln!(suites, "    <testcase name=\"passed {number}\" classname=\"{name}\"/>");
        }
        if let Some(reason) = &cell.skipped {
            let _ = writeln!(
                suites,
                "    <testcase name=\"all\" classname=\"{name}\"><skipped message=\"{}\"/></testcase>",
                escaped(reason)
            );
        }
        for failure in
            outcome.failures.iter().filter(|f| (f.actor, f.provider) == (*actor, *provider))
        {
            let case = escaped(&failure.case.name);
            let _ = writeln!(suites, "    <testcase name=\"{case}\" classname=\"{name}\">");
            let text = escaped(&lines(failure).join("\n"));
            let advice = (!failure.required).then(|| format!("advice: {}", failure.mismatch.what));
            let _ = match failure.known.as_ref().or(advice.as_ref()) {
                Some(reason) => {
                    writeln!(suites, "      <skipped message=\"{}\"/>", escaped(reason))
                }
                None => writeln!(
                    suites,
                    "      <failure message=\"{}\" type=\"{}\">{text}</failure>",
                    escaped(&failure.mismatch.what),
                    failure.case.rule.name()
                ),
            };
            suites.push_str("    </testcase>\n");
        }
        suites.push_str("  </testsuite>\n");
    }
    let others: Vec<String> = outcome
        .broken
        .iter()
        .map(|b| format!("{} for {}: {}", b.language.name(), b.contract, b.reason))
        .chain(outcome.unexpected.iter().map(|entry| format!("a known failure passes: {entry}")))
        .collect();
    if !others.is_empty() {
        (tests, failed) = (tests + others.len(), failed + others.len());
        let count = others.len();
        let _ = writeln!(
            suites,
            "  <testsuite name=\"relays\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" skipped=\"0\">"
        );
        for text in others {
            let text = escaped(&text);
            let title = text.lines().next().unwrap_or_default();
            let _ = writeln!(
                suites,
                "    <testcase name=\"{title}\" classname=\"relays\"><failure message=\"{title}\">{text}</failure></testcase>"
            );
        }
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"contractc conform\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">\n{suites}</testsuites>\n"
    )
}

/// A text as XML carries it; what XML cannot carry at all becomes `?`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c < ' ' || c == '\u{fffe}' || c == '\u{ffff}' => escaped.push('?'),
            c => escaped.push(c),
        }
    }
    escaped
}
