//! What is tried in the place of an optional, a list, a map, a struct, an enum or a union.

use super::node::{Node, bin, integer, integer_forms, raw, text, wide};
use super::scalars::{self, overlong};
use super::typical::{Payload, Shapes, Step};
use super::variant::{Rule, Variant, wrong_kinds};
use crate::wire::{Codec, FieldPlan, Missing, UnionPlan};

/// From how many values of an enum, or fields of a struct, on they are tried by their names alone: whatever else there is about
/// one is the same for all.
const MANY: usize = 40;

/// Everything to be tried in a place. What is in the pieces of a value has places of its own.
#[must_use]
pub fn variants(shapes: Shapes<'_>, what: Payload<'_>, full: bool) -> Vec<Variant> {
    let codec = match what {
        Payload::Fields(fields) => {
            let mut variants = record(fields, shapes.typical(what));
            if !full {
                variants.retain(|variant| {
                    matches!(variant.rule, Rule::Value | Rule::Form | Rule::Missing)
                });
            }
            return variants;
        }
        Payload::Value(codec) => codec,
    };
    let mut variants = match codec {
        Codec::Bool => scalars::bools(),
        Codec::Signed(bits) => scalars::integers(true, *bits),
        Codec::Unsigned(bits) => scalars::integers(false, *bits),
        Codec::F32 => scalars::f32s(),
        Codec::F64 => scalars::f64s(),
        Codec::String => scalars::strings(),
        Codec::Bytes => scalars::byte_strings(false),
        Codec::BytesAsArray => scalars::byte_strings(true),
        Codec::DateTime => scalars::datetimes(),
        Codec::Raw => scalars::raws(),
        Codec::Optional(_) => vec![Variant::new(Rule::Value, "None", raw([0xc0]))],
        Codec::List(item) => list(shapes.typical(Payload::Value(item))),
        Codec::Map(key, value) => map(shapes, key, &shapes.typical(Payload::Value(value))),
        Codec::Struct(id) if full => record(shapes.fields(*id), shapes.typical(what)),
        Codec::Struct(_) => wrong_kinds(&["map", "list"]).collect(),
        Codec::Enum(id) => choices(shapes.values(*id)),
        Codec::Union(id) if full => {
            shapes.union(*id).map_or_else(Vec::new, |plan| union(shapes, plan, what))
        }
        Codec::Union(_) => wrong_kinds(&["map"]).collect(),
    };
    if !full {
        few(&mut variants);
    }
    variants
}

/// Leaves the last value, which is mostly the largest, and one wrong kind.
fn few(variants: &mut Vec<Variant>) {
    let last = variants.iter().rposition(|variant| variant.rule == Rule::Value);
    let wrong = variants.iter().position(|variant| variant.rule == Rule::Kind);
    let mut at = 0;
    variants.retain(|_| {
        at += 1;
        Some(at - 1) == last || Some(at - 1) == wrong
    });
}

fn list(item: Node) -> Vec<Variant> {
    let bytes = item.bytes();
    let mut variants = vec![
        Variant::new(Rule::Value, "empty", Node::List(Vec::new())),
        Variant::new(Rule::Value, "2 items", Node::List(vec![item.clone(); 2])),
        Variant::new(Rule::Value, "15 items", Node::List(vec![item.clone(); 15])),
        Variant::new(Rule::Value, "16 items", Node::List(vec![item; 16])),
        Variant::new(Rule::Nil, "nil", raw([0xc0])),
        Variant::new(Rule::Form, "array 16", wide(0xdc, 2, 1, &bytes)),
        Variant::new(Rule::Form, "array 32", wide(0xdd, 4, 1, &bytes)),
        Variant::new(Rule::Form, "empty array 32", wide(0xdd, 4, 0, b"")),
        overlong("length", 0xdd),
        Variant::new(Rule::Truncated, "length 2^16-1", wide(0xdc, 2, 0xffff, b"")),
    ];
    variants.extend(wrong_kinds(&["nil", "list"]));
    variants
}

