//! Payloads for people: decoded, and where two of them first differ.

use std::fmt::Write;

use crate::wire::{Codec, Plan, Request, Response, TypePlan, Value, datetime};

/// A payload's type.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'p> {
    /// What a call sends.
    Request(&'p Request),
    /// What it returns.
    Response(&'p Response),
}

impl Shape<'_> {
    fn decode(self, plan: &Plan, payload: &[u8]) -> Result<Value, String> {
        match self {
            Self::Request(request) => plan.decode_request(request, payload),
            Self::Response(response) => plan.decode_response(response, payload),
        }
    }

    /// The payload as people read it; an error's text for one that cannot be read.
    #[must_use]
    pub fn text(self, plan: &Plan, payload: &[u8]) -> String {
        let value = match self.decode(plan, payload) {
            Ok(value) => value,
            Err(error) => return format!("(unreadable: {error})"),
        };
        let mut text = String::new();
        match self {
            Self::Request(Request::Empty) | Self::Response(Response::Void) => {
                text.push_str("(nothing)");
            }
            Self::Request(Request::Arguments(record)) => {
                let names = record.fields.iter().map(|f| (f.key.as_str(), &f.codec));
                write_record(plan, names, &value, &mut text);
            }
            Self::Request(Request::Value(top)) | Self::Response(Response::Value(top)) => {
                write_value(plan, &top.codec, &value, &mut text);
            }
        }
        text
    }

    /// The field that the byte at `offset` of a canonical payload belongs to, with the path of an error's text.
    #[must_use]
    pub fn field_at(self, plan: &Plan, payload: &[u8], offset: usize) -> Option<String> {
        let value = self.decode(plan, payload).ok()?;
        let mut place = Locator { plan, offset, path: String::new() };
        match self {
            Self::Request(Request::Empty) | Self::Response(Response::Void) => return None,
            Self::Request(Request::Arguments(record)) => {
                place.path.clone_from(&record.root);
                let fields = record.fields.iter().map(|f| (f.key.as_str(), &f.codec));
                place.record(fields, &value, 0);
            }
            Self::Request(Request::Value(top)) | Self::Response(Response::Value(top)) => {
                place.path.clone_from(&top.root);
                place.value(&top.codec, &value, 0);
            }
        }
        Some(place.path)
    }
}

/// The offset of the first byte in which two payloads differ.
#[must_use]
pub fn first_difference(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

struct Locator<'p> {
    plan: &'p Plan,
    offset: usize,
    path: String,
}

impl Locator<'_> {
    fn length(&self, codec: &Codec, value: &Value) -> usize {
        let top = crate::wire::TopLevel { root: String::new(), codec: codec.clone() };
        self.plan.encode(&top, value).map_or(0, |bytes| bytes.len())
    }

    fn record<'a>(
        &mut self,
        fields: impl ExactSizeIterator<Item = (&'a str, &'a Codec)>,
        value: &Value,
        start: usize,
    ) {
        let Value::Record(values) = value else { return };
        let mut at = start + head(fields.len());
        for ((name, codec), value) in fields.zip(values) {
            let key = self.length(&Codec::String, &Value::String(name.to_owned()));
            let end = at + key + self.length(codec, value);
            if self.offset < end {
                if self.offset >= at {
                    let _ = write!(self.path, ".{name}");
                }
                if self.offset >= at + key {
                    self.value(codec, value, at + key);
                }
                return;
            }
            at = end;
        }
    }

    fn value(&mut self, codec: &Codec, value: &Value, start: usize) {
        match (codec, value) {
            (Codec::Optional(_), Value::None) => {}
            (Codec::Optional(inner), value) => self.value(inner, value, start),
            (Codec::List(item), Value::List(items)) => {
                let mut at = start + head(items.len());
                for (index, value) in items.iter().enumerate() {
                    let end = at + self.length(item, value);
                    if self.offset < end {
                        if self.offset >= at {
                            let _ = write!(self.path, "[{index}]");
                            self.value(item, value, at);
                        }
                        return;
                    }
                    at = end;
                }
            }
            (Codec::Map(key_codec, of), Value::Map(entries)) => {
                let mut at = start + head(entries.len());
                for (key, value) in entries {
                    let middle = at + self.length(key_codec, key);
                    let end = middle + self.length(of, value);
                    if self.offset < end {
                        if self.offset >= at {
                            self.path.push('[');
                            write_value(self.plan, key_codec, key, &mut self.path);
                            self.path.push(']');
                        }
                        if self.offset >= middle {
                            self.value(of, value, middle);
                        }
                        return;
                    }
                    at = end;
                }
            }
            (Codec::Struct(id), value) => {
                if let TypePlan::Struct(record) = self.plan.get(*id) {
                    let fields = record.fields.iter().map(|f| (f.key.as_str(), &f.codec));
                    self.record(fields, value, start);
                }
            }
            (Codec::Union(id), Value::Union(at, value)) => {
                if let TypePlan::Union(union) = self.plan.get(*id) {
                    let (name, codec) = &union.members[*at];
                    let _ = write!(self.path, ".{name}");
                    let key = self.length(&Codec::String, &Value::String(name.clone()));
                    if self.offset > start + key {
                        self.value(codec, value, start + 1 + key);
                    }
                }
            }
            _ => {}
        }
    }
}

