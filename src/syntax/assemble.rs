//! Puts the tree together from its pieces. A broken piece is left out, after one report about it.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::source::{Source, Span};
use crate::syntax::ast::{Definition, File, Name, Spanned};
use crate::syntax::build::{self, Text};
use crate::syntax::cut::{self, Piece};
use crate::syntax::failure::{self, Context, Failure};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words::{self, DefinitionKind};

/// The tree of a file whose tokens are paired.
pub(super) fn assemble(source: &Source, tokens: &[Token], out: &mut Vec<Diagnostic>) -> File {
    let mut assembly = Assembly {
        source,
        tokens,
        out,
        file: File { source: source.id, definitions: Vec::new(), broken: Vec::new() },
    };
    for piece in cut::definitions(&source.text, tokens) {
        assembly.definition(&piece);
    }
    assembly.file
}

struct Assembly<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    out: &'a mut Vec<Diagnostic>,
    file: File,
}

impl Assembly<'_> {
    fn definition(&mut self, piece: &Piece) {
        let context = Context::Definition(piece.kind);
        let head = if piece.kind == DefinitionKind::Unknown {
            self.unknown(piece);
            None
        } else {
            self.read(piece.head.clone(), context, |text, out| {
                build::definition(piece.kind, text, out)
            })
        };
        let whole = head.is_some();
        if whole && piece.kind.has_body() && piece.body.is_none() {
            self.no_body(piece);
        }
        let mut definition = head;
        let mut complete = whole;
        for member in piece.body.iter().flatten() {
            complete &= self.member(member.clone(), piece.kind, definition.as_mut());
        }
        if !complete && let Some(name) = self.declared_name(piece) {
            self.file.broken.push(name);
        }
        if let Some(mut definition) = definition {
            if let Some(span) = self.span(piece.all.clone()) {
                definition.set_span(span);
            }
            self.file.definitions.push(definition);
        }
    }

    /// Reads a member into its definition. False if it is broken.
    fn member(
        &mut self,
        range: Range<usize>,
        kind: DefinitionKind,
        definition: Option<&mut Definition>,
    ) -> bool {
        match kind {
            DefinitionKind::Role | DefinitionKind::Interface => {
                let operation = self.read(range, Context::Operation, build::operation);
                match (operation, definition) {
                    (Some(operation), Some(Definition::Role(role))) => {
                        role.operations.push(operation)
                    }
                    (operation, _) => return operation.is_some(),
                }
            }
            DefinitionKind::Enum => {
                let value = self.read(range, Context::EnumValue, build::enum_value);
                match (value, definition) {
                    (Some(value), Some(Definition::Enum(definition))) => {
                        definition.values.push(value)
                    }
                    (value, _) => return value.is_some(),
                }
            }
            _ => {
                let field = self.read(range, Context::Field, build::field);
                match (field, definition) {
                    (Some(field), Some(Definition::Type(definition))) => {
                        definition.fields.push(field)
                    }
                    (field, _) => return field.is_some(),
                }
            }
        }
        true
    }

    /// Reads one piece, unless a mistake in it was reported before.
    fn read<T>(
        &mut self,
        range: Range<usize>,
        context: Context,
        parse: impl Fn(Text<'_>, &mut Vec<Diagnostic>) -> Result<T, Failure>,
    ) -> Option<T> {
        let piece = &self.tokens[range.clone()];
        if piece.iter().any(|token| token.broken) {
            return None;
        }
        if let Some(unknown) = piece.iter().find(|token| token.kind == Kind::Unknown) {
            self.out.push(failure::unknown_token(self.source, *unknown));
            return None;
        }
        let span = self.span(range)?;
        let text = Text {
            text: &self.source.text[span.range()],
            start: span.start,
            source: self.source.id,
        };
        match parse(text, self.out) {
            Ok(value) => Some(value),
            Err(failure) => {
                self.out.push(failure::report(&failure, context, self.source, piece));
                None
            }
        }
    }

    fn span(&self, range: Range<usize>) -> Option<Span> {
        let tokens = self.tokens.get(range)?;
        Some(Span::new(self.source.id, tokens.first()?.start, tokens.last()?.end))
    }

    fn text(&self, token: Token) -> &str {
        &self.source.text[token.start as usize..token.end as usize]
    }

    /// A definition that starts with no word that starts one.
    fn unknown(&mut self, piece: &Piece) {
        let tokens = &self.tokens[piece.head.clone()];
        if tokens.iter().any(|token| token.broken) {
            return;
        }
        let first = tokens.iter().find(|token| !matches!(token.kind, Kind::String | Kind::Block));
        let Some(&first) = first else {
            if let Some(span) = self.span(piece.all.clone()) {
                self.out.push(failure::lost_description(span));
            }
            return;
        };
        if first.kind == Kind::Unknown {
            self.out.push(failure::unknown_token(self.source, first));
            return;
        }
        let text = self.text(first).to_owned();
        let span = Span::new(self.source.id, first.start, first.end);
        let diagnostic = Diagnostic::new(
            Code::UNKNOWN_DEFINITION,
            format!("expected a definition, found `{text}`"),
        );
        let words = words::DEFINITIONS.map(|(word, _)| word);
        let next =
            tokens.iter().find(|token| token.start >= first.end).map_or(0, |token| token.byte);
        let help = match suggest::closest(&text, words) {
            Some(word) => format!("did you mean `{word}`?"),
            None if matches!(
                text.as_str(),
                "struct" | "message" | "record" | "input" | "class"
            ) =>
            {
                format!("a structure is declared with `type`, not `{text}`")
            }
            None if matches!(text.as_str(), "service" | "trait") => {
                format!("operations are declared in a `role`, not a `{text}`")
            }
            None if matches!(next, b'(' | b'{' | b'[') => {
                "operations belong in a `role`, fields in a `type`".to_owned()
            }
            None => format!("a definition starts with {}", listed(&words)),
        };
        self.out.push(diagnostic.at(span, "no definition starts like this").help(help));
    }

    fn no_body(&mut self, piece: &Piece) {
        if let Some(&last) = self.tokens[piece.head.clone()].last() {
            let what = match piece.kind {
                DefinitionKind::Type => "fields",
                DefinitionKind::Enum => "values",
                _ => "operations",
            };
            self.out.push(
                Diagnostic::new(Code::MISSING_BODY, format!("the {what} are missing"))
                    .at(Span::new(self.source.id, last.start, last.end), "expected `{` after this")
                    .help(format!("write `{{` and `}}` around the {what}")),
            );
        }
    }

    /// The name that a definition declares, as far as one can tell from its tokens.
    fn declared_name(&self, piece: &Piece) -> Option<Name> {
        let tokens = &self.tokens[piece.head.clone()];
        let word =
            tokens.iter().position(|token| !matches!(token.kind, Kind::String | Kind::Block))?;
        let name = *tokens.get(word + 1)?;
        (name.kind == Kind::Name).then(|| Spanned {
            value: self.text(name).to_owned(),
            span: Span::new(self.source.id, name.start, name.end),
        })
    }
}

/// The words, as a list for people.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
