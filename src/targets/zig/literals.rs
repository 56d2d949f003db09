//! Defaults as Zig expressions.

use crate::ir::{Literal, Scalar, Type};

use super::names::Names;
use super::spelling::{bytes, member, text};

/// The default of a field of this type.
pub(super) fn default(literal: &Literal, ty: &Type, names: &Names) -> String {
    match (literal, ty.required()) {
        (Literal::Float(value), Type::Scalar(Scalar::F32)) => format!("{:?}", *value as f32),
        _ => expression(literal, names),
    }
}

/// The expression, where its type is known.
fn expression(literal: &Literal, names: &Names) -> String {
    match literal {
        Literal::None => "null".to_owned(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => float(*value),
        Literal::Bool(value) => value.to_string(),
        Literal::String(value) => text(value),
        Literal::Bytes(value) => bytes(value),
        Literal::DateTime(seconds, nanos) => {
            format!(".{{ .seconds = {seconds}, .nanos = {nanos} }}")
        }
        Literal::Enum(id, at) => format!(".{}", member(&names.types[id.0].members[*at])),
        Literal::List(items) => {
            let items = items.iter().map(|item| expression(item, names));
            format!("&{}", list(&items.collect::<Vec<_>>()))
        }
        Literal::Map(entries) if entries.is_empty() => ".empty".to_owned(),
        Literal::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                format!(
                    ".{{ .key = {}, .value = {} }}",
                    expression(key, names),
                    expression(value, names)
                )
            });
            format!(".{{ .entries = &{} }}", list(&entries.collect::<Vec<_>>()))
        }
        Literal::Struct(id, values) => {
            let values = names.types[id.0].members.iter().zip(values);
            let values = values
                .map(|(name, value)| format!(".{} = {}", member(name), expression(value, names)));
            fields(&values.collect::<Vec<_>>())
        }
        Literal::Union(id, at, value) => {
            let name = member(&names.types[id.0].members[*at]);
            format!(".{{ .{name} = {} }}", expression(value, names))
        }
    }
}

/// Whether the expression needs no type to say what it is.
pub(super) const fn is_plain(literal: &Literal) -> bool {
    !matches!(
        literal,
        Literal::DateTime(..)
            | Literal::List(_)
            | Literal::Map(_)
            | Literal::Struct(..)
            | Literal::Union(..)
    )
}

/// A list literal: one item stands without spaces.
fn list(items: &[String]) -> String {
    match items {
        [] => ".{}".to_owned(),
        [item] => format!(".{{{item}}}"),
        items => format!(".{{ {} }}", items.join(", ")),
    }
}

/// A struct literal.
fn fields(fields: &[String]) -> String {
    if fields.is_empty() { ".{}".to_owned() } else { format!(".{{ {} }}", fields.join(", ")) }
}

/// All digits that matter, and always a point or an exponent.
fn float(value: f64) -> String {
    format!("{value:?}")
}
