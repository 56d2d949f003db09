//! The table on a terminal, at most 80 columns wide.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{lines, sides, summary};
use crate::conformance::matrix::{Cell, Outcome};

/// How many failures of one pair are told in full.
const TOLD: usize = 5;

/// Actors down, providers across, `passed/failed/skipped` in each cell; then what failed.
#[must_use]
pub fn table(outcome: &Outcome) -> String {
    let (rows, columns) = sides(outcome);
    let mut text = String::new();
    let first = rows.iter().map(|row| row.name().len()).max().unwrap_or(0).max(7);
    let width = (80 - first) / columns.len().max(1) - 1;
    let _ = write!(text, "{:<first$}", "actor");
    for column in &columns {
        let name: String = column.name().chars().take(width).collect();
        let _ = write!(text, " {name:>width$}");
    }
    text.push('\n');
    for row in &rows {
        let _ = write!(text, "{:<first$}", row.name());
        for column in &columns {
            let cell = outcome.cells.get(&(*row, *column)).map_or_else(String::new, words);
            let _ = write!(text, " {cell:>width$}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "\n{}", summary(outcome));
    for missing in &outcome.missing {
        let _ = writeln!(text, "SKIPPED {}: {}", missing.kind, missing.reason);
        let _ = writeln!(text, "        install: {}", missing.install);
    }
    for broken in &outcome.broken {
        let _ = writeln!(text, "\nFAILED {} for {}:", broken.language.name(), broken.contract);
        for line in broken.reason.lines().take(30) {
            let _ = writeln!(text, "    {line}");
        }
    }
    for entry in &outcome.unexpected {
        let _ = writeln!(text, "FAILED a known failure passes: {entry}");
    }
    let mut told: BTreeMap<_, usize> = BTreeMap::new();
    let unknown = || outcome.failures.iter().filter(|failure| failure.known.is_none());
    let required = unknown().filter(|failure| failure.required);
    for failure in required.chain(unknown().filter(|failure| !failure.required)) {
        let pair = (failure.actor, failure.provider, !failure.required);
        let count = told.entry(pair).or_default();
        *count += 1;
        if *count > TOLD {
            continue;
        }
        let (actor, provider) = (failure.actor.name(), failure.provider.name());
        let word = if failure.required { "FAILED" } else { "ADVICE" };
        let _ = writeln!(text, "\n{word} {} ({actor} × {provider})", failure.case.name);
        for line in lines(failure) {
            let _ = writeln!(text, "    {line}");
        }
    }
    for ((actor, provider, advice), count) in told {
        if count > TOLD {
            let (actor, provider) = (actor.name(), provider.name());
            let what = if advice { "pieces of advice" } else { "failures" };
            let _ = writeln!(text, "\n{actor} × {provider}: {} {what} more", count - TOLD);
        }
    }
    text
}

fn words(cell: &Cell) -> String {
    if cell.skipped.is_some() && cell.passed + cell.failed == 0 {
        return "skipped".to_owned();
    }
    let failed = cell.failed + cell.known;
    let skipped = cell.inapplicable + usize::from(cell.skipped.is_some());
    format!("{}/{failed}/{skipped}", cell.passed)
}
