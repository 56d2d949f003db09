//! What is tried in the place of a scalar.

use super::node::{Node, bin, integer, integer_forms, raw, text, wide, with};
use super::variant::{Rule, Variant, wrong_kinds};

/// An integer type of so many bits.
#[must_use]
pub fn integers(signed: bool, bits: u8) -> Vec<Variant> {
    let name = format!("{}{bits}", if signed { 'i' } else { 'u' });
    let (min, max) =
        if signed { (-1 << (bits - 1), (1 << (bits - 1)) - 1) } else { (0, (1_i128 << bits) - 1) };
    let mut variants = Vec::new();
    let edges = [7, 8, 15, 16, 31, 32, 63].map(|bit| 1_i128 << bit);
    let mut values: Vec<i128> =
        edges.iter().flat_map(|edge| [*edge - 1, *edge, -*edge, -*edge - 1]).collect();
    values.extend([0, 1, 200, -1, -32, -33, min, max]);
    values.sort_unstable();
    values.dedup();
    for value in values.into_iter().filter(|value| (min..=max).contains(value)) {
        let label = match value {
            _ if value == max => format!("{name}::MAX"),
            _ if value == min && signed => format!("{name}::MIN"),
            value => value.to_string(),
        };
        variants.push(Variant::new(Rule::Value, label, integer(value, signed)));
    }
    for value in [5, 200, max, -1, min] {
        if (min..=max).contains(&value) {
            for (form, node) in integer_forms(value) {
                variants.push(Variant::new(Rule::Form, format!("{value} as {form}"), node));
            }
        }
    }
    for value in [min - 1, max + 1, i128::from(u64::MAX), i128::from(i64::MIN)] {
        if !(min..=max).contains(&value) {
            for (form, node) in integer_forms(value).into_iter().take(1) {
                variants.push(Variant::new(Rule::Range, format!("{value} as {form}"), node));
            }
        }
    }
    variants.extend(wrong_kinds(&["integer"]));
    variants.push(Variant::new(Rule::Kind, "found float 32", raw([0xca, 0x3f, 0x80, 0, 0])));
    variants.push(Variant::new(Rule::Kind, "found 1000 lists", nested_lists(1000)));
    variants
}

fn nested_lists(depth: usize) -> Node {
    let mut bytes = vec![0x91; depth];
    bytes.push(0xc0);
    raw(bytes)
}

fn f32_node(value: f32) -> Node {
    raw(with(0xca, &value.to_be_bytes()))
}

fn f64_node(value: f64) -> Node {
    raw(with(0xcb, &value.to_be_bytes()))
}

/// `f32`
#[must_use]
pub fn f32s() -> Vec<Variant> {
    let mut variants = Vec::new();
    for (label, value) in [
        ("0", 0.0),
        ("-0", -0.0),
        ("-1.5", -1.5),
        ("f32::MAX", f32::MAX),
        ("f32::MIN", f32::MIN),
        ("f32::MIN_POSITIVE", f32::MIN_POSITIVE),
        ("subnormal", f32::from_bits(1)),
        ("NaN", f32::NAN),
        ("infinity", f32::INFINITY),
        ("-infinity", f32::NEG_INFINITY),
    ] {
        variants.push(Variant::new(Rule::Value, label, f32_node(value)));
        let node = f64_node(value.into());
        variants.push(Variant::new(Rule::Form, format!("{label} as float 64"), node));
    }
    for (label, value) in [
        ("0.1 as float 64", 0.1),
        ("1e300 as float 64", 1e300),
        ("-1e300 as float 64", -1e300),
        ("1e-300 as float 64", 1e-300),
        ("16777217.0 as float 64", 16_777_217.0),
        ("16777219.0 as float 64", 16_777_219.0),
    ] {
        variants.push(Variant::new(Rule::Form, label, f64_node(value)));
    }
    floats(&mut variants, 24);
    variants
}

