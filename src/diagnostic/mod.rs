//! What the compiler has to say about a schema.
//!
//! A [`Diagnostic`] holds facts; the renderers turn them into text for a terminal, JSON, SARIF or GitHub annotations.

pub mod catalogue;
pub mod render;
pub(crate) mod reports;
pub mod suggest;

use crate::source::{SourceId, Span};

pub use catalogue::Code;

/// How grave a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice: code can still be generated.
    Warning,
    /// No code can be generated.
    Error,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its entry in the catalogue, which also gives the severity.
    pub code: Code,
    /// The title: one line, no full stop.
    pub message: String,
    /// Where; `None` only for what has no place in a schema.
    pub primary: Option<Label>,
    /// Other places that explain it ("first defined here").
    pub secondary: Vec<Label>,
    /// What to do, if that is known.
    pub help: Option<String>,
    /// Further facts.
    pub notes: Vec<String>,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words beside it; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// A report without a place yet.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// At this place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// With a second place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// With the fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a further fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Its place among the reports of a schema; what has no place comes first.
    pub(crate) fn place(&self) -> Option<(SourceId, u32)> {
        self.primary.as_ref().map(|label| (label.span.source, label.span.start))
    }

    /// Whether no code can be generated.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}
