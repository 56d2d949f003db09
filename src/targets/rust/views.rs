//! `--views`: the types as handlers get them, with every string where it lies in the payload.

use std::borrow::Cow;

use super::context::Context;
use super::decode::{self, Form};
use super::literal::record;
use super::names::ident;
use super::print::Print;
use super::types::{exact, read_fields, read_members};
use crate::ir::{Scalar, Type, TypeDef, TypeId, TypeKind};
use crate::wire::plan::TypePlan;

/// The name of a type in a form.
pub fn name<'a>(context: &'a Context<'_>, id: TypeId, form: Form) -> Cow<'a, str> {
    if form == Form::Deep && has_view(context, &Type::Named(id)) {
        ident(&context.names.types[id.0].view)
    } else {
        context.name(id)
    }
}

/// Whether something of a value can be borrowed.
pub fn has_view(context: &Context<'_>, ty: &Type) -> bool {
    context
        .any(ty, &mut Vec::new(), &|ty| matches!(ty, Type::Scalar(Scalar::String | Scalar::Bytes)))
}

/// A type as a handler gets it.
pub fn parameter<'a>(context: &'a Context<'_>, ty: &Type, form: Form) -> Cow<'a, str> {
    match ty {
        Type::Scalar(Scalar::String) => "&str".into(),
        Type::Scalar(Scalar::Bytes) => "&[u8]".into(),
        Type::Optional(inner) => {
            format!("{}<{}>", context.our("Option"), parameter(context, inner, form)).into()
        }
        _ if form == Form::Deep => view(context, ty, false, "'_").into(),
        _ => context.owned(ty, false),
    }
}

/// A type with its strings borrowed for a lifetime.
fn view(context: &Context<'_>, ty: &Type, boxed: bool, lifetime: &str) -> String {
    match ty {
        Type::Scalar(Scalar::String) if lifetime == "'_" => "&str".to_owned(),
        Type::Scalar(Scalar::String) => format!("&{lifetime} str"),
        Type::Scalar(Scalar::Bytes) => format!("{}<{lifetime}, [u8]>", context.our("Cow")),
        Type::Named(id) if has_view(context, ty) => {
            format!("{}<{lifetime}>", name(context, *id, Form::Deep))
        }
        Type::Optional(inner) => {
            let option = context.our("Option");
            let inner = view(context, inner, false, lifetime);
            if boxed {
                format!("{option}<{}<{inner}>>", context.our("Box"))
            } else {
                format!("{option}<{inner}>")
            }
        }
        Type::List(item) => {
            format!("{}<{}>", context.our("Vec"), view(context, item, false, lifetime))
        }
        Type::Map(key, value) => {
            let key = view(context, &key.ty(), false, lifetime);
            format!("wapc::Map<{key}, {}>", view(context, value, false, lifetime))
        }
        Type::Scalar(_) | Type::Named(_) => context.owned(ty, false).into_owned(),
    }
}

/// Prints the borrowed form of a type, if it was asked for and differs.
pub fn items(out: &mut String, context: &Context<'_>, id: TypeId, def: &TypeDef) {
    if !context.options.views || !has_view(context, &Type::Named(id)) {
        return;
    }
    let owner = context.name(id);
    let members = context.member_names(id);
    match (&def.kind, context.plan.get(id)) {
        (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
            let declared = fields.iter().zip(&members).map(|(field, member)| {
                let ty = view(context, &field.ty, field.boxed, "'a");
                format!("pub {member}: {ty},\n")
            });
            let declared = declared.collect::<String>();
            let reads = plan.fields.iter().zip(fields).zip(&members);
            let reads = reads.map(|((plan, field), member)| {
                let read = decode::field(context, plan, &field.ty, field.boxed, Form::Deep);
                (member.as_ref(), read)
            });
            let mut read = String::new();
            read_fields(&mut read, plan, "Self", reads);
            let owned = fields.iter().zip(&members).map(|(field, member)| {
                let value = format!("self.{member}");
                (member.as_ref(), into_owned(context, &field.ty, field.boxed, &value))
            });
            borrowed(out, context, id, "struct", &declared, &read, &record(&owner, owned));
        }
        (TypeKind::Union(types), TypePlan::Union(plan)) => {
            let declared = types.iter().zip(&members).map(|(one, member)| {
                format!("{member}({}),\n", view(context, &one.ty, one.boxed, "'a"))
            });
            let declared = declared.collect::<String>();
            let read = read_members(context, &members, types, plan, Form::Deep);
            let owned = types.iter().zip(&members).map(|(one, member)| {
                let value = into_owned(context, &one.ty, one.boxed, "value");
                format!("Self::{member}(value) => {owner}::{member}({value}),\n")
            });
            let owned = format!("match self {{\n{}}}", owned.collect::<String>());
            borrowed(out, context, id, "enum", &declared, &read, &owned);
        }
        _ => {}
    }
}

/// The declaration of a borrowed form, and what it can do.
fn borrowed(
    out: &mut String,
    context: &Context<'_>,
    id: TypeId,
    kind: &str,
    declared: &str,
    read: &str,
    owned: &str,
) {
    let (owner, name) = (context.name(id), name(context, id, Form::Deep));
    let (exact, reader) = (exact(context, id), context.our("Reader"));
    out.item(format_args!(
        "/// A [`{owner}`] whose strings lie in the payload.
        #[derive(Clone, Debug, PartialEq{exact})]
        pub {kind} {name}<'a> {{
        {declared}}}"
    ));
    out.item(format_args!(
        "impl<'a> {name}<'a> {{
        /// Reads a value.
        pub fn decode(reader: &mut {reader}<'a>) -> Self {{
        {read}
        }}

        /// The same value, with strings of its own.
        pub fn into_owned(self) -> {owner} {{
        {owned}
        }}
        }}"
    ));
}

/// The owned value of a borrowed one.
fn into_owned(context: &Context<'_>, ty: &Type, boxed: bool, value: &str) -> String {
    if !has_view(context, ty) {
        return value.to_owned();
    }
    match ty {
        Type::Scalar(Scalar::String) => format!("{}::from({value})", context.our("String")),
        Type::Optional(inner) => {
            let each = if boxed { "(*value)" } else { "value" };
            let each = into_owned(context, inner, false, each);
            if boxed {
                format!("{value}.map(|value| {}::new({each}))", context.our("Box"))
            } else {
                format!("{value}.map(|value| {each})")
            }
        }
        Type::List(item) => {
            let each = into_owned(context, item, false, "value");
            format!("{value}.into_iter().map(|value| {each}).collect()")
        }
        Type::Map(key, item) => {
            let key = into_owned(context, &key.ty(), false, "key");
            let item = into_owned(context, item, false, "value");
            format!("{value}.into_iter().map(|(key, value)| ({key}, {item})).collect()")
        }
        Type::Scalar(_) | Type::Named(_) => format!("{value}.into_owned()"),
    }
}
