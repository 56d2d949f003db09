//! Structs, enums and unions.

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::literal::{self, quoted};
use super::{docs, serde, views};
use crate::ir::{EnumValue, Field, Literal, Member, Scalar, Type, TypeDef, TypeId, TypeKind};
use crate::wire::Codec;
use crate::wire::plan::{EnumPlan, RecordPlan, TypePlan, UnionPlan};

/// All types of the contract, each with what reads and writes it.
pub fn items(context: &Context<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for (id, def) in context.contract.types() {
        if !context.is_used(id) {
            continue;
        }
        match (&def.kind, context.plan.get(id)) {
            (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
                items.extend(structure(context, id, def, fields, plan));
            }
            (TypeKind::Enum(values), TypePlan::Enum(plan)) => {
                items.extend(enumeration(context, id, def, values, plan));
            }
            (TypeKind::Union(members), TypePlan::Union(plan)) => {
                items.extend(union(context, id, def, members, plan));
            }
            _ => {}
        }
        items.extend(views::items(context, id, def));
    }
    items
}

/// What a value is written and read with, behind constants that end with a blank line.
fn codec(
    context: &Context<'_>,
    name: &str,
    constants: &str,
    this: &str,
    write: &str,
    read: &str,
) -> String {
    let (reader, writer) = (context.our("Reader"), context.our("Writer"));
    format!(
        "impl {name} {{
        {constants}/// Writes the value.
        pub fn encode({this}, writer: &mut {writer}) {{
        {write}
        }}

        /// Reads a value.
        pub fn decode(reader: &mut {reader}<'_>) -> Self {{
        {read}
        }}
        }}"
    )
}

fn structure(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    plan: &RecordPlan,
) -> Vec<String> {
    let name = context.name(id);
    let members = context.member_names(id);
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let zero = fields
        .iter()
        .all(|field| field.default.as_ref().is_none_or(|default| context.is_zero(default)));
    let default = if zero { "Default, " } else { "" };
    let exact = exact(context, id);
    let serde = serde::derives(context);
    let declared: String = fields
        .iter()
        .zip(&members)
        .map(|(field, member)| {
            let docs = docs::attributes(&field.docs, field.deprecated.as_deref());
            let serde = serde::field(context, field, member);
            let ty = context.owned(&field.ty, field.boxed);
            format!("{docs}{serde}pub {member}: {ty},\n")
        })
        .collect();
    let body = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{declared}}}") };
    let mut items = vec![format!(
        "{attributes}#[derive(Clone, Debug, {default}PartialEq{exact}{serde})]
        pub struct {name} {body}"
    )];
    if !zero {
        items.push(default_of(context, id, fields));
    }
    let writes = plan.fields.iter().zip(fields).zip(&members).map(|((plan, field), member)| {
        let (value, form) = (format!("self.{member}"), encode::Form::Place);
        let write = encode::statement(context, "writer", &plan.codec, &value, form, field.boxed);
        format!("writer.key({});\n{write};\n", quoted(&plan.key))
    });
    let write =
        format!("writer.record({});\n{}writer.end();", fields.len(), writes.collect::<String>());
    let reads = plan.fields.iter().zip(fields).zip(members).map(|((plan, field), member)| {
        (member, decode::field(context, plan, &field.ty, field.boxed, Form::Owned))
    });
    let read = read_fields(plan, "Self", reads);
    items.push(codec(context, &name, "", "&self", &write, &read));
    items
}

/// The expression that reads a struct.
pub fn read_fields(
    plan: &RecordPlan,
    name: &str,
    reads: impl IntoIterator<Item = (String, String)>,
) -> String {
    let keys = decode::keys(plan.fields.iter().map(|field| &field.key));
    let argument = if plan.fields.is_empty() { "_" } else { "fields" };
    format!("reader.record({keys}, |{argument}| {})", literal::record(name, reads))
}

/// The derives of types that hold no float.
pub fn exact(context: &Context<'_>, id: TypeId) -> &'static str {
    if context.has_float(&Type::Named(id)) { "" } else { ", Eq, Hash" }
}

/// The declared defaults, and the empty value for the other fields.
fn default_of(context: &Context<'_>, id: TypeId, fields: &[Field]) -> String {
    let values = fields.iter().zip(context.member_names(id)).map(|(field, member)| {
        let value = match &field.default {
            Some(value) => literal::value(context, value, &field.ty, field.boxed, Form::Owned),
            None => empty(context, &field.ty),
        };
        (member, value)
    });
    default_impl(context, id, &literal::record("Self", values))
}

fn default_impl(context: &Context<'_>, id: TypeId, value: &str) -> String {
    format!(
        "impl {} for {} {{
        fn default() -> Self {{
        {value}
        }}
        }}",
        context.our("Default"),
        context.name(id)
    )
}

/// The empty value of a type.
fn empty(context: &Context<'_>, ty: &Type) -> String {
    match ty {
        Type::Optional(_) => "None".to_owned(),
        Type::Scalar(scalar) if scalar.integer_range().is_some() => "0".to_owned(),
        Type::Scalar(Scalar::Bool) => "false".to_owned(),
        Type::Scalar(Scalar::F32 | Scalar::F64) => "0.0".to_owned(),
        Type::Scalar(Scalar::String) => {
            literal::value(context, &Literal::String(String::new()), ty, false, Form::Owned)
        }
        Type::Scalar(Scalar::Bytes) | Type::List(_) => format!("{}::new()", context.our("Vec")),
        Type::Map(..) => "wapc::Map::new()".to_owned(),
        Type::Scalar(_) | Type::Named(_) => format!("{}::default()", context.owned(ty, false)),
    }
}

