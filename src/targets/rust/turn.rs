//! What a relay does to maps on their way: it puts them together anew, from the last entry to the first. A program adds entries
//! in any order, and they go over the wire in one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::names::ident;
use crate::ir::{Contract, Operation, Type, TypeKind};

/// The types that hold nothing.
const SCALARS: [&str; 11] =
    ["bool", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

/// Whether a map is among what an operation takes and returns.
pub fn is_needed(contract: &Contract, operation: &Operation) -> bool {
    let parameters = operation.input.parameters().iter().map(|field| &field.ty);
    parameters.chain(&operation.output).any(|ty| contract.holds_map(ty))
}

/// The trait, for all that the contract's types are made of, and the function that uses it.
pub fn items(context: &Context<'_>, turn: &Ident) -> Vec<TokenStream> {
    let scalars = SCALARS.map(ident);
    let mut items = vec![
        quote! {
            #[doc = " A value whose maps can be put together anew, from the last entry to the first."]
            trait #turn {
                fn turn(&mut self) {}
            }
        },
        quote! {
            fn turned<T: #turn>(mut value: T) -> T {
                value.turn();
                value
            }
        },
        quote! {
            impl<K: wapc::Key, V: #turn> #turn for wapc::Map<K, V> {
                fn turn(&mut self) {
                    for (key, value) in ::core::mem::take(self).into_iter().rev() {
                        self.insert(key, turned(value));
                    }
                }
            }
        },
        quote! {
            impl<T: #turn> #turn for ::std::vec::Vec<T> {
                fn turn(&mut self) {
                    self.iter_mut().for_each(#turn::turn);
                }
            }
        },
        quote! {
            impl<T: #turn> #turn for ::core::option::Option<T> {
                fn turn(&mut self) {
                    self.iter_mut().for_each(#turn::turn);
                }
            }
        },
        quote! {
            impl<T: #turn> #turn for ::std::boxed::Box<T> {
                fn turn(&mut self) {
                    (**self).turn();
                }
            }
        },
    ];
    items.extend(scalars.iter().map(|scalar| quote!(impl #turn for #scalar {})));
    items.push(quote!(impl #turn for ::std::string::String {}));
    items.push(quote!(impl #turn for wapc::DateTime {}));
    items.push(quote!(impl #turn for wapc::Raw {}));
    let types = context.contract.types().filter(|(id, _)| context.is_used(*id));
    items.extend(types.map(|(id, def)| {
        let name = context.name(id);
        if !context.contract.holds_map(&Type::Named(id)) {
            return quote!(impl #turn for #name {});
        }
        let members = context.names.types[id.0].members.iter().map(|name| ident(name));
        let body = match &def.kind {
            TypeKind::Struct(fields) => {
                let held = fields.iter().zip(members);
                let held = held.filter(|(field, _)| context.contract.holds_map(&field.ty));
                let held = held.map(|(_, member)| member);
                quote!(#(self.#held.turn();)*)
            }
            _ => quote!(match self { #(Self::#members(value) => value.turn(),)* }),
        };
        quote! {
            impl #turn for #name {
                fn turn(&mut self) {
                    #body
                }
            }
        }
    }));
    items
}
