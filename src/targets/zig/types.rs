//! Structs, enums and unions.

use crate::ir::{EnumValue, Field, Literal, Member, Scalar, Type, TypeKind};
use crate::targets::Job;
use crate::targets::text::Text;
use crate::wire::{Codec, FieldPlan, Missing, TypePlan};

use super::names::Names;
use super::spelling::{member, text};
use super::{comments, literals};

/// Prints the types of a contract.
pub(super) fn print(out: &mut Text, job: &Job<'_>, names: &Names) {
    let types = job.contract.types.iter().zip(&job.plan.types).zip(&names.types);
    for ((def, plan), own) in types.filter(|((def, _), _)| !def.novisit) {
        out.blank();
        comments::of_type(out, def);
        let name = own.name.as_str();
        match (&def.kind, plan) {
            (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
                let head = format!("pub const {name} = struct {{");
                record(out, &head, fields, &plan.fields, &own.members, names, true);
            }
            (TypeKind::Enum(values), TypePlan::Enum(plan)) => {
                out.block(format_args!("pub const {name} = enum(i32) {{"), "};", |out| {
                    enumeration(out, values, &plan.values, &own.members);
                });
            }
            (TypeKind::Union(members), TypePlan::Union(plan)) => {
                out.block(format_args!("pub const {name} = union(enum) {{"), "};", |out| {
                    union(out, members, &plan.members, &own.members, names);
                });
            }
            _ => unreachable!("the plan is of this contract"),
        }
    }
}

fn enumeration(out: &mut Text, values: &[EnumValue], plan: &[(String, i32)], own: &[String]) {
    for ((value, (_, number)), name) in values.iter().zip(plan).zip(own) {
        comments::of_value(out, value);
        out.line(format_args!("{} = {number},", member(name)));
    }
    out.blank();
    out.block("pub const wire = .{", "};", |out| {
        for ((key, _), name) in plan.iter().zip(own) {
            out.line(format_args!(".{{ {}, .{} }},", text(key), member(name)));
        }
    });
}

fn union(
    out: &mut Text,
    members: &[Member],
    plan: &[(String, Codec)],
    own: &[String],
    names: &Names,
) {
    for (of, name) in members.iter().zip(own) {
        out.line(format_args!("{}: {},", member(name), boxed(value(&of.ty, names), of.boxed)));
    }
    out.blank();
    out.block("pub const wire = .{", "};", |out| {
        for ((of, (key, codec)), name) in members.iter().zip(plan).zip(own) {
            let form = boxed_form(codec, of.boxed, names);
            out.line(format_args!(".{{ {}, .{}, {form} }},", text(key), member(name)));
        }
    });
}

/// The struct in which arguments are sent: it is private, and its fields have no defaults but those of the wire.
pub(super) fn arguments(
    out: &mut Text,
    name: &str,
    parameters: &[Field],
    plan: &[FieldPlan],
    fields: &[String],
    names: &Names,
) {
    out.blank();
    record(out, &format!("const {name} = struct {{"), parameters, plan, fields, names, false);
}

fn record(
    out: &mut Text,
    head: &str,
    fields: &[Field],
    plan: &[FieldPlan],
    own: &[String],
    names: &Names,
    is_public: bool,
) {
    let rows: Vec<_> = fields
        .iter()
        .zip(plan)
        .zip(own)
        .map(|((field, plan), name)| {
            let ty = boxed(value(&field.ty, names), field.boxed);
            (field, plan, member(name), ty)
        })
        .collect();
    out.block(head, "};", |out| {
        for (field, plan, name, ty) in &rows {
            let mut initial = String::new();
            if is_public {
                comments::of_field(out, field);
                if let Some(value) = unset(field, &plan.missing, names) {
                    initial = format!(" = {value}");
                }
            }
            out.line(format_args!("{name}: {ty}{initial},"));
        }
        if rows.is_empty() {
            return out.line("pub const wire = .{};");
        }
        out.blank();
        out.block("pub const wire = .{", "};", |out| {
            for (field, plan, name, ty) in &rows {
                let mut missing = String::new();
                if let Missing::Default(literal) = &plan.missing {
                    missing = format!(", {}", default(literal, ty, field, names));
                }
                let form = boxed_form(&plan.codec, field.boxed, names);
                out.line(format_args!(".{{ {}, .{name}, {form}{missing} }},", text(&plan.key)));
            }
        });
    });
}

/// What a reader puts there when the field does not come.
fn default(literal: &Literal, ty: &str, field: &Field, names: &Names) -> String {
    let expression = pointed(literals::default(literal, &field.ty, names), literal, field);
    if literals::is_plain(literal) { expression } else { format!("@as({ty}, {expression})") }
}

/// What an application need not write: declared defaults, and what can be absent or empty.
fn unset(field: &Field, missing: &Missing, names: &Names) -> Option<String> {
    if let Missing::Default(literal) = missing {
        return Some(pointed(literals::default(literal, &field.ty, names), literal, field));
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