/// Keys for a map that are not in the order in which they are written.
fn keys(shapes: Shapes<'_>, codec: &Codec) -> Vec<(String, Node)> {
    let number = |value: i128, signed| (value.to_string(), integer(value, signed));
    match codec {
        Codec::Bool => vec![("true".to_owned(), raw([0xc3])), ("false".to_owned(), raw([0xc2]))],
        Codec::Signed(bits) => [-1, 100, -100, (1_i128 << (bits - 1)) - 1, -(1 << (bits - 1)), 0]
            .map(|value| number(value, true))
            .into(),
        Codec::Unsigned(bits) => {
            [(1_i128 << bits) - 1, 200, 1, 0].map(|value| number(value, false)).into()
        }
        Codec::Enum(id) => shapes
            .values(*id)
            .iter()
            .rev()
            .map(|(name, value)| (name.clone(), integer((*value).into(), true)))
            .collect(),
        _ => ["aa", "b", "", "é", "a key that is longer than a fixstr holds", "a"]
            .map(|key| (key.to_owned(), text(key)))
            .into(),
    }
}

fn map(shapes: Shapes<'_>, key: &Codec, value: &Node) -> Vec<Variant> {
    let keys = keys(shapes, key);
    let one = keys.first().map_or_else(|| raw([0xc1]), |(_, key)| key.clone());
    let entry = [one.bytes(), value.bytes()].concat();
    let entries: Vec<_> = keys.iter().map(|(_, key)| (key.clone(), value.clone())).collect();
    let mut variants = vec![
        Variant::new(Rule::Value, "empty", Node::Map(Vec::new())),
        Variant::new(Rule::Form, "keys out of order", Node::Map(entries)),
        Variant::new(Rule::Nil, "nil", raw([0xc0])),
        Variant::new(Rule::Form, "map 16", wide(0xde, 2, 1, &entry)),
        Variant::new(Rule::Form, "map 32", wide(0xdf, 4, 1, &entry)),
        Variant::new(Rule::Form, "empty map 32", wide(0xdf, 4, 0, b"")),
        overlong("length", 0xdf),
        Variant::new(
            Rule::Duplicate,
            "a key twice",
            Node::Map(vec![(one.clone(), value.clone()), (one.clone(), value.clone())]),
        ),
    ];
    for (label, key) in keys {
        let node = Node::Map(vec![(key, value.clone())]);
        variants.push(Variant::new(Rule::Value, format!("{{{label}}}"), node));
    }
    variants.extend(wrong_kinds(&["nil", "map"]));
    variants
}

fn choices(values: &[(String, i32)]) -> Vec<Variant> {
    let mut variants = Vec::new();
    for (at, (name, value)) in values.iter().enumerate() {
        let value = i128::from(*value);
        variants.push(Variant::new(Rule::Value, name.clone(), integer(value, true)));
        if at >= MANY {
            variants.push(Variant::new(Rule::Form, format!("{name} by name"), text(name)));
            continue;
        }
        for (form, node) in integer_forms(value) {
            variants.push(Variant::new(Rule::Form, format!("{name} as {form}"), node));
        }
        variants.push(Variant::new(Rule::Form, format!("{name} by name"), text(name)));
        variants.push(Variant::new(Rule::Form, format!("{name} as bin"), bin(name.as_bytes())));
        let at = i128::try_from(at).unwrap_or_default();
        let node = Node::Map(vec![(integer(at, false), raw([0xc0]))]);
        variants.push(Variant::new(Rule::Form, format!("{name} by position"), node));
        let head = wide(0xdf, 4, 1, &[integer(at, true).bytes(), vec![0xc0]].concat());
        variants.push(Variant::new(Rule::Form, format!("{name} by position, map 32"), head));
    }
    let free = (0..).find(|number| values.iter().all(|(_, value)| value != number));
    for value in [free.map_or(-1, i128::from), i128::from(u64::MAX), i128::from(i64::MIN)] {
        if values.iter().all(|(_, known)| i128::from(*known) != value) {
            variants.push(Variant::new(Rule::Choice, value.to_string(), integer(value, false)));
            let node = integer_forms(value).pop().map_or_else(|| raw([0xc1]), |form| form.1);
            variants.push(Variant::new(Rule::Choice, format!("{value} wide"), node));
        }
    }
    let beyond = integer(i128::try_from(values.len()).unwrap_or_default(), false);
    for (label, node) in [
        ("a position beyond the last", Node::Map(vec![(beyond, raw([0xc0]))])),
        ("position -1", raw([0x81, 0xff, 0xc0])),
        (
            "an unknown name",
            text("no such value, and a name that is longer than the 64 characters that are shown"),
        ),
        ("an empty name", text("")),
        ("a name that is not UTF-8", raw(*b"\xa1\xff")),
    ] {
        variants.push(Variant::new(Rule::Choice, label, node));
    }
    for (label, node) in [
        ("an empty map", raw([0x80])),
        ("a map of two", raw([0x82, 0x00, 0xc0, 0x01, 0xc0])),
        ("a map without nil", raw([0x81, 0x00, 0x00])),
        ("a map by name", raw(*b"\x81\xa1a\xc0")),
    ] {
        variants.push(Variant::new(Rule::Kind, label, node));
    }
    variants.extend(wrong_kinds(&["integer", "string", "bytes", "map"]));
    variants
}

