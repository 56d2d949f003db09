//! `--serde`: derives, with the names of the wire.

use super::context::Context;
use super::literal::quoted;
use super::print::Print;
use crate::ir::{Field, Member, Scalar, Type, TypeId};

/// What more a type derives.
pub fn derives(context: &Context<'_>) -> &'static str {
    if context.options.serde { ", ::serde::Serialize, ::serde::Deserialize" } else { "" }
}

/// The name of a value of an enum, in a line.
pub fn rename(context: &Context<'_>, wire: &str, name: &str) -> String {
    if !context.options.serde || bare(name) == wire {
        return String::new();
    }
    format!("#[serde(rename = {})]\n", quoted(wire))
}

/// What an absent field of a struct is.
#[derive(Clone, Copy, PartialEq)]
pub enum Absent {
    /// What it is in the struct's default, which stands for all fields.
    AsWhole,
    /// What each field says.
    AsEach,
}

/// Prints the attribute of a struct, if it needs one; `zero` says that all of its defaults are empty values.
pub fn structure(out: &mut String, context: &Context<'_>, fields: &[Field], zero: bool) -> Absent {
    if !context.options.serde || zero || !fields.iter().all(may_be_absent) {
        return Absent::AsEach;
    }
    out.push_str("#[serde(default)]\n");
    Absent::AsWhole
}

fn may_be_absent(field: &Field) -> bool {
    field.default.is_some() || field.ty.is_optional()
}

/// Whether an absent field has a value that a function must say.
fn has_function(context: &Context<'_>, field: &Field) -> bool {
    field.default.as_ref().is_some_and(|default| !context.is_zero(default))
}

/// The attributes of a field of the struct `owner`.
pub fn field(
    context: &Context<'_>,
    field: &Field,
    name: &str,
    owner: &str,
    absent: Absent,
) -> String {
    let absent = if absent == Absent::AsWhole || !may_be_absent(field) {
        None
    } else if has_function(context, field) {
        Some(format!("default = \"{owner}::default_{}\"", bare(name)))
    } else {
        Some("default".to_owned())
    };
    attribute(context, (name, &field.name), absent.as_deref(), &field.ty)
}

/// Prints the functions that say what absent fields are, where the struct's default does not stand for all of them.
pub fn defaults(
    out: &mut String,
    context: &Context<'_>,
    name: &str,
    fields: &[Field],
    members: &[impl AsRef<str>],
) {
    let fields = fields.iter().zip(members).filter(|(field, _)| has_function(context, field));
    let functions = fields.map(|(field, member)| {
        let (member, ty) = (member.as_ref(), context.owned(&field.ty, field.boxed));
        format!("fn default_{}() -> {ty} {{\nSelf::default().{member}\n}}\n", bare(member))
    });
    let functions = functions.collect::<Vec<_>>().join("\n");
    out.item(format_args!("impl {name} {{\n{functions}}}"));
}

/// The attributes of a union's member.
pub fn member(context: &Context<'_>, member: &Member, name: &str) -> String {
    attribute(context, (name, &member.name), None, &member.ty)
}

fn attribute(
    context: &Context<'_>,
    (name, wire): (&str, &str),
    absent: Option<&str>,
    ty: &Type,
) -> String {
    if !context.options.serde {
        return String::new();
    }
    let rename = (bare(name) != wire).then(|| format!("rename = {}", quoted(wire)));
    let with = foreign(ty).then_some("with = \"as_serde\"");
    let facts = rename.as_deref().into_iter().chain(absent).chain(with);
    let facts: Vec<&str> = facts.collect();
    if facts.is_empty() { String::new() } else { format!("#[serde({})]\n", facts.join(", ")) }
}

/// Prints what makes the runtime's own types known to serde, for the fields that hold some.
pub fn items(out: &mut String, context: &Context<'_>) {
    if !context.options.serde || !context.mentioned().into_iter().any(foreign) {
        return;
    }
    let types = context.contract.types().map(|(id, _)| id);
    let types = types.filter(|id| context.is_used(*id)).map(|id: TypeId| context.name(id));
    let types = types.collect::<Vec<_>>().join(", ");
    out.item(format_args!("wapc::as_serde!({types});"));
}

/// Whether a type is made of a map, an instant or a raw value, which are the runtime's.
fn foreign(ty: &Type) -> bool {
    match ty {
        Type::Map(..) | Type::Scalar(Scalar::DateTime | Scalar::Raw | Scalar::Value) => true,
        Type::Optional(inner) | Type::List(inner) => foreign(inner),
        Type::Scalar(_) | Type::Named(_) => false,
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