/// How long the head of a list or map is.
const fn head(count: usize) -> usize {
    match count {
        0..=15 => 1,
        16..=0xffff => 3,
        _ => 5,
    }
}

fn write_record<'a>(
    plan: &Plan,
    fields: impl Iterator<Item = (&'a str, &'a Codec)>,
    value: &Value,
    to: &mut String,
) {
    let Value::Record(values) = value else { return };
    to.push('{');
    for (at, ((name, codec), value)) in fields.zip(values).enumerate() {
        let _ = write!(to, "{}{name}: ", if at == 0 { "" } else { ", " });
        write_value(plan, codec, value, to);
    }
    to.push('}');
}

fn write_value(plan: &Plan, codec: &Codec, value: &Value, to: &mut String) {
    match (codec, value) {
        (_, Value::None) => to.push_str("None"),
        (Codec::Optional(inner), value) => write_value(plan, inner, value, to),
        (_, Value::Bool(value)) => drop(write!(to, "{value}")),
        (_, Value::Int(value)) => drop(write!(to, "{value}")),
        (_, Value::Float(value)) => drop(write!(to, "{value:?}")),
        (_, Value::String(text)) => drop(write!(to, "{text:?}")),
        (_, Value::Bytes(bytes) | Value::Raw(bytes)) => {
            let kind = if *codec == Codec::Raw { "raw" } else { "bytes" };
            let _ = write!(to, "{kind}({})", hex(bytes));
        }
        (_, Value::DateTime(seconds, nanos)) => {
            to.push_str(&datetime::format(*seconds, *nanos).unwrap_or_default());
        }
        (Codec::List(item), Value::List(items)) => {
            to.push('[');
            for (at, value) in items.iter().enumerate() {
                to.push_str(if at == 0 { "" } else { ", " });
                write_value(plan, item, value, to);
            }
            to.push(']');
        }
        (Codec::Map(key_codec, of), Value::Map(entries)) => {
            to.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                to.push_str(if at == 0 { "" } else { ", " });
                write_value(plan, key_codec, key, to);
                to.push_str(": ");
                write_value(plan, of, value, to);
            }
            to.push('}');
        }
        (Codec::Struct(id), value) => {
            if let TypePlan::Struct(record) = plan.get(*id) {
                let fields = record.fields.iter().map(|f| (f.key.as_str(), &f.codec));
                write_record(plan, fields, value, to);
            }
        }
        (Codec::Enum(id), Value::Enum(at)) => {
            if let TypePlan::Enum(of) = plan.get(*id) {
                let _ = write!(to, "{}", of.values.get(*at).map_or("?", |value| &value.0));
            }
        }
        (Codec::Union(id), Value::Union(at, value)) => {
            if let TypePlan::Union(union) = plan.get(*id) {
                let (name, codec) = &union.members[*at];
                let _ = write!(to, "{name}(");
                write_value(plan, codec, value, to);
                to.push(')');
            }
        }
        (codec, value) => drop(write!(to, "{value:?} of {codec:?}")),
    }
}

/// Bytes in hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
