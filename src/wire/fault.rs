//! Why a payload was refused, and the text that says so.

use super::value::Value;

/// How many characters of a name, key or text an error repeats.
const SHOWN: usize = 64;

/// How deep containers may nest.
pub(super) const DEPTH: usize = 128;

/// What is wrong, and where. The path is put together on the way out, so a payload without a fault costs nothing.
#[derive(Debug)]
pub(super) struct Fault {
    /// From the innermost step to the outermost.
    steps: Vec<String>,
    what: String,
}

impl Fault {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { steps: Vec::new(), what: what.into() }
    }

    pub(super) fn truncated() -> Self {
        Self::new("truncated")
    }

    pub(super) fn too_deep() -> Self {
        Self::new(format!("nested deeper than {DEPTH}"))
    }

    pub(super) fn unexpected(expected: &str, found: &str) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    pub(super) fn at_field(mut self, name: &str) -> Self {
        self.steps.push(format!(".{}", cut(name)));
        self
    }

    pub(super) fn at_index(mut self, index: usize) -> Self {
        self.steps.push(format!("[{index}]"));
        self
    }

    /// `key` is a map's key as [`key_text`] gives it.
    pub(super) fn at_key(mut self, key: &str) -> Self {
        self.steps.push(format!("[{key}]"));
        self
    }

    /// `PATH: WHAT`
    pub(super) fn text(&self, root: &str) -> String {
        let path: String = self.steps.iter().rev().map(String::as_str).collect();
        format!("{}{path}: {}", cut(root), self.what)
    }
}

/// The first characters of a name.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(SHOWN).map_or(text, |(end, _)| &text[..end])
}

/// A text in quotes, as far as it is shown; `?` for one that is no text.
pub(super) fn quoted(text: &[u8]) -> String {
    format!("\"{}\"", std::str::from_utf8(text).map_or("?", cut))
}

/// A map's key in a path or after `duplicate key`; `number` gives an enum's integer.
pub(super) fn key_text(key: &Value, number: impl Fn(usize) -> i32) -> String {
    match key {
        Value::String(text) => quoted(text.as_bytes()),
        Value::Int(value) => value.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Enum(position) => number(*position).to_string(),
        _ => "?".to_owned(),
    }
}
