//! Annotations of a GitHub workflow, then the table.

use std::fmt::Write;

use super::{lines, table};
use crate::conformance::matrix::{Class, Fault, Outcome};

/// How many failures become annotations: GitHub shows no more.
const SHOWN: usize = 10;

/// One `::error` for each failure and a `::warning` for each toolchain that is missing, and the table in a group.
#[must_use]
pub fn github(outcome: &Outcome) -> String {
    let mut text = String::new();
    for missing in &outcome.missing {
        let _ = writeln!(
            text,
            "::warning title=conformance::{}",
            data(&format!("{} skipped: {}; {}", missing.kind, missing.reason, missing.install))
        );
    }
    for Fault { title, text: more, .. } in outcome.faults() {
        let words = if more.is_empty() { title } else { format!("{title}: {more}") };
        let _ = writeln!(text, "::error title=conformance::{}", data(&words));
    }
    let of = |class| outcome.failures.iter().filter(move |failure| failure.class() == class);
    for failure in of(Class::Failed).chain(of(Class::Advice)).take(SHOWN) {
        let (actor, provider) = (failure.actor.name(), failure.provider.name());
        let title = format!("{} ({actor} × {provider})", failure.case.name);
        let title = data(&title).replace(':', "%3A").replace(',', "%2C");
        let level = if failure.class() == Class::Advice { "warning" } else { "error" };
        let _ = writeln!(
            text,
            "::{level} title={title}::{}",
            data(&lines(outcome, failure).join("\n"))
        );
    }
    let _ = write!(text, "::group::Conformance\n{}::endgroup::\n", table(outcome));
    text
}

/// A message as workflow commands carry it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
