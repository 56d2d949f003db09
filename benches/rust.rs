//! Generated Rust against rmp-serde 1.3 on the same values, natively and in one run; equal bytes are asserted first. And the
//! size of a guest, beside the same one on bindings written by hand.
//!
//! `cargo bench --bench rust` prints a table and writes `target/bench/rust.json`. The ratio is ours to the peer's.

#![allow(
    clippy::all,
    reason = "generated code is allowed it by its entry file, which these modules go round"
)]

#[allow(dead_code)]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::targets::Files;
use contractc::targets::rust::Rust;
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
    let time = |work: &mut dyn FnMut()| {
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
        AddResponse { value: -70_000 },
        keyvalue::AddResponse { value: -70_000 },
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
    sizes(&mut rows);
    report("rust", &rows);
}

/// The handler with six clients as a module, in bytes: against what is to be reached, and against bindings written by hand.
fn sizes(rows: &mut Vec<Row>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (generated, by_hand) =
        (root.join("target/bench/generated"), root.join("target/bench/by-hand"));
    generate_into(&generated.join("contracts"));
    copy(&root.join("benches/handwritten/rust/contracts"), &by_hand.join("contracts"));
    for (features, limit) in [("small", 29_000.0), ("small,nostd", 23_000.0)] {
        let (ours, peer) = (size(&generated, features), size(&by_hand, features));
        rows.push(Row {
            name: format!("guest, {features}"),
            unit: "bytes",
            ours,
            peer: None,
            limit: Some(limit),
        });
        rows.push(Row {
            name: format!("guest, {features}, against bindings by hand"),
            unit: "bytes",
            ours,
            peer,
            limit: Some(1.05),
        });
    }
}

/// Generates the bindings of the two schemas that were also written by hand.
fn generate_into(folder: &Path) {
    let loader = FileLoader::new([] as [&str; 0]);
    let contracts = ["httpserver", "keyvalue"].map(|name| {
        let path = format!("benches/handwritten/{name}.widl");
        let text = fs::read_to_string(&path).expect("the schema");
        contractc::check(&path, text, &loader).contract.expect("a contract")
    });
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|contract| Unit { contract, schema: contract.source.clone(), module: None })
        .collect();
    let made = generate(&Rust, &units, &Wanted::default(), &Files::new());
    let Ok(made) = made else { panic!("nothing was generated") };
    for (path, content) in made.files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("files").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Builds the guest in a folder; `None` where there is no Rust for WebAssembly.
fn size(folder: &Path, features: &str) -> Option<f64> {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/guests/rust"), folder);
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--target", "wasm32-unknown-unknown"])
        .args(["--features", features, "--target-dir", "target"])
        .current_dir(folder)
        .status();
    let wasm = folder.join("target/wasm32-unknown-unknown/release/guest.wasm");
    built.ok().filter(|status| status.success())?;
    fs::metadata(wasm).ok().map(|file| file.len() as f64)
}
