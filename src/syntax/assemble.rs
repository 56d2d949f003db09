//! Puts the tree together from its pieces. A broken piece is left out, after one report about it.

use std::ops::Range;

use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::ast::{Definition, File, Name, Spanned};
use crate::syntax::build::{self, Text};
use crate::syntax::cut::{self, Piece};
use crate::syntax::failure::{self, Context, Failure};
use crate::syntax::token::{Kind, Token};
use crate::syntax::unknown;
use crate::syntax::words::DefinitionKind;

/// The tree of a file whose tokens are paired; `None` if nothing in it looks like a definition.
pub(super) fn assemble(
    source: &Source,
    tokens: &[Token],
    bare: &str,
    out: &mut Reports,
) -> Option<File> {
    let mut assembly = Assembly {
        source,
        tokens,
        bare,
        out,
        recognized: false,
        file: File { source: source.id, definitions: Vec::new(), broken: Vec::new() },
    };
    for piece in cut::definitions(&source.text, tokens) {
        assembly.definition(&piece);
    }
    assembly.recognized.then_some(assembly.file)
}

struct Assembly<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    bare: &'a str,
    out: &'a mut Reports,
    recognized: bool,
    file: File,
}

impl Assembly<'_> {
    fn definition(&mut self, piece: &Piece) {
        let known = piece.kind != DefinitionKind::Unknown;
        self.recognized |= known;
        let head = if piece.misspelt || !known {
            let shown = if piece.head.is_empty() { &piece.all } else { &piece.head };
            let tokens = &self.tokens[shown.clone()];
            if !tokens.iter().any(|token| token.broken) {
                let report = unknown::definition(self.source, tokens, piece.kind);
                self.out.extend(report);
            }
            None
        } else {
            let context = Context::Definition(piece.kind);
            self.read(piece.head.clone(), context, |text, out| {
                build::definition(piece.kind, text, out)
            })
        };
        let bodiless = piece.kind.has_body() && piece.body.is_none();
        if head.is_some() && bodiless {
            self.no_body(piece);
        }
        let mut definition = head.filter(|_| !bodiless);
        let mut complete = definition.is_some();
        for member in piece.body.iter().flatten().filter(|_| known) {
            complete &= self.member(member.clone(), piece.kind, definition.as_mut());
        }
        if definition.is_none() {
            self.lost(piece);
        } else if !complete {
            let name = self.names(piece).nth(1);
            self.file.broken.extend(name);
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
        parse: impl Fn(Text<'_>, &mut Reports) -> Result<T, Failure>,
    ) -> Option<T> {
        let piece = &self.tokens[range.clone()];
        if piece.iter().any(|token| token.broken) {
            return None;
        }
        if let Some(at) = piece.iter().position(|token| token.kind == Kind::Unknown) {
            self.out.push(unknown::in_piece(self.source, piece, at, context));
            return None;
        }
        let text = Text::new(self.bare, piece, self.source.id)?;
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

    /// Keeps the names in a head that could not be read: what it declares is one of them. With none, it could be any name.
    fn lost(&mut self, piece: &Piece) {
        let keyword = usize::from(piece.kind != DefinitionKind::Unknown && !piece.misspelt);
        let mut names: Vec<Name> = self.names(piece).skip(keyword).take(MOST_NAMES).collect();
        let all = &self.tokens[piece.head.clone()];
        let star =
            piece.kind == DefinitionKind::Import && all.iter().any(|token| token.byte == b'*');
        if let Some(span) = self.span(piece.all.clone())
            && (names.is_empty() || star)
            && !matches!(piece.kind, DefinitionKind::Namespace | DefinitionKind::Role)
        {
            names.push(Spanned { value: String::new(), span });
        }
        self.file.broken.extend(names);
    }

    /// The names in a head, the words of the language among them.
    fn names(&self, piece: &Piece) -> impl Iterator<Item = Name> {
        self.tokens[piece.head.clone()].iter().filter(|token| token.kind == Kind::Name).map(
            |token| {
                let span = Span::new(self.source.id, token.start, token.end);
                Spanned { value: self.source.text[span.range()].to_owned(), span }
            },
        )
    }
}

/// More names of one broken head are not kept.
const MOST_NAMES: usize = 16;
