//! Pairs the brackets, and says which are missing, wrong or too many.
//!
//! A missing bracket is noticed where the next member or definition evidently starts, so that the rest of the file is still read.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::reports::Reports;
use crate::syntax::token::{Kind, Token, Tokens};
use crate::syntax::words;

/// How deep brackets may lie in one another: what follows recurses on them.
const MAX_DEPTH: usize = 128;

/// Pairs all brackets. False where they lie too deep to read the file at all.
pub(super) fn pair(text: &str, source: SourceId, scan: &mut Tokens) -> bool {
    let mut pairing = Pairing {
        text,
        source,
        tokens: &mut scan.tokens,
        out: &mut scan.reports,
        open: Vec::new(),
    };
    for at in 0..pairing.tokens.len() {
        pairing.restart(at);
        match pairing.tokens[at].kind {
            Kind::Open => {
                if pairing.open.len() == MAX_DEPTH {
                    pairing.out.push(
                        Diagnostic::new(
                            Code::TOO_DEEP,
                            format!("brackets lie more than {MAX_DEPTH} deep in one another"),
                        )
                        .at(pairing.span(at), format!("the {}th level", MAX_DEPTH + 1))
                        .help("name the inner types with `type` or `alias`"),
                    );
                    return false;
                }
                let literal = pairing.starts_literal(at);
                let call = !literal
                    && !pairing.open.is_empty()
                    && pairing.tokens[at - 1].kind == Kind::Name;
                pairing.open.push(Opened { at, literal, call });
            }
            Kind::Close => pairing.close(at),
            _ => {}
        }
    }
    pairing.finish(scan.cut_short);
    true
}

struct Opened {
    at: usize,
    /// It is part of a value, where `name:` is an entry of a map.
    literal: bool,
    /// It holds the parameters of an operation.
    call: bool,
}

struct Pairing<'a> {
    text: &'a str,
    source: SourceId,
    tokens: &'a mut Vec<Token>,
    out: &'a mut Reports,
    open: Vec<Opened>,
}

