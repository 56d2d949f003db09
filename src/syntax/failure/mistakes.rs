//! The mistakes that have a name, each with its remedy.

use super::{Context, Expected, Site};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words::{self, DefinitionKind};

impl Site<'_> {
    /// A text that stands before nothing it could describe.
    pub fn description(&self) -> Option<Diagnostic> {
        let described = self.index > 0
            && self.piece[..self.index]
                .iter()
                .all(|token| matches!(token.kind, Kind::String | Kind::Block));
        let trailing = self.found().is_some_and(|token| {
            matches!(token.kind, Kind::String | Kind::Block)
                && self.index + 1 == self.piece.len()
                && self.expects(Expected::End)
        });
        if described
            && self.found().is_none_or(|token| matches!(token.kind, Kind::String | Kind::Block))
        {
            let token = self.before()?;
            let span = Span::new(self.source.id, token.start, token.end);
            return Some(lost_description(span));
        }
        trailing.then(|| lost_description(self.span()))
    }

    /// `from foo`, `as Foo`, `namespace acme:x`
    pub fn unquoted(&self) -> Option<Diagnostic> {
        let token = self.found()?;
        let word = self.word_before();
        if self.context == Context::Definition(DefinitionKind::Namespace) && !token.new_line {
            let is_word = |token: &Token| words::word(&self.source.text, *token) == "namespace";
            let at = self.piece[..self.index].iter().position(is_word)?;
            let bare = at + 1 < self.index && self.piece[at + 1].kind == Kind::Name;
            return bare.then(|| unquoted(self.source, &self.piece[at..]));
        }
        if token.kind != Kind::Name
            || !self.expects(Expected::Text)
            || !matches!(word, "from" | "as")
        {
            return None;
        }
        Some(unquoted(self.source, &self.piece[self.index - 1..]))
    }

    pub fn missing_type(&self) -> Option<Diagnostic> {
        let is_union = self.context == Context::Definition(DefinitionKind::Union);
        if !self.expects(Expected::Type) || self.index == 0 {
            return None;
        }
        if is_union && matches!(self.byte_before(), b'|' | b'=') {
            return Some(
                self.expected(Code::EMPTY_UNION, "a member of the union")
                    .help("write for example `union Shape = Circle | Square`"),
            );
        }
        if let Some(report) = self.nothing_in_braces() {
            return Some(report);
        }
        let diagnostic = self.expected(Code::EXPECTED_TYPE, "a type");
        let Some(token) = self.found() else { return Some(diagnostic) };
        Some(match token.kind {
            Kind::String => {
                let name = self.text(token).trim_matches('"').to_owned();
                diagnostic.help(format!("a type is named without quotes: `{name}`"))
            }
            _ if token.byte == b'?' => diagnostic.help("`?` follows a type: `string?`"),
            _ if token.byte == b'=' => {
                diagnostic.help("a default follows a type: `name: string = \"value\"`")
            }
            _ if token.byte == b']' => {
                diagnostic.help("a list names the type of its items: `[string]`")
            }
            _ if token.byte == b'}' => {
                diagnostic.help("a map names the types of its keys and values: `{string: u64}`")
            }
            _ => diagnostic,
        })
    }

    pub fn enum_value(&self) -> Option<Diagnostic> {
        if self.context != Context::EnumValue || self.index == 0 {
            return None;
        }
        let token = self.found();
        if self.byte_before() == b'=' {
            return Some(
                self.expected(Code::BAD_ENUM_VALUE, "an integer")
                    .help("a value of an enum is a whole number: `NAME = 1`"),
            );
        }
        match token?.byte {
            b':' => Some(
                Diagnostic::new(Code::BAD_ENUM_VALUE, "the number of an enum's value follows `=`")
                    .at(self.span(), "expected `=`")
                    .help("write `NAME = 1`"),
            ),
            b'(' | b'{' | b'[' if self.piece[self.index - 1].kind == Kind::Name => Some(
                Diagnostic::new(Code::BAD_ENUM_VALUE, "a value of an enum carries no data")
                    .at(self.span(), "not possible in an enum")
                    .help("a `union` holds one of several types"),
            ),
            _ => None,
        }
    }

    pub fn missing_colon(&self) -> Option<Diagnostic> {
        if !self.expects(Expected::Mark(":")) || self.before()?.kind != Kind::Name {
            return None;
        }
        let token = self.found();
        let name = self.word_before();
        if self.context == Context::Operation && self.expects(Expected::Parameters) {
            return None;
        }
        if self.looks_like_operation() {
            return None;
        }
        match token {
            Some(token) if token.kind == Kind::Name || token.kind == Kind::Open => {
                let ty = self.types().at(self.index).map_or_else(|| "…".to_owned(), |(ty, _)| ty);
                Some(
                    Diagnostic::new(
                        Code::MISSING_COLON,
                        format!("a `:` is missing after `{name}`"),
                    )
                    .at(self.span(), "expected `:` before this")
                    .help(format!("write `{name}: {ty}`")),
                )
            }
            _ => Some(
                self.expected(Code::MISSING_COLON, "`:` and a type")
                    .help(format!("write for example `{name}: string`")),
            ),
        }
    }

    /// Whether only a name (and its description) stands before.
    fn is_first_name(&self) -> bool {
        self.piece[..self.index - 1]
            .iter()
            .all(|token| matches!(token.kind, Kind::String | Kind::Block))
    }

    /// `name(…` or `name{…}:` among fields.
    fn looks_like_operation(&self) -> bool {
        let Some(token) = self.found() else { return false };
        let at_first_name = self.context == Context::Field && self.is_first_name();
        let close = self.piece.iter().rposition(|token| token.kind == Kind::Close);
        let result =
            close.and_then(|at| self.piece.get(at + 1)).is_some_and(|next| next.byte == b':');
        at_first_name && (token.byte == b'(' || matches!(token.byte, b'{' | b'[') && result)
    }

    /// A field among operations, or an operation among fields.
    pub fn member_of_another_kind(&self) -> Option<Diagnostic> {
        if self.index == 0 || !self.is_first_name() {
            return None;
        }
        let token = self.found();
        let name = self.word_before();
        match self.context {
            Context::Operation if name == "func" => Some(
                Diagnostic::new(
                    Code::WRONG_MEMBER,
                    "operations in a role have no `func` before them",
                )
                .at(
                    self.before().map_or_else(Span::default, |token| {
                        Span::new(self.source.id, token.start, token.end)
                    }),
                    "not needed",
                )
                .help("remove `func`"),
            ),
            Context::Operation if token.is_some_and(|token| token.byte == b':') => Some(
                Diagnostic::new(
                    Code::WRONG_MEMBER,
                    format!("`{name}` is written as a field, but stands among operations"),
                )
                .at(self.span(), "expected parameters before this")
                .help(format!(
                    "an operation has parameters, even if there are none: `{name}(): T`"
                )),
            ),
            Context::Field
                if token.is_some_and(|token| matches!(token.byte, b'(' | b'{' | b'[')) =>
            {
                Some(
                    Diagnostic::new(
                        Code::WRONG_MEMBER,
                        format!("`{name}` is written as an operation, but stands among fields"),
                    )
                    .at(self.span(), "expected `:` and a type")
                    .help("operations belong in a `role`"),
                )
            }
            _ => None,
        }
    }
}

