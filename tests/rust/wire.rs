//! The generated code of `fixtures/wire/schema.widl` against the tables of the wire.

use std::cell::RefCell;

use serde_json::Value;

use crate::wire_contracts::{wapc, wire};
use wire::{Arguments, Defaults, Echo, EchoClient, Entry, Holder, Kind, Shape, Tree};

/// Answers with what it was given.
#[derive(Default)]
pub struct Mirror;

impl wapc::Provider for Mirror {}

macro_rules! mirror {
    ($($method:ident: $from:ty => $to:ty;)*) => {$(
        fn $method(&self, _: &wapc::Origin, value: $from) -> wapc::Result<$to> {
            Ok(value.into())
        }
    )*};
}

impl Echo for Mirror {
    mirror! {
        bool: bool => bool; i8: i8 => i8; i16: i16 => i16; i32: i32 => i32; i64: i64 => i64;
        u8: u8 => u8; u16: u16 => u16; u32: u32 => u32; u64: u64 => u64; f32: f32 => f32;
        f64: f64 => f64; string: &str => String; bytes: &[u8] => Vec<u8>;
        bytes_as_array: &[u8] => Vec<u8>; date_time: wapc::DateTime => wapc::DateTime;
        raw: wapc::Raw => wapc::Raw; value: wapc::Raw => wapc::Raw;
        maybe_i32: Option<i32> => Option<i32>; maybe_entry: Option<Entry> => Option<Entry>;
        numbers: Vec<i32> => Vec<i32>; octets: Vec<u8> => Vec<u8>;
        texts: Vec<Option<String>> => Vec<Option<String>>;
        by_string: wapc::Map<String, i32> => wapc::Map<String, i32>;
        by_i16: wapc::Map<i16, String> => wapc::Map<i16, String>;
        by_u64: wapc::Map<u64, bool> => wapc::Map<u64, bool>;
        by_bool: wapc::Map<bool, i32> => wapc::Map<bool, i32>;
        by_kind: wapc::Map<Kind, i32> => wapc::Map<Kind, i32>;
        kind: Kind => Kind; entry: Entry => Entry; shape: Shape => Shape; tree: Tree => Tree;
        defaults: Defaults => Defaults; holder: Holder => Holder;
    }

    fn maybe_bytes(&self, _: &wapc::Origin, value: Option<&[u8]>) -> wapc::Result<Option<Vec<u8>>> {
        Ok(value.map(Vec::from))
    }

    fn arguments(
        &self,
        _: &wapc::Origin,
        key: &str,
        count: i32,
        extra: Option<&str>,
        kind: Kind,
    ) -> wapc::Result<Arguments> {
        Ok(Arguments { key: key.into(), count, extra: extra.map(Into::into), kind })
    }

    fn nothing(&self, _: &wapc::Origin) -> wapc::Result<()> {
        Ok(())
    }

    fn renamed(&self, _: &wapc::Origin) -> wapc::Result<()> {
        Ok(())
    }
}

