//! What came out, for people and for programs.

mod github;
mod html;
mod json;
mod junit;
mod table;

pub use github::github;
pub use html::html;
pub use json::json;
pub use junit::junit;
pub use table::table;

use super::chain::Side;
use super::matrix::{Failure, Language, Outcome};
use super::show::hex;

/// The rows and columns of the table.
fn sides(outcome: &Outcome) -> (Vec<Language>, Vec<Language>) {
    let mut rows: Vec<Language> = outcome.cells.keys().map(|(actor, _)| *actor).collect();
    let mut columns: Vec<Language> = outcome.cells.keys().map(|(_, provider)| *provider).collect();
    for side in [&mut rows, &mut columns] {
        side.sort_unstable();
        side.dedup();
    }
    (rows, columns)
}

/// A failure's words, a line each: what was sent, what had to come out, and what did.
fn lines(failure: &Failure) -> Vec<String> {
    let case = &failure.case;
    let mut lines = vec![format!("call      {} {}", case.called, shortened(&hex(&case.request)))];
    match &case.answer {
        Ok(answer) => lines.push(format!("answer    {}", shortened(&hex(answer)))),
        Err(text) => lines.push(format!("answer    error: {}", shortened(text))),
    }
    let mismatch = &failure.mismatch;
    let field = mismatch.field.as_ref().map(|field| format!(", at {field}")).unwrap_or_default();
    lines.push(format!("differs   {}{field}", mismatch.what));
    for (name, side) in [("expected", &mismatch.expected), ("found", &mismatch.found)] {
        match side {
            Side::Payload(bytes, text) => {
                lines.push(format!("{name:<9} {}", shortened(&hex(bytes))));
                lines.push(format!("          {}", shortened(text)));
            }
            Side::Error(text) => lines.push(format!("{name:<9} error: {}", shortened(text))),
            Side::Words(text) => lines.push(format!("{name:<9} {}", shortened(text))),
        }
    }
    lines
}

/// A text that is not too long to be read.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 400;
    let text = text.replace(['\n', '\r'], "⏎");
    let count = text.chars().count();
    if count <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}… ({} characters more)", count - LONGEST)
}

/// The whole run in a sentence.
fn summary(outcome: &Outcome) -> String {
    let sum = |of: fn(&super::Cell) -> usize| outcome.cells.values().map(of).sum::<usize>();
    let cases: usize = outcome.cases.values().sum();
    format!(
        "{cases} cases of {} contracts in {} pairs: {} passed, {} failed, {} known failures; \
         relays {:.1} s, cases {:.1} s",
        outcome.cases.len(),
        outcome.cells.values().filter(|cell| cell.skipped.is_none()).count(),
        sum(|cell| cell.passed),
        sum(|cell| cell.failed),
        sum(|cell| cell.known),
        outcome.building.as_secs_f64(),
        outcome.running.as_secs_f64(),
    )
}
