//! What writes a value: one statement on a writer for each codec of the plan.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::names::ident;
use crate::wire::Codec;

/// What an expression is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A place that owns the value, like `self.tags`.
    Place,
    /// A reference to the value, like an item of a list.
    Reference,
    /// What a client takes: a copy, or something borrowed.
    Argument,
}

/// Writes the value of an expression.
pub fn statement(
    context: &Context<'_>,
    w: &Ident,
    codec: &Codec,
    value: &TokenStream,
    form: Form,
    boxed: bool,
) -> TokenStream {
    let reference = || if form == Form::Place { quote!(&#value) } else { value.clone() };
    if let Some(method) = copied(codec) {
        let method = ident(&method);
        let value = if form == Form::Reference { quote!(*#value) } else { value.clone() };
        return quote!(#w.#method(#value));
    }
    match codec {
        Codec::Enum(_) | Codec::Struct(_) | Codec::Union(_) => quote!(#value.encode(#w)),
        Codec::String => {
            let value = reference();
            quote!(#w.str(#value))
        }
        Codec::Bytes => {
            let value = reference();
            quote!(#w.bytes(#value))
        }
        Codec::Raw => {
            let value = reference();
            quote!(#w.raw(#value))
        }
        Codec::BytesAsArray => {
            let value = reference();
            quote!(#w.list(#value, |w, item| w.u8(*item)))
        }
        Codec::List(item) => {
            let (value, item) = (reference(), nested(context, item, "item"));
            quote!(#w.list(#value, #item))
        }
        Codec::Map(key, item) => {
            let value = reference();
            let (key, item) = (nested(context, key, "key"), nested(context, item, "value"));
            quote!(#w.map(#value, #key, #item))
        }
        Codec::Optional(inner) => {
            let (value, write) = optional(context, inner, value, form, boxed);
            quote!(#w.optional(#value, #write))
        }
        _ => TokenStream::new(),
    }
}

/// The method for values that are passed by copy.
pub fn copied(codec: &Codec) -> Option<String> {
    Some(match codec {
        Codec::Bool => "bool".to_owned(),
        Codec::Signed(bits) => format!("i{bits}"),
        Codec::Unsigned(bits) => format!("u{bits}"),
        Codec::F32 => "f32".to_owned(),
        Codec::F64 => "f64".to_owned(),
        Codec::DateTime => "datetime".to_owned(),
        _ => return None,
    })
}

/// A closure that writes an item.
fn nested(context: &Context<'_>, codec: &Codec, name: &str) -> TokenStream {
    let (w, name) = (ident("w"), ident(name));
    let body = statement(context, &w, codec, &quote!(#name), Form::Reference, false);
    quote!(|w, #name| #body)
}

/// An optional value as one of copies or references, and the function that writes what is in it.
fn optional(
    context: &Context<'_>,
    inner: &Codec,
    value: &TokenStream,
    form: Form,
    boxed: bool,
) -> (TokenStream, TokenStream) {
    let writer = context.our("Writer");
    let w = ident("w");
    let argument = form == Form::Argument;
    if let Some(method) = copied(inner) {
        let method = ident(&method);
        let value = if form == Form::Reference { quote!(*#value) } else { value.clone() };
        return (value, quote!(#writer::#method));
    }
    let write = match inner {
        Codec::String => quote!(#writer::str),
        Codec::Bytes => quote!(#writer::bytes),
        Codec::Raw => quote!(#writer::raw),
        inner => {
            let body = statement(context, &w, inner, &quote!(value), Form::Reference, false);
            quote!(|w, value| #body)
        }
    };
    let value = match inner {
        _ if argument => value.clone(),
        Codec::Enum(_) if form == Form::Reference => quote!(*#value),
        Codec::Enum(_) => value.clone(),
        Codec::String | Codec::Bytes | Codec::BytesAsArray | Codec::List(_) => {
            quote!(#value.as_deref())
        }
        _ if boxed => quote!(#value.as_deref()),
        _ => quote!(#value.as_ref()),
    };
    (value, write)
}
