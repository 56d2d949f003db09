//! What other languages write in another manner, with the manner of this one.

use super::{Context, Expected, Site};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::token::{Kind, Token};
use crate::syntax::type_words::{self, Types};
use crate::syntax::words::{self, DefinitionKind};

impl Site<'_> {
    pub(super) fn types(&self) -> Types<'_> {
        Types { source: self.source, piece: self.piece }
    }

    /// `import Money from "money.widl"`, `import "money.widl"`, `import * as money from "money.widl"`
    pub fn bare_import(&self) -> Option<Diagnostic> {
        let token = self.found()?;
        if self.context != Context::Definition(DefinitionKind::Import) {
            return None;
        }
        if self.byte_before() == b'*' && self.text(token) == "as" {
            return Some(self.expected(Code::UNEXPECTED_TOKEN, "`from`").help(
                "`*` brings each name as it is; one is renamed as in `import { A as B } from …`",
            ));
        }
        if !self.expects(Expected::ImportedNames) {
            return None;
        }
        if token.kind == Kind::String {
            return Some(
                self.expected(Code::UNEXPECTED_TOKEN, "`*` or names in braces")
                    .help(format!("write `import * from {}`", self.text(token))),
            );
        }
        let is_from = |token: &Token| words::word(&self.source.text, *token) == "from";
        let from = self.index + self.piece[self.index..].iter().position(is_from)?;
        let names = &self.piece[self.index..from];
        let last = names.last().filter(|_| names.iter().all(|name| name.kind == Kind::Name))?;
        let path = self.piece.get(from + 1).filter(|path| path.kind == Kind::String)?;
        let span = Span::new(self.source.id, token.start, last.end);
        let (names, path) = (&self.source.text[span.range()], self.text(*path));
        Some(
            Diagnostic::new(Code::UNEXPECTED_TOKEN, "imported names stand in braces")
                .at(span, "not in braces")
                .help(format!("write `import {{ {names} }} from {path}`")),
        )
    }

    /// `string[]`, `string??`
    pub fn type_of_another_language(&self) -> Option<Diagnostic> {
        let token = self.found()?;
        let array = type_words::is_suffix(self.piece, self.index);
        let twice = token.byte == b'?' && self.byte_before() == b'?';
        if !(array || twice) {
            return None;
        }
        let start = self.types().start(self.index)?;
        let before = self.piece.get(start.checked_sub(1)?)?;
        let in_place = matches!(before.byte, b':' | b'=' | b'|' | b'[' | b'{')
            || words::word(&self.source.text, *before) == "stream";
        let (written, span) = self.types().at(start).filter(|_| in_place)?;
        let (message, label) = if array {
            ("a list is written with its brackets around the type", "a type of another language")
        } else {
            ("one `?` says that a value may be absent", "the second `?` says nothing more")
        };
        let span = if array { span } else { self.span() };
        let report = Diagnostic::new(Code::UNEXPECTED_TOKEN, message)
            .at(span, label)
            .help(format!("write `{written}`"));
        let sized = self.piece.get(self.index + 1).is_some_and(|it| it.kind == Kind::Number);
        Some(if sized { report.note("a list has any number of items") } else { report })
    }

    /// `name?: T`
    pub fn optional_name(&self) -> Option<Diagnostic> {
        let (mark, colon) = match self.found()?.byte {
            b'?' => (self.index, self.index + 1),
            b':' => (self.index.checked_sub(1)?, self.index),
            _ => return None,
        };
        let name = self.piece.get(mark.checked_sub(1)?).filter(|it| it.kind == Kind::Name)?;
        let (mark, colon_token) = (self.piece.get(mark)?, self.piece.get(colon)?);
        if mark.byte != b'?' || colon_token.byte != b':' {
            return None;
        }
        let (name, ty) = (self.text(*name), self.types().at(colon + 1));
        let ty = ty.map_or_else(|| "T".to_owned(), |(ty, _)| ty);
        let ty = ty.trim_end_matches('?');
        Some(
            Diagnostic::new(Code::UNEXPECTED_TOKEN, "`?` follows the type, not the name")
                .at(Span::new(self.source.id, mark.start, mark.end), "not here")
                .help(format!("write `{name}: {ty}?`")),
        )
    }

    /// `string name`, as in C; `repeated string names = 1`, as in Protocol Buffers.
    pub fn type_first(&self) -> Option<Diagnostic> {
        let (before, found) = (self.before()?, self.found()?);
        let named = |token: Token| token.kind == Kind::Name;
        if self.context == Context::EnumValue
            || !self.among_parameters()
            || !self.expects(Expected::Mark(":"))
            || !named(before)
            || !named(found)
        {
            return None;
        }
        let next = self.piece.get(self.index + 1).copied().filter(|next| named(*next));
        let (ty, name) = match (self.text(before), next) {
            (word @ ("repeated" | "optional" | "required"), Some(name)) if !name.new_line => {
                let (ty, _) = self.types().at(self.index)?;
                let ty = match word {
                    "repeated" => format!("[{ty}]"),
                    "optional" => format!("{ty}?"),
                    _ => ty,
                };
                (ty, name)
            }
            (ty, _) if type_words::likeness(ty) > type_words::likeness(self.text(found)) => {
                (self.types().at(self.index - 1)?.0, found)
            }
            _ => return None,
        };
        let span = Span::new(self.source.id, before.start, name.end);
        let name_end = self.piece.iter().position(|token| token.start == name.start)?;
        let numbered = self.piece.get(name_end + 1).is_some_and(|token| token.byte == b'=')
            && self.piece.get(name_end + 2).is_some_and(|token| token.kind == Kind::Number);
        let report =
            Diagnostic::new(Code::MISSING_COLON, "the name comes first, then a `:` and its type")
                .at(span, "the type comes first here")
                .help(format!("write `{}: {ty}`", self.text(name)));
        Some(if numbered {
            report.note("fields have no numbers: they go over the wire by name")
        } else {
            report
        })
    }

    /// Whether no bracket is open, or only that of parameters.
    fn among_parameters(&self) -> bool {
        let mut open: Vec<usize> = Vec::new();
        for (at, token) in self.piece[..self.index].iter().enumerate() {
            match token.kind {
                Kind::Open => open.push(at),
                Kind::Close => _ = open.pop(),
                _ => {}
            }
        }
        match open[..] {
            [] => true,
            [at] => at > 0 && self.piece[at - 1].kind == Kind::Name,
            _ => false,
        }
    }

    /// `Get{}`, `Get[]`
    pub(super) fn nothing_in_braces(&self) -> Option<Diagnostic> {
        let operation = matches!(
            self.context,
            Context::Operation | Context::Definition(DefinitionKind::Function)
        );
        let closed = matches!(self.found()?.byte, b'}' | b']');
        let name = self.piece.get(self.index.checked_sub(2)?)?;
        let open = self.before()?.kind == Kind::Open && self.open().len() == 1;
        if !(operation && closed && open && name.kind == Kind::Name) {
            return None;
        }
        let name = self.text(*name);
        Some(self.expected(Code::EXPECTED_TYPE, "the value that is sent").help(format!(
            "braces hold one value: `{name}{{value: T}}`; an operation that takes nothing is written `{name}()`"
        )))
    }
}
