//! What writes a value: one statement on a writer for each codec of the plan.

use super::context::Context;
use super::print::Print;
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

/// Prints what writes the value of an expression.
pub fn statement(
    out: &mut String,
    context: &Context<'_>,
    w: &str,
    codec: &Codec,
    value: &str,
    form: Form,
    boxed: bool,
) {
    let reference = if form == Form::Place { "&" } else { "" };
    if let Some(method) = copied(codec) {
        let star = if form == Form::Reference { "*" } else { "" };
        return out.put(format_args!("{w}.{method}({star}{value})"));
    }
    match codec {
        Codec::Enum(_) | Codec::Struct(_) | Codec::Union(_) => {
            out.put(format_args!("{value}.encode({w})"));
        }
        Codec::String => out.put(format_args!("{w}.str({reference}{value})")),
        Codec::Bytes => out.put(format_args!("{w}.bytes({reference}{value})")),
        Codec::Raw => out.put(format_args!("{w}.raw({reference}{value})")),
        Codec::BytesAsArray => {
            out.put(format_args!("{w}.list({reference}{value}, |w, item| w.u8(*item))"));
        }
        Codec::List(item) => {
            out.put(format_args!("{w}.list({reference}{value}, "));
            nested(out, context, item, "item");
            out.push(')');
        }
        Codec::Map(key, item) => {
            out.put(format_args!("{w}.map({reference}{value}, "));
            nested(out, context, key, "key");
            out.push_str(", ");
            nested(out, context, item, "value");
            out.push(')');
        }
        Codec::Optional(inner) => {
            out.put(format_args!("{w}.optional("));
            optional(out, context, inner, value, form, boxed);
            out.push(')');
        }
        _ => {}
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
fn nested(out: &mut String, context: &Context<'_>, codec: &Codec, name: &str) {
    out.put(format_args!("|w, {name}| "));
    statement(out, context, "w", codec, name, Form::Reference, false);
}

/// An optional value as one of copies or references, and the function that writes what is in it.
fn optional(
    out: &mut String,
    context: &Context<'_>,
    inner: &Codec,
    value: &str,
    form: Form,
    boxed: bool,
) {
    let writer = context.our("Writer");
    if let Some(method) = copied(inner) {
        let star = if form == Form::Reference { "*" } else { "" };
        return out.put(format_args!("{star}{value}, {writer}::{method}"));
    }
    let (star, behind) = match inner {
        _ if form == Form::Argument => ("", ""),
        Codec::Enum(_) if form == Form::Reference => ("*", ""),
        Codec::Enum(_) => ("", ""),
        Codec::String | Codec::Bytes | Codec::BytesAsArray | Codec::List(_) => ("", ".as_deref()"),
        _ if boxed => ("", ".as_deref()"),
        _ => ("", ".as_ref()"),
    };
    out.put(format_args!("{star}{value}{behind}, "));
    match inner {
        Codec::String => out.put(format_args!("{writer}::str")),
        Codec::Bytes => out.put(format_args!("{writer}::bytes")),
        Codec::Raw => out.put(format_args!("{writer}::raw")),
        inner => nested(out, context, inner, "value"),
    }
}