/// Asks over a client whose other side answers `reply`, and writes what the client returns.
fn through_client(operation: &str, reply: &[u8]) -> wapc::Result<Vec<u8>> {
    let client = EchoClient::over(wapc::transport(|_, _, _, _| Ok(reply.to_vec())));
    macro_rules! results {
        ($($name:literal $method:ident($($argument:expr),*) |$w:ident, $value:ident| $write:expr;)*) => {
            match operation {
                $($name => {
                    let $value = client.$method($($argument),*)?;
                    wapc::encode($name, |$w| $write)
                })*
                "Nothing" => client.nothing().map(|()| Vec::new()),
                "Re:named" => client.renamed().map(|()| Vec::new()),
                other => panic!("{other} is not in this test"),
            }
        };
    }
    let arguments = || client.arguments("", 0, None, Kind::Plain);
    if operation == "Arguments" {
        let value = arguments()?;
        return wapc::encode("Arguments", |w| value.encode(w));
    }
    results! {
        "Bool" bool(false) |w, v| w.bool(v);
        "I8" i8(0) |w, v| w.i8(v);
        "I16" i16(0) |w, v| w.i16(v);
        "I32" i32(0) |w, v| w.i32(v);
        "I64" i64(0) |w, v| w.i64(v);
        "U8" u8(0) |w, v| w.u8(v);
        "U16" u16(0) |w, v| w.u16(v);
        "U32" u32(0) |w, v| w.u32(v);
        "U64" u64(0) |w, v| w.u64(v);
        "F32" f32(0.0) |w, v| w.f32(v);
        "F64" f64(0.0) |w, v| w.f64(v);
        "String" string("") |w, v| w.str(&v);
        "Bytes" bytes(&[]) |w, v| w.bytes(&v);
        "BytesAsArray" bytes_as_array(&[]) |w, v| w.list(&v, |w, v| w.u8(*v));
        "DateTime" date_time(wapc::DateTime::default()) |w, v| w.datetime(v);
        "Raw" raw(&wapc::Raw::default()) |w, v| w.raw(&v);
        "Value" value(&wapc::Raw::default()) |w, v| w.raw(&v);
        "MaybeI32" maybe_i32(None) |w, v| w.optional(v, wapc::Writer::i32);
        "MaybeBytes" maybe_bytes(None) |w, v| w.optional(v.as_deref(), wapc::Writer::bytes);
        "MaybeEntry" maybe_entry(None) |w, v| w.optional(v, |w, v| v.encode(w));
        "Numbers" numbers(&[]) |w, v| w.list(&v, |w, v| w.i32(*v));
        "Octets" octets(&[]) |w, v| w.list(&v, |w, v| w.u8(*v));
        "Texts" texts(&[]) |w, v| w.list(&v, |w, v| w.optional(v.as_deref(), wapc::Writer::str));
        "ByString" by_string(&wapc::Map::new()) |w, v| w.map(&v, |w, k| w.str(k), |w, v| w.i32(*v));
        "ByI16" by_i16(&wapc::Map::new()) |w, v| w.map(&v, |w, k| w.i16(*k), |w, v| w.str(v));
        "ByU64" by_u64(&wapc::Map::new()) |w, v| w.map(&v, |w, k| w.u64(*k), |w, v| w.bool(*v));
        "ByBool" by_bool(&wapc::Map::new()) |w, v| w.map(&v, |w, k| w.bool(*k), |w, v| w.i32(*v));
        "ByKind" by_kind(&wapc::Map::new()) |w, v| w.map(&v, |w, k| k.encode(w), |w, v| w.i32(*v));
        "Kind" kind(Kind::Plain) |w, v| v.encode(w);
        "Entry" entry(&Entry::default()) |w, v| v.encode(w);
        "Shape" shape(&Shape::default()) |w, v| v.encode(w);
        "Tree" tree(&Tree::default()) |w, v| v.encode(w);
        "Defaults" defaults(&Defaults::default()) |w, v| v.encode(w);
        "Holder" holder(&Holder::default()) |w, v| v.encode(w);
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal digits");
    (0..text.len()).step_by(2).map(digits).collect()
}

fn shown(result: wapc::Result<Vec<u8>>) -> String {
    match result {
        Ok(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(error) => format!("error {}", error.into_text()),
    }
}

/// Runs each row, and says which ones come out differently.
fn hold(table: &str, run: impl Fn(&Value, &str, &[u8]) -> Option<wapc::Result<Vec<u8>>>) {
    let path = format!("{}/fixtures/wire/{table}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the table");
    let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let (ran, wrong) = (RefCell::new(0), RefCell::new(Vec::new()));
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let Some(result) = run(row, text("op"), &hex(text("in"))) else { continue };
        *ran.borrow_mut() += 1;
        let expected = match row.get("error") {
            Some(error) => format!("error {}", error.as_str().unwrap_or_default()),
            None => text("out").to_owned(),
        };
        let found = shown(result);
        if found != expected {
            wrong.borrow_mut().push(format!("{row}\n  found {found}"));
        }
    }
    let wrong = wrong.into_inner();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    assert!(*ran.borrow() > 10, "only {} rows ran", ran.borrow());
}

#[test]
fn requests_are_read_as_the_table_says() {
    let origin = wapc::Origin::new("M", "");
    hold("reading", |_, operation, payload| Some(Mirror.dispatch(&origin, operation, payload)));
}

#[test]
fn results_are_read_as_the_tables_say() {
    hold("results", |_, operation, reply| Some(through_client(operation, reply)));
    let known: Vec<&str> = <dyn Echo>::ROLE.operations().to_vec();
    hold("reading", |row, operation, reply| {
        let text = row["in"].as_str().unwrap_or_default();
        let passed = text.is_empty()
            || matches!(operation, "Arguments" | "Nothing" | "Re:named")
            || !known.contains(&operation);
        (!passed).then(|| through_client(operation, reply))
    });
}

#[test]
fn every_truncation_and_every_changed_byte_is_survived() {
    let origin = wapc::Origin::default();
    let entry = |children: Vec<Entry>| Entry {
        key: "kéy".into(),
        value: vec![1, 2, 3],
        tags: vec!["a".into(), "bb".into()],
        ttl: Some(70_000),
        kind: Kind::Sealed,
        labels: wapc::Map::from([("one".to_owned(), vec![1, -1]), ("b".to_owned(), vec![])]),
        children,
    };
    let value = entry(vec![entry(vec![]), Entry::default()]);
    let payload = wapc::encode("Entry", |w| value.encode(w)).expect("a payload");
    assert_eq!(shown(Mirror.dispatch(&origin, "Entry", &payload)), shown(Ok(payload.clone())));
    for end in 0..payload.len() {
        let text = shown(Mirror.dispatch(&origin, "Entry", &payload[..end]));
        assert!(text.starts_with("error Entry") && text.ends_with("truncated"), "{end}: {text}");
    }
    for at in 0..payload.len() {
        for byte in 0..=255 {
            let mut changed = payload.clone();
            changed[at] = byte;
            if let Ok(reply) = Mirror.dispatch(&origin, "Entry", &changed) {
                assert!(Mirror.dispatch(&origin, "Entry", &reply).is_ok());
            }
        }
    }
}

#[test]
fn writers_stop_at_the_depth_that_readers_stop_at() {
    let nested = |levels: usize| {
        let mut tree = Tree::default();
        for _ in 0..levels {
            tree = Tree { left: Some(Box::new(tree)), ..Tree::default() };
        }
        tree
    };
    // A tree holds a map, which is one more level.
    assert!(wapc::encode("Tree", |w| nested(126).encode(w)).is_ok());
    let error = wapc::encode("Tree", |w| nested(127).encode(w)).expect_err("too deep");
    assert_eq!(error.into_text(), "Tree: nested deeper than 128");
    let raw = wapc::Raw::from([vec![0x91; 126], vec![0]].concat());
    assert!(wapc::encode("R", |w| w.list(&[raw.clone()], |w, raw| w.raw(raw))).is_ok());
    let raw = wapc::Raw::from([vec![0x91; 128], vec![0]].concat());
    let error = wapc::encode("R", |w| w.list(&[raw.clone()], |w, raw| w.raw(raw)));
    assert_eq!(error.expect_err("too deep").into_text(), "R: nested deeper than 128");
}

/// Short texts, and long ones in pieces, are each read in a way of their own.
#[test]
fn texts_of_every_length_are_read_as_core_reads_them() {
    let read = |payload: &[u8]| {
        let text = wapc::decode(payload, "S", wapc::Reader::string);
        // What takes the payload over reads the same, fails alike, and leaves alone what follows.
        assert_eq!(wapc::decode_string([payload, b"\xc0"].concat(), "S"), text);
        text.ok()
    };
    for length in (0..70).chain(2040..2060).chain([4095, 4097, 70_000]) {
        for letter in ["a", "é", "€", "𝄞"] {
            // A letter may lie across the end of a piece at each of its bytes.
            let text = [&"x".repeat(length % 4), &*letter.repeat(length)].concat();
            let payload = wapc::encode("S", |w| w.str(&text)).expect("a payload");
            assert_eq!(read(&payload).as_ref(), Some(&text), "{length} × {letter}");
            let start = payload.len() - text.len();
            let broken = [start, (start + payload.len()) / 2, payload.len() - 1, 2047.max(start)];
            for at in broken.into_iter().filter(|at| (start..payload.len()).contains(at)) {
                let mut broken = payload.clone();
                broken[at] = 0xff;
                assert_eq!(read(&broken), None, "{length} × {letter}, broken at {at}");
                broken[at] = text.as_bytes()[at - start] ^ 0x40;
                let expected = std::str::from_utf8(&broken[start..]).ok().map(String::from);
                assert_eq!(read(&broken), expected, "{length} × {letter}, other at {at}");
            }
        }
    }
}
