//! What reads a value: one expression on a reader for each codec of the plan.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::encode::copied;
use super::literal;
use super::names::ident;
use crate::ir::{Literal, Type};
use crate::wire::{Codec, FieldPlan, Missing};

/// How much of a value lies in the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing.
    Owned,
    /// A string or bytes, if that is what the value is; nothing of a list or a struct.
    Shallow,
    /// Every string, wherever it is: `--views`.
    Deep,
}

impl Form {
    /// How an item of a list or a map is read.
    pub const fn nested(self) -> Self {
        match self {
            Self::Deep => Self::Deep,
            Self::Owned | Self::Shallow => Self::Owned,
        }
    }
}

/// A function from a reader to the value.
pub fn function(context: &Context<'_>, codec: &Codec, form: Form) -> TokenStream {
    let reader = context.our("Reader");
    match codec {
        Codec::Struct(id) | Codec::Union(id) | Codec::Enum(id) => {
            let name = super::views::name(context, *id, form);
            quote!(#name::decode)
        }
        Codec::Optional(_) | Codec::List(_) | Codec::Map(..) => {
            let body = call(context, codec, form);
            quote!(|r| #body)
        }
        codec => {
            let method = ident(&method(codec, form));
            quote!(#reader::#method)
        }
    }
}

/// The value, read from `r`, which borrows a reader.
pub fn call(context: &Context<'_>, codec: &Codec, form: Form) -> TokenStream {
    let r = quote!(r);
    call_from(context, codec, form, &r, &r)
}

/// The value, read from a reader: what it is to a method, and to a function.
pub fn call_from(
    context: &Context<'_>,
    codec: &Codec,
    form: Form,
    reader: &TokenStream,
    borrowed: &TokenStream,
) -> TokenStream {
    match codec {
        Codec::Struct(_) | Codec::Union(_) | Codec::Enum(_) => {
            let decode = function(context, codec, form);
            quote!(#decode(#borrowed))
        }
        Codec::Optional(inner) => {
            let inner = function(context, inner, form);
            quote!(#reader.optional(#inner))
        }
        Codec::List(item) => {
            let item = function(context, item, form.nested());
            quote!(#reader.list(#item))
        }
        Codec::Map(key, value) => {
            let key = function(context, key, form.nested());
            let value = function(context, value, form.nested());
            quote!(#reader.map(#key, #value))
        }
        codec => {
            let method = ident(&method(codec, form));
            quote!(#reader.#method())
        }
    }
}

fn method(codec: &Codec, form: Form) -> String {
    let owned = form == Form::Owned;
    copied(codec).unwrap_or_else(|| {
        match codec {
            Codec::String if owned => "string",
            Codec::String => "str",
            Codec::Bytes | Codec::BytesAsArray if owned => "bytes",
            Codec::Bytes | Codec::BytesAsArray => "slice",
            _ => "raw",
        }
        .to_owned()
    })
}

/// The value of the next field of `fields`.
pub fn field(
    context: &Context<'_>,
    plan: &FieldPlan,
    ty: &Type,
    boxed: bool,
    form: Form,
) -> TokenStream {
    let inner = |codec: &Codec| {
        let read = function(context, codec, form);
        if boxed {
            let pointer = context.our("Box");
            quote!(|r| #pointer::new(#read(r)))
        } else {
            read
        }
    };
    match (&plan.missing, &plan.codec) {
        (Missing::None | Missing::Default(Literal::None), Codec::Optional(codec)) => {
            let read = inner(codec);
            quote!(fields.optional(#read))
        }
        (Missing::Default(default), codec) => {
            let read = match codec {
                Codec::Optional(codec) => {
                    let read = inner(codec);
                    quote!(|r| r.optional(#read))
                }
                codec => function(context, codec, form),
            };
            let default = literal::value(context, default, ty, boxed, form);
            if context.is_copy(ty) || (form != Form::Owned && plan.codec == Codec::String) {
                quote!(fields.or(#default, #read))
            } else {
                quote!(fields.or_else(|| #default, #read))
            }
        }
        (_, codec) => {
            let read = function(context, codec, form);
            quote!(fields.required(#read))
        }
    }
}
