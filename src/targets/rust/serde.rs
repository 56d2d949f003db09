//! `--serde`: derives, with the names of the wire.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use crate::ir::{Field, Member, Scalar, Type, TypeId};

/// The derive of a type.
pub fn derive(context: &Context<'_>) -> TokenStream {
    if !context.options.serde {
        return TokenStream::new();
    }
    quote!(#[derive(::serde::Serialize, ::serde::Deserialize)])
}

/// The name of a value of an enum.
pub fn rename(context: &Context<'_>, wire: &str, name: &Ident) -> TokenStream {
    if !context.options.serde || bare(name) == wire {
        return TokenStream::new();
    }
    quote!(#[serde(rename = #wire)])
}

/// The attributes of a field.
pub fn field(context: &Context<'_>, field: &Field, name: &Ident) -> TokenStream {
    if !context.options.serde {
        return TokenStream::new();
    }
    let mut facts = Vec::new();
    if bare(name) != field.name {
        let wire = &field.name;
        facts.push(quote!(rename = #wire));
    }
    if field.default.is_some() || field.ty.is_optional() {
        facts.push(quote!(default));
    }
    attribute(context, facts, &field.ty)
}

/// The attributes of a union's member.
pub fn member(context: &Context<'_>, member: &Member, name: &Ident) -> TokenStream {
    if !context.options.serde {
        return TokenStream::new();
    }
    let mut facts = Vec::new();
    if bare(name) != member.name {
        let wire = &member.name;
        facts.push(quote!(rename = #wire));
    }
    attribute(context, facts, &member.ty)
}

fn attribute(context: &Context<'_>, mut facts: Vec<TokenStream>, ty: &Type) -> TokenStream {
    if foreign(ty) {
        facts.push(quote!(with = "as_serde"));
    }
    let _ = context;
    if facts.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#facts),*)]) }
}

/// What makes the runtime's own types known to serde, for the fields that hold some.
pub fn items(context: &Context<'_>) -> Option<TokenStream> {
    if !context.options.serde || !context.mentioned().into_iter().any(foreign) {
        return None;
    }
    let types = context.contract.types().map(|(id, _)| id);
    let types = types.filter(|id| context.is_used(*id)).map(|id: TypeId| context.name(id));
    Some(quote!(wapc::as_serde!(#(#types),*);))
}

/// Whether a type is made of a map, an instant or a raw value, which are the runtime's.
fn foreign(ty: &Type) -> bool {
    match ty {
        Type::Map(..) | Type::Scalar(Scalar::DateTime | Scalar::Raw | Scalar::Value) => true,
        Type::Optional(inner) | Type::List(inner) => foreign(inner),
        Type::Scalar(_) | Type::Named(_) => false,
    }
}

fn bare(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}
