//! What came out, for people and for programs.

mod github;
mod html;
mod json;
mod junit;
mod table;
mod words;

pub use github::github;
pub use html::html;
pub use json::json;
pub use junit::junit;
pub use table::table;

use words::{legend, made, skipped, summary, verdict};

use super::cases::Case;
use super::chain::Side;
use super::matrix::{Failure, Language, Outcome, Tested};
use super::show::{Shape, hex};
use crate::wire::OperationPlan;

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

/// What was tested of a contract.
fn tested<'a>(outcome: &'a Outcome, contract: &str) -> Option<&'a Tested> {
    outcome.tested.iter().find(|tested| tested.contract == contract)
}

/// A payload as people read it; nothing where no operation says what it is.
fn decoded(
    tested: Option<&Tested>,
    case: &Case,
    bytes: &[u8],
    shape: impl Fn(&OperationPlan) -> Shape<'_>,
) -> String {
    let (Some(tested), Some((role, at))) = (tested, case.operation) else { return String::new() };
    shape(&tested.plan.roles[role][at]).text(&tested.plan, bytes)
}

/// What is sent in a call, as people read it.
fn request(tested: Option<&Tested>, case: &Case, bytes: &[u8]) -> String {
    decoded(tested, case, bytes, |op| Shape::Request(&op.request))
}

/// What comes back, as people read it.
fn response(tested: Option<&Tested>, case: &Case, bytes: &[u8]) -> String {
    decoded(tested, case, bytes, |op| Shape::Response(&op.response))
}

/// Whether a module of somebody's own is one of the two: then there is nobody behind it but the harness.
fn is_own(actor: Language, provider: Language) -> bool {
    [actor, provider].contains(&Language::Own)
}

/// Whether somebody is asked for an answer: nobody is where the request is an error, or the harness is all there is behind.
fn asks(failure: &Failure) -> bool {
    failure.case.forwarded.is_some() && !is_own(failure.actor, failure.provider)
}

/// A failure's words, a line each: what was sent, what had to come out, and what did.
fn lines(outcome: &Outcome, failure: &Failure) -> Vec<String> {
    let case = &failure.case;
    let tested = tested(outcome, &failure.contract);
    let mut lines = vec![format!("call      {} {}", case.called, shortened(&hex(&case.request)))];
    let read = |lines: &mut Vec<String>, text: String| {
        if !text.is_empty() {
            lines.push(format!("          {}", shortened(&text)));
        }
    };
    read(&mut lines, request(tested, case, &case.request));
    match &case.answer {
        _ if !asks(failure) => {}
        Ok(bytes) => {
            lines.push(format!("answer    {}", shortened(&hex(bytes))));
            read(&mut lines, response(tested, case, bytes));
        }
        Err(text) => lines.push(format!("answer    error: {}", shortened(text))),
    }
    let mismatch = &failure.mismatch;
    let field = mismatch.field.as_ref().map(|field| format!(", at {field}")).unwrap_or_default();
    lines.push(format!("differs   {}{field}", mismatch.what));
    for (name, side) in [("expected", &mismatch.expected), ("found", &mismatch.found)] {
        match side {
            Side::Payload(bytes, text) => {
                lines.push(format!("{name:<9} {}", shortened(&hex(bytes))));
                read(&mut lines, text.clone());
            }
            Side::Error(text) => lines.push(format!("{name:<9} error: {}", shortened(text))),
            Side::Words(text) => lines.push(format!("{name:<9} {}", shortened(text))),
        }
    }
    lines
}

/// How many characters of a text are shown, and how many bytes of a payload.
const LONGEST: usize = 400;

/// A text in one line that is not too long to be read.
fn shortened(text: &str) -> String {
    cut(&text.replace(['\n', '\r'], "⏎"))
}

/// The beginning of a text that is too long to be read.
fn cut(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}… ({} characters more)", count - LONGEST)
}

/// So many of something.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
