//! Defaults as Go expressions.

use std::fmt::Write as _;

use crate::ir::Literal;
use crate::wire::{Codec, Plan, TypePlan};

use super::code::{Code, nilable};

/// Whether a default is what a variable of its type holds anyway.
fn is_zero(plan: &Plan, literal: &Literal) -> bool {
    match literal {
        Literal::None => true,
        Literal::Int(value) => *value == 0,
        Literal::Float(value) => value.to_bits() == 0,
        Literal::Bool(value) => !value,
        Literal::String(value) => value.is_empty(),
        Literal::Bytes(value) => value.is_empty(),
        Literal::List(items) => items.is_empty(),
        Literal::Map(entries) => entries.is_empty(),
        Literal::DateTime(..) | Literal::Union(..) => false,
        Literal::Enum(id, at) => {
            matches!(plan.get(*id), TypePlan::Enum(plan) if plan.values[*at].1 == 0)
        }
        Literal::Struct(_, fields) => fields.iter().all(|field| is_zero(plan, field)),
    }
}

/// A default as an expression of the type that its codec has. Only `None` is nothing to an optional.
pub(super) fn expression(code: &Code<'_>, codec: &Codec, literal: &Literal) -> String {
    if let Codec::Optional(inner) = codec {
        return match literal {
            Literal::None => "nil".to_owned(),
            _ if nilable(inner) => expression(code, inner, literal),
            Literal::Struct(..) | Literal::Union(..) => {
                format!("&{}", expression(code, inner, literal))
            }
            _ => format!("wapc.Some({})", typed(code, inner, literal)),
        };
    }
    match (literal, codec) {
        (Literal::Int(value), _) => value.to_string(),
        (Literal::Float(value), _) => float(*value, codec),
        (Literal::Bool(value), _) => value.to_string(),
        (Literal::String(value), _) => quoted(value.as_bytes()),
        (Literal::Bytes(value), _) if value.is_empty() => "[]byte{}".to_owned(),
        (Literal::Bytes(value), _) => format!("[]byte({})", quoted(value)),
        (Literal::DateTime(seconds, nanos), _) => format!("time.Unix({seconds}, {nanos}).UTC()"),
        (Literal::Enum(id, at), _) => code.names.types[id.0].members[*at].clone(),
        (Literal::List(items), Codec::List(item)) => {
            let items: Vec<String> =
                items.iter().map(|value| expression(code, item, value)).collect();
            format!("{}{{{}}}", code.ty(codec), items.join(", "))
        }
        (Literal::Map(entries), Codec::Map(key, value)) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(k, v)| {
                    format!("{}: {}", expression(code, key, k), expression(code, value, v))
                })
                .collect();
            format!("{}{{{}}}", code.ty(codec), entries.join(", "))
        }
        (Literal::Struct(id, values), _) => {
            let TypePlan::Struct(plan) = code.plan.get(*id) else { return String::new() };
            let names = &code.names.types[id.0];
            let mut fields = Vec::new();
            for ((field, name), value) in plan.fields.iter().zip(&names.members).zip(values) {
                if !omitted(code.plan, &field.codec, value) {
                    fields.push(format!("{name}: {}", expression(code, &field.codec, value)));
                }
            }
            format!("{}{{{}}}", names.name, fields.join(", "))
        }
        (Literal::Union(id, at, value), _) => {
            let TypePlan::Union(plan) = code.plan.get(*id) else { return String::new() };
            let names = &code.names.types[id.0];
            let member = Codec::Optional(Box::new(plan.members[*at].1.clone()));
            format!(
                "{}{{{}: {}}}",
                names.name,
                names.members[*at],
                expression(code, &member, value)
            )
        }
        _ => String::new(),
    }
}

/// Whether a field of this default need not be set.
pub(super) fn omitted(plan: &Plan, codec: &Codec, literal: &Literal) -> bool {
    match codec {
        Codec::Optional(_) => *literal == Literal::None,
        _ => is_zero(plan, literal),
    }
}

/// An expression whose type does not depend on where it stands.
fn typed(code: &Code<'_>, codec: &Codec, literal: &Literal) -> String {
    let plain = expression(code, codec, literal);
    match codec {
        Codec::Signed(_) | Codec::Unsigned(_) | Codec::F32 | Codec::F64 => {
            format!("{}({plain})", code.ty(codec))
        }
        _ => plain,
    }
}

/// A float; as a constant there is no negative zero.
fn float(value: f64, codec: &Codec) -> String {
    match codec {
        Codec::F32 if value != 0.0 => format!("{:?}", value as f32),
        _ if value != 0.0 || value.is_sign_positive() => format!("{value:?}"),
        Codec::F32 => "float32(math.Copysign(0, -1))".to_owned(),
        _ => "math.Copysign(0, -1)".to_owned(),
    }
}

/// A string literal: what can be read stays as it is.
pub(super) fn quoted(bytes: &[u8]) -> String {
    let mut literal = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => literal.push_str("\\\""),
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                '\u{feff}' => literal.push_str("\\ufeff"),
                c if c.is_control() => {
                    let _ = write!(literal, "\\u{:04x}", u32::from(c));
                }
                c => literal.push(c),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(literal, "\\x{byte:02x}");
        }
    }
    literal.push('"');
    literal
}
