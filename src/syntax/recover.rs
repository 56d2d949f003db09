//! Tells what was meant where brackets do not fit, so that one mistake is one report and the rest of the file is still read.
//!
//! Lines are the evidence: a missing bracket is noticed where the next member or definition evidently starts.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::brackets::{Pairing, partner};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words::{self, DefinitionKind};

/// A stray bracket spoils no more tokens than this before it.
const REACH: usize = 100;

impl Pairing<'_> {
    /// Whether the token starts a member or a definition although brackets are open that cannot hold one.
    pub fn restart(&mut self, at: usize) {
        let Some(top) = self.open.last() else { return };
        let (token, before) = (self.tokens[at], self.tokens[at - 1]);
        let next = self.tokens.get(at + 1);
        if token.kind != Kind::Name {
            return;
        }
        if self.is_imports(top.at)
            && words::word(self.text, token) == "from"
            && next.is_some_and(|next| next.kind == Kind::String)
        {
            return self.unclosed(self.open.len() - 1, at);
        }
        if !token.new_line {
            return;
        }
        if words::is_plain(self.text, self.tokens, at) {
            let described = before.new_line && matches!(before.kind, Kind::String | Kind::Block);
            return self.unclosed(0, if described { at - 1 } else { at });
        }
        if words::binds(before) || at == top.at + 1 {
            return;
        }
        // A body, where members start as they like; or a value, which is read to its end.
        if self.open.len() == 1 || top.literal {
            return;
        }
        let call = self.open.iter().rposition(|opened| opened.call);
        let spread = self.byte(top.at) == b'(' && self.tokens[top.at + 1].new_line;
        if next.is_some_and(|next| next.kind == Kind::Open && (!spread || next.byte == b'(')) {
            // `name(`: the parameters, or the result, of the operation before are not closed.
            self.unclosed(call.unwrap_or(1), at);
        } else if !top.call && next.is_some_and(|next| next.byte == b':') {
            // `name:` inside a type: what lies around that type is the parameters, or the body.
            self.unclosed(call.map_or(1, |level| level + 1), at);
        }
    }

    /// Whether the bracket is that of `import { … }`.
    fn is_imports(&self, at: usize) -> bool {
        at >= 1 && words::word(self.text, self.tokens[at - 1]) == "import"
    }

    /// Whether a closing bracket of the wrong kind closes an outer group, and is no slip for the inner one's.
    pub fn is_meant_for_outer(&self, at: usize) -> bool {
        let byte = self.tokens[at].byte;
        let Some(outer) =
            self.open.iter().rposition(|opened| partner(self.tokens[opened.at].byte) == byte)
        else {
            return false;
        };
        let top = self.open[self.open.len() - 1].at;
        let lines =
            |from: usize, to: usize| self.tokens[from + 1..=to].iter().any(|token| token.new_line);
        if lines(top, at) {
            return self.tokens[at].new_line;
        }
        let next = at + 1;
        if lines(self.open[outer].at, top) {
            // It is a slip if more of the body follows, which then has its own end.
            let text = |token: &Token| matches!(token.kind, Kind::String | Kind::Block);
            let described = usize::from(self.tokens.get(next).is_some_and(text));
            return next == self.tokens.len()
                || words::is_plain(self.text, self.tokens, next + described);
        }
        // All on one line: it is a slip if another bracket for the outer group follows.
        let body = outer == 0 && byte == b'}';
        let mut rest = self.tokens[next..].iter().take_while(|token| !token.new_line);
        !(rest.any(|token| token.kind == Kind::Close && token.byte == byte)
            || body && self.body_goes_on(next))
    }

    /// Whether a closing bracket that closes nothing is one too many, and no slip for the one that `opener` needs.
    pub fn is_too_many(&self, at: usize, opener: usize) -> bool {
        let missing_type = self.byte(at - 1) == b':'
            && (self.open.len() == 1 || self.tokens[opener + 1].kind == Kind::Name);
        let on_one_line = !self.tokens[opener + 1..=at].iter().any(|token| token.new_line);
        let mut rest = self.tokens[at + 1..].iter().take_while(|token| !token.new_line);
        let closed_later = rest.any(|token| token.byte == partner(self.byte(opener)));
        missing_type
            || if on_one_line {
                closed_later
            } else {
                !self.tokens[at].new_line || self.goes_on(at)
            }
    }

    /// Whether the line goes on after the token with what follows a type or parameters.
    fn goes_on(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            !next.new_line
                && next.kind == Kind::Mark
                && matches!(next.byte, b':' | b'?' | b'=' | b'@')
        })
    }

    /// Whether a brace that fits the innermost group stands where the body's should: alone at the start of a line, while the group
    /// was opened in the midst of one.
    pub fn closes_body_instead(&self, at: usize) -> bool {
        let Some(top) = self.open.last() else { return false };
        self.tokens[at].new_line
            && self.tokens[at].byte == b'}'
            && self.open.len() >= 2
            && self.byte(self.open[0].at) == b'{'
            && !top.literal
            && !self.tokens[top.at + 1].new_line
            && !self.goes_on(at)
    }

    /// Whether a brace that fits the body stands in the midst of a member, whose own opening brace is missing.
    pub fn is_no_end_of_body(&self, at: usize) -> bool {
        let [body] = &self.open[..] else { return false };
        let on_one_line = !self.tokens[body.at + 1..=at].iter().any(|token| token.new_line);
        !on_one_line && !self.tokens[at].new_line && (self.goes_on(at) || self.body_goes_on(at + 1))
    }

    /// Whether more of a body follows: a member, or the brace that ends it.
    fn body_goes_on(&self, at: usize) -> bool {
        let rest = self.tokens.get(at..).unwrap_or_default();
        let [first, second, ..] = rest else {
            return rest.first().is_some_and(|it| it.byte == b'}');
        };
        let text = matches!(first.kind, Kind::String | Kind::Block);
        let (name, after) =
            if text { (Some(second), rest.get(2)) } else { (Some(first), Some(second)) };
        let named = name.is_some_and(|name| {
            let word = words::word(self.text, *name);
            name.kind == Kind::Name && DefinitionKind::of(word) == DefinitionKind::Unknown
        });
        let member = after.is_some_and(|after| matches!(after.byte, b':' | b'(' | b'{' | b'['));
        first.byte == b'}' || named && member
    }

    /// Follows the heads of definitions with a body, outside of all brackets.
    pub fn track_head(&mut self, at: usize) {
        if !self.open.is_empty() {
            return;
        }
        let token = self.tokens[at];
        let kind = DefinitionKind::of(words::word(self.text, token));
        if token.new_line && kind.has_body() {
            let next = self.tokens.get(at + 1);
            self.head = next.filter(|next| !next.new_line && next.kind == Kind::Name).map(|_| at);
        } else if token.byte == b'{'
            && let Some(head) = self.head
        {
            let member = |token: &Token| {
                token.new_line && matches!(token.kind, Kind::Name | Kind::String | Kind::Block)
            };
            if !self.tokens[head + 1..at].iter().any(member) {
                self.head = None;
            }
        }
    }

    /// A body that is closed, but was never opened: all of it is one mistake.
    pub fn never_opened(&mut self, head: usize, close: usize) {
        let line = self.tokens[head + 1..close].iter().take_while(|token| !token.new_line).count();
        let last = self.tokens[head + line];
        let word = words::word(self.text, self.tokens[head]);
        self.out.push(
            Diagnostic::new(Code::MISSING_BODY, format!("the `{{` of this `{word}` is missing"))
                .at(Span::new(self.source, last.start, last.end), "expected `{` after this")
                .and(self.span(close), "closed here")
                .help("write `{` at the end of the line"),
        );
        self.tokens[head..=close].iter_mut().for_each(|token| token.broken = true);
    }

    /// Marks the member that a stray bracket spoils: its line, or more if the member started earlier.
    pub fn taint(&mut self, at: usize) {
        let least = self.open.last().map_or(at, |top| top.at + 1);
        let line = (least..=at).rev().find(|at| self.tokens[*at].new_line).unwrap_or(least);
        let starts = |at: &usize| {
            let token = self.tokens[*at];
            token.new_line && token.kind == Kind::Name && self.byte(*at + 1) != b':'
        };
        let far = least.max(at.saturating_sub(REACH));
        let from =
            if starts(&line) { line } else { (far..=line).rev().find(starts).unwrap_or(line) };
        self.tokens[from..=at].iter_mut().for_each(|token| token.broken = true);
    }
}
