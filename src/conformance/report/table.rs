//! The table on a terminal, at most 80 columns wide.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{lines, sides, summary};
use crate::conformance::matrix::{Cell, Fault, Language, Outcome};

/// How many failures of one pair are told in full, and how many of them that hold one rule.
const TOLD: usize = 8;
const ALIKE: usize = 2;

/// Actors down, providers across, `passed/failed/skipped` in each cell; then what failed.
#[must_use]
pub fn table(outcome: &Outcome) -> String {
    let (rows, columns) = sides(outcome);
    let mut text = String::new();
    let first = rows.iter().map(|row| row.name().len()).max().unwrap_or(0).max(7);
    let cells = |row: &Language, column: &Language| {
        outcome.cells.get(&(*row, *column)).map_or_else(String::new, words)
    };
    let least: Vec<usize> = columns
        .iter()
        .map(|column| rows.iter().map(|row| cells(row, column).len()).max().unwrap_or(0))
        .collect();
    let widths = widths(&columns, &least, 80 - first);
    let _ = write!(text, "{:<first$}", "actor");
    for (column, width) in columns.iter().zip(&widths) {
        let name: String = column.name().chars().take(*width).collect();
        let _ = write!(text, " {name:>width$}");
    }
    text.push('\n');
    for row in &rows {
        let _ = write!(text, "{:<first$}", row.name());
        for (column, width) in columns.iter().zip(&widths) {
            let _ = write!(text, " {:>width$}", cells(row, column));
        }
        text.push('\n');
    }
    text.push_str("\nIn each cell: passed/failed/skipped.\n");
    for line in summary(outcome).split("; ") {
        let _ = writeln!(text, "{line}");
    }
    for missing in &outcome.missing {
        let _ = writeln!(text, "SKIPPED {}: {}", missing.kind, missing.reason);
        let _ = writeln!(text, "        install: {}", missing.install);
    }
    for Fault { title, text: more, .. } in outcome.faults() {
        let _ = writeln!(text, "FAILED {title}");
        for line in more.lines().take(30) {
            let _ = writeln!(text, "    {line}");
        }
    }
    failures(&mut text, outcome);
    text
}

/// Failures, then advice: of each pair some of each rule in full, and how many more there are.
fn failures(text: &mut String, outcome: &Outcome) {
    let mut told: BTreeMap<_, usize> = BTreeMap::new();
    let mut alike: BTreeMap<_, usize> = BTreeMap::new();
    let mut more: BTreeMap<_, BTreeMap<&str, usize>> = BTreeMap::new();
    let unknown = || outcome.failures.iter().filter(|failure| failure.known.is_none());
    let required = unknown().filter(|failure| failure.required);
    for failure in required.chain(unknown().filter(|failure| !failure.required)) {
        let pair = (!failure.required, failure.actor, failure.provider);
        let told = told.entry(pair).or_default();
        let alike = alike.entry((pair, failure.case.rule)).or_default();
        if *told >= TOLD || *alike >= ALIKE {
            *more.entry(pair).or_default().entry(failure.case.rule.name()).or_default() += 1;
            continue;
        }
        (*told, *alike) = (*told + 1, *alike + 1);
        let (actor, provider) = (failure.actor.name(), failure.provider.name());
        let word = if failure.required { "FAILED" } else { "ADVICE" };
        let _ = writeln!(text, "\n{word} {} ({actor} × {provider})", failure.case.name);
        for line in lines(outcome, failure) {
            let _ = writeln!(text, "    {line}");
        }
    }
    for ((advice, actor, provider), rules) in more {
        let count: usize = rules.values().sum();
        let what = match (advice, count) {
            (true, 1) => "piece of advice",
            (true, _) => "pieces of advice",
            (false, 1) => "failure",
            (false, _) => "failures",
        };
        let (actor, provider) = (actor.name(), provider.name());
        let _ = writeln!(text, "\n{actor} × {provider}: {count} {what} more");
        for (rule, count) in rules {
            let _ = writeln!(text, "    {count} of {rule}");
        }
    }
}

/// As wide as names and cells are, if that fits; else the longest names are cut, but to no less than the cells.
fn widths(columns: &[Language], least: &[usize], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> =
        columns.iter().zip(least).map(|(column, least)| column.name().len().max(*least)).collect();
    while widths.iter().map(|width| width + 1).sum::<usize>() > room {
        let cut = widths.iter_mut().zip(least).filter(|(width, least)| **width > **least);
        let Some((widest, _)) = cut.max_by_key(|(width, _)| **width) else { break };
        *widest -= 1;
    }
    widths
}

fn words(cell: &Cell) -> String {
    if cell.skipped.is_some() && cell.passed.len() + cell.failed == 0 {
        return "skipped".to_owned();
    }
    let failed = cell.failed + cell.known;
    let skipped = cell.inapplicable + usize::from(cell.skipped.is_some());
    format!("{}/{failed}/{skipped}", cell.passed.len())
}
