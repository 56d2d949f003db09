//! Structs, enums and unions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::literal;
use super::names::ident;
use super::{docs, serde, views};
use crate::ir::{EnumValue, Field, Literal, Member, Scalar, Type, TypeDef, TypeId, TypeKind};
use crate::wire::Codec;
use crate::wire::plan::{EnumPlan, RecordPlan, TypePlan, UnionPlan};

/// All types of the contract, each with what reads and writes it.
pub fn items(context: &Context<'_>) -> Vec<TokenStream> {
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

fn structure(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    plan: &RecordPlan,
) -> Vec<TokenStream> {
    let name = context.name(id);
    let members: Vec<_> =
        context.names.types[id.0].members.iter().map(|name| ident(name)).collect();
    let types = fields.iter().map(|field| context.owned(&field.ty, field.boxed));
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let field_attributes: Vec<TokenStream> = fields
        .iter()
        .zip(&members)
        .map(|(field, member)| {
            let docs = docs::attributes(&field.docs, field.deprecated.as_deref());
            let serde = serde::field(context, field, member);
            quote!(#docs #serde)
        })
        .collect();
    let zero = fields
        .iter()
        .all(|field| field.default.as_ref().is_none_or(|default| context.is_zero(default)));
    let default = zero.then(|| quote!(Default,));
    let exact = (!context.has_float(&Type::Named(id))).then(|| quote!(, Eq, Hash));
    let serde = serde::derive(context);
    let mut items = vec![quote! {
        #attributes
        #[derive(Clone, Debug, #default PartialEq #exact)]
        #serde
        pub struct #name {
            #(#field_attributes pub #members: #types,)*
        }
    }];
    if !zero {
        items.push(default_of(context, id, fields));
    }
    let (reader, writer) = (context.our("Reader"), context.our("Writer"));
    let count = Token::usize_unsuffixed(fields.len());
    let w = ident("writer");
    let writes = plan.fields.iter().zip(fields).zip(&members).map(|((plan, field), member)| {
        let key = &plan.key;
        let value = quote!(self.#member);
        let value =
            encode::statement(context, &w, &plan.codec, &value, encode::Form::Place, field.boxed);
        quote!(writer.key(#key); #value;)
    });
    let keys = plan.fields.iter().map(|field| &field.key);
    let reads = plan
        .fields
        .iter()
        .zip(fields)
        .map(|(plan, field)| decode::field(context, plan, &field.ty, field.boxed, Form::Owned));
    let argument = if fields.is_empty() { quote!(_) } else { quote!(fields) };
    items.push(quote! {
        impl #name {
            #[doc = " Writes the value."]
            pub fn encode(&self, writer: &mut #writer) {
                writer.record(#count);
                #(#writes)*
                writer.end();
            }

            #[doc = " Reads a value."]
            pub fn decode(reader: &mut #reader<'_>) -> Self {
                reader.record(&[#(#keys),*], |#argument| Self { #(#members: #reads),* })
            }
        }
    });
    items
}

/// The declared defaults, and the empty value for the other fields.
fn default_of(context: &Context<'_>, id: TypeId, fields: &[Field]) -> TokenStream {
    let name = context.name(id);
    let members = context.names.types[id.0].members.iter().map(|name| ident(name));
    let default = context.our("Default");
    let values = fields.iter().map(|field| match &field.default {
        Some(value) => literal::value(context, value, &field.ty, field.boxed, Form::Owned),
        None => empty(context, &field.ty),
    });
    quote! {
        impl #default for #name {
            fn default() -> Self {
                Self { #(#members: #values),* }
            }
        }
    }
}

/// The empty value of a type.
fn empty(context: &Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Optional(_) => quote!(None),
        Type::Scalar(scalar) if scalar.integer_range().is_some() => quote!(0),
        Type::Scalar(Scalar::Bool) => quote!(false),
        Type::Scalar(Scalar::F32 | Scalar::F64) => quote!(0.0),
        Type::Scalar(Scalar::String) => {
            literal::value(context, &Literal::String(String::new()), ty, false, Form::Owned)
        }
        Type::Scalar(Scalar::Bytes) | Type::List(_) => {
            let vec = context.our("Vec");
            quote!(#vec::new())
        }
        Type::Map(..) => quote!(wapc::Map::new()),
        Type::Scalar(_) | Type::Named(_) => {
            let ty = context.owned(ty, false);
            quote!(#ty::default())
        }
    }
}

fn enumeration(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    values: &[EnumValue],
    plan: &EnumPlan,
) -> Vec<TokenStream> {
    let name = context.name(id);
    let members: Vec<_> =
        context.names.types[id.0].members.iter().map(|name| ident(name)).collect();
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let variants = values.iter().zip(&members).enumerate().map(|(at, (value, member))| {
        let docs = docs::attributes(&value.docs, value.deprecated.as_deref());
        let default = (at == 0).then(|| quote!(#[default]));
        let serde = serde::rename(context, &value.name, member);
        let number = literal::integer(value.number.into());
        quote!(#docs #default #serde #member = #number)
    });
    let serde = serde::derive(context);
    let (reader, writer) = (context.our("Reader"), context.our("Writer"));
    let known = plan.values.iter().map(|(name, number)| {
        let number = literal::integer((*number).into());
        quote!((#name, #number))
    });
    let last = members.len() - 1;
    let positions = (0..last).map(Token::usize_unsuffixed);
    let (firsts, final_one) = (&members[..last], &members[last]);
    let read = if last == 0 {
        quote!(reader.variant(Self::VALUES); Self::#final_one)
    } else {
        quote! {
            match reader.variant(Self::VALUES) {
                #(#positions => Self::#firsts,)*
                _ => Self::#final_one,
            }
        }
    };
    let shown = values.iter().map(|value| value.display.as_ref().unwrap_or(&value.name));
    let mut items = vec![
        quote! {
            #attributes
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #serde
            pub enum #name {
                #(#variants,)*
            }
        },
        quote! {
            impl #name {
                const VALUES: &'static [(&'static str, i32)] = &[#(#known),*];

                #[doc = " Writes the value."]
                pub fn encode(self, writer: &mut #writer) {
                    writer.i32(self as i32);
                }

                #[doc = " Reads a value."]
                pub fn decode(reader: &mut #reader<'_>) -> Self {
                    #read
                }
            }
        },
        quote! {
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(match self {
                        #(Self::#members => #shown,)*
                    })
                }
            }
        },
    ];
    if context.is_key(id) {
        items.push(quote! {
            impl wapc::Key for #name {
                fn order(&self, other: &Self) -> ::core::cmp::Ordering {
                    wapc::Key::order(&(*self as i32), &(*other as i32))
                }

                fn shown(&self) -> wapc::Shown<'_> {
                    wapc::Shown::signed(i64::from(*self as i32))
                }
            }
        });
    }
    items
}

fn union(
    context: &Context<'_>,
    id: TypeId,
    def: &TypeDef,
    members: &[Member],
    plan: &UnionPlan,
) -> Vec<TokenStream> {
    let name = context.name(id);
    let names: Vec<_> = context.names.types[id.0].members.iter().map(|name| ident(name)).collect();
    let attributes = docs::attributes(&def.docs, def.deprecated.as_deref());
    let variants = members.iter().zip(&names).map(|(member, name)| {
        let ty = context.owned(&member.ty, member.boxed);
        let serde = serde::member(context, member, name);
        quote!(#serde #name(#ty))
    });
    let exact = (!context.has_float(&Type::Named(id))).then(|| quote!(, Eq, Hash));
    let serde = serde::derive(context);
    let (reader, writer, default) =
        (context.our("Reader"), context.our("Writer"), context.our("Default"));
    let w = ident("writer");
    let writes =
        plan.members.iter().zip(members).zip(&names).map(|(((key, codec), member), name)| {
            let form = encode::Form::Reference;
            let value = encode::statement(context, &w, codec, &quote!(value), form, member.boxed);
            quote!(Self::#name(value) => { writer.union(#key); #value; })
        });
    let read = read_members(context, &names, members, plan, Form::Owned);
    let (first, empty) = (&names[0], empty(context, &members[0].ty));
    vec![
        quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq #exact)]
            #serde
            pub enum #name {
                #(#variants,)*
            }
        },
        quote! {
            impl #name {
                #[doc = " Writes the value."]
                pub fn encode(&self, writer: &mut #writer) {
                    match self {
                        #(#writes)*
                    }
                    writer.end();
                }

                #[doc = " Reads a value."]
                pub fn decode(reader: &mut #reader<'_>) -> Self {
                    #read
                }
            }
        },
        quote! {
            impl #default for #name {
                fn default() -> Self {
                    Self::#first(#empty)
                }
            }
        },
    ]
}

/// The expression that reads a union.
pub fn read_members(
    context: &Context<'_>,
    names: &[proc_macro2::Ident],
    members: &[Member],
    plan: &UnionPlan,
    form: Form,
) -> TokenStream {
    let keys = plan.members.iter().map(|(key, _)| key);
    let last = members.len() - 1;
    let arms = plan.members.iter().zip(members).zip(names).enumerate();
    let arms = arms.map(|(at, (((_, codec), member), name))| {
        let value = decode::call(context, codec, form);
        let value = match codec {
            Codec::Optional(inner) if member.boxed => {
                let (pointer, inner) = (context.our("Box"), decode::function(context, inner, form));
                quote!(r.optional(|r| #pointer::new(#inner(r))))
            }
            _ => value,
        };
        let at = Token::usize_unsuffixed(at);
        if at.to_string() == last.to_string() {
            quote!(_ => Self::#name(#value),)
        } else {
            quote!(#at => Self::#name(#value),)
        }
    });
    if let ([name], [(key, codec)]) = (names, plan.members.as_slice()) {
        let value = decode::call(context, codec, form);
        return quote!(reader.union(&[#key], |r, _| Self::#name(#value)));
    }
    quote! {
        reader.union(&[#(#keys),*], |r, member| match member {
            #(#arms)*
        })
    }
}
