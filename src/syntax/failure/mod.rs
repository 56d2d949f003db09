//! Says what is wrong where a piece stops being right.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::brackets;
use crate::syntax::token::{Kind, Token};
use crate::syntax::words::{self, DefinitionKind};

mod manners;
mod mistakes;

pub(super) use mistakes::{lost_description, unquoted};

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
        .or_else(|| site.bare_import())
        .or_else(|| site.type_of_another_language())
        .or_else(|| site.optional_name())
        .or_else(|| site.missing_type())
        .or_else(|| site.enum_value())
        .or_else(|| site.type_first())
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

    fn expected(&self, code: Code, what: &str) -> Diagnostic {
        Diagnostic::new(code, format!("expected {what}, found {}", self.found_words())).at(
            self.span(),
            format!(
                "{}{what}",
                if self.found().is_some() { "expected " } else { "after this, expected " }
            ),
        )
    }

    fn unexpected(&self) -> Diagnostic {
        let words = self.expected_words();
        let diagnostic = self.expected(Code::UNEXPECTED_TOKEN, &words);
        match (self.context, self.found()) {
            (_, Some(token)) if token.kind == Kind::Number && self.expects(Expected::Name) => {
                diagnostic.help("a name starts with a letter or `_`")
            }
            (Context::Definition(DefinitionKind::Type), Some(token))
                if matches!(self.text(token), "extends" | ":") =>
            {
                diagnostic.help("a type copies the fields of others with `implements A & B`")
            }
            (Context::Definition(DefinitionKind::Union), Some(token)) if token.byte == b'{' => {
                diagnostic.help("a union names its types: `union Shape = Circle | Square`")
            }
            (Context::Operation, Some(token))
                if token.kind == Kind::Name && self.open().as_slice() == [b'{'] =>
            {
                diagnostic.help("braces hold one value; several parameters stand in `(…)`")
            }
            _ => diagnostic,
        }
    }

    /// The brackets that are open there, from the outermost.
    fn open(&self) -> Vec<u8> {
        let mut open = Vec::new();
        for token in &self.piece[..self.index] {
            match token.kind {
                Kind::Open => open.push(token.byte),
                Kind::Close => drop(open.pop()),
                _ => {}
            }
        }
        open
    }

    /// The bracket that closes the group in which it happened.
    fn enclosing(&self) -> Option<char> {
        Some(brackets::partner(*self.open().last()?) as char)
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
        if let Some(close) = self.enclosing() {
            if self.found().is_none_or(|token| token.byte != close as u8) {
                add(format!("`{close}`"));
            }
        } else if only_optional {
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
