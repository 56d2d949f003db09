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
mod text;
mod token;
mod trivia;
mod words;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

pub use build::productions;
pub use trivia::{Comment, Trivia};

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
    if scan.tokens.is_empty() && scan.diagnostics.is_empty() {
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
    let mut diagnostics = scan.diagnostics;
    let file = readable.then(|| assemble::assemble(source, &scan.tokens, &mut diagnostics));
    diagnostics
        .sort_by_key(|diagnostic| diagnostic.primary.as_ref().map_or(0, |label| label.span.start));
    Parsed { file, trivia: scan.trivia, diagnostics }
}
