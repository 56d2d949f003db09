//! Pairs the brackets, and says which are missing, wrong or too many.
//!
//! What tells a missing bracket from a wrong one is in `recover`.

use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::token::{Kind, Token, Tokens};
use crate::syntax::words;

/// How deep brackets may lie in one another: what follows recurses on them.
const MAX_DEPTH: usize = 128;

/// Pairs all brackets. False where they lie too deep to read the file at all.
pub(super) fn pair(text: &str, source: SourceId, scan: &mut Tokens) -> bool {
    if balanced(text, &mut scan.tokens) {
        return true;
    }
    scan.tokens.iter_mut().for_each(|token| token.closed = false);
    let mut pairing = Pairing {
        text,
        source,
        tokens: &mut scan.tokens,
        out: &mut scan.reports,
        open: Vec::new(),
        head: None,
    };
    for at in 0..pairing.tokens.len() {
        pairing.restart(at);
        pairing.track_head(at);
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
                    && (pairing.byte(at) == b'(' || pairing.tokens[at - 1].kind == Kind::Name);
                pairing.open.push(Opened { at, literal, call });
            }
            Kind::Close => pairing.close(at),
            _ => {}
        }
    }
    pairing.finish(scan.cut_short);
    true
}

/// Pairs all brackets if nothing is wrong with them, however the lines are broken. Otherwise, lines are the evidence.
fn balanced(text: &str, tokens: &mut [Token]) -> bool {
    let mut open = Vec::new();
    for at in 0..tokens.len() {
        let token = tokens[at];
        if token.broken || !open.is_empty() && words::is_plain(text, tokens, at) {
            return false;
        }
        match token.kind {
            Kind::Open if open.len() == MAX_DEPTH => return false,
            Kind::Open => open.push(at),
            Kind::Close => {
                let Some(top) = open.pop() else { return false };
                if partner(tokens[top].byte) != token.byte {
                    return false;
                }
                tokens[top].resume = at as u32 + 1;
                tokens[top].closed = true;
            }
            _ => {}
        }
    }
    open.is_empty()
}

/// A bracket that is not closed yet.
pub(super) struct Opened {
    pub at: usize,
    /// It is part of a value, where `name:` is an entry of a map.
    pub literal: bool,
    /// It holds the parameters of an operation.
    pub call: bool,
}

pub(super) struct Pairing<'a> {
    pub text: &'a str,
    pub source: SourceId,
    pub tokens: &'a mut [Token],
    pub out: &'a mut Reports,
    pub open: Vec<Opened>,
    /// The first word of a definition whose body has not been opened yet.
    pub head: Option<usize>,
}

impl Pairing<'_> {
    pub fn span(&self, at: usize) -> Span {
        Span::new(self.source, self.tokens[at].start, self.tokens[at].end)
    }

    pub fn byte(&self, at: usize) -> u8 {
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
            match self.head.take() {
                _ if broken => {}
                Some(head) if byte == b'}' => self.never_opened(head, at),
                _ => self.stray(at),
            }
            return;
        };
        if partner(self.tokens[top.at].byte) == byte {
            if self.closes_body_instead(at) {
                self.unclosed(1, at);
            } else if self.is_no_end_of_body(at) {
                return self.stray(at);
            }
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
        self.taint(at);
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
    pub fn unclosed(&mut self, level: usize, at: usize) {
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
            // Of two in a row, one is too many.
            if self
                .tokens
                .get(opened.at + 1)
                .is_some_and(|next| next.byte == self.tokens[opened.at].byte)
            {
                self.tokens[opened.at + 1].broken = true;
            }
        }
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
