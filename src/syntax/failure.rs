//! Says what is wrong where a piece stops being right.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words::{self, DefinitionKind};

/// Where a piece stops being right, and what could stand there.
pub(super) struct Failure {
    /// The byte of the source.
    pub at: u32,
    /// What could stand there, sorted.
    pub expected: Vec<Expected>,
}

/// What could stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    Name,
    Type,
    Value,
    Text,
    Integer,
    Parameters,
    ImportedNames,
    Word(&'static str),
    Mark(&'static str),
    Annotation,
    Description,
    End,
}

/// What the piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Definition(DefinitionKind),
    Operation,
    Field,
    EnumValue,
}

impl Context {
    /// What the members of such a definition are.
    pub fn member_of(kind: DefinitionKind) -> Self {
        match kind {
            DefinitionKind::Role | DefinitionKind::Interface => Self::Operation,
            DefinitionKind::Enum => Self::EnumValue,
            _ => Self::Field,
        }
    }
}

/// The report about a failure in the piece that consists of these tokens.
pub(super) fn report(
    failure: &Failure,
    context: Context,
    source: &Source,
    piece: &[Token],
) -> Diagnostic {
    let index = piece.iter().position(|token| token.end > failure.at).unwrap_or(piece.len());
    let site = Site { source, piece, index, expects: &failure.expected, context };
    site.description()
        .or_else(|| site.unquoted())
        .or_else(|| site.missing_type())
        .or_else(|| site.enum_value())
        .or_else(|| site.missing_colon())
        .or_else(|| site.member_of_another_kind())
        .unwrap_or_else(|| site.unexpected())
}

/// The place of a failure with its surroundings.
struct Site<'a> {
    source: &'a Source,
    piece: &'a [Token],
    /// The token that does not fit; the number of tokens at the end.
    index: usize,
    expects: &'a [Expected],
    context: Context,
}

