//! How values of another kind than their type are likely meant.

use crate::ir::{Member, Scalar, Type, TypeId, TypeKind};
use crate::syntax::ast::Value;

use super::Resolver;

impl Resolver<'_> {
    /// How a value of another kind is likely meant.
    pub(super) fn remedy(&self, ty: &Type, value: &Value) -> Option<String> {
        let integer = |scalar: &Scalar| scalar.integer_range().is_some();
        Some(match (ty, value) {
            (Type::Scalar(Scalar::DateTime), _) => {
                "write it as in \"2021-03-01T12:30:00Z\"".to_owned()
            }
            (Type::Scalar(Scalar::String | Scalar::Bytes), value) => {
                format!("write it between quotes: \"{}\"", bare(value)?)
            }
            (Type::Scalar(Scalar::Bool), Value::Int(0)) => "write `false`".to_owned(),
            (Type::Scalar(Scalar::Bool), Value::Int(1)) => "write `true`".to_owned(),
            (Type::Scalar(Scalar::Bool), Value::String(text) | Value::Name(text)) => {
                match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" | "on" | "1" => "write `true`".to_owned(),
                    "false" | "no" | "off" | "0" => "write `false`".to_owned(),
                    _ => "write `true` or `false`".to_owned(),
                }
            }
            (Type::Scalar(scalar), Value::Float(number)) if integer(scalar) => {
                if number.fract() == 0.0 {
                    format!("write it without a fraction: {number:.0}")
                } else {
                    "write a whole number, or make the type `f64`".to_owned()
                }
            }
            (Type::Scalar(scalar), Value::String(text))
                if integer(scalar) && text.parse::<i64>().is_ok() =>
            {
                format!("write it without quotes: {text}")
            }
            (Type::Scalar(Scalar::F32 | Scalar::F64), Value::String(text))
                if text.parse::<f64>().is_ok_and(f64::is_finite) =>
            {
                format!("write it without quotes: {text}")
            }
            (Type::Scalar(scalar), _) if integer(scalar) => "write a number, such as 1".to_owned(),
            (Type::Scalar(Scalar::F32 | Scalar::F64), _) => {
                "write a number, such as 1.5".to_owned()
            }
            (Type::List(_), Value::Map(_)) => "write a list as in `[a, b]`".to_owned(),
            (Type::List(_), value) => {
                format!("a list stands in brackets: `[{}]`", shown(value))
            }
            (Type::Map(..), _) => "a map is written with its keys: `{key: value}`".to_owned(),
            (Type::Named(TypeId(id)), value) => {
                let TypeKind::Union(members) = &self.types.get(*id)?.kind else { return None };
                self.member_for(members, value)?
            }
            _ => return None,
        })
    }

    /// A union's value is one member with its value: the first that it could be.
    fn member_for(&self, members: &[Member], value: &Value) -> Option<String> {
        let has = |id: &TypeId, name: &str| match self.types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Enum(values)) => values.iter().any(|value| value.name == name),
            _ => false,
        };
        let fits = |member: &&Member| match (member.ty.required(), value) {
            (Type::Scalar(Scalar::String), Value::String(_))
            | (Type::Scalar(Scalar::Bool), Value::Bool(_))
            | (Type::Scalar(Scalar::F32 | Scalar::F64), Value::Float(_))
            | (Type::List(_), Value::List(_)) => true,
            (Type::Scalar(scalar), Value::Int(_)) => scalar.integer_range().is_some(),
            (Type::Named(id), Value::Name(name)) => has(id, name),
            _ => false,
        };
        let fitting = members.iter().find(fits);
        let member = &fitting.or_else(|| members.first())?.name;
        let inner = fitting.map_or_else(|| "…".to_owned(), |_| shown(value));
        Some(format!("write one member with its value: `{{{member}: {inner}}}`"))
    }
}

/// A short value as it is written.
fn shown(value: &Value) -> String {
    match (bare(value), value) {
        (Some(text), Value::String(_)) => format!("\"{text}\""),
        (Some(text), _) => text,
        (None, _) => "…".to_owned(),
    }
}

/// A short value as it is written, without quotes.
fn bare(value: &Value) -> Option<String> {
    let text = match value {
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Name(text) | Value::String(text) => text.clone(),
        Value::Null | Value::List(_) | Value::Map(_) => return None,
    };
    (text.len() <= 60 && !text.contains(['"', '\\', '\n'])).then_some(text)
}
