//! Generated Rust against rmp-serde 1.3 on the same values, natively and in one run; equal bytes are asserted first.
//!
//! `cargo bench --bench rust` prints a table and writes `target/bench/rust.json`. A figure is ours as a part of rmp-serde's.

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use contracts::{httpserver, keyvalue, wapc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use support::{Row, median, report};

#[path = "support/rust_contracts.rs"]
#[allow(dead_code, unused_imports, unused_macros)]
mod contracts;

#[derive(Serialize, Deserialize)]
struct GetResponse {
    value: String,
    exists: bool,
}

#[derive(Serialize, Deserialize)]
struct AddResponse {
    value: i32,
}

#[derive(Serialize, Deserialize)]
struct ListRangeResponse {
    values: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Request {
    method: String,
    path: String,
    #[serde(rename = "queryString")]
    query_string: String,
    header: BTreeMap<String, String>,
    #[serde(with = "serde_bytes")]
    body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Response {
    #[serde(rename = "statusCode")]
    status_code: u32,
    status: String,
    header: BTreeMap<String, String>,
    #[serde(with = "serde_bytes")]
    body: Vec<u8>,
}

const ROUNDS: usize = 41;

/// Nanoseconds for one run of each, measured in turns.
fn pair(mut ours: impl FnMut(), mut theirs: impl FnMut()) -> (f64, f64) {
    let (mut mine, mut peer) = (Vec::new(), Vec::new());
    let mut time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        for _ in 0..2000 {
            work();
        }
        start.elapsed().as_nanos() as f64 / 2000.0
    };
    for _ in 0..ROUNDS {
        mine.push(time(&mut ours));
        peer.push(time(&mut theirs));
    }
    (median(mine), median(peer))
}

/// Encodes and decodes one value both ways.
fn measure<T: Serialize + DeserializeOwned>(
    name: &str,
    rows: &mut Vec<Row>,
    peer: &T,
    encode: impl Fn() -> Vec<u8>,
    decode: impl Fn(&[u8]),
) {
    let bytes = encode();
    let theirs = rmp_serde::to_vec_named(peer).expect("their bytes");
    assert_eq!(bytes, theirs, "{name}: the bytes differ");
    let (mine, theirs) = pair(
        || drop(black_box(encode())),
        || drop(black_box(rmp_serde::to_vec_named(black_box(peer)))),
    );
    rows.push(row(format!("{name}, encode"), mine, theirs, 0.5));
    let (mine, theirs) = pair(
        || decode(black_box(&bytes)),
        || drop(black_box(rmp_serde::from_slice::<T>(black_box(&bytes)))),
    );
    rows.push(row(format!("{name}, decode"), mine, theirs, 1.0));
}

fn row(name: String, ours: f64, peer: f64, limit: f64) -> Row {
    Row { name, unit: "ns", ours: Some(ours), peer: Some(peer), limit: Some(limit) }
}

macro_rules! both {
    ($rows:ident, $name:literal, $peer:expr, $ours:expr, $type:ty) => {
        let ours: $type = $ours;
        measure(
            $name,
            &mut $rows,
            &$peer,
            || wapc::encode("R", |w| ours.encode(w)).expect("bytes"),
            |bytes| drop(black_box(wapc::decode(bytes, "R", <$type>::decode))),
        );
    };
}

fn main() {
    let mut rows = Vec::new();
    let text = |length: usize| "x".repeat(length);
    both!(
        rows,
        "GetResponse",
        GetResponse { value: text(24), exists: true },
        keyvalue::GetResponse { value: text(24), exists: true },
        keyvalue::GetResponse
    );
    both!(
        rows,
        "AddResponse",
        AddResponse { value: 70_000 },
        keyvalue::AddResponse { value: 70_000 },
        keyvalue::AddResponse
    );
    let values: Vec<String> = (0..100).map(|at| format!("{at:010}")).collect();
    both!(
        rows,
        "ListRangeResponse, 100 values",
        ListRangeResponse { values: values.clone() },
        keyvalue::ListRangeResponse { values: values.clone() },
        keyvalue::ListRangeResponse
    );
    // Names whose order as texts is that of the wire.
    let header = || (0..6).map(|at| (format!("x-name-{at}"), format!("value {at}")));
    both!(
        rows,
        "Request",
        Request {
            method: "GET".into(),
            path: "/users/7".into(),
            query_string: "a=b".into(),
            header: header().collect(),
            body: vec![7; 64],
        },
        httpserver::Request {
            method: "GET".into(),
            path: "/users/7".into(),
            query_string: "a=b".into(),
            header: header().collect(),
            body: vec![7; 64],
        },
        httpserver::Request
    );
    both!(
        rows,
        "Response",
        Response {
            status_code: 200,
            status: "OK".into(),
            header: header().collect(),
            body: vec![7; 512]
        },
        httpserver::Response {
            status_code: 200,
            status: "OK".into(),
            header: header().collect(),
            body: vec![7; 512],
        },
        httpserver::Response
    );
    report("rust", &rows);
}
