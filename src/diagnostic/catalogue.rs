//! Every code there is, with its severity and its explanation.
//!
//! Codes are stable: a number is never given to another meaning. `C00xx` is the text, `C01xx` names and types, `C02xx` imports,
//! `C03xx` roles and operations, `C04xx` annotations, `C05xx` values, `C06xx` generation, `C09xx` lints.

use super::Severity;

/// A code of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub(crate) u16);

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The text of `contractc explain`: what is wrong, why it matters, and an example put right.
    pub explanation: &'static str,
}

impl Code {
    /// Something went wrong that has no code of its own; for texts that are no WIDL at all.
    pub const NOT_WIDL: Self = Self(1);

    /// The entry of this code.
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        CATALOGUE.iter().find(|entry| entry.code == self)
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().map_or(Severity::Error, |entry| entry.severity)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "C{:04}", self.0)
    }
}

/// All entries, by code.
pub static CATALOGUE: &[Entry] = &[Entry {
    code: Code::NOT_WIDL,
    severity: Severity::Error,
    title: "not a WIDL document",
    explanation: "The text is not WIDL.",
}];