/// `f64`
#[must_use]
pub fn f64s() -> Vec<Variant> {
    let mut variants = Vec::new();
    for (label, value) in [
        ("0", 0.0),
        ("-0", -0.0),
        ("0.1", 0.1),
        ("f64::MAX", f64::MAX),
        ("f64::MIN", f64::MIN),
        ("f64::MIN_POSITIVE", f64::MIN_POSITIVE),
        ("subnormal", f64::from_bits(1)),
        ("NaN", f64::NAN),
        ("infinity", f64::INFINITY),
        ("-infinity", f64::NEG_INFINITY),
    ] {
        variants.push(Variant::new(Rule::Value, label, f64_node(value)));
    }
    for (label, value) in [
        ("0.1 as float 32", 0.1),
        ("-0 as float 32", -0.0),
        ("NaN as float 32", f32::NAN),
        ("-infinity as float 32", f32::NEG_INFINITY),
        ("f32::MAX as float 32", f32::MAX),
        ("subnormal as float 32", f32::from_bits(1)),
    ] {
        variants.push(Variant::new(Rule::Form, label, f32_node(value)));
    }
    floats(&mut variants, 53);
    variants
}

/// What `f32` and `f64` have in common; `bits` is how many an exact integer has.
fn floats(variants: &mut Vec<Variant>, bits: u32) {
    let nan = raw([0xcb, 0xff, 0xf8, 0, 0, 0, 0, 0, 1]);
    variants.push(Variant::new(Rule::Form, "NaN with a payload", nan));
    let last = 1_i128 << bits;
    for value in [0, 1, -1, -32, -33, 200, -200, last, -last, last + 2, i128::from(i64::MIN)] {
        for (form, node) in integer_forms(value) {
            variants.push(Variant::new(Rule::Form, format!("{value} as {form}"), node));
        }
    }
    for value in [last + 1, -last - 1, i128::from(i64::MAX), i128::from(u64::MAX)] {
        for (form, node) in integer_forms(value).into_iter().take(1) {
            variants.push(Variant::new(Rule::Range, format!("{value} as {form}"), node));
        }
    }
    variants.extend(wrong_kinds(&["integer", "float"]));
}

/// `bool`
#[must_use]
pub fn bools() -> Vec<Variant> {
    let mut variants = vec![
        Variant::new(Rule::Value, "true", raw([0xc3])),
        Variant::new(Rule::Value, "false", raw([0xc2])),
    ];
    variants.extend(wrong_kinds(&["bool"]));
    variants
}

/// `string`
#[must_use]
pub fn strings() -> Vec<Variant> {
    let mut variants = Vec::new();
    for (label, value) in [
        ("empty", String::new()),
        ("a", "a".to_owned()),
        ("31 bytes", "x".repeat(31)),
        ("32 bytes", "y".repeat(32)),
        ("255 bytes", "z".repeat(255)),
        ("256 bytes", "w".repeat(256)),
        ("NUL", "a\0b".to_owned()),
        ("quotes", "\"'\\\n\t".to_owned()),
        ("é", "é".to_owned()),
        ("日本語", "日本語".to_owned()),
        ("😀", "😀".to_owned()),
        ("combining", "e\u{301}".to_owned()),
        ("right to left", "שלום".to_owned()),
        ("BOM", "\u{feff}x".to_owned()),
        ("U+FFFF", "\u{ffff}".to_owned()),
        ("U+10FFFF", "\u{10ffff}".to_owned()),
        ("U+0080", "\u{80}".to_owned()),
        ("late é", format!("{}é", "a".repeat(61))),
    ] {
        variants.push(Variant::new(Rule::Value, label, text(&value)));
    }
    for (label, node) in [
        ("str 8", wide(0xd9, 1, 3, b"abc")),
        ("str 16", wide(0xda, 2, 3, b"abc")),
        ("str 32", wide(0xdb, 4, 3, b"abc")),
        ("empty str 32", wide(0xdb, 4, 0, b"")),
        ("bin 8", bin(b"abc")),
        ("bin 16", wide(0xc5, 2, 3, b"abc")),
        ("bin 32", wide(0xc6, 4, 3, b"abc")),
        ("empty bin", bin(b"")),
        ("bin é", bin("é".as_bytes())),
    ] {
        variants.push(Variant::new(Rule::Form, label, node));
    }
    variants.extend(not_utf8());
    variants.push(overlong("string length", 0xdb));
    variants.extend(wrong_kinds(&["string", "bytes"]));
    variants
}

