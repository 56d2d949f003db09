//! The table on a terminal, at most 80 columns wide.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{legend, lines, sides, summary};
use crate::conformance::counts::Counts;
use crate::conformance::matrix::{Cell, Class, Fault, Language, Outcome};

/// How many failures of one pair are told in full, and how many of them that hold one rule.
const TOLD: usize = 8;
const ALIKE: usize = 2;

/// Actors down, providers across, `passed/failed/skipped` in each cell, and between them what else there is; then what the words
/// mean, the numbers of the run, and what failed.
#[must_use]
pub fn table(outcome: &Outcome) -> String {
    let (rows, columns) = sides(outcome);
    let all = outcome.counts();
    let mut text =
        format!("Actors down, providers across; in each cell {}.\n\n", parts(all, NAMES));
    let first = rows.iter().map(|row| row.name().len()).max().unwrap_or(0).max(7);
    let cells = |row: &Language, column: &Language| {
        outcome.cells.get(&(*row, *column)).map_or_else(String::new, |cell| words(all, cell))
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
    text.push('\n');
    let [made, came, took] = summary(outcome);
    let _ = write!(text, "{made}:\n{came}\n{took}\n\n");
    for (word, meaning) in legend(outcome) {
        let _ = writeln!(text, "{}", wrapped(&format!("{word}: {meaning}")));
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
    let of = |class| outcome.failures.iter().filter(move |failure| failure.class() == class);
    for failure in of(Class::Failed).chain(of(Class::Advice)) {
        let pair = (failure.class(), failure.actor, failure.provider);
        let told = told.entry(pair).or_default();
        let alike = alike.entry((pair, failure.case.rule)).or_default();
        if *told >= TOLD || *alike >= ALIKE {
            *more.entry(pair).or_default().entry(failure.case.rule.name()).or_default() += 1;
            continue;
        }
        (*told, *alike) = (*told + 1, *alike + 1);
        let (actor, provider) = (failure.actor.name(), failure.provider.name());
        let word = if failure.class() == Class::Advice { "ADVICE" } else { "FAILED" };
        let _ = writeln!(text, "\n{word} {} ({actor} × {provider})", failure.case.name);
        for line in lines(outcome, failure) {
            let _ = writeln!(text, "    {line}");
        }
    }
    for ((class, actor, provider), rules) in more {
        let count: usize = rules.values().sum();
        let what = match (class == Class::Advice, count) {
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

/// What the parts of a cell are called.
const NAMES: [&str; 5] = ["passed", "failed", "known", "ADVICE", "skipped"];

/// The parts of a cell, with those that are only there if the run has any.
fn parts<T: std::fmt::Display>(all: Counts, parts: [T; 5]) -> String {
    let there = [true, true, all.known > 0, all.advice > 0, true];
    let parts = parts.iter().zip(there).filter(|(_, there)| *there);
    parts.map(|(part, _)| part.to_string()).collect::<Vec<_>>().join("/")
}

fn words(all: Counts, cell: &Cell) -> String {
    let counts = cell.counts();
    if counts.skipped > 0 && counts.ran() == 0 {
        return "skipped".to_owned();
    }
    let Counts { passed, failed, known, advice, skipped, .. } = counts;
    parts(all, [passed, failed, known, advice, skipped])
}

/// A sentence in lines of at most 80 columns.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 80 {
            lines.push_str("\n    ");
            width = 4;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines
}