fn union(shapes: Shapes<'_>, plan: &UnionPlan, what: Payload<'_>) -> Vec<Variant> {
    let mut variants = Vec::new();
    let mut both = Vec::new();
    for (at, (name, codec)) in plan.members.iter().enumerate() {
        let inner = shapes.typical(Payload::Value(codec));
        let node = shapes.with(what, &[Step::Member(at)], inner.clone());
        let entry = [bin(name.as_bytes()).bytes(), inner.bytes()].concat();
        variants.push(Variant::new(Rule::Value, name.clone(), node));
        let node = wide(0xdf, 4, 1, &entry);
        variants.push(Variant::new(Rule::Form, format!("{name} as bin, map 32"), node));
        both.push((text(name), inner));
    }
    if both.len() > 1 {
        variants.push(Variant::new(Rule::Choice, "two members", Node::Map(both[..2].to_vec())));
    }
    for (label, node) in [
        ("no member", raw([0x80])),
        ("an unknown member", Node::Map(vec![(text("no such member"), raw([0x01]))])),
        ("a member that is not UTF-8", raw([0x81, 0xa1, 0xff, 0x01])),
    ] {
        variants.push(Variant::new(Rule::Choice, label, node));
    }
    variants.push(Variant::new(Rule::Kind, "an integer as key", raw([0x81, 0x00, 0xc0])));
    variants.push(overlong("length", 0xdf));
    variants.extend(wrong_kinds(&["map"]));
    variants
}

/// A struct or arguments.
fn record(fields: &[FieldPlan], typical: Node) -> Vec<Variant> {
    let Node::Map(entries) = typical else { return Vec::new() };
    let content: Vec<u8> =
        entries.iter().flat_map(|(k, v)| [k.bytes(), v.bytes()].concat()).collect();
    let values: Vec<Node> = entries.iter().map(|(_, value)| value.clone()).collect();
    let count = u32::try_from(entries.len()).unwrap_or_default();
    let bins = fields.iter().zip(&values).map(|(f, v)| (bin(f.key.as_bytes()), v.clone()));
    let mut variants = vec![
        Variant::new(Rule::Value, "typical", Node::Map(entries.clone())),
        Variant::new(
            Rule::Form,
            "fields in reverse",
            Node::Map(entries.iter().rev().cloned().collect()),
        ),
        Variant::new(Rule::Form, "map 16", wide(0xde, 2, count, &content)),
        Variant::new(Rule::Form, "map 32", wide(0xdf, 4, count, &content)),
        Variant::new(Rule::Form, "keys as bin", Node::Map(bins.collect())),
        Variant::new(Rule::Form, "by position", Node::List(values.clone())),
        Variant::new(
            Rule::Form,
            "by position, and more",
            Node::List([&values[..], &[raw(*b"\x81\xa1a\x01"), raw([0xd4, 5, 0])]].concat()),
        ),
        overlong("length", 0xdf),
        overlong("length as a list", 0xdd),
    ];
    for (at, field) in fields.iter().enumerate() {
        if in_a_crowd(at, field) {
            continue;
        }
        let key = &field.key;
        let mut without = entries.clone();
        let entry = without.remove(at);
        let node = Node::Map(without);
        variants.push(Variant::new(Rule::Missing, format!("no {key}"), node));
        if at >= MANY {
            continue;
        }
        let last = fields[at..].iter().all(|field| field.missing != Missing::Error);
        if last || at + 1 == fields.len() {
            let node = Node::List(values[..at].to_vec());
            variants.push(Variant::new(Rule::Missing, format!("by position, no {key}"), node));
        }
        let mut twice = entries.clone();
        twice.push(entry);
        variants.push(Variant::new(Rule::Duplicate, format!("{key} twice"), Node::Map(twice)));
    }
    if fields.len() > MANY {
        variants.extend(crowd(fields, &entries));
    }
    variants.extend(unknown(&entries));
    variants.extend(wrong_kinds(&["map", "list"]));
    if fields.is_empty() {
        variants.retain(|variant| variant.rule != Rule::Missing);
    }
    variants
}

