//! What lies between the tokens.

use crate::source::Span;

/// The comments of a file, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trivia {
    /// Each comment with its place.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the end of its line, without the line break.
    pub span: Span,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

impl Trivia {
    /// The comments that start inside the span.
    pub fn within(&self, span: Span) -> &[Comment] {
        let from = self.comments.partition_point(|comment| comment.span.start < span.start);
        let to = self.comments.partition_point(|comment| comment.span.start < span.end);
        &self.comments[from..to.max(from)]
    }
}
