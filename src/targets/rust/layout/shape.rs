//! Where an expression may stand.

/// The width of a line.
pub const WIDTH: usize = 100;

/// Where an expression may stand.
#[derive(Clone, Copy)]
pub struct Shape {
    /// The indentation of the line that it begins in.
    pub indent: usize,
    /// The column where it begins.
    pub column: usize,
    /// The column before which a lone line, and the first of several, ends.
    pub right: usize,
}

impl Shape {
    /// From a column of an indented line, with that much to follow.
    pub const fn at(indent: usize, column: usize, tail: usize) -> Self {
        Self { indent, column, right: WIDTH - tail }
    }

    /// So much further to the right.
    pub const fn moved(self, by: usize) -> Self {
        Self { column: self.column + by, ..self }
    }

    /// With so much more to follow.
    pub const fn short_of(self, by: usize) -> Self {
        Self { right: self.right.saturating_sub(by), ..self }
    }

    /// Whether a text of that width fits.
    pub const fn has(self, width: usize) -> bool {
        self.column + width <= self.right
    }

    /// What fits.
    pub const fn width(self) -> usize {
        self.right.saturating_sub(self.column)
    }

    /// A line of its own, one step further in.
    pub const fn inner(self, tail: usize) -> Self {
        Self::at(self.indent + 4, self.indent + 4, tail)
    }
}

/// Ends the line, and indents the next.
pub fn break_line(out: &mut String, indent: usize) {
    out.push('\n');
    push_indent(out, indent);
}

/// Indents a line.
pub fn push_indent(out: &mut String, indent: usize) {
    const SPACES: &str = "                                ";
    let mut left = indent;
    while left > 0 {
        let some = left.min(SPACES.len());
        out.push_str(&SPACES[..some]);
        left -= some;
    }
}

/// The first line of a text.
pub fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// How many lines a text has.
pub fn count_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count() + 1
}
