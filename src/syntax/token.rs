//! Cuts the text into tokens. Comments are kept aside; what is no token at all is reported here, once.

use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourceId, Span};
use crate::syntax::number;
use crate::syntax::trivia::{Comment, Trivia};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Number,
    /// A string on one line.
    String,
    /// `"""…"""`
    Block,
    /// `(`, `[`, `{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// `: = @ | & ? * .`
    Mark,
    /// What the language does not know. It is reported by the piece that holds it, so that `Map<A, B>` is one report.
    Unknown,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Its first byte in the text, which tells brackets and marks apart.
    pub byte: u8,
    /// It is, or belongs to, a mistake that was reported: pieces that hold it are not parsed.
    pub broken: bool,
    /// A line break lies between the token before and this one.
    pub new_line: bool,
    /// A line break or a comma does.
    pub separated: bool,
    pub start: u32,
    pub end: u32,
    /// Its first byte in the bare text.
    pub bare: u32,
    /// For an opening bracket: the index of the token after the group.
    pub resume: u32,
    /// For an opening bracket: whether a closing one ends the group.
    pub closed: bool,
}

/// All tokens of a text, and what was said about them.
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    /// The tokens without what lies between them, but for the spaces that keep words and texts apart: what the grammar reads.
    pub bare: String,
    pub trivia: Trivia,
    pub reports: Reports,
    /// A block runs to the end of the text: what is missing there is no mistake of its own.
    pub cut_short: bool,
}