/// Whether a field is one of very many that may be missing. These are missing, or nil, together: what comes out says which is wrong.
pub fn in_a_crowd(at: usize, field: &FieldPlan) -> bool {
    at >= MANY && field.missing != Missing::Error
}

/// Every other of very many fields is missing, or nil.
fn crowd(fields: &[FieldPlan], entries: &[(Node, Node)]) -> Vec<Variant> {
    let mut variants = Vec::new();
    for (half, first) in ["even", "odd"].into_iter().enumerate() {
        let lacks = |at: &usize| at % 2 == half && in_a_crowd(*at, &fields[*at]);
        let rest = (0..entries.len()).filter(|at| !lacks(at)).map(|at| entries[at].clone());
        let node = Node::Map(rest.collect());
        variants.push(Variant::new(Rule::Missing, format!("none of the {first} fields"), node));
        let nil = |at: usize| match fields[at].codec {
            Codec::Optional(_) if lacks(&at) => (entries[at].0.clone(), raw([0xc0])),
            _ => entries[at].clone(),
        };
        let node = Node::Map((0..entries.len()).map(nil).collect());
        variants.push(Variant::new(Rule::Nil, format!("the {first} fields are nil"), node));
    }
    variants
}

/// Keys that the struct has not, and things that are no keys.
fn unknown(entries: &[(Node, Node)]) -> Vec<Variant> {
    let with = |key: Node, value: Node| {
        let mut entries = entries.to_vec();
        entries.insert(entries.len() / 2, (key, value));
        Node::Map(entries)
    };
    let mut variants = Vec::new();
    for (label, value) in [
        ("nil", raw([0xc0])),
        ("bool", raw([0xc3])),
        ("uint 64", raw([0xcf, 0, 0, 0, 0, 0, 0, 0, 1])),
        ("int 32", raw([0xd2, 0, 0, 0, 1])),
        ("float 32", raw([0xca, 0, 0, 0, 0])),
        ("float 64", raw([0xcb, 0, 0, 0, 0, 0, 0, 0, 0])),
        ("string that is not UTF-8", raw(*b"\xa1\xff")),
        ("str 32", wide(0xdb, 4, 1, b"a")),
        ("bin 16", wide(0xc5, 2, 1, b"a")),
        ("map in a list", raw(*b"\x92\x81\x01\x02\xc0")),
        ("array 32", wide(0xdd, 4, 1, &[0x90])),
        ("map 32", wide(0xdf, 4, 1, &[0x90, 0x80])),
        ("fixext 1", raw([0xd4, 5, 0])),
        ("fixext 2", raw([0xd5, 5, 0, 0])),
        ("fixext 4", raw([0xd6, 0xff, 0, 0, 0, 0])),
        ("fixext 8", raw([0xd7, 5, 0, 0, 0, 0, 0, 0, 0, 0])),
        ("fixext 16", raw([&[0xd8, 5][..], &[0; 16]].concat())),
        ("ext 8", raw([0xc7, 3, 5, 1, 2, 3])),
        ("empty ext 8", raw([0xc7, 0, 5])),
        ("ext 16", raw([0xc8, 0, 1, 5, 0])),
        ("ext 32", raw([0xc9, 0, 0, 0, 1, 5, 0])),
    ] {
        let node = with(text("no such key"), value);
        variants.push(Variant::new(Rule::Unknown, format!("unknown key, {label}"), node));
    }
    let node = with(raw(*b"\xa1\xff"), raw([0x01]));
    variants.push(Variant::new(Rule::Unknown, "unknown key that is not UTF-8", node));
    let mut deep = vec![0x91; 60];
    deep.push(0xc0);
    let node = with(text("no such key"), raw(deep));
    variants.push(Variant::new(Rule::Depth, "unknown key, 60 lists", node));
    let mut deep = vec![0x91; 128];
    deep.push(0xc0);
    let node = with(text("no such key"), raw(deep));
    variants.push(Variant::new(Rule::Depth, "unknown key, 128 lists", node));
    let node = with(text("no such key"), raw([0xc1]));
    variants.push(Variant::new(Rule::Kind, "unknown key, invalid", node));
    for (label, key) in [
        ("an integer", raw([0x01])),
        ("nil", raw([0xc0])),
        ("a list", raw([0x90])),
        ("an extension", raw([0xd4, 5, 0])),
    ] {
        let node = with(key, raw([0x01]));
        variants.push(Variant::new(Rule::Kind, format!("{label} as key"), node));
    }
    variants
}