impl Pairing<'_> {
    fn span(&self, at: usize) -> Span {
        Span::new(self.source, self.tokens[at].start, self.tokens[at].end)
    }

    fn byte(&self, at: usize) -> u8 {
        self.tokens.get(at).map_or(0, |token| token.byte)
    }

    /// Whether the bracket opens a value: the arguments of an annotation, a default, or what lies inside of one.
    fn starts_literal(&self, at: usize) -> bool {
        self.open.last().is_some_and(|outer| outer.literal)
            || at >= 1 && self.byte(at - 1) == b'='
            || at >= 2
                && self.byte(at) == b'('
                && self.tokens[at - 1].kind == Kind::Name
                && self.byte(at - 2) == b'@'
    }

    fn close(&mut self, at: usize) {
        let byte = self.tokens[at].byte;
        let broken = self.tokens[at].broken;
        let Some(top) = self.open.last() else {
            if !broken {
                self.stray(at);
            }
            return;
        };
        if partner(self.tokens[top.at].byte) == byte {
            self.group(at);
        } else if broken {
            // It stands in a string without an end: no evidence of anything.
        } else if self.is_meant_for_outer(at) {
            let keep = self
                .open
                .iter()
                .rposition(|opened| partner(self.tokens[opened.at].byte) == byte)
                .unwrap_or(0);
            self.unclosed(keep + 1, at);
            self.group(at);
        } else {
            let opener = top.at;
            let expected = partner(self.tokens[opener].byte) as char;
            if self.is_too_many(at, opener) {
                return self.stray(at);
            }
            self.out.push(
                Diagnostic::new(
                    Code::MISMATCHED_BRACKET,
                    format!("`{}` is closed with `{}`", self.byte(opener) as char, byte as char),
                )
                .at(self.span(at), format!("expected `{expected}`"))
                .and(self.span(opener), "opened here")
                .help(format!("write `{expected}` in place of `{}`", byte as char)),
            );
            self.tokens[at].broken = true;
            self.group(at);
        }
    }

    /// Whether a closing bracket of the wrong kind closes an outer group, and is no slip for the inner one's.
    fn is_meant_for_outer(&self, at: usize) -> bool {
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
            return true;
        }
        if lines(self.open[outer].at, top) {
            return false;
        }
        // All on one line: it is a slip if another bracket for the outer group follows.
        !self.tokens[at + 1..]
            .iter()
            .take_while(|token| !token.new_line)
            .any(|token| token.kind == Kind::Close && token.byte == byte)
    }

    /// Whether a closing bracket that closes nothing is one too many, and no slip for the one that `opener` needs.
    fn is_too_many(&self, at: usize, opener: usize) -> bool {
        let missing_type = self.byte(at - 1) == b':'
            && (self.open.len() == 1 || self.tokens[opener + 1].kind == Kind::Name);
        let on_one_line = !self.tokens[opener + 1..=at].iter().any(|token| token.new_line);
        let mut rest = self.tokens[at + 1..].iter().take_while(|token| !token.new_line);
        let closed_later = rest.any(|token| token.byte == partner(self.byte(opener)));
        missing_type || if on_one_line { closed_later } else { !self.tokens[at].new_line }
    }

    /// The innermost group ends at its closing bracket.
    fn group(&mut self, at: usize) {
        if let Some(opened) = self.open.pop() {
            self.tokens[opened.at].resume = at as u32 + 1;
            self.tokens[opened.at].closed = true;
            self.tokens[opened.at].broken |= self.tokens[at].broken;
        }
    }

    fn stray(&mut self, at: usize) {
        let byte = self.tokens[at].byte as char;
        self.tokens[at].broken = true;
        let diagnostic = if at >= 1 && self.byte(at - 1) == b':' {
            Diagnostic::new(Code::EXPECTED_TYPE, format!("expected a type, found `{byte}`"))
                .at(self.span(at), "expected a type")
        } else {
            Diagnostic::new(Code::STRAY_BRACKET, format!("`{byte}` closes nothing"))
                .at(self.span(at), "no bracket is open here")
                .help("remove it, or add the one that opens")
        };
        self.out.push(diagnostic);
    }

    /// Ends all groups from the given level on before the token `at`: their closing brackets are missing. One report.
    fn unclosed(&mut self, level: usize, at: usize) {
        if let (Some(first), Some(token)) = (self.open.get(level), self.tokens.get(at)) {
            let bracket = partner(self.tokens[first.at].byte) as char;
            let place = Span::new(self.source, token.start, token.end);
            let diagnostic = self.never_closed(first.at);
            self.out.push(diagnostic.and(place, format!("expected `{bracket}` before this")));
        }
        self.abandon(level, at);
    }

    fn never_closed(&self, opener: usize) -> Diagnostic {
        let bracket = self.tokens[opener].byte;
        Diagnostic::new(
            Code::UNCLOSED_BRACKET,
            format!("this `{}` is never closed", bracket as char),
        )
        .at(self.span(opener), "opened here")
        .help(format!("close it with `{}`", partner(bracket) as char))
    }

    fn abandon(&mut self, level: usize, at: usize) {
        for opened in self.open.drain(level.min(self.open.len())..) {
            self.tokens[opened.at].resume = at as u32;
            self.tokens[opened.at].broken = true;
        }
    }

    /// Whether the token starts a member or a definition although brackets are open that cannot hold one.
    fn restart(&mut self, at: usize) {
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
            return self.unclosed(0, at);
        }
        if words::binds(before) || at == top.at + 1 {
            return;
        }
        // A body, where members start as they like; or a value, which is read to its end.
        if self.open.len() == 1 || top.literal {
            return;
        }
        let call = self.open.iter().rposition(|opened| opened.call);
        if next.is_some_and(|next| next.kind == Kind::Open) {
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

    fn finish(&mut self, cut_short: bool) {
        if self.open.is_empty() {
            return;
        }
        let end = self.tokens.len();
        let line = self.tokens.iter().rposition(|token| token.new_line).unwrap_or(0);
        let swallowed =
            self.tokens[line..].iter().any(|token| token.broken && token.kind == Kind::String);
        if cut_short || swallowed {
            self.abandon(0, end);
            return;
        }
        let innermost = self.open.len() - 1;
        let mut diagnostic = self.never_closed(self.open[innermost].at);
        for outer in &self.open[..innermost] {
            diagnostic = diagnostic.and(self.span(outer.at), "not closed either");
        }
        self.out.push(diagnostic);
        self.abandon(0, end);
    }
}

/// The bracket that closes this one.
pub(super) fn partner(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
