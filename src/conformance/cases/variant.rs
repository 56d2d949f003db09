//! What is put into a place, and which rule that holds.

use super::node::{Node, raw};

/// Which part of the wire format a case holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A value in its canonical form arrives and leaves as it is.
    Value,
    /// Another form of a value is read, and passed on in the canonical form.
    Form,
    /// Nil is None, or empty, or an error, by type.
    Nil,
    /// What a missing field is.
    Missing,
    /// Keys that are not known are skipped.
    Unknown,
    /// A known key, or a map's, comes once.
    Duplicate,
    /// A value of the wrong kind is an error that names the field.
    Kind,
    /// A number that does not fit is an error.
    Range,
    /// A text that is not what its type asks for is an error.
    Text,
    /// An enum's value or a union's member that the contract does not have.
    Choice,
    /// A payload that ends too early, or says that it is longer than it is.
    Truncated,
    /// Containers nest up to 128 deep.
    Depth,
    /// Bytes after a value are ignored.
    Trailing,
    /// What an empty payload is.
    Empty,
    /// An operation that nobody implements.
    Operation,
    /// An error's text travels unchanged, and the instance answers again.
    Error,
    /// Random values.
    Random,
    /// Large payloads.
    Size,
    /// What a provider answers beside its own operations.
    Life,
    /// Calls within calls.
    Reentrancy,
    /// Calls beside calls.
    Concurrency,
}

impl Rule {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value => "values",
            Self::Form => "accepted forms",
            Self::Nil => "nil",
            Self::Missing => "missing fields",
            Self::Unknown => "unknown keys",
            Self::Duplicate => "duplicate keys",
            Self::Kind => "wrong kinds",
            Self::Range => "ranges",
            Self::Text => "texts",
            Self::Choice => "enums and unions",
            Self::Truncated => "truncation",
            Self::Depth => "depth",
            Self::Trailing => "trailing bytes",
            Self::Empty => "empty payloads",
            Self::Operation => "unknown operations",
            Self::Error => "errors",
            Self::Random => "random values",
            Self::Size => "large payloads",
            Self::Life => "life cycle",
            Self::Reentrancy => "reentrancy",
            Self::Concurrency => "concurrency",
        }
    }

    /// Whether a module that contractc did not generate has to hold it: what peers read differs, what they write hardly does.
    #[must_use]
    pub const fn required(self) -> bool {
        !matches!(
            self,
            Self::Form
                | Self::Nil
                | Self::Duplicate
                | Self::Depth
                | Self::Missing
                | Self::Trailing
                | Self::Empty
        )
    }
}

/// One thing to put into a place.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What it is, for the name of the case.
    pub label: String,
    /// The rule that it holds.
    pub rule: Rule,
    /// The thing.
    pub node: Node,
}

impl Variant {
    /// A variant.
    #[must_use]
    pub fn new(rule: Rule, label: impl Into<String>, node: Node) -> Self {
        Self { label: label.into(), rule, node }
    }
}

/// One value of each kind that MessagePack has, as errors name the kinds.
#[must_use]
pub fn kinds() -> Vec<(&'static str, Node)> {
    vec![
        ("nil", raw([0xc0])),
        ("invalid", raw([0xc1])),
        ("bool", raw([0xc2])),
        ("integer", raw([0x01])),
        ("float", raw([0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0])),
        ("string", raw(*b"\xa1a")),
        ("bytes", raw([0xc4, 0x01, 0x80])),
        ("list", raw([0x91, 0x01])),
        ("map", raw(*b"\x81\xa1a\x01")),
        ("extension", raw([0xd4, 0x05, 0x00])),
    ]
}

/// The kinds, of which a type reads `read`: the others are errors.
pub fn wrong_kinds(read: &[&str]) -> impl Iterator<Item = Variant> {
    kinds().into_iter().filter(|(name, _)| !read.contains(name)).map(|(name, node)| {
        let rule = if name == "nil" { Rule::Nil } else { Rule::Kind };
        Variant::new(rule, format!("found {name}"), node)
    })
}
