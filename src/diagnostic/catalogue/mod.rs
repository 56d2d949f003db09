//! Every code there is, with its severity, its title and its explanation.
//!
//! Codes are stable: a number is never given to another meaning. There is one file for each hundred, with one line for each code;
//! the explanation of `C0123` is `explain/C0123.md`.

use super::Severity;

/// A code of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// The name of its constant in [`Code`].
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The text of `contractc explain`, in Markdown: what is wrong, why it matters, and an example put right.
    pub explanation: &'static str,
}

/// Declares the codes of one hundred: `NAME = C0123 Severity "title";`. The explanation is read from `explain/C0123.md`.
macro_rules! codes {
    ($($name:ident = $code:ident $severity:ident $title:literal;)*) => {
        impl super::Code {
            $(
                #[doc = $title]
                pub const $name: Self = super::Code::parse_const(stringify!($code));
            )*
        }

        /// The entries of this hundred, by code.
        pub(super) static ENTRIES: &[super::Entry] = &[$(
            super::Entry {
                code: super::Code::$name,
                name: stringify!($name),
                severity: super::Severity::$severity,
                title: $title,
                explanation: include_str!(concat!("explain/", stringify!($code), ".md")),
            },
        )*];
    };
}

mod annotations;
mod changes;
mod generation;
mod imports;
mod lints;
mod names;
mod roles;
mod text;
mod values;

static HUNDREDS: &[&[Entry]] = &[
    text::ENTRIES,
    names::ENTRIES,
    imports::ENTRIES,
    roles::ENTRIES,
    annotations::ENTRIES,
    values::ENTRIES,
    generation::ENTRIES,
    changes::ENTRIES,
    lints::ENTRIES,
];

/// All entries, by code.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    HUNDREDS.iter().copied().flatten()
}

impl Code {
    /// The code that is written `C0123`, in either case and with or without the `C`, if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['C', 'c']).unwrap_or(text);
        let code = Self(digits.parse().ok()?);
        all().any(|entry| entry.code == code).then_some(code)
    }

    /// Its entry.
    ///
    /// # Panics
    /// Never: codes are made only by the catalogue.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        all().find(|entry| entry.code == self).expect("every code comes from the catalogue")
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// The number in an identifier `C0123`.
    const fn parse_const(text: &str) -> Self {
        let bytes = text.as_bytes();
        assert!(bytes.len() == 5 && bytes[0] == b'C', "a code is a C and four digits");
        let mut number = 0;
        let mut at = 1;
        while at < 5 {
            number = number * 10 + (bytes[at] - b'0') as u16;
            at += 1;
        }
        Self(number)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "C{:04}", self.0)
    }
}