impl Site<'_> {
    fn found(&self) -> Option<Token> {
        self.piece.get(self.index).copied()
    }

    fn before(&self) -> Option<Token> {
        self.index.checked_sub(1).and_then(|at| self.piece.get(at)).copied()
    }

    fn text(&self, token: Token) -> &str {
        &self.source.text[token.start as usize..token.end as usize]
    }

    fn word_before(&self) -> &str {
        self.before().map_or("", |token| words::word(&self.source.text, token))
    }

    fn byte_before(&self) -> u8 {
        self.before().map_or(0, |token| token.byte)
    }

    /// The place of what does not fit; at the end, that of the last token.
    fn span(&self) -> Span {
        let token = self.found().or_else(|| self.before());
        token.map_or_else(Span::default, |token| Span::new(self.source.id, token.start, token.end))
    }

    fn expects(&self, what: Expected) -> bool {
        self.expects.contains(&what)
    }

    /// What stands there, in words.
    fn found_words(&self) -> String {
        let Some(token) = self.found() else {
            return match self.context {
                Context::Definition(kind) if kind.has_body() => "`{`".to_owned(),
                Context::Definition(_) => "the end of the definition".to_owned(),
                Context::Operation => "the end of the operation".to_owned(),
                Context::Field => "the end of the field".to_owned(),
                Context::EnumValue => "the end of the value".to_owned(),
            };
        };
        match token.kind {
            Kind::String | Kind::Block => "a text".to_owned(),
            _ => format!("`{}`", self.text(token)),
        }
    }

    fn new(&self, code: Code, what: &str) -> Diagnostic {
        Diagnostic::new(code, format!("expected {what}, found {}", self.found_words())).at(
            self.span(),
            format!(
                "{}{what}",
                if self.found().is_some() { "expected " } else { "after this, expected " }
            ),
        )
    }

    /// A text that stands before nothing it could describe.
    fn description(&self) -> Option<Diagnostic> {
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

    /// `from foo`, `as Foo`
    fn unquoted(&self) -> Option<Diagnostic> {
        let token = self.found()?;
        let word = self.word_before();
        if token.kind != Kind::Name
            || !self.expects(Expected::Text)
            || !matches!(word, "from" | "as")
        {
            return None;
        }
        let text = self.text(token);
        Some(
            Diagnostic::new(
                Code::UNQUOTED_TEXT,
                format!("what follows `{word}` is a text in quotes"),
            )
            .at(self.span(), "not in quotes")
            .help(format!("write `{word} \"{text}\"`")),
        )
    }

    fn missing_type(&self) -> Option<Diagnostic> {
        let is_union = self.context == Context::Definition(DefinitionKind::Union);
        if !self.expects(Expected::Type) || self.index == 0 {
            return None;
        }
        if is_union && matches!(self.byte_before(), b'|' | b'=') {
            return Some(
                self.new(Code::EMPTY_UNION, "a member of the union")
                    .help("write for example `union Shape = Circle | Square`"),
            );
        }
        let diagnostic = self.new(Code::EXPECTED_TYPE, "a type");
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

    fn enum_value(&self) -> Option<Diagnostic> {
        if self.context != Context::EnumValue || self.index == 0 {
            return None;
        }
        let token = self.found();
        if self.byte_before() == b'=' {
            return Some(
                self.new(Code::BAD_ENUM_VALUE, "an integer")
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

    fn missing_colon(&self) -> Option<Diagnostic> {
        if !self.expects(Expected::Mark(":")) || self.before()?.kind != Kind::Name {
            return None;
        }
        let token = self.found();
        let name = self.word_before();
        if self.context == Context::Operation && self.expects(Expected::Parameters) {
            return None;
        }
        if self.context == Context::Field
            && token.is_some_and(|token| matches!(token.byte, b'(' | b'{' | b'['))
            && self.is_first_name()
        {
            return None;
        }
        match token {
            Some(token) if token.kind == Kind::Name || token.kind == Kind::Open => {
                let ty = if token.kind == Kind::Name { self.text(token) } else { "…" };
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
                self.new(Code::MISSING_COLON, "`:` and a type")
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

    /// A field among operations, or an operation among fields.
    fn member_of_another_kind(&self) -> Option<Diagnostic> {
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

    fn unexpected(&self) -> Diagnostic {
        let words = self.expected_words();
        let diagnostic = self.new(Code::UNEXPECTED_TOKEN, &words);
        match (self.context, self.found()) {
            (_, Some(token)) if token.kind == Kind::Number && self.expects(Expected::Name) => {
                diagnostic.help("a name starts with a letter or `_`")
            }
            (Context::Definition(DefinitionKind::Type), Some(token))
                if matches!(self.text(token), "extends" | ":") =>
            {
                diagnostic.help("a type copies the fields of others with `implements A & B`")
            }
            _ => diagnostic,
        }
    }

    /// What could stand there; what is optional only if nothing else could.
    fn expected_words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut add = |word: String| {
            if !words.contains(&word) {
                words.push(word);
            }
        };
        let only_optional = self.expects(Expected::End);
        for expected in self.expects {
            match expected {
                Expected::End => {}
                Expected::Description | Expected::Annotation if !only_optional => {}
                Expected::Description => add("a description".to_owned()),
                Expected::Annotation => add("an annotation".to_owned()),
                Expected::Name => add("a name".to_owned()),
                Expected::Type => add("a type".to_owned()),
                Expected::Value => add("a value".to_owned()),
                Expected::Text => add("a text in quotes".to_owned()),
                Expected::Integer => add("a number".to_owned()),
                Expected::Parameters => add("parameters".to_owned()),
                Expected::ImportedNames => add("`*` or names in braces".to_owned()),
                Expected::Word(word) | Expected::Mark(word) => add(format!("`{word}`")),
            }
        }
        if only_optional {
            add(match self.context {
                Context::Definition(kind) if kind.has_body() => "`{`".to_owned(),
                Context::Definition(_) => "the next definition".to_owned(),
                Context::Operation => "the next operation".to_owned(),
                Context::Field => "the next field".to_owned(),
                Context::EnumValue => "the next value".to_owned(),
            });
        }
        match words.split_last() {
            None => "something else".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}

/// The report about a text before nothing.
pub(super) fn lost_description(span: Span) -> Diagnostic {
    Diagnostic::new(Code::LOST_DESCRIPTION, "this text describes nothing")
        .at(span, "nothing follows that it could describe")
        .help("a description stands before what it describes; a comment starts with `#`")
}
