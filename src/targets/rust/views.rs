//! `--views`: the types as handlers get them, with every string where it lies in the payload.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::decode::{self, Form};
use super::names::ident;
use super::types::read_members;
use crate::ir::{Scalar, Type, TypeDef, TypeId, TypeKind};
use crate::wire::plan::TypePlan;

/// The name of a type in a form.
pub fn name(context: &Context<'_>, id: TypeId, form: Form) -> Ident {
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
pub fn parameter(context: &Context<'_>, ty: &Type, form: Form) -> TokenStream {
    match ty {
        Type::Scalar(Scalar::String) => quote!(&str),
        Type::Scalar(Scalar::Bytes) => quote!(&[u8]),
        Type::Optional(inner) => {
            let (option, inner) = (context.our("Option"), parameter(context, inner, form));
            quote!(#option<#inner>)
        }
        _ if form == Form::Deep => view(context, ty, false, &quote!('_)),
        _ => context.owned(ty, false),
    }
}

/// A type with its strings borrowed for a lifetime.
fn view(context: &Context<'_>, ty: &Type, boxed: bool, lifetime: &TokenStream) -> TokenStream {
    match ty {
        Type::Scalar(Scalar::String) if lifetime.to_string() == "'_" => quote!(&str),
        Type::Scalar(Scalar::String) => quote!(&#lifetime str),
        Type::Scalar(Scalar::Bytes) => {
            let cow = context.our("Cow");
            quote!(#cow<#lifetime, [u8]>)
        }
        Type::Named(id) if has_view(context, ty) => {
            let name = name(context, *id, Form::Deep);
            quote!(#name<#lifetime>)
        }
        Type::Optional(inner) => {
            let option = context.our("Option");
            let inner = view(context, inner, false, lifetime);
            if boxed {
                let pointer = context.our("Box");
                quote!(#option<#pointer<#inner>>)
            } else {
                quote!(#option<#inner>)
            }
        }
        Type::List(item) => {
            let (vec, item) = (context.our("Vec"), view(context, item, false, lifetime));
            quote!(#vec<#item>)
        }
        Type::Map(key, value) => {
            let key = view(context, &key.ty(), false, lifetime);
            let value = view(context, value, false, lifetime);
            quote!(wapc::Map<#key, #value>)
        }
        Type::Scalar(_) | Type::Named(_) => context.owned(ty, false),
    }
}

/// The borrowed form of a type, if it was asked for and differs.
pub fn items(context: &Context<'_>, id: TypeId, def: &TypeDef) -> Vec<TokenStream> {
    if !context.options.views || !has_view(context, &Type::Named(id)) {
        return Vec::new();
    }
    let owner = context.name(id);
    let name = name(context, id, Form::Deep);
    let doc = format!(" A [`{owner}`] whose strings lie in the payload.");
    let exact = (!context.has_float(&Type::Named(id))).then(|| quote!(, Eq, Hash));
    let members: Vec<Ident> =
        context.names.types[id.0].members.iter().map(|name| ident(name)).collect();
    let reader = context.our("Reader");
    match (&def.kind, context.plan.get(id)) {
        (TypeKind::Struct(fields), TypePlan::Struct(plan)) => {
            let types =
                fields.iter().map(|field| view(context, &field.ty, field.boxed, &quote!('a)));
            let keys = plan.fields.iter().map(|field| &field.key);
            let reads = plan.fields.iter().zip(fields).map(|(plan, field)| {
                decode::field(context, plan, &field.ty, field.boxed, Form::Deep)
            });
            let owned = fields.iter().zip(&members).map(|(field, member)| {
                let value = into_owned(context, &field.ty, field.boxed, &quote!(self.#member));
                quote!(#member: #value)
            });
            vec![
                quote! {
                    #[doc = #doc]
                    #[derive(Clone, Debug, PartialEq #exact)]
                    pub struct #name<'a> {
                        #(pub #members: #types,)*
                    }
                },
                quote! {
                    impl<'a> #name<'a> {
                        #[doc = " Reads a value."]
                        pub fn decode(reader: &mut #reader<'a>) -> Self {
                            reader.record(&[#(#keys),*], |fields| Self { #(#members: #reads),* })
                        }

                        #[doc = " The same value, with strings of its own."]
                        pub fn into_owned(self) -> #owner {
                            #owner { #(#owned),* }
                        }
                    }
                },
            ]
        }
        (TypeKind::Union(declared), TypePlan::Union(plan)) => {
            let types = declared.iter().map(|one| view(context, &one.ty, one.boxed, &quote!('a)));
            let read = read_members(context, &members, declared, plan, Form::Deep);
            let owned = declared.iter().zip(&members).map(|(one, member)| {
                let value = into_owned(context, &one.ty, one.boxed, &quote!(value));
                quote!(Self::#member(value) => #owner::#member(#value))
            });
            vec![
                quote! {
                    #[doc = #doc]
                    #[derive(Clone, Debug, PartialEq #exact)]
                    pub enum #name<'a> {
                        #(#members(#types),)*
                    }
                },
                quote! {
                    impl<'a> #name<'a> {
                        #[doc = " Reads a value."]
                        pub fn decode(reader: &mut #reader<'a>) -> Self {
                            #read
                        }

                        #[doc = " The same value, with strings of its own."]
                        pub fn into_owned(self) -> #owner {
                            match self {
                                #(#owned,)*
                            }
                        }
                    }
                },
            ]
        }
        _ => Vec::new(),
    }
}

/// The owned value of a borrowed one.
fn into_owned(context: &Context<'_>, ty: &Type, boxed: bool, value: &TokenStream) -> TokenStream {
    if !has_view(context, ty) {
        return value.clone();
    }
    match ty {
        Type::Scalar(Scalar::String) => {
            let string = context.our("String");
            quote!(#string::from(#value))
        }
        Type::Optional(inner) => {
            let each = if boxed { quote!((*value)) } else { quote!(value) };
            let each = into_owned(context, inner, false, &each);
            if boxed {
                let pointer = context.our("Box");
                quote!(#value.map(|value| #pointer::new(#each)))
            } else {
                quote!(#value.map(|value| #each))
            }
        }
        Type::List(item) => {
            let each = into_owned(context, item, false, &quote!(value));
            quote!(#value.into_iter().map(|value| #each).collect())
        }
        Type::Map(key, item) => {
            let key = into_owned(context, &key.ty(), false, &quote!(key));
            let item = into_owned(context, item, false, &quote!(value));
            quote!(#value.into_iter().map(|(key, value)| (#key, #item)).collect())
        }
        Type::Scalar(_) | Type::Named(_) => quote!(#value.into_owned()),
    }
}