fn enumeration(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    values: &[EnumValue],
    plan: &EnumPlan,
) -> Vec<String> {
    let name = context.name(id);
    let members = context.member_names(id);
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let variants: String = values
        .iter()
        .zip(&members)
        .enumerate()
        .map(|(at, (value, member))| {
            let docs = docs::attributes(&value.docs, value.deprecated.as_deref());
            let default = if at == 0 { "#[default]\n" } else { "" };
            let serde = serde::rename(context, &value.name, member);
            format!("{docs}{default}{serde}{member} = {},\n", value.number)
        })
        .collect();
    let serde = serde::derives(context);
    let known: Vec<String> =
        plan.values.iter().map(|(name, number)| format!("({}, {number})", quoted(name))).collect();
    let known = known.join(", ");
    let last = members.len() - 1;
    let read = if last == 0 {
        format!("reader.variant(Self::VALUES);\nSelf::{}", members[0])
    } else {
        let arms = members[..last].iter().enumerate();
        let arms: String = arms.map(|(at, member)| format!("{at} => Self::{member},\n")).collect();
        format!("match reader.variant(Self::VALUES) {{\n{arms}_ => Self::{},\n}}", members[last])
    };
    let constant = format!("const VALUES: &'static [(&'static str, i32)] = &[{known}];\n\n");
    let shown: String = values
        .iter()
        .zip(&members)
        .map(|(value, member)| {
            let shown = value.display.as_ref().unwrap_or(&value.name);
            format!("Self::{member} => {},\n", quoted(shown))
        })
        .collect();
    let mut items = vec![
        format!(
            "{attributes}#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash{serde})]
            pub enum {name} {{
            {variants}}}"
        ),
        codec(context, &name, &constant, "self", "writer.i32(self as i32);", &read),
        format!(
            "impl ::core::fmt::Display for {name} {{
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{
            f.write_str(match self {{
            {shown}}})
            }}
            }}"
        ),
    ];
    if context.is_key(id) {
        items.push(format!(
            "impl wapc::Key for {name} {{
            fn order(&self, other: &Self) -> ::core::cmp::Ordering {{
            wapc::Key::order(&(*self as i32), &(*other as i32))
            }}

            fn shown(&self) -> wapc::Shown<'_> {{
            wapc::Shown::signed(i64::from(*self as i32))
            }}
            }}"
        ));
    }
    items
}

fn union(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    members: &[Member],
    plan: &UnionPlan,
) -> Vec<String> {
    let name = context.name(id);
    let names = context.member_names(id);
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let variants: String = members
        .iter()
        .zip(&names)
        .map(|(member, name)| {
            let ty = context.owned(&member.ty, member.boxed);
            let serde = serde::member(context, member, name);
            format!("{serde}{name}({ty}),\n")
        })
        .collect();
    let (exact, serde) = (exact(context, id), serde::derives(context));
    let writes: String = plan
        .members
        .iter()
        .zip(members)
        .zip(&names)
        .map(|(((key, codec), member), name)| {
            let form = encode::Form::Reference;
            let write = encode::statement(context, "writer", codec, "value", form, member.boxed);
            let key = quoted(key);
            format!("Self::{name}(value) => {{\nwriter.union({key});\n{write};\n}}\n")
        })
        .collect();
    let write = format!("match self {{\n{writes}}}\nwriter.end();");
    let read = read_members(context, &names, members, plan, Form::Owned);
    let empty = format!("Self::{}({})", names[0], empty(context, &members[0].ty));
    vec![
        format!(
            "{attributes}#[derive(Clone, Debug, PartialEq{exact}{serde})]
            pub enum {name} {{
            {variants}}}"
        ),
        codec(context, &name, "", "&self", &write, &read),
        default_impl(context, id, &empty),
    ]
}

/// The expression that reads a union.
pub fn read_members(
    context: &Context<'_>,
    names: &[String],
    members: &[Member],
    plan: &UnionPlan,
    form: Form,
) -> String {
    let keys = decode::keys(plan.members.iter().map(|(key, _)| key));
    let values: Vec<String> = plan
        .members
        .iter()
        .zip(members)
        .zip(names)
        .map(|(((_, codec), member), name)| {
            let value = match codec {
                Codec::Optional(inner) if member.boxed => {
                    let (pointer, inner) =
                        (context.our("Box"), decode::function(context, inner, form));
                    format!("r.optional(|r| {pointer}::new({inner}(r)))")
                }
                codec => decode::call(context, codec, form),
            };
            format!("Self::{name}({value})")
        })
        .collect();
    if let [value] = values.as_slice() {
        return format!("reader.union({keys}, |r, _| {value})");
    }
    let last = values.len() - 1;
    let arms = values.iter().enumerate().map(|(at, value)| {
        if at == last { format!("_ => {value}") } else { format!("{at} => {value}") }
    });
    let arms = arms.collect::<Vec<_>>().join(", ");
    format!("reader.union({keys}, |r, member| match member {{ {arms} }})")
}
