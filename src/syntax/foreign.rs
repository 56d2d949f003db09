//! Recognizes texts that are not WIDL at all, where a report for each line would help nobody.

use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words;

/// The one report about a text of another language; for texts with mistakes only.
pub(super) fn recognize(
    source: &Source,
    tokens: &[Token],
    reports: &Reports,
) -> Option<Diagnostic> {
    let semicolons = reports.any(|report| report.code == Code::SEMICOLON);
    let reader = Reader { text: &source.text, tokens, semicolons };
    let span = |at: usize| {
        let token = &tokens[at];
        Span::new(source.id, token.start, token.end)
    };
    if let Some(at) = source.text.find('\0') {
        let at = at as u32;
        return Some(
            Diagnostic::new(Code::NOT_WIDL, "this is a binary file, not WIDL")
                .at(Span::new(source.id, at, at + 1), "a byte 0, which no text has"),
        );
    }
    for at in 0..tokens.len() {
        if reader.is_web_idl(at) {
            return Some(
                Diagnostic::new(
                    Code::FOREIGN_WIDL,
                    "this is Web IDL, the language of browser interfaces",
                )
                .at(span(at), "a word of Web IDL")
                .help("contractc reads the WIDL of waPC, which shares only the ending `.widl`"),
            );
        }
        if reader.is_weilliptic(at) {
            return Some(
                Diagnostic::new(
                    Code::FOREIGN_WIDL,
                    "this is the WIDL of Weilliptic, the language of WeilChain applets",
                )
                .at(span(at), "written so in Weilliptic only")
                .help("contractc reads the WIDL of waPC, which shares only the name"),
            );
        }
    }
    None
}

/// The one report about a text in which nothing looks like a definition.
pub(super) fn nothing_known(source: &Source, tokens: &[Token]) -> Option<Diagnostic> {
    let first = tokens.first()?;
    Some(
        Diagnostic::new(Code::NOT_WIDL, "this is not WIDL: there is no definition in it")
            .at(Span::new(source.id, first.start, first.end), "no definition starts like this")
            .help("a schema looks like this: `namespace \"example:greeter\"  role Greeter { Greet(name: string): string }`"),
    )
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    semicolons: bool,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| words::word(self.text, *token))
    }

    fn byte(&self, at: usize) -> u8 {
        self.tokens.get(at).map_or(0, |token| token.byte)
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Name)
    }

    /// Words in an order that no mistake in WIDL leads to.
    fn is_web_idl(&self, at: usize) -> bool {
        match self.word(at) {
            "readonly" => self.word(at + 1) == "attribute",
            "attribute" => {
                self.is_name(at + 1) && self.is_name(at + 2) && self.byte(at + 3) != b':'
            }
            "partial" => matches!(self.word(at + 1), "interface" | "dictionary" | "namespace"),
            "dictionary" => {
                self.semicolons && self.is_name(at + 1) && matches!(self.byte(at + 2), b'{' | b':')
            }
            "typedef" => self.semicolons && (self.is_name(at + 1) || self.byte(at + 1) == b'('),
            "callback" => {
                self.is_name(at + 1)
                    && (self.byte(at + 2) == b'=' || self.word(at + 1) == "interface")
            }
            "DOMString" | "USVString" | "ByteString" => {
                self.is_name(at + 1) && (at == 0 || self.byte(at - 1) != b':')
            }
            "Exposed" => at > 0 && self.byte(at - 1) == b'[' && self.byte(at + 1) == b'=',
            _ => false,
        }
    }

    fn is_weilliptic(&self, at: usize) -> bool {
        match self.word(at) {
            "query" | "mutate" => self.word(at + 1) == "func" && self.is_name(at + 2),
            _ => false,
        }
    }
}