/// Reads all tokens.
pub(super) fn tokenize(source: &Source) -> Tokens {
    let mut lexer = Lexer {
        text: &source.text,
        bytes: source.text.as_bytes(),
        source: source.id,
        at: 0,
        new_line: true,
        separated: true,
        out: Tokens {
            tokens: Vec::with_capacity(source.text.len() / 5),
            bare: String::with_capacity(source.text.len()),
            trivia: Trivia::default(),
            reports: Reports::default(),
            cut_short: false,
        },
    };
    while lexer.at < lexer.bytes.len() {
        lexer.step();
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    source: SourceId,
    at: usize,
    new_line: bool,
    separated: bool,
    out: Tokens,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let start = self.at;
        match self.bytes[start] {
            b'\n' | b'\r' => {
                self.at += 1;
                self.new_line = true;
                self.separated = true;
            }
            b' ' | b'\t' => self.at += 1,
            b',' => {
                self.at += 1;
                self.separated = true;
            }
            b'#' => self.line_comment(),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.take(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
                self.push(Kind::Name, start, false);
            }
            b'0'..=b'9' => self.number(),
            b'-' if self.peek(1).is_some_and(|byte| byte.is_ascii_digit()) => self.number(),
            b'"' if self.bytes[start..].starts_with(b"\"\"\"") => self.block(),
            b'"' => self.string(),
            b'(' | b'[' | b'{' => self.single(Kind::Open),
            b')' | b']' | b'}' => self.single(Kind::Close),
            b':' | b'=' | b'@' | b'|' | b'&' | b'?' | b'*' | b'.' => self.single(Kind::Mark),
            b';' => {
                self.at += 1;
                self.separated = true;
                self.report(
                    Diagnostic::new(Code::SEMICOLON, "WIDL has no semicolons")
                        .at(self.span(start), "not needed")
                        .help("remove it: definitions, fields and operations need nothing between them"),
                );
            }
            b'/' if matches!(self.peek(1), Some(b'/' | b'*')) => self.foreign_comment(),
            0xEF if self.bytes[start..].starts_with(b"\xEF\xBB\xBF") => self.at += 3,
            _ => self.unknown(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn take(&mut self, test: impl Fn(u8) -> bool) {
        while self.at < self.bytes.len() && test(self.bytes[self.at]) {
            self.at += 1;
        }
    }

    fn single(&mut self, kind: Kind) {
        let start = self.at;
        self.at += 1;
        self.push(kind, start, false);
    }

    fn push(&mut self, kind: Kind, start: usize, broken: bool) {
        let (new_line, separated) =
            (std::mem::take(&mut self.new_line), std::mem::take(&mut self.separated));
        let wordy = |kind| matches!(kind, Kind::Name | Kind::Number | Kind::String | Kind::Block);
        if wordy(kind) && self.out.tokens.last().is_some_and(|before| wordy(before.kind)) {
            self.out.bare.push(' ');
        }
        let bare = self.out.bare.len() as u32;
        self.out.bare.push_str(&self.text[start..self.at]);
        self.out.tokens.push(Token {
            kind,
            byte: self.bytes[start],
            broken,
            new_line,
            separated,
            start: start as u32,
            end: self.at as u32,
            bare,
            resume: 0,
            closed: false,
        });
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.source, start as u32, self.at as u32)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.reports.push(diagnostic);
    }

    fn line_comment(&mut self) {
        let start = self.at;
        self.take(|byte| byte != b'\n' && byte != b'\r');
        self.out.trivia.comments.push(Comment { span: self.span(start), own_line: self.new_line });
    }

    /// `//` and `/* */`, which other languages have: reported, then read as a comment.
    fn foreign_comment(&mut self) {
        let start = self.at;
        if self.peek(1) == Some(b'/') {
            self.take(|byte| byte != b'\n' && byte != b'\r');
            self.report(
                Diagnostic::new(Code::FOREIGN_COMMENT, "comments start with `#`")
                    .at(self.span(start), "not a comment in WIDL")
                    .help("write `#` in place of `//`"),
            );
            return;
        }
        match self.text[start + 2..].find("*/") {
            Some(length) => {
                self.at = start + 2 + length + 2;
                let inner = &self.text[start..self.at];
                self.new_line |= inner.contains('\n');
                self.report(
                    Diagnostic::new(Code::FOREIGN_COMMENT, "comments start with `#`")
                        .at(self.span(start), "not a comment in WIDL")
                        .help("begin each line with `#`; to document a definition, put `\"\"\"…\"\"\"` before it"),
                );
            }
            None => {
                self.at = start + 2;
                let span = self.span(start);
                self.at = self.bytes.len();
                self.out.cut_short = true;
                self.report(
                    Diagnostic::new(
                        Code::FOREIGN_COMMENT,
                        "comments start with `#`, and this one never ends",
                    )
                    .at(span, "the rest of the file is inside")
                    .help("begin each line with `#`"),
                );
            }
        }
    }

    fn number(&mut self) {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            let signed =
                matches!(byte, b'+' | b'-') && matches!(self.bytes[self.at - 1], b'e' | b'E');
            if byte == b'.' || byte == b'_' || byte.is_ascii_alphanumeric() || signed {
                self.at += 1;
            } else {
                break;
            }
        }
        let text = &self.text[start..self.at];
        let wrong = number::wrong(text);
        if let Some(help) = &wrong {
            self.report(
                Diagnostic::new(Code::BAD_NUMBER, format!("`{text}` is not a number of WIDL"))
                    .at(self.span(start), "not a number")
                    .help(help.clone()),
            );
        }
        self.push(Kind::Number, start, wrong.is_some());
    }

    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        let mut broken = false;
        loop {
            match self.peek(0) {
                None | Some(b'\n' | b'\r') => return self.unterminated_string(start, broken),
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => broken |= !self.escape(),
                Some(_) => self.at += 1,
            }
        }
        self.push(Kind::String, start, broken);
    }

    /// Passes one escape, and reports it where it is none.
    fn escape(&mut self) -> bool {
        let start = self.at;
        let length = match self.peek(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                return true;
            }
            Some(b'u') => {
                let digits = self.bytes[start + 2..]
                    .iter()
                    .take(4)
                    .take_while(|byte| byte.is_ascii_hexdigit())
                    .count();
                self.at += 2 + digits;
                if digits == 4 {
                    return true;
                }
                self.report(
                    Diagnostic::new(Code::BAD_ESCAPE, "`\\u` needs four hexadecimal digits")
                        .at(self.span(start), format!("{digits} here"))
                        .help("write for example `\\u00e9`"),
                );
                return false;
            }
            None | Some(b'\n' | b'\r') => {
                self.at += 1;
                return true;
            }
            Some(_) => self.text[start + 1..].chars().next().map_or(0, char::len_utf8),
        };
        self.at += 1 + length;
        let text = self.text[start..self.at].to_owned();
        self.report(
            Diagnostic::new(Code::BAD_ESCAPE, format!("`{text}` is not an escape"))
                .at(self.span(start), "unknown escape")
                .help("the escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\uXXXX`; write `\\\\` for a backslash"),
        );
        false
    }

    /// A string without an end. Closing brackets on the rest of its line are likely meant as such, and keep the structure whole.
    fn unterminated_string(&mut self, start: usize, reported: bool) {
        let end = self.at;
        if !reported {
            self.report(
                Diagnostic::new(Code::UNTERMINATED_STRING, "this string has no end on its line")
                    .at(self.span(start), "starts here")
                    .help("close it with `\"`; for several lines use `\"\"\"…\"\"\"`"),
            );
        }
        self.push(Kind::String, start, true);
        for at in start..end {
            if matches!(self.bytes[at], b')' | b']' | b'}') {
                self.at = at + 1;
                self.push(Kind::Close, at, true);
            }
        }
        self.at = end;
    }

    fn block(&mut self) {
        let start = self.at;
        self.at += 3;
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            if rest.starts_with(b"\\\"\"\"") {
                self.at += 4;
            } else if rest.starts_with(b"\"\"\"") {
                self.at += 3;
                return self.push(Kind::Block, start, false);
            } else {
                self.at += 1;
            }
        }
        self.out.cut_short = true;
        self.report(
            Diagnostic::new(Code::UNTERMINATED_BLOCK, "this text has no closing `\"\"\"`")
                .at(
                    Span::new(self.source, start as u32, start as u32 + 3),
                    "the rest of the file is inside",
                )
                .help("close it with `\"\"\"`"),
        );
        self.push(Kind::Block, start, true);
    }

    fn unknown(&mut self) {
        let mut start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next().unwrap_or_default();
        self.at += match first {
            // 'text' in single quotes is one token.
            '\'' => match rest[1..].find(['\'', '\n']) {
                Some(end) => 1 + end + usize::from(rest.as_bytes()[1 + end] == b'\''),
                None => 1,
            },
            '-' if rest.starts_with("->") => 2,
            _ if first.is_alphanumeric() => {
                // A word with letters that no name has is one token, too.
                if let Some(before) = self
                    .out
                    .tokens
                    .pop_if(|before| before.kind == Kind::Name && before.end as usize == start)
                {
                    start = before.start as usize;
                    (self.new_line, self.separated) = (before.new_line, before.separated);
                }
                let word = |letter: char| letter.is_alphanumeric() || letter == '_';
                rest.find(|letter| !word(letter)).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        self.push(Kind::Unknown, start, false);
    }
}
