//! Types as they are written, resolved.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Key, Scalar, Type};
use crate::source::Span;
use crate::syntax::ast::{TypeRef, TypeRefKind};
use crate::syntax::foreign_type;

use super::Resolver;
use super::scope::{Builtin, Node, Target, builtin};

impl<'a> Resolver<'a> {
    /// The type of a value; `None` if it was reported.
    pub(super) fn resolve_type(&mut self, unit: usize, ty: &TypeRef) -> Option<Type> {
        let required = match &ty.kind {
            TypeRefKind::Name(name) => self.resolve_name(unit, name, ty.span)?,
            TypeRefKind::List(item) => Type::List(Box::new(self.resolve_type(unit, item)?)),
            TypeRefKind::Map(key, value) => {
                // Both, so that both are reported.
                let key = self.resolve_key(unit, key);
                let value = self.resolve_type(unit, value);
                Type::Map(key?, Box::new(value?))
            }
        };
        Some(if ty.optional { optional(required) } else { required })
    }

    /// The type of a result: `None` is void.
    pub(super) fn resolve_result(&mut self, unit: usize, ty: &TypeRef) -> Option<Option<Type>> {
        let void =
            matches!(&ty.kind, TypeRefKind::Name(name) if builtin(name) == Some(Builtin::Void));
        if void && !ty.optional {
            return Some(None);
        }
        self.resolve_type(unit, ty).map(Some)
    }

    fn resolve_name(&mut self, unit: usize, name: &str, span: Span) -> Option<Type> {
        match self.look_up(unit, name, span) {
            Some(Target::Def(def)) => {
                self.ids[def].map_or_else(|| self.aliases[def].clone(), |id| Some(Type::Named(id)))
            }
            Some(Target::Broken | Target::Ambiguous(_)) => None,
            None => self.resolve_builtin(unit, name, span),
        }
    }

    fn resolve_builtin(&mut self, unit: usize, name: &str, span: Span) -> Option<Type> {
        match builtin(name) {
            Some(Builtin::Scalar(scalar)) => Some(Type::Scalar(scalar)),
            Some(Builtin::Synonym(scalar)) => {
                let report = Diagnostic::new(
                    Code::SYNONYM,
                    format!("`{name}` is another word for `{}`", scalar.name()),
                );
                self.lint(unit, report.at(span, "").help(format!("write `{}`", scalar.name())));
                Some(Type::Scalar(scalar))
            }
            Some(Builtin::Void) => {
                let report = Diagnostic::new(Code::VOID, "`void` is no type of a value");
                self.report(
                    report
                        .at(span, "only an operation's result can be void")
                        .help("for any value write `value`; for a value that may be absent, write its type with `?`"),
                );
                None
            }
            None => {
                self.unknown_type(unit, name, span);
                None
            }
        }
    }

    /// Reports a name that no type has.
    pub(super) fn unknown_type(&mut self, unit: usize, name: &str, span: Span) {
        if self.scopes[unit].open {
            return;
        }
        let mut report = Diagnostic::new(Code::UNKNOWN_TYPE, format!("unknown type `{name}`"))
            .at(span, "not defined here, nor imported");
        report.help =
            foreign_type(name).map(|known| format!("WIDL calls it `{known}`")).or_else(|| {
                self.did_you_mean(name, |known| {
                    let mut names = known.scopes[unit].names();
                    names.extend(Scalar::ALL.map(Scalar::name));
                    names
                })
            });
        self.report(report);
    }

    fn resolve_key(&mut self, unit: usize, key: &TypeRef) -> Option<Key> {
        let ty = self.resolve_type(unit, key)?;
        match ty {
            Type::Scalar(
                scalar @ (Scalar::String
                | Scalar::Bool
                | Scalar::I8
                | Scalar::I16
                | Scalar::I32
                | Scalar::I64
                | Scalar::U8
                | Scalar::U16
                | Scalar::U32
                | Scalar::U64),
            ) => return Some(Key::Scalar(scalar)),
            Type::Named(id) => {
                if let Node::Enum(_) = self.defs[self.by_id[id.0]].node {
                    return Some(Key::Enum(id));
                }
            }
            _ => {}
        }
        let what = match ty {
            Type::Optional(_) => "an optional",
            Type::List(_) => "a list",
            Type::Map(..) => "a map",
            Type::Scalar(Scalar::F32 | Scalar::F64) => "a float",
            Type::Scalar(_) => "of that type",
            Type::Named(_) => "a structure",
        };
        let report = Diagnostic::new(Code::MAP_KEY, format!("a map's key cannot be {what}"));
        self.report(
            report
                .at(key.span, "a string, an integer, a bool or an enum")
                .help("for other keys, make a list of a `type` with two fields"),
        );
        None
    }
}

/// An optional of an optional is one optional.
fn optional(ty: Type) -> Type {
    if ty.is_optional() { ty } else { Type::Optional(Box::new(ty)) }
}

/// The type of a field with `@ref`: what is referred to is replaced by its key.
pub(super) fn reference(ty: Type) -> Type {
    match ty {
        Type::Scalar(_) | Type::Named(_) => Type::Scalar(Scalar::String),
        Type::Optional(inner) => Type::Optional(Box::new(reference(*inner))),
        Type::List(item) => Type::List(Box::new(reference(*item))),
        Type::Map(key, value) => Type::Map(key, Box::new(reference(*value))),
    }
}

/// A type as it is written.
pub(super) fn written(ty: &TypeRef) -> String {
    let mut text = match &ty.kind {
        TypeRefKind::Name(name) => name.clone(),
        TypeRefKind::List(item) => format!("[{}]", written(item)),
        TypeRefKind::Map(key, value) => format!("{{{}: {}}}", written(key), written(value)),
    };
    if ty.optional {
        text.push('?');
    }
    text
}
