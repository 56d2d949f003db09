//! Types and initial values.

use super::code::Code;
use super::doc::{Doc, Right, assign, call, concat, group, text};
use super::names::Names;
use super::spelling::quoted;
use crate::ir::{Contract, Key, Literal, Scalar, Type, TypeId, TypeKind};
use crate::targets::naming::Scope;
use crate::targets::text::Text;

/// What is needed to print types and values.
pub(super) struct Types<'a> {
    pub(super) contract: &'a Contract,
    pub(super) names: &'a Names,
    /// What stands before the names of the contract's types: nothing, or its module and a dot.
    pub(super) prefix: String,
}

impl Types<'_> {
    pub(super) fn name(&self, id: TypeId) -> String {
        format!("{}{}", self.prefix, self.names.types[id.0].name)
    }

    /// Whether an optional of the type needs a box: there is no `u32 | null`.
    pub(super) fn is_boxed(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(scalar) => !matches!(
                scalar,
                Scalar::String | Scalar::Bytes | Scalar::DateTime | Scalar::Raw | Scalar::Value
            ),
            Type::Named(id) => matches!(self.contract.get(*id).kind, TypeKind::Enum(_)),
            _ => false,
        }
    }

    pub(super) fn ty(&self, ty: &Type) -> Doc<'static> {
        match ty {
            Type::Scalar(scalar) => text(match scalar {
                Scalar::Bytes => "ArrayBuffer",
                Scalar::DateTime => "wapc.DateTime",
                Scalar::Raw | Scalar::Value => "wapc.Raw",
                scalar => scalar.name(),
            }),
            Type::Named(id) => text(self.name(*id)),
            Type::Optional(inner) => {
                let value = if self.is_boxed(inner) {
                    generic("wapc.Box", vec![(self.ty(inner), true)])
                } else {
                    self.ty(inner)
                };
                union(value)
            }
            Type::List(item) => generic("Array", vec![self.argument(item)]),
            Type::Map(key, value) => {
                generic("Map", vec![(self.key(*key), true), self.argument(value)])
            }
        }
    }

    /// The type without its last `| null` broken over lines: as a parameter of another type.
    fn argument(&self, ty: &Type) -> (Doc<'static>, bool) {
        (self.ty(ty), matches!(ty, Type::Scalar(_) | Type::Named(_)))
    }

    fn key(&self, key: Key) -> Doc<'static> {
        self.ty(&key.ty())
    }

    /// `wapc.Result<…>`
    pub(super) fn result(&self, output: Option<&Type>) -> Doc<'static> {
        match output {
            None => text("wapc.Result<wapc.Void>"),
            Some(ty) => generic("wapc.Result", vec![self.argument(ty)]),
        }
    }

    /// What a value is before anything is read into it.
    pub(super) fn initial(&self, ty: &Type) -> (Doc<'static>, Right) {
        match ty {
            Type::Scalar(Scalar::Bool) => (text("false"), Right::Never),
            Type::Scalar(Scalar::String) => (text("\"\""), Right::Before),
            Type::Scalar(Scalar::Bytes) => (text("wapc.EMPTY"), Right::Before),
            Type::Scalar(Scalar::DateTime) => (text("new wapc.DateTime()"), Right::Inside),
            Type::Scalar(Scalar::Raw | Scalar::Value) => (text("new wapc.Raw()"), Right::Inside),
            Type::Scalar(_) => (text("0"), Right::Never),
            Type::Named(id) => match &self.contract.get(*id).kind {
                TypeKind::Enum(_) => (text(self.enum_value(*id, 0)), Right::Before),
                _ => (text(format!("new {}()", self.name(*id))), Right::Inside),
            },
            Type::Optional(_) => (text("null"), Right::Inside),
            Type::List(_) => (text("new Array()"), Right::Inside),
            Type::Map(..) => (text("new Map()"), Right::Inside),
        }
    }

    fn enum_value(&self, id: TypeId, position: usize) -> String {
        format!("{}.{}", self.name(id), self.names.types[id.0].members[position])
    }

    /// A default that is one expression; `None`: it takes statements.
    pub(super) fn literal(&self, literal: &Literal, ty: &Type) -> Option<(Doc<'static>, Right)> {
        let scalar = match ty.required() {
            Type::Scalar(scalar) => *scalar,
            _ => Scalar::Value,
        };
        let (value, how) = match literal {
            Literal::None => return Some((text("null"), Right::Inside)),
            Literal::Int(value) => (text(integer(*value, scalar)), Right::Never),
            Literal::Float(value) => (text(float(*value, scalar)), Right::Never),
            Literal::Bool(value) => (text(value.to_string()), Right::Never),
            Literal::String(value) => (text(quoted(value)), Right::Before),
            Literal::Bytes(value) if value.is_empty() => (text("wapc.EMPTY"), Right::Before),
            Literal::Bytes(value) => {
                let value = quoted(&String::from_utf8_lossy(value));
                (call("String.UTF8.encode", vec![text(value)]), Right::Inside)
            }
            Literal::DateTime(seconds, nanos) => {
                let arguments = vec![text(seconds.to_string()), text(nanos.to_string())];
                (call("new wapc.DateTime", arguments), Right::Inside)
            }
            Literal::Enum(id, position) => (text(self.enum_value(*id, *position)), Right::Before),
            Literal::List(items) if items.is_empty() => (text("new Array()"), Right::Inside),
            Literal::Map(entries) if entries.is_empty() => (text("new Map()"), Right::Inside),
            Literal::List(_) | Literal::Map(_) | Literal::Struct(..) | Literal::Union(..) => {
                return None;
            }
        };
        match ty {
            Type::Optional(inner) if self.is_boxed(inner) => {
                let new = concat([text("wapc.box"), generic("", vec![(self.ty(inner), true)])]);
                Some((concat([new, call("", vec![value])]), Right::Inside))
            }
            _ => Some((value, how)),
        }
    }

    /// Statements that make a value, and the expression that is then it.
    pub(super) fn build(
        &self,
        literal: &Literal,
        ty: &Type,
        scope: &mut Scope,
        lines: &mut Text,
    ) -> Doc<'static> {
        let required = ty.required();
        if !matches!(literal, Literal::List(_) | Literal::Map(_))
            && let Some((value, _)) = self.literal(literal, ty)
        {
            return value;
        }
        match (literal, required) {
            (Literal::List(items), Type::List(item)) => {
                let name = scope.take("list");
                lines.constant(&name, self.construct(required), Right::Inside);
                for value in items {
                    let value = self.build(value, item, scope, lines);
                    lines.statement(call(format!("{name}.push"), vec![value]));
                }
                text(name)
            }
            (Literal::Map(entries), Type::Map(key, item)) => {
                let name = scope.take("map");
                lines.constant(&name, self.construct(required), Right::Inside);
                for (at, value) in entries {
                    let at = self.build(at, &key.ty(), scope, lines);
                    let value = self.build(value, item, scope, lines);
                    lines.statement(call(format!("{name}.set"), vec![at, value]));
                }
                text(name)
            }
            (Literal::Struct(id, values), _) => {
                let name = self.make(*id, "struct_", scope, lines);
                let fields = self.contract.get(*id).fields().unwrap_or_default();
                for ((field, value), member) in
                    fields.iter().zip(values).zip(&self.names.types[id.0].members)
                {
                    let value = self.build(value, &field.ty, scope, lines);
                    lines.assign(&format!("{name}.{member}"), value, Right::Inside);
                }
                text(name)
            }
            (Literal::Union(id, position, value), _) => {
                let name = self.make(*id, "union", scope, lines);
                if let TypeKind::Union(members) = &self.contract.get(*id).kind {
                    let ty = Type::Optional(Box::new(members[*position].ty.required().clone()));
                    let value = self.build(value, &ty, scope, lines);
                    let member = &self.names.types[id.0].members[*position];
                    lines.assign(&format!("{name}.{member}"), value, Right::Inside);
                }
                text(name)
            }
            _ => text("null"),
        }
    }

    fn make(&self, id: TypeId, name: &str, scope: &mut Scope, lines: &mut Text) -> String {
        let name = scope.take(name.trim_end_matches('_'));
        lines.constant(&name, text(format!("new {}()", self.name(id))), Right::Inside);
        name
    }

    /// `new Array<…>()`
    pub(super) fn construct(&self, ty: &Type) -> Doc<'static> {
        concat([text("new "), self.ty(ty), text("()")])
    }

    /// `name: type`
    pub(super) fn typed(&self, name: &str, ty: &Type) -> Doc<'static> {
        concat([text(format!("{name}: ")), self.ty(ty)])
    }

    /// `name: type = value`
    pub(super) fn declaration(
        &self,
        name: &str,
        ty: &Type,
        value: (Doc<'static>, Right),
    ) -> Doc<'static> {
        assign(self.typed(name, ty), can_break(ty), value.0, value.1)
    }
}

