//! Why a call failed.

extern crate alloc;

use super::{Shown, bytes};
use alloc::{borrow::ToOwned, boxed::Box, string::String};
use core::fmt;

/// How much of a name, a key or a text an error shows, in characters.
const SHOWN: usize = 64;

/// The result of everything that crosses a contract.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why a call failed. Across the wire it is a text: the other side sees [`Error::Remote`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A payload is not what the contract says, or a value is one that no payload can hold.
    Decode(DecodeError),
    /// The other side answered with this error.
    Remote(String),
    /// Nobody implements this operation.
    UnknownOperation(String),
    /// The application's own error.
    Application(String),
}

impl Error {
    /// An application's error from anything that can be displayed: `.map_err(Error::from_display)?`.
    pub fn from_display(error: impl fmt::Display) -> Self {
        Self::Application(alloc::format!("{error}"))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unknown(operation: &str) -> Self {
        let mut name = String::new();
        bytes::push_str(&mut name, operation);
        Self::UnknownOperation(name)
    }

    /// The error as the other side sees it.
    #[must_use]
    pub fn into_remote(self) -> Self {
        Self::Remote(self.into_text())
    }

    /// The text that crosses the wire.
    #[must_use]
    pub fn into_text(self) -> String {
        match self {
            Self::Decode(error) => error.0.text,
            Self::Remote(text) | Self::Application(text) => text,
            Self::UnknownOperation(operation) => {
                let mut text = String::new();
                bytes::push_str(&mut text, "No handler registered for function ");
                push_shown(&mut text, &operation);
                text
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clone().into_text())
    }
}

impl core::error::Error for Error {}

impl From<String> for Error {
    fn from(text: String) -> Self {
        Self::Application(text)
    }
}

impl From<&str> for Error {
    fn from(text: &str) -> Self {
        Self::Application(text.to_owned())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// Where and how a payload differs from its contract. One word wide, so that results stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Failure>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    /// The path, `: `, and the problem.
    text: String,
    /// The length of the path.
    path: usize,
}

/// What stands between path and problem.
const BETWEEN: &str = ": ";

impl DecodeError {
    #[inline(never)]
    pub(super) fn new(problem: &str) -> Self {
        let mut text = String::new();
        bytes::push_str(&mut text, BETWEEN);
        let mut error = Self(Box::new(Failure { text, path: 0 }));
        error.add(problem);
        error
    }

    /// The whole failure, of a payload whose value is called `root`.
    #[cold]
    #[inline(never)]
    pub(super) fn of(mut self, root: &str) -> Self {
        self.inside("", root);
        self
    }

    /// One level further out.
    #[cold]
    #[inline(never)]
    pub(super) fn inside(&mut self, before: &str, step: &str) {
        let mut text = String::new();
        bytes::push_str(&mut text, before);
        push_shown(&mut text, step);
        self.prepend(text);
    }

    /// One level further out, in a list or a map.
    #[cold]
    #[inline(never)]
    pub(super) fn inside_key(&mut self, key: Shown<'_>) {
        let mut text = String::new();
        bytes::push_str(&mut text, "[");
        push_key(&mut text, key);
        bytes::push_str(&mut text, "]");
        self.prepend(text);
    }

    fn prepend(&mut self, mut text: String) {
        self.0.path += text.len();
        bytes::push_str(&mut text, &self.0.text);
        self.0.text = text;
    }

    /// One more word on the problem.
    #[cold]
    #[inline(never)]
    pub(super) fn add(&mut self, word: &str) -> &mut Self {
        push_shown(&mut self.0.text, word);
        self
    }

    /// One more word, as an error shows a key.
    #[cold]
    #[inline(never)]
    pub(super) fn add_shown(&mut self, key: Shown<'_>) -> &mut Self {
        push_key(&mut self.0.text, key);
        self
    }

    /// The place of the value that could not be read, like `Entry.children[2].tags["a"]`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.text.get(..self.0.path).unwrap_or_default()
    }

    /// What is wrong with it, like `expected string, found integer`.
    #[must_use]
    pub fn problem(&self) -> &str {
        self.0.text.get(self.0.path + BETWEEN.len()..).unwrap_or_default()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl core::error::Error for DecodeError {}

/// Puts what an error shows of a name, a key or a text at the end.
#[inline(never)]
fn push_shown(to: &mut String, text: &str) {
    bytes::push_str(to, bytes::start(text, SHOWN));
}

/// Puts a key at the end, as an error shows it.
#[cold]
#[inline(never)]
fn push_key(to: &mut String, key: Shown<'_>) {
    let mut digits = [0; 20];
    let (around, key) = match key {
        Shown::Text(key) => ("\"", key),
        Shown::Integer(size, negative) => ("", bytes::decimal(size, negative, &mut digits)),
        Shown::Word(word) => ("", word),
    };
    bytes::push_str(to, around);
    push_shown(to, key);
    bytes::push_str(to, around);
}
