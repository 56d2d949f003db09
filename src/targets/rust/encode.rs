//! What writes a value: one statement on a writer for each codec of the plan.

use super::context::Context;
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
    w: &str,
    codec: &Codec,
    value: &str,
    form: Form,
    boxed: bool,
) -> String {
    let reference = if form == Form::Place { "&" } else { "" };
    if let Some(method) = copied(codec) {
        let star = if form == Form::Reference { "*" } else { "" };
        return format!("{w}.{method}({star}{value})");
    }
    match codec {
        Codec::Enum(_) | Codec::Struct(_) | Codec::Union(_) => format!("{value}.encode({w})"),
        Codec::String => format!("{w}.str({reference}{value})"),
        Codec::Bytes => format!("{w}.bytes({reference}{value})"),
        Codec::Raw => format!("{w}.raw({reference}{value})"),
        Codec::BytesAsArray => format!("{w}.list({reference}{value}, |w, item| w.u8(*item))"),
        Codec::List(item) => {
            format!("{w}.list({reference}{value}, {})", nested(context, item, "item"))
        }
        Codec::Map(key, item) => {
            let (key, item) = (nested(context, key, "key"), nested(context, item, "value"));
            format!("{w}.map({reference}{value}, {key}, {item})")
        }
        Codec::Optional(inner) => {
            let (value, write) = optional(context, inner, value, form, boxed);
            format!("{w}.optional({value}, {write})")
        }
        _ => String::new(),
    }
}

/// The method for values that are passed by copy.
pub const fn copied(codec: &Codec) -> Option<&'static str> {
    Some(match codec {
        Codec::Bool => "bool",
        Codec::Signed(8) => "i8",
        Codec::Signed(16) => "i16",
        Codec::Signed(32) => "i32",
        Codec::Signed(_) => "i64",
        Codec::Unsigned(8) => "u8",
        Codec::Unsigned(16) => "u16",
        Codec::Unsigned(32) => "u32",
        Codec::Unsigned(_) => "u64",
        Codec::F32 => "f32",
        Codec::F64 => "f64",
        Codec::DateTime => "datetime",
        _ => return None,
    })
}

/// A closure that writes an item.
fn nested(context: &Context<'_>, codec: &Codec, name: &str) -> String {
    let body = statement(context, "w", codec, name, Form::Reference, false);
    format!("|w, {name}| {body}")
}

/// An optional value as one of copies or references, and the function that writes what is in it.
fn optional(
    context: &Context<'_>,
    inner: &Codec,
    value: &str,
    form: Form,
    boxed: bool,
) -> (String, String) {
    let writer = context.our("Writer");
    let argument = form == Form::Argument;
    if let Some(method) = copied(inner) {
        let star = if form == Form::Reference { "*" } else { "" };
        return (format!("{star}{value}"), format!("{writer}::{method}"));
    }
    let write = match inner {
        Codec::String => format!("{writer}::str"),
        Codec::Bytes => format!("{writer}::bytes"),
        Codec::Raw => format!("{writer}::raw"),
        inner => nested(context, inner, "value"),
    };
    let value = match inner {
        _ if argument => value.to_owned(),
        Codec::Enum(_) if form == Form::Reference => format!("*{value}"),
        Codec::Enum(_) => value.to_owned(),
        Codec::String | Codec::Bytes | Codec::BytesAsArray | Codec::List(_) => {
            format!("{value}.as_deref()")
        }
        _ if boxed => format!("{value}.as_deref()"),
        _ => format!("{value}.as_ref()"),
    };
    (value, write)
}