/// Whether the name of a type can stand on several lines, to prettier.
fn can_break(ty: &Type) -> bool {
    match ty {
        Type::Scalar(_) | Type::Named(_) => false,
        Type::Optional(_) | Type::Map(..) => true,
        Type::List(item) => !matches!(**item, Type::Scalar(_) | Type::Named(_)),
    }
}

/// `name<arguments>`; a lone simple argument is never broken.
pub(super) fn generic(
    name: &'static str,
    mut arguments: Vec<(Doc<'static>, bool)>,
) -> Doc<'static> {
    if let [(_, true)] = arguments.as_slice() {
        let (argument, _) = arguments.remove(0);
        return concat([text(format!("{name}<")), argument, text(">")]);
    }
    let arguments = arguments.into_iter().map(|(argument, _)| argument).collect();
    concat([text(name), group([text("<"), super::doc::listed(arguments, false), text(">")])])
}

/// `value | null`, however long it is: asc reads no union that begins with a bar, as prettier has it in lines of their own.
fn union(value: Doc<'static>) -> Doc<'static> {
    concat([value, text(" | null")])
}

fn integer(value: i128, scalar: Scalar) -> String {
    match (scalar.integer_range(), scalar) {
        (Some((least, _)), Scalar::I64) if value == least => "i64.MIN_VALUE".to_owned(),
        (Some((_, most)), Scalar::I64 | Scalar::U64) if value == most => {
            format!("{}.MAX_VALUE", scalar.name())
        }
        _ => value.to_string(),
    }
}

fn float(value: f64, scalar: Scalar) -> String {
    if value == 0.0 && value.is_sign_negative() {
        let zero = "-1 / Infinity";
        return if scalar == Scalar::F32 { format!("<f32>({zero})") } else { zero.to_owned() };
    }
    #[allow(clippy::cast_possible_truncation, reason = "it is one that f32 holds")]
    let (plain, exponent) = if scalar == Scalar::F32 {
        (format!("{}", value as f32), format!("{:e}", value as f32))
    } else {
        (format!("{value}"), format!("{value:e}"))
    };
    if plain.len() <= 17 { plain } else { exponent }
}
