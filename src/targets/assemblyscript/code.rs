//! Lines of code, statement by statement.

use super::doc::{Doc, Right, assign, concat, group, indent, statement, text};

/// Lines at their indentation.
pub(super) struct Lines {
    lines: Vec<String>,
    depth: usize,
}

impl Lines {
    /// Lines that are indented so many levels.
    pub(super) const fn at(depth: usize) -> Self {
        Self { lines: Vec::new(), depth }
    }

    pub(super) fn finish(self) -> Vec<String> {
        self.lines
    }

    pub(super) fn add(&mut self, doc: &Doc) {
        self.lines.extend(doc.lines(self.depth * 2));
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.add(&text(line));
    }

    /// A statement; the `;` is added.
    pub(super) fn statement(&mut self, doc: Doc) {
        self.add(&statement(doc));
    }

    /// Lines that are indented already.
    pub(super) fn append(&mut self, lines: Vec<String>) {
        self.lines.extend(lines);
    }

    /// `const name = right;`
    pub(super) fn constant(&mut self, name: &str, right: Doc, how: Right) {
        self.statement(assign(text(format!("const {name}")), false, right, how));
    }

    /// `left = right;`
    pub(super) fn assign(&mut self, left: &str, right: Doc, how: Right) {
        self.statement(assign(text(left), false, right, how));
    }

    /// `head {` … `}`
    pub(super) fn block(&mut self, head: &str, body: impl FnOnce(&mut Self)) {
        self.line(&format!("{head} {{"));
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self.line("}");
    }

    /// Lines one level deeper.
    pub(super) fn nested(&mut self, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    /// `keyword (condition) {` … `}`
    pub(super) fn conditional(
        &mut self,
        keyword: &str,
        condition: Doc,
        body: impl FnOnce(&mut Self),
    ) {
        self.add(&concat([
            text(format!("{keyword} (")),
            group([indent([Doc::Soft, condition]), Doc::Soft]),
            text(") {"),
        ]));
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self.line("}");
    }

    /// `if (condition) statement;`, or on two lines.
    pub(super) fn if_then(&mut self, condition: &str, then: Doc) {
        let head = group([
            text("if ("),
            group([indent([Doc::Soft, text(condition)]), Doc::Soft]),
            text(")"),
            indent([Doc::Line, statement(then)]),
        ]);
        self.add(&head);
    }

    /// `else statement;`, or on two lines.
    pub(super) fn or_else(&mut self, then: Doc) {
        self.add(&group([text("else"), indent([Doc::Line, statement(then)])]));
    }

    /// `} else {` in the place of the last `}`.
    pub(super) fn else_block(&mut self, condition: Option<&str>, body: impl FnOnce(&mut Self)) {
        self.lines.pop();
        match condition {
            None => self.block("} else", body),
            Some(condition) => self.conditional("} else if", text(condition), body),
        }
    }

    /// `for (let i = 0; i < list.length; i++) {` … `}`
    pub(super) fn count(&mut self, index: &str, list: &str, body: impl FnOnce(&mut Self)) {
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
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self.line("}");
    }
}

/// A method or function, up to its `{` or `;`.
pub(super) fn signature(head: &str, parameters: Vec<Doc>, result: Doc, tail: &str) -> Doc {
    let parameters = if parameters.is_empty() {
        text(format!("{head}()"))
    } else {
        concat([text(format!("{head}(")), super::doc::listed(parameters, true), text(")")])
    };
    concat([group([parameters, text(": "), result]), text(tail)])
}
