//! Structs, enums and unions.

use serde::Serialize;

use crate::ir::{Field, Literal, Scalar, Type, TypeDef, TypeKind};
use crate::targets::Job;
use crate::wire::{Codec, FieldPlan, Missing, TypePlan};

use super::names::{Names, TypeNames};
use super::spelling::{member, text};
use super::{comments, item, literals};

#[derive(Serialize)]
struct Struct<'a> {
    docs: Vec<String>,
    visibility: &'static str,
    name: &'a str,
    empty: bool,
    fields: Vec<Member>,
}

#[derive(Serialize)]
struct Enum<'a> {
    docs: Vec<String>,
    name: &'a str,
    values: Vec<Member>,
}

#[derive(Serialize)]
struct Union<'a> {
    docs: Vec<String>,
    name: &'a str,
    members: Vec<Member>,
}

/// A field, a value or a member.
#[derive(Serialize)]
struct Member {
    docs: Vec<String>,
    declaration: String,
    /// Its row in the list of what goes on the wire.
    wire: String,
}

/// Prints the types of a contract.
pub(super) fn print(job: &Job<'_>, names: &Names) -> Vec<String> {
    let types = job.contract.types.iter().zip(&job.plan.types).zip(&names.types);
    let visited = types.filter(|((def, _), _)| !def.novisit);
    visited.map(|((def, plan), own)| print_one(def, plan, own, names)).collect()
}

fn print_one(def: &TypeDef, plan: &TypePlan, own: &TypeNames, names: &Names) -> String {
    let (docs, name) = (comments::of_type(def), own.name.as_str());
    match (&def.kind, plan) {
        (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
            let fields = rows(fields, &plan.fields, &own.members, names, true);
            item(
                "struct",
                &Struct { docs, visibility: "pub ", name, empty: fields.is_empty(), fields },
            )
        }
        (TypeKind::Enum(values), TypePlan::Enum(plan)) => {
            let values = values.iter().zip(&plan.values).zip(&own.members);
            let values = values.map(|((value, (key, number)), name)| Member {
                docs: comments::of_value(value),
                declaration: format!("{} = {number}", member(name)),
                wire: format!("{}, .{}", text(key), member(name)),
            });
            item("enum", &Enum { docs, name, values: values.collect() })
        }
        (TypeKind::Union(members), TypePlan::Union(plan)) => {
            let members = members.iter().zip(&plan.members).zip(&own.members);
            let members = members.map(|((of, (key, codec)), name)| Member {
                docs: Vec::new(),
                declaration: format!("{}: {}", member(name), boxed(value(&of.ty, names), of.boxed)),
                wire: format!(
                    "{}, .{}, {}",
                    text(key),
                    member(name),
                    boxed_form(codec, of.boxed, names)
                ),
            });
            item("union", &Union { docs, name, members: members.collect() })
        }
        _ => unreachable!("the plan is of this contract"),
    }
}

/// The struct in which arguments are sent: it is private, and its fields have no defaults but those of the wire.
pub(super) fn arguments(
    name: &str,
    parameters: &[Field],
    plan: &[FieldPlan],
    fields: &[String],
    names: &Names,
) -> String {
    let fields = rows(parameters, plan, fields, names, false);
    let view = Struct { docs: Vec::new(), visibility: "", name, empty: fields.is_empty(), fields };
    item("struct", &view)
}

fn rows(
    fields: &[Field],
    plan: &[FieldPlan],
    own: &[String],
    names: &Names,
    is_public: bool,
) -> Vec<Member> {
    let fields = fields.iter().zip(plan).zip(own);
    let rows = fields.map(|((field, plan), name)| {
        let ty = boxed(value(&field.ty, names), field.boxed);
        let name = member(name);
        let mut wire = format!(
            "{}, .{name}, {}",
            text(&plan.key),
            boxed_form(&plan.codec, field.boxed, names)
        );
        if let Missing::Default(literal) = &plan.missing {
            wire.push_str(", ");
            wire.push_str(&default(literal, &ty, field, names));
        }
        let mut declaration = format!("{name}: {ty}");
        if is_public && let Some(unset) = unset(field, &plan.missing, names) {
            declaration.push_str(" = ");
            declaration.push_str(&unset);
        }
        Member {
            docs: if is_public { comments::of_field(field) } else { Vec::new() },
            declaration,
            wire,
        }
    });
    rows.collect()
}

