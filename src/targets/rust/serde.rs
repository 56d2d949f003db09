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

/// The attributes of a field.
pub fn field(context: &Context<'_>, field: &Field, name: &str) -> String {
    let absent = (field.default.is_some() || field.ty.is_optional()).then_some("default");
    attribute(context, (name, &field.name), absent, &field.ty)
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
