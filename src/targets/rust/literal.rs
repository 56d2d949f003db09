//! Defaults as expressions.

use super::context::Context;
use super::decode::Form;
use super::names::ident;
use super::views;
use crate::ir::{Literal, Scalar, Type, TypeKind};

/// A value of the type, with as much borrowed as the form says.
pub fn value(
    context: &Context<'_>,
    literal: &Literal,
    ty: &Type,
    boxed: bool,
    form: Form,
) -> String {
    let borrowed = form != Form::Owned;
    match (literal, ty) {
        (Literal::None, _) => "None".to_owned(),
        (_, Type::Optional(inner)) => {
            let value = value(context, literal, inner, false, form);
            if boxed {
                format!("Some({}::new({value}))", context.our("Box"))
            } else {
                format!("Some({value})")
            }
        }
        (Literal::String(text), _) if borrowed => quoted(text),
        (Literal::String(text), _) => {
            let string = context.our("String");
            if text.is_empty() {
                format!("{string}::new()")
            } else {
                format!("{string}::from({})", quoted(text))
            }
        }
        (Literal::Bytes(bytes), _) => match (borrowed, bytes.is_empty()) {
            (true, _) => {
                format!("{}::Borrowed(&{}[..])", context.our("Cow"), quoted_bytes(bytes))
            }
            (false, true) => format!("{}::new()", context.our("Vec")),
            (false, false) => {
                format!("{}::from(*{})", context.our("Vec"), quoted_bytes(bytes))
            }
        },
        (Literal::List(items), Type::List(item)) => {
            let items = items.iter().map(|each| value(context, each, item, false, form.nested()));
            listed(&context.our("Vec"), items.collect())
        }
        (Literal::Map(entries), Type::Map(key, item)) => {
            let (key, form) = (key.ty(), form.nested());
            let entries = entries.iter().map(|(k, v)| {
                let k = value(context, k, &key, false, form);
                let v = value(context, v, item, false, form);
                format!("({k}, {v})")
            });
            listed("wapc::Map", entries.collect())
        }
        (Literal::Struct(id, values), _) => {
            let name = views::name(context, *id, form);
            let TypeKind::Struct(fields) = &context.contract.get(*id).kind else {
                return name.into_owned();
            };
            let members = context.member_names(*id);
            let values = fields.iter().zip(values).zip(&members).map(|((field, each), member)| {
                let value = value(context, each, &field.ty, field.boxed, form.nested());
                (member.as_ref(), value)
            });
            record(&name, values)
        }
        (Literal::Union(id, position, held), _) => {
            let name = views::name(context, *id, form);
            let member = ident(&context.names.types[id.0].members[*position]);
            let TypeKind::Union(members) = &context.contract.get(*id).kind else {
                return name.into_owned();
            };
            let declared = &members[*position];
            let held = value(context, held, &declared.ty, declared.boxed, form.nested());
            format!("{name}::{member}({held})")
        }
        (Literal::Float(value), Type::Scalar(Scalar::F32)) => format!("{:?}", *value as f32),
        _ => plain(context, literal),
    }
}

/// A struct literal.
pub fn record<'a>(name: &str, fields: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let fields: Vec<String> =
        fields.into_iter().map(|(member, value)| format!("{member}: {value}")).collect();
    if fields.is_empty() {
        format!("{name} {{}}")
    } else {
        format!("{name} {{ {} }}", fields.join(", "))
    }
}

/// A collection of these items.
fn listed(collection: &str, items: Vec<String>) -> String {
    if items.is_empty() {
        format!("{collection}::new()")
    } else {
        format!("{collection}::from([{}])", items.join(", "))
    }
}

/// A value that is its own constant.
fn plain(context: &Context<'_>, literal: &Literal) -> String {
    match literal {
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Bool(value) => value.to_string(),
        Literal::DateTime(seconds, nanos) => {
            format!("wapc::DateTime {{ seconds: {seconds}, nanos: {nanos} }}")
        }
        Literal::Enum(id, position) => {
            let value = ident(&context.names.types[id.0].members[*position]);
            format!("{}::{value}", context.name(*id))
        }
        _ => "None".to_owned(),
    }
}

/// A string literal.
pub fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        literal.push_str(text);
        literal.push('"');
        return literal;
    }
    for c in text.chars() {
        match c {
            '\'' => literal.push(c),
            // Not `\0`, which a digit behind it would make look like another number.
            '\0' => literal.push_str("\\x00"),
            c => literal.extend(c.escape_debug()),
        }
    }
    literal.push('"');
    literal
}

/// A literal of bytes.
fn quoted_bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii().to_string().replace("\\'", "'"))
}