/// What a reader puts there when the field does not come.
fn default(literal: &Literal, ty: &str, field: &Field, names: &Names) -> String {
    let expression = pointed(literals::expression(literal, names), literal, field);
    if literals::is_plain(literal) { expression } else { format!("@as({ty}, {expression})") }
}

/// What an application need not write: declared defaults, and what can be absent or empty.
fn unset(field: &Field, missing: &Missing, names: &Names) -> Option<String> {
    if let Missing::Default(literal) = missing {
        return Some(pointed(literals::expression(literal, names), literal, field));
    }
    let empty = match &field.ty {
        Type::Optional(_) => "null",
        Type::Scalar(Scalar::String | Scalar::Bytes) => "\"\"",
        Type::Scalar(Scalar::Raw | Scalar::Value) => ".{}",
        Type::List(_) => "&.{}",
        Type::Map(..) => ".empty",
        Type::Scalar(_) | Type::Named(_) => return None,
    };
    Some(empty.to_owned())
}

/// A boxed field holds the address of its default.
fn pointed(expression: String, literal: &Literal, field: &Field) -> String {
    if field.boxed && *literal != Literal::None { format!("&{expression}") } else { expression }
}

/// The Zig type of a value.
pub(super) fn value(ty: &Type, names: &Names) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::Bytes => "[]const u8".to_owned(),
            Scalar::DateTime => "wapc.DateTime".to_owned(),
            Scalar::Raw | Scalar::Value => "wapc.Raw".to_owned(),
            number => number.name().to_owned(),
        },
        Type::Named(id) => names.types[id.0].name.clone(),
        Type::Optional(inner) => format!("?{}", value(inner, names)),
        Type::List(item) => format!("[]const {}", value(item, names)),
        Type::Map(key, of) => {
            format!("wapc.Map({}, {})", value(&key.ty(), names), value(of, names))
        }
    }
}

/// An optional that could hold its own container is a pointer.
fn boxed(ty: String, boxed: bool) -> String {
    match ty.strip_prefix('?') {
        Some(inner) if boxed => format!("?*const {inner}"),
        _ => ty,
    }
}

/// How the runtime is told to read and write a value.
pub(super) fn form(codec: &Codec, names: &Names) -> String {
    match codec {
        Codec::Bool => "bool".to_owned(),
        Codec::Signed(bits) => format!("i{bits}"),
        Codec::Unsigned(bits) => format!("u{bits}"),
        Codec::F32 => "f32".to_owned(),
        Codec::F64 => "f64".to_owned(),
        Codec::String => "wapc.String".to_owned(),
        Codec::Bytes => "wapc.Bytes".to_owned(),
        Codec::BytesAsArray => "wapc.BytesAsList".to_owned(),
        Codec::DateTime => "wapc.DateTime".to_owned(),
        Codec::Raw => "wapc.Raw".to_owned(),
        Codec::Optional(inner) => format!("?{}", form(inner, names)),
        Codec::List(item) => format!("wapc.ListOf({})", form(item, names)),
        Codec::Map(key, value) => {
            format!("wapc.MapOf({}, {})", form(key, names), form(value, names))
        }
        Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => names.types[id.0].name.clone(),
    }
}

fn boxed_form(codec: &Codec, boxed: bool, names: &Names) -> String {
    match codec {
        Codec::Optional(inner) if boxed => format!("?wapc.PointerTo({})", form(inner, names)),
        codec => form(codec, names),
    }
}
