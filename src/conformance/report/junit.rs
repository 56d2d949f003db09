//! JUnit's XML, for CI servers: a suite for each pair, a test case for each case. Advice and known failures are skips there, by type:
//! JUnit knows nothing between passed and failed.

use std::fmt::Write;

use super::lines;
use crate::conformance::counts::Counts;
use crate::conformance::matrix::{Cell, Class, Failure, Fault, Language, Outcome, Skipped};

/// Test cases, and how many of them there are.
#[derive(Default)]
struct Suite {
    /// Numbers that JUnit has no place for.
    properties: String,
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

/// The outcome as JUnit XML.
#[must_use]
pub fn junit(outcome: &Outcome) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    let mut add = |name: &str, suite: &Suite| {
        let Suite { properties, cases, tests: own, failures: failed, skipped } = suite;
        (tests, failures) = (tests + own, failures + failed);
        let _ = write!(
            suites,
            "  <testsuite name=\"{name}\" tests=\"{own}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">\n\
             {properties}{cases}  </testsuite>\n"
        );
    };
    for ((actor, provider), cell) in &outcome.cells {
        let name = escaped(&format!("{} × {}", actor.name(), provider.name()));
        add(&name, &pair(outcome, (*actor, *provider), &name, cell));
    }
    let faults = faults(outcome);
    if faults.tests > 0 {
        add("run", &faults);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"contractc conform\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n\
         {suites}</testsuites>\n"
    )
}

/// An actor and a provider.
fn pair(outcome: &Outcome, pair: (Language, Language), name: &str, cell: &Cell) -> Suite {
    let mut suite = Suite { properties: properties(cell.counts()), ..Suite::default() };
    for case in &cell.passed {
        suite.add(name, case, None);
    }
    for Skipped { cases, reason, .. } in &cell.skipped {
        for case in cases {
            suite.skip(name, case, "skipped", reason);
        }
    }
    for failure in outcome.failures.iter().filter(|f| (f.actor, f.provider) == pair) {
        let Failure { case, mismatch, known, .. } = failure;
        match failure.class() {
            Class::Known => {
                let reason = known.as_deref().unwrap_or_default();
                suite.skip(name, &case.name, "known", &format!("known failure: {reason}"));
            }
            Class::Advice => {
                let what = format!("ADVICE: {}", mismatch.what);
                suite.skip(name, &case.name, "advice", &what);
            }
            Class::Failed => {
                let text = lines(outcome, failure).join("\n");
                suite.add(name, &case.name, Some((&mismatch.what, case.rule.name(), &text)));
            }
        }
    }
    suite
}

/// What a suite's `skipped` is made of, and what is in no test case.
fn properties(counts: Counts) -> String {
    let Counts { known, advice, skipped, inapplicable, .. } = counts;
    let mut text = "    <properties>\n".to_owned();
    for (name, count) in [
        ("known", known),
        ("advice", advice),
        ("skipped", skipped),
        ("not_applicable", inapplicable),
    ] {
        let _ = writeln!(text, "      <property name=\"{name}\" value=\"{count}\"/>");
    }
    text + "    </properties>\n"
}

/// What fails beside cases.
fn faults(outcome: &Outcome) -> Suite {
    let mut suite = Suite::default();
    for Fault { kind, title, text } in outcome.faults() {
        let first = text.lines().next().unwrap_or(&title);
        suite.add("run", &title, Some((first, kind, &text)));
    }
    suite
}

impl Suite {
    /// A case that passed, or failed: with a title, of a type, in words.
    fn add(&mut self, class: &str, name: &str, failure: Option<(&str, &str, &str)>) {
        self.tests += 1;
        let name = escaped(name);
        let _ = write!(self.cases, "    <testcase name=\"{name}\" classname=\"{class}\"");
        let Some((title, kind, text)) = failure else {
            self.cases.push_str("/>\n");
            return;
        };
        self.failures += 1;
        let [title, kind, text] = [title, kind, text].map(escaped);
        let _ = write!(
            self.cases,
            ">\n      <failure message=\"{title}\" type=\"{kind}\">{text}</failure>\n    </testcase>\n"
        );
    }

    /// A case that counts neither as passed nor as failed.
    fn skip(&mut self, class: &str, name: &str, kind: &str, reason: &str) {
        self.tests += 1;
        self.skipped += 1;
        let [name, reason] = [name, reason].map(escaped);
        let _ = write!(
            self.cases,
            "    <testcase name=\"{name}\" classname=\"{class}\">\n      <skipped type=\"{kind}\" message=\"{reason}\"/>\n    </testcase>\n"
        );
    }
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
