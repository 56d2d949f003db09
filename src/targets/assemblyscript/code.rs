//! Statements, each as prettier sets it.

use std::fmt::Display;

use super::doc::{Doc, Right, assign, concat, group, indent, statement, text};
use crate::targets::text::Text;

/// What a level is indented by.
pub(super) const INDENT: &str = "  ";

/// Code of AssemblyScript, statement by statement.
pub(super) trait Code {
    /// A piece of code that begins on a line of its own.
    fn add(&mut self, doc: &Doc<'_>);

    /// A statement; the `;` is added.
    fn statement(&mut self, doc: Doc<'_>) {
        self.add(&statement(doc));
    }

    /// `const name = right;`
    fn constant(&mut self, name: &str, right: Doc<'_>, how: Right) {
        self.statement(assign(text(format!("const {name}")), false, right, how));
    }

    /// `left = right;`
    fn assign(&mut self, left: &str, right: Doc<'_>, how: Right) {
        self.statement(assign(text(left), false, right, how));
    }

    /// `head {` … `}`
    fn braces(&mut self, head: impl Display, body: impl FnOnce(&mut Self));

    /// `keyword (condition) {` … `}`
    fn conditional(&mut self, keyword: &str, condition: Doc<'_>, body: impl FnOnce(&mut Self));

    /// `if (condition) statement;`, or on two lines.
    fn if_then(&mut self, condition: &str, then: Doc<'_>) {
        self.add(&group([
            text("if ("),
            group([indent([Doc::Soft, text(condition)]), Doc::Soft]),
            text(")"),
            indent([Doc::Line, statement(then)]),
        ]));
    }

    /// `else statement;`, or on two lines.
    fn or_else(&mut self, then: Doc<'_>) {
        self.add(&group([text("else"), indent([Doc::Line, statement(then)])]));
    }

    /// `} else {` in the place of the last `}`.
    fn else_block(&mut self, condition: Option<&str>, body: impl FnOnce(&mut Self));

    /// `for (let i = 0; i < list.length; i++) {` … `}`
    fn count(&mut self, index: &str, list: &str, body: impl FnOnce(&mut Self));
}

impl Code for Text {
    fn add(&mut self, doc: &Doc<'_>) {
        let column = self.column();
        doc.print(self.buffer(), column);
    }

    fn braces(&mut self, head: impl Display, body: impl FnOnce(&mut Self)) {
        self.block(format_args!("{head} {{"), "}", body);
    }

    fn conditional(&mut self, keyword: &str, condition: Doc<'_>, body: impl FnOnce(&mut Self)) {
        self.add(&concat([
            text(keyword),
            text(" ("),
            group([indent([Doc::Soft, condition]), Doc::Soft]),
            text(") {"),
        ]));
        self.nested(body);
        self.line("}");
    }

    fn else_block(&mut self, condition: Option<&str>, body: impl FnOnce(&mut Self)) {
        self.take_back();
        match condition {
            None => self.braces("} else", body),
            Some(condition) => self.conditional("} else if", text(condition), body),
        }
    }

    fn count(&mut self, index: &str, list: &str, body: impl FnOnce(&mut Self)) {
        self.add(&concat([
            text("for ("),
            group([
                indent([
                    Doc::Soft,
                    text(format!("let {index} = 0;")),
                    Doc::Line,
                    text(format!("{index} < {list}.length;")),
                    Doc::Line,
                    text(format!("{index}++")),
                ]),
                Doc::Soft,
            ]),
            text(") {"),
        ]));
        self.nested(body);
        self.line("}");
    }
}

/// A method or function, up to its `{` or `;`.
pub(super) fn signature<'a>(
    head: &'a str,
    parameters: Vec<Doc<'a>>,
    result: Doc<'a>,
    tail: &'static str,
) -> Doc<'a> {
    let parameters = if parameters.is_empty() {
        concat([text(head), text("()")])
    } else {
        concat([text(head), text("("), super::doc::listed(parameters, true), text(")")])
    };
    concat([group([parameters, text(": "), result]), text(tail)])
}
