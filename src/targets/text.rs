//! Code as it is printed: lines in one buffer, each behind the indentation of its depth.

use std::fmt::{Display, Write};

/// Lines of code.
///
/// Everything goes straight into the buffer: a target that prints lines with `line(format_args!("…"))` makes no text
/// but the one that it returns.
#[derive(Clone, Debug)]
pub struct Text {
    out: String,
    unit: &'static str,
    depth: usize,
}

impl Text {
    /// No lines yet, where `unit` is what a level is indented by.
    #[must_use]
    pub const fn new(unit: &'static str) -> Self {
        Self { out: String::new(), unit, depth: 0 }
    }

    /// The same where all lines stand at some depth.
    #[must_use]
    pub const fn at(unit: &'static str, depth: usize) -> Self {
        Self { out: String::new(), unit, depth }
    }

    /// The code.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    /// What stands there so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.out
    }

    /// Where the next line begins, in characters.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.unit.len() * self.depth
    }

    /// A line. What it consists of is not indented anew, and an empty one not at all: see [`Self::blank`].
    pub fn line(&mut self, line: impl Display) {
        self.indent();
        // Nothing fails that writes to a `String`.
        let _ = writeln!(self.out, "{line}");
    }

    /// Several lines.
    pub fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.indent();
            self.out.push_str(line.as_ref());
            self.out.push('\n');
        }
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Lines one level deeper.
    pub fn nested(&mut self, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    /// Lines one level deeper, between two that are not.
    pub fn block(&mut self, head: impl Display, tail: &str, body: impl FnOnce(&mut Self)) {
        self.line(head);
        self.nested(body);
        self.line(tail);
    }

    /// Lines that are printed already, with their indentation and their line ends.
    pub fn append(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// Lines one level deeper, apart: for what is to be looked at before it is appended.
    #[must_use]
    pub const fn within(&self) -> Self {
        Self::at(self.unit, self.depth + 1)
    }

    /// Takes the last line back.
    pub fn take_back(&mut self) {
        let end = self.out.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        self.out.truncate(end);
    }

    /// What stands there so far, for code that knows how to go on.
    pub const fn buffer(&mut self) -> &mut String {
        &mut self.out
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.push_str(self.unit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn blocks_are_indented() {
        let mut text = Text::new("  ");
        text.block(format_args!("a {}", 1), "}", |text| {
            text.line("b");
            text.blank();
            text.block("c {", "}", |text| text.lines(["d", "e"]));
        });
        assert_eq!(text.finish(), "a 1\n  b\n\n  c {\n    d\n    e\n  }\n}\n");
    }
}