/// Strings that are not UTF-8.
fn not_utf8() -> Vec<Variant> {
    let mut variants: Vec<Variant> = [
        ("lone continuation", &b"\x80"[..]),
        ("cut short", b"a\xc3"),
        ("overlong", b"\xc0\x80"),
        ("overlong in 3 bytes", b"\xe0\x80\xaf"),
        ("surrogate", b"\xed\xa0\x80"),
        ("above U+10FFFF", b"\xf4\x90\x80\x80"),
        ("F8", b"\xf8\x88\x80\x80\x80"),
        ("FF", b"\xff"),
        ("wrong continuation", b"\xe2\x82("),
        ("late", b"aaaaaaaaaaaaaaaaaaaaaaaaaaa\xff"),
    ]
    .map(|(label, content)| {
        let node = raw([&[0xa0 | u8::try_from(content.len()).unwrap_or(31)], content].concat());
        Variant::new(Rule::Text, format!("not UTF-8, {label}"), node)
    })
    .into();
    variants.push(Variant::new(Rule::Text, "bin, not UTF-8", bin(b"\xff")));
    variants
}

/// A length far beyond the end.
pub fn overlong(label: &str, marker: u8) -> Variant {
    Variant::new(Rule::Truncated, format!("{label} 2^32-1"), wide(marker, 4, u32::MAX, b""))
}

/// `bytes`
#[must_use]
pub fn byte_strings(as_array: bool) -> Vec<Variant> {
    let mut variants = Vec::new();
    for (label, value) in [
        ("empty", Vec::new()),
        ("one", vec![0]),
        ("every byte", (0..=255).collect()),
        ("255 bytes", vec![0x80; 255]),
        ("300 bytes", vec![0xff; 300]),
        ("not UTF-8", vec![0xff, 0xc0, 0x80]),
    ] {
        let node = if as_array { numbers(&value) } else { bin(&value) };
        variants.push(Variant::new(Rule::Value, label, node));
        let other = if as_array { bin(&value) } else { numbers(&value) };
        let form = if as_array { "bin" } else { "list" };
        variants.push(Variant::new(Rule::Form, format!("{label} as {form}"), other));
    }
    for (label, node) in [
        ("str", text("abc")),
        ("str 8", wide(0xd9, 1, 3, b"abc")),
        ("str 16", wide(0xda, 2, 3, b"abc")),
        ("str 32", wide(0xdb, 4, 3, b"abc")),
        ("str that is not UTF-8", raw(*b"\xa2\xff\x80")),
        ("empty str", text("")),
        ("bin 16", wide(0xc5, 2, 3, b"abc")),
        ("bin 32", wide(0xc6, 4, 3, b"abc")),
        ("array 16", wide(0xdc, 2, 2, &[1, 2])),
        ("array 32", wide(0xdd, 4, 2, &[1, 2])),
        ("list of int 8", raw([0x91, 0xd0, 0x05])),
        ("list of uint 64", raw([0x91, 0xcf, 0, 0, 0, 0, 0, 0, 0, 0xff])),
    ] {
        variants.push(Variant::new(Rule::Form, label, node));
    }
    variants.push(Variant::new(Rule::Nil, "nil", raw([0xc0])));
    for (label, node) in [
        ("256 in a list", raw([0x92, 0x01, 0xcd, 0x01, 0x00])),
        ("-1 in a list", raw([0x91, 0xff])),
    ] {
        variants.push(Variant::new(Rule::Range, label, node));
    }
    for (label, node) in [
        ("nil in a list", raw([0x92, 0x01, 0xc0])),
        ("string in a list", raw(*b"\x91\xa1a")),
        ("float in a list", raw([0x91, 0xca, 0, 0, 0, 0])),
    ] {
        variants.push(Variant::new(Rule::Kind, label, node));
    }
    variants.push(overlong("bin length", 0xc6));
    variants.push(overlong("list length", 0xdd));
    variants.extend(wrong_kinds(&["nil", "string", "bytes", "list"]));
    variants
}

/// Bytes as a list of integers.
fn numbers(bytes: &[u8]) -> Node {
    Node::List(bytes.iter().map(|byte| integer((*byte).into(), false)).collect())
}

