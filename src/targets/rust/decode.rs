//! What reads a value: one expression on a reader for each codec of the plan.

use super::context::Context;
use super::encode::copied;
use super::literal;
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
pub fn function(context: &Context<'_>, codec: &Codec, form: Form) -> String {
    match codec {
        Codec::Struct(id) | Codec::Union(id) | Codec::Enum(id) => {
            format!("{}::decode", super::views::name(context, *id, form))
        }
        Codec::Optional(_) | Codec::List(_) | Codec::Map(..) => {
            format!("|r| {}", call(context, codec, form))
        }
        codec => format!("{}::{}", context.our("Reader"), method(codec, form)),
    }
}

/// The value, read from `r`, which borrows a reader.
pub fn call(context: &Context<'_>, codec: &Codec, form: Form) -> String {
    call_from(context, codec, form, "r", "r")
}

/// The value, read from a reader: what it is to a method, and to a function.
pub fn call_from(
    context: &Context<'_>,
    codec: &Codec,
    form: Form,
    reader: &str,
    borrowed: &str,
) -> String {
    match codec {
        Codec::Struct(_) | Codec::Union(_) | Codec::Enum(_) => {
            format!("{}({borrowed})", function(context, codec, form))
        }
        Codec::Optional(inner) => {
            format!("{reader}.optional({})", function(context, inner, form))
        }
        Codec::List(item) => {
            format!("{reader}.list({})", function(context, item, form.nested()))
        }
        Codec::Map(key, value) => {
            let key = function(context, key, form.nested());
            let value = function(context, value, form.nested());
            format!("{reader}.map({key}, {value})")
        }
        codec => format!("{reader}.{}()", method(codec, form)),
    }
}

fn method(codec: &Codec, form: Form) -> &'static str {
    let owned = form == Form::Owned;
    copied(codec).unwrap_or(match codec {
        Codec::String if owned => "string",
        Codec::String => "str",
        Codec::Bytes | Codec::BytesAsArray if owned => "bytes",
        Codec::Bytes | Codec::BytesAsArray => "slice",
        _ => "raw",
    })
}

/// The value of the next field of `fields`.
pub fn field(
    context: &Context<'_>,
    plan: &FieldPlan,
    ty: &Type,
    boxed: bool,
    form: Form,
) -> String {
    let inner = |codec: &Codec| {
        let read = function(context, codec, form);
        if boxed { format!("|r| {}::new({read}(r))", context.our("Box")) } else { read }
    };
    let key = literal::quoted(&plan.key);
    match (&plan.missing, &plan.codec) {
        (Missing::None | Missing::Default(Literal::None), Codec::Optional(codec)) => {
            format!("fields.optional({key}, {})", inner(codec))
        }
        (Missing::Default(default), codec) => {
            let read = match codec {
                Codec::Optional(codec) => format!("|r| r.optional({})", inner(codec)),
                codec => function(context, codec, form),
            };
            let default = literal::value(context, default, ty, boxed, form);
            if context.is_copy(ty) || (form != Form::Owned && plan.codec == Codec::String) {
                format!("fields.or({key}, {default}, {read})")
            } else {
                format!("fields.or_else({key}, || {default}, {read})")
            }
        }
        (_, codec) => format!("fields.required({key}, {})", function(context, codec, form)),
    }
}

/// The names of the keys, as a record is told them.
pub fn keys<'a>(keys: impl IntoIterator<Item = &'a String>) -> String {
    let keys: Vec<String> = keys.into_iter().map(|key| literal::quoted(key)).collect();
    format!("&[{}]", keys.join(", "))
}