/// The report about a text before nothing.
pub(in crate::syntax) fn lost_description(span: Span) -> Diagnostic {
    Diagnostic::new(Code::LOST_DESCRIPTION, "this text describes nothing")
        .at(span, "nothing follows that it could describe")
        .help("a description stands before what it describes; a comment starts with `#`")
}

/// The report about a text without quotes, given the word before it and what follows.
pub(in crate::syntax) fn unquoted(source: &Source, tokens: &[Token]) -> Diagnostic {
    let (word, rest) = (tokens[0], &tokens[1..]);
    let end = rest.iter().skip(1).position(|token| token.new_line || token.byte == b'@');
    let rest = &rest[..end.map_or(rest.len(), |end| end + 1)];
    let start = rest.first().map_or(word.end, |token| token.start);
    let span = Span::new(source.id, start, rest.last().map_or(word.end, |token| token.end));
    let (word, text) = (words::word(&source.text, word), &source.text[span.range()]);
    let message = match word {
        "namespace" => "a namespace that is more than a name is a text in quotes".to_owned(),
        _ => format!("what follows `{word}` is a text in quotes"),
    };
    Diagnostic::new(Code::UNQUOTED_TEXT, message)
        .at(span, "not in quotes")
        .help(format!("write `{word} \"{text}\"`"))
}
