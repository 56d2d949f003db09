//! From text to syntax tree.
//!
//! pest neither recovers from a mistake nor bounds its recursion. So the text is first cut: into tokens (`token`), whose brackets
//! are paired (`brackets`), and those into definitions and members (`cut`). Each of these is parsed by pest on its own (`build`),
//! so that a broken one costs one report, and its neighbours are read all the same.

mod assemble;
pub mod ast;
mod brackets;
mod build;
mod cut;
mod failure;
mod foreign;
mod number;
mod recover;
mod text;
mod token;
mod trivia;
mod type_words;
mod unknown;
mod words;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

pub use trivia::{Comment, Trivia};
pub(crate) use type_words::foreign as foreign_type;

/// The longest text that is read, in bytes.
pub const MAX_LENGTH: usize = 16 << 20;

/// What a text was found to be.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree, without what is broken; `None` if the text is no WIDL document at all.
    pub file: Option<ast::File>,
    /// The comments.
    pub trivia: Trivia,
    /// What is wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    fn nothing(diagnostic: Diagnostic) -> Self {
        Self { file: None, trivia: Trivia::default(), diagnostics: vec![diagnostic] }
    }
}

/// Parses a text. Each mistake is reported once; definitions and members without one are in the tree.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    if source.text.len() > MAX_LENGTH {
        return Parsed::nothing(
            Diagnostic::new(
                Code::TOO_LARGE,
                format!(
                    "the file has {} MB; a schema has at most {} MB",
                    source.text.len() / 1_000_000,
                    MAX_LENGTH / 1_000_000
                ),
            )
            .at(Span::new(source.id, 0, 0), ""),
        );
    }
    let mut scan = token::tokenize(source);
    if scan.tokens.is_empty() && scan.reports.is_empty() {
        let end = source.text.len() as u32;
        return Parsed {
            trivia: scan.trivia,
            ..Parsed::nothing(
                Diagnostic::new(Code::EMPTY, "the schema is empty")
                    .at(Span::new(source.id, end, end), "no definition here")
                    .help(
                        "a schema starts with its contract's id: `namespace \"example:greeter\"`",
                    ),
            )
        };
    }
    let readable = brackets::pair(&source.text, source.id, &mut scan);
    let mut reports = scan.reports;
    let file = if readable {
        assemble::assemble(source, &scan.tokens, &scan.bare, &mut reports)
    } else {
        None
    };
    let verdict = if reports.is_empty() {
        None
    } else {
        foreign::recognize(source, &scan.tokens, &reports).or_else(|| {
            let named = scan.tokens.first().is_some_and(|token| token.kind == token::Kind::Name);
            let nothing = readable && file.is_none() && (reports.len() > 1 || !named);
            nothing.then(|| foreign::nothing_known(source, &scan.tokens)).flatten()
        })
    };
    match verdict {
        Some(diagnostic) => Parsed { trivia: scan.trivia, ..Parsed::nothing(diagnostic) },
        None => Parsed { file, trivia: scan.trivia, diagnostics: reports.sorted() },
    }
}

/// The names of all productions of the grammar. For tests that show that each is covered.
#[doc(hidden)]
#[must_use]
pub fn productions() -> BTreeSet<String> {
    build::productions()
}

/// The names of the productions that a text uses.
#[doc(hidden)]
#[must_use]
pub fn productions_in(source: &Source) -> BTreeSet<String> {
    let mut scan = token::tokenize(source);
    let mut found = BTreeSet::new();
    if brackets::pair(&source.text, source.id, &mut scan) {
        for (context, range) in cut::pieces(&source.text, &scan.tokens) {
            if let Some(piece) = build::Text::new(&scan.bare, &scan.tokens[range], source.id) {
                build::trace(context, piece, &mut found);
            }
        }
    }
    found
}
