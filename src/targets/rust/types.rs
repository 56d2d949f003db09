//! Structs, enums and unions.

use std::borrow::Cow;

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::layout::LIST;
use super::literal::{self, quoted};
use super::print::Print;
use super::{docs, serde, views};
use crate::ir::{EnumValue, Field, Literal, Member, Scalar, Type, TypeDef, TypeId, TypeKind};
use crate::wire::Codec;
use crate::wire::plan::{EnumPlan, RecordPlan, TypePlan, UnionPlan};

/// Prints all types of the contract, each with what reads and writes it.
pub fn items(out: &mut String, context: &Context<'_>) {
    for (id, def) in context.contract.types() {
        if !context.is_used(id) {
            continue;
        }
        match (&def.kind, context.plan.get(id)) {
            (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
                structure(out, context, id, def, fields, plan);
            }
            (TypeKind::Enum(values), TypePlan::Enum(plan)) => {
                enumeration(out, context, id, def, values, plan);
            }
            (TypeKind::Union(members), TypePlan::Union(plan)) => {
                union(out, context, id, def, members, plan);
            }
            _ => {}
        }
        views::items(out, context, id, def);
    }
}

/// Prints what a value is written and read with, behind constants.
fn codec(
    out: &mut String,
    context: &Context<'_>,
    name: &str,
    constants: &str,
    this: &str,
    write: impl FnOnce(&mut String),
    read: impl FnOnce(&mut String),
) {
    let (reader, writer) = (context.our("Reader"), context.our("Writer"));
    out.put(format_args!(
        "
        impl {name} {{
        {constants}
        /// Writes the value.
        pub fn encode({this}, writer: &mut {writer}) {{
        "
    ));
    write(out);
    out.put(format_args!(
        "
        }}

        /// Reads a value.
        pub fn decode(reader: &mut {reader}<'_>) -> Self {{
        "
    ));
    read(out);
    out.push_str("\n}\n}\n");
}

fn structure(
    out: &mut String,
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    plan: &RecordPlan,
) {
    let name = context.name(id);
    let members = context.member_names(id);
    let zero = fields
        .iter()
        .all(|field| field.default.as_ref().is_none_or(|default| context.is_zero(default)));
    let default = if zero { "Default, " } else { "" };
    let (exact, serde) = (exact(context, id), serde::derives(context));
    out.push('\n');
    docs::attributes(out, &def.docs, def.deprecated.as_deref());
    out.put(format_args!("#[derive(Clone, Debug, {default}PartialEq{exact}{serde})]\n"));
    let absent = serde::structure(out, context, fields, zero);
    if fields.is_empty() {
        out.put(format_args!("pub struct {name} {{}}\n"));
    } else {
        out.put(format_args!("pub struct {name} {{\n"));
        for (field, member) in fields.iter().zip(&members) {
            docs::attributes(out, &field.docs, field.deprecated.as_deref());
            out.push_str(&serde::field(context, field, member, &name, absent));
            let ty = context.owned(&field.ty, field.boxed);
            out.put(format_args!("pub {member}: {ty},\n"));
        }
        out.push_str("}\n");
    }
    if !zero {
        default_of(out, context, id, fields);
        if context.options.serde && absent == serde::Absent::AsEach {
            serde::defaults(out, context, &name, fields, &members);
        }
    }
    let all = || plan.fields.iter().zip(fields).zip(&members);
    let write = |out: &mut String| {
        out.put(format_args!("writer.record({});\n", fields.len()));
        for ((plan, field), member) in all() {
            let (value, form) = (format!("self.{member}"), encode::Form::Place);
            out.put(format_args!("writer.key({});\n", quoted(&plan.key)));
            encode::statement(out, context, "writer", &plan.codec, &value, form, field.boxed);
            out.push_str(";\n");
        }
        out.push_str("writer.end();");
    };
    let read = |out: &mut String| {
        let reads = all().map(|((plan, field), member)| {
            let read = decode::field(context, plan, &field.ty, field.boxed, Form::Owned);
            (member.as_ref(), read)
        });
        read_fields(out, plan, "Self", reads);
    };
    codec(out, context, &name, "", "&self", write, read);
}

/// Prints the expression that reads a struct.
pub fn read_fields<'a>(
    out: &mut String,
    plan: &RecordPlan,
    name: &str,
    reads: impl IntoIterator<Item = (&'a str, String)>,
) {
    let keys = decode::keys(plan.fields.iter().map(|field| &field.key));
    let argument = if plan.fields.is_empty() { "_" } else { "fields" };
    let reads: Vec<_> = reads.into_iter().collect();
    let short = |(name, read): &(&str, String)| name.len() + read.len() <= LIST;
    let head = keys.len() + ", |fields| ".len() + name.len() + " {".len();
    if reads.is_empty() || head > LIST || !reads.iter().all(short) {
        let record = literal::record(name, reads);
        return out.put(format_args!("reader.record({keys}, |{argument}| {record})"));
    }
    // A struct literal is always set in lines, so it need not come in one.
    out.put(format_args!("reader.record({keys}, |{argument}| {name} {{\n"));
    for (name, read) in reads {
        out.put(format_args!("{name}: {read},\n"));
    }
    out.push_str("})");
}

/// The derives of types that hold no float.
pub fn exact(context: &Context<'_>, id: TypeId) -> &'static str {
    if context.has_float(&Type::Named(id)) { "" } else { ", Eq, Hash" }
}

/// The declared defaults, and the empty value for the other fields.
fn default_of(out: &mut String, context: &Context<'_>, id: TypeId, fields: &[Field]) {
    let members = context.member_names(id);
    let values = fields.iter().zip(&members).map(|(field, member)| {
        let value = match &field.default {
            Some(value) => literal::value(context, value, &field.ty, field.boxed, Form::Owned),
            None => empty(context, &field.ty),
        };
        (member.as_ref(), value)
    });
    default_impl(out, context, id, &literal::record("Self", values));
}

fn default_impl(out: &mut String, context: &Context<'_>, id: TypeId, value: &str) {
    out.item(format_args!(
        "impl {} for {} {{
        fn default() -> Self {{
        {value}
        }}
        }}",
        context.our("Default"),
        context.name(id)
    ));
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
    out: &mut String,
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    values: &[EnumValue],
    plan: &EnumPlan,
) {
    let name = context.name(id);
    let members = context.member_names(id);
    let serde = serde::derives(context);
    out.push('\n');
    docs::attributes(out, &def.docs, def.deprecated.as_deref());
    out.put(format_args!(
        "#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash{serde})]
        pub enum {name} {{
        "
    ));
    for (at, (value, member)) in values.iter().zip(&members).enumerate() {
        docs::attributes(out, &value.docs, value.deprecated.as_deref());
        if at == 0 {
            out.push_str("#[default]\n");
        }
        out.push_str(&serde::rename(context, &value.name, member));
        out.put(format_args!("{member} = {},\n", value.number));
    }
    out.push_str("}\n");

    let known: Vec<String> =
        plan.values.iter().map(|(name, number)| format!("({}, {number})", quoted(name))).collect();
    let known = known.join(", ");
    let constant = format!("const VALUES: &'static [(&'static str, i32)] = &[{known}];\n");
    let write = |out: &mut String| out.push_str("writer.i32(self as i32);");
    let read = |out: &mut String| match members.as_slice() {
        [only] => out.put(format_args!("reader.variant(Self::VALUES);\nSelf::{only}")),
        [first @ .., last] => {
            out.push_str("match reader.variant(Self::VALUES) {\n");
            for (at, member) in first.iter().enumerate() {
                out.put(format_args!("{at} => Self::{member},\n"));
            }
            out.put(format_args!("_ => Self::{last},\n}}"));
        }
        [] => {}
    };
    codec(out, context, &name, &constant, "self", write, read);

    out.put(format_args!(
        "
        impl ::core::fmt::Display for {name} {{
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{
        f.write_str(match self {{
        "
    ));
    for (value, member) in values.iter().zip(&members) {
        let shown = value.display.as_ref().unwrap_or(&value.name);
        out.put(format_args!("Self::{member} => {},\n", quoted(shown)));
    }
    out.push_str("})\n}\n}\n");
    if context.is_key(id) {
        out.item(format_args!(
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
}

fn union(
    out: &mut String,
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    members: &[Member],
    plan: &UnionPlan,
) {
    let name = context.name(id);
    let names = context.member_names(id);
    let (exact, serde) = (exact(context, id), serde::derives(context));
    out.push('\n');
    docs::attributes(out, &def.docs, def.deprecated.as_deref());
    out.put(format_args!(
        "#[derive(Clone, Debug, PartialEq{exact}{serde})]
        pub enum {name} {{
        "
    ));
    for (member, name) in members.iter().zip(&names) {
        out.push_str(&serde::member(context, member, name));
        out.put(format_args!("{name}({}),\n", context.owned(&member.ty, member.boxed)));
    }
    out.push_str("}\n");

    let write = |out: &mut String| {
        out.push_str("match self {\n");
        for (((key, codec), member), name) in plan.members.iter().zip(members).zip(&names) {
            let form = encode::Form::Reference;
            let key = quoted(key);
            out.put(format_args!("Self::{name}(value) => {{\nwriter.union({key});\n"));
            encode::statement(out, context, "writer", codec, "value", form, member.boxed);
            out.push_str(";\n}\n");
        }
        out.push_str("}\nwriter.end();");
    };
    let read = |out: &mut String| {
        out.push_str(&read_members(context, &names, members, plan, Form::Owned));
    };
    codec(out, context, &name, "", "&self", write, read);
    let empty = format!("Self::{}({})", names[0], empty(context, &members[0].ty));
    default_impl(out, context, id, &empty);
}

/// The expression that reads a union.
pub fn read_members(
    context: &Context<'_>,
    names: &[Cow<'_, str>],
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