/// `datetime`
#[must_use]
pub fn datetimes() -> Vec<Variant> {
    let mut variants = Vec::new();
    for value in [
        "1970-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2000-02-29T23:59:59Z",
        "1969-12-31T23:59:59.5Z",
        "2024-05-06T07:08:09.000000001Z",
    ] {
        variants.push(Variant::new(Rule::Value, value, text(value)));
    }
    for value in [
        "2020-02-29t12:00:00z",
        "2020-02-29T12:00:00.500Z",
        "2020-02-29T12:00:00.000000000Z",
        "2020-01-01T00:30:00+01:00",
        "2019-12-31T23:30:00-01:45",
        "2020-01-01T00:00:00-00:00",
        "2020-01-01T00:00:00+23:59",
    ] {
        variants.push(Variant::new(Rule::Form, value, text(value)));
    }
    for (label, node) in [
        ("bin", bin(b"1970-01-01T00:00:00Z")),
        ("timestamp 32", raw([0xd6, 0xff, 0xff, 0xff, 0xff, 0xff])),
        ("timestamp 64", raw([0xd7, 0xff, 0x77, 0x35, 0x94, 0x00, 0x5e, 0x5a, 0x56, 0xe0])),
        (
            "timestamp 96",
            raw([0xc7, 12, 0xff, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
        ("timestamp 32 as ext 8", raw([0xc7, 4, 0xff, 0, 0, 0, 7])),
    ] {
        variants.push(Variant::new(Rule::Form, label, node));
    }
    for (label, node) in [
        ("extension -1 of 1 byte", raw([0xd4, 0xff, 0])),
        ("timestamp 64 with 10^9 ns", raw([0xd7, 0xff, 0xee, 0x6b, 0x28, 0, 0, 0, 0, 0])),
        (
            "timestamp 96 after 9999",
            raw([0xc7, 12, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
    ] {
        variants.push(Variant::new(Rule::Text, label, node));
    }
    for value in [
        "",
        "2020-02-30T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2020-13-01T00:00:00Z",
        "2020-01-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2020-01-01T00:00:00",
        "2020-01-01 00:00:00Z",
        "2020-01-01T00:00:00.Z",
        "2020-01-01T00:00:00.1234567890Z",
        "2020-01-01T00:00:00+24:00",
        "2020-01-01T00:00:00+0000",
        "2020-01-01T00:00:00Z ",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "yesterday, at a time that nobody remembers, in a place that is not on any map",
    ] {
        variants.push(Variant::new(Rule::Text, format!("\"{value}\""), text(value)));
    }
    let node = raw(*b"\xa2\xc3(");
    variants.push(Variant::new(Rule::Text, "not UTF-8", node));
    variants.extend(wrong_kinds(&["string", "bytes"]));
    variants
}

/// `raw` and `value`
#[must_use]
pub fn raws() -> Vec<Variant> {
    let mut variants: Vec<Variant> = super::variant::kinds()
        .into_iter()
        .map(|(kind, node)| {
            let rule = if kind == "invalid" { Rule::Kind } else { Rule::Value };
            Variant::new(rule, kind, node)
        })
        .collect();
    for (label, node) in [
        ("forms that are not the shortest", wide(0xdd, 4, 2, &[0xd9, 1, b'a', 0xcf])),
        ("duplicate keys", raw(*b"\x82\xa1a\x01\xa1a\x02")),
        ("string that is not UTF-8", raw(*b"\xa1\xff")),
        ("ext 32", raw([0xc9, 0, 0, 0, 1, 5, 0])),
        ("fixext 16", raw([&[0xd8, 5][..], &[0; 16]].concat())),
    ] {
        let node = match node {
            Node::Bytes(mut bytes) if bytes.last() == Some(&0xcf) => {
                bytes.extend([0; 8]);
                raw(bytes)
            }
            node => node,
        };
        variants.push(Variant::new(Rule::Value, label, node));
    }
    variants.push(Variant::new(Rule::Kind, "invalid in a list", raw([0x92, 0x01, 0xc1])));
    variants.push(overlong("list length", 0xdd));
    variants.push(overlong("map length", 0xdf));
    variants.push(overlong("string length", 0xdb));
    variants.push(Variant::new(Rule::Depth, "100 deep", nested_lists(100)));
    variants.push(Variant::new(Rule::Depth, "129 deep", nested_lists(129)));
    variants
}
