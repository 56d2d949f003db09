//! Defaults as expressions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::context::Context;
use super::decode::Form;
use super::names::ident;
use super::views;
use crate::ir::{Literal, Type, TypeKind};

/// A value of the type, with as much borrowed as the form says.
pub fn value(
    context: &Context<'_>,
    literal: &Literal,
    ty: &Type,
    boxed: bool,
    form: Form,
) -> TokenStream {
    let borrowed = form != Form::Owned;
    match (literal, ty) {
        (Literal::None, _) => quote!(None),
        (_, Type::Optional(inner)) => {
            let value = value(context, literal, inner, false, form);
            if boxed {
                let pointer = context.our("Box");
                quote!(Some(#pointer::new(#value)))
            } else {
                quote!(Some(#value))
            }
        }
        (Literal::String(text), _) if borrowed => quote!(#text),
        (Literal::String(text), _) => {
            let string = context.our("String");
            if text.is_empty() { quote!(#string::new()) } else { quote!(#string::from(#text)) }
        }
        (Literal::Bytes(bytes), _) => {
            let text = Token::byte_string(bytes);
            let (cow, vec) = (context.our("Cow"), context.our("Vec"));
            match (borrowed, bytes.is_empty()) {
                (true, _) => quote!(#cow::Borrowed(&#text[..])),
                (false, true) => quote!(#vec::new()),
                (false, false) => quote!(#vec::from(*#text)),
            }
        }
        (Literal::List(items), Type::List(item)) => {
            let vec = context.our("Vec");
            let items = items.iter().map(|each| value(context, each, item, false, form.nested()));
            let items: Vec<TokenStream> = items.collect();
            if items.is_empty() { quote!(#vec::new()) } else { quote!(#vec::from([#(#items),*])) }
        }
        (Literal::Map(entries), Type::Map(key, item)) => {
            let (key, form) = (key.ty(), form.nested());
            let entries = entries.iter().map(|(k, v)| {
                let k = value(context, k, &key, false, form);
                let v = value(context, v, item, false, form);
                quote!((#k, #v))
            });
            let entries: Vec<TokenStream> = entries.collect();
            if entries.is_empty() {
                quote!(wapc::Map::new())
            } else {
                quote!(wapc::Map::from([#(#entries),*]))
            }
        }
        (Literal::Struct(id, values), _) => {
            let name = views::name(context, *id, form);
            let TypeKind::Struct(fields) = &context.contract.get(*id).kind else {
                return TokenStream::new();
            };
            let members = context.names.types[id.0].members.iter().map(|name| ident(name));
            let values = fields
                .iter()
                .zip(values)
                .map(|(field, each)| value(context, each, &field.ty, field.boxed, form.nested()));
            quote!(#name { #(#members: #values),* })
        }
        (Literal::Union(id, position, held), _) => {
            let name = views::name(context, *id, form);
            let member = ident(&context.names.types[id.0].members[*position]);
            let TypeKind::Union(members) = &context.contract.get(*id).kind else {
                return TokenStream::new();
            };
            let declared = &members[*position];
            let held = value(context, held, &declared.ty, declared.boxed, form.nested());
            quote!(#name::#member(#held))
        }
        _ => plain(context, literal),
    }
}

/// A value that is its own constant.
fn plain(context: &Context<'_>, literal: &Literal) -> TokenStream {
    match literal {
        Literal::Int(value) => integer(*value),
        Literal::Float(value) => {
            let digits = Token::f64_unsuffixed(value.abs());
            if value.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) }
        }
        Literal::Bool(value) => quote!(#value),
        Literal::DateTime(seconds, nanos) => {
            let (seconds, nanos) = (integer((*seconds).into()), integer((*nanos).into()));
            quote!(wapc::DateTime { seconds: #seconds, nanos: #nanos })
        }
        Literal::Enum(id, position) => {
            let name = context.name(*id);
            let value = ident(&context.names.types[id.0].members[*position]);
            quote!(#name::#value)
        }
        _ => quote!(None),
    }
}

/// An integer.
pub fn integer(value: i128) -> TokenStream {
    let digits = Token::u128_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}
