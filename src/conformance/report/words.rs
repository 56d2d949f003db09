//! What every report says of a run as a whole, and what its words mean.

use super::{counted, sides};
use crate::conformance::matrix::{Language, Outcome};

/// The run in numbers, as the parts of a sentence: the cases in all pairs make the sum of what came of them.
pub(super) fn summary(outcome: &Outcome) -> [String; 3] {
    let counts = outcome.counts();
    let cases: usize = outcome.cases.values().sum();
    let mut made = format!(
        "{} of {} in {}",
        counted(cases, "case"),
        counted(outcome.cases.len(), "contract"),
        counted(outcome.cells.len(), "pair"),
    );
    if outcome.cells.len() > 1 {
        made.push_str(&format!(", {} in all", counts.all()));
    }
    let mut came = vec![format!("{} passed", counts.passed), format!("{} failed", counts.failed)];
    if counts.known > 0 {
        came.push(counted(counts.known, "known failure"));
    }
    if counts.advice > 0 {
        came.push(format!("{} ADVICE", counts.advice));
    }
    came.push(format!("{} skipped", counts.skipped));
    if counts.inapplicable > 0 {
        came.push(format!("{} not applicable", counts.inapplicable));
    }
    let (building, running) = (outcome.building.as_secs_f64(), outcome.running.as_secs_f64());
    [made, came.join(", "), format!("relays {building:.1} s, cases {running:.1} s")]
}

/// How many failures there are, of cases and beside them, and what is to be said of the run in a few words.
pub(super) fn verdict(outcome: &Outcome) -> (usize, String) {
    let failures = outcome.counts().failed + outcome.faults().len();
    let words = match failures {
        0 => match skipped(outcome) {
            None => "Everything passed".to_owned(),
            Some(names) => format!("Everything that ran passed; skipped: {names}"),
        },
        count => counted(count, "failure"),
    };
    (failures, words)
}

/// What was skipped, if anything was.
pub(super) fn skipped(outcome: &Outcome) -> Option<String> {
    let names: Vec<&str> = outcome.missing.iter().map(|missing| missing.kind.name()).collect();
    match outcome.counts().skipped {
        _ if !names.is_empty() => Some(names.join(", ")),
        0 => None,
        count => Some(counted(count, "case")),
    }
}

/// What made the report: contractc, the compilers, the random values, and which cases were asked for.
pub(super) fn made(outcome: &Outcome) -> String {
    let mut made = vec![format!("contractc {}", env!("CARGO_PKG_VERSION"))];
    let version =
        |it: &crate::conformance::toolchain::Toolchain| format!("{} {}", it.kind, it.version);
    made.extend(outcome.toolchains.iter().map(version));
    made.push(format!("seed {}", outcome.seed));
    if let Some(case) = &outcome.case {
        made.push(format!("only the cases named {case}"));
    }
    made.join(", ")
}

/// What the words of this report mean: those that are in it.
pub(super) fn legend(outcome: &Outcome) -> Vec<(&'static str, String)> {
    let (rows, columns) = sides(outcome);
    let there = |language| rows.contains(&language) || columns.contains(&language);
    let mut legend: Vec<(&str, String)> = Vec::new();
    let mut says = |word, text: &str| legend.push((word, text.to_owned()));
    if rows.contains(&Language::Harness) {
        says("harness", "contractc itself calls the provider, with no actor between");
    }
    if columns.contains(&Language::Harness) {
        says("harness", "contractc itself calls the actor, with no provider between");
    }
    if there(Language::Native) {
        says("native", "a provider in Rust that is a program of this machine, and no module");
    }
    if there(Language::Own) {
        says("yours", "the module that is tested");
    }
    let counts = outcome.counts();
    if counts.known > 0 {
        says("known", "failed as the list of known failures says, which fails nothing");
    }
    if counts.advice > 0 {
        says("ADVICE", "what a module should do and need not, which fails nothing");
    }
    if counts.inapplicable > 0 {
        let text = "what concerns other pairs: a provider's life is seen without an actor,";
        says("not applicable", &format!("{text} and calls beside calls take two modules"));
    }
    for (language, reason) in &outcome.left_out {
        legend.push((language.name(), format!("left out: {reason}")));
    }
    legend
}
