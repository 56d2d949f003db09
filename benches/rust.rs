//! Generated Rust, natively: against rmp-serde 1.3 on the same values, where equal bytes are asserted first, and against bindings
//! written by hand. And as a module: its size and the time of a call, against the same module on bindings written by hand.
//!
//! `cargo bench --bench rust` prints a table and writes `target/bench/rust.json`. The ratio is ours to the peer's. What runs
//! natively is a package of its own, `benches/codecs`, built beside the bindings generated for it.

#[allow(dead_code)]
mod support;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use contractc::engine::{Engine, Instance, Module};
use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::targets::Files;
use contractc::targets::rust::Rust;
use serde_json::{Value, json};
use support::{Row, median, report};

/// The schemas of which bindings were written by hand, too.
const BASELINE: [&str; 2] =
    ["benches/handwritten/httpserver.widl", "benches/handwritten/keyvalue.widl"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut rows = Vec::new();
    codecs(root, &mut rows);
    modules(root, &mut rows);
    report("rust", &rows);
}

/// What `benches/codecs` prints, each figure with its limit.
fn codecs(root: &Path, rows: &mut Vec<Row>) {
    let folder = root.join("target/bench/codecs");
    copy(&root.join("benches/codecs"), &folder);
    let schemas = ["schemas/keyvalue.widl", "schemas/httpserver.widl", "schemas/httpclient.widl"];
    let records = "benches/engine/typed/bench.widl";
    generate_into(&folder.join("src/from_schemas"), &[&schemas[..], &[records]].concat());
    generate_into(&folder.join("src/generated"), &BASELINE);
    copy(&root.join("benches/handwritten/rust/contracts"), &folder.join("src/by_hand"));
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--release"])
        .current_dir(&folder)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut decoding = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.split('\t');
        let (Some(peer), Some(name)) = (words.next(), words.next()) else { continue };
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        let (ours, theirs) = (number(), number());
        let limit = match peer {
            "by hand" => 1.05,
            _ if name.starts_with("encode") => 0.5,
            _ => {
                decoding.extend(ours.zip(theirs).map(|(ours, theirs)| ours / theirs));
                1.0
            }
        };
        rows.push(Row {
            name: format!("{name}, against {peer}"),
            unit: "ns",
            ours,
            peer: theirs,
            limit: Some(limit),
        });
    }
    rows.push(Row::absolute("decode, median of the ratios", "", median(decoding), 0.9));
}

/// The handler with six clients as a module: its size against what is to be reached, and size and time against bindings written
/// by hand.
fn modules(root: &Path, rows: &mut Vec<Row>) {
    let (generated, by_hand) =
        (root.join("target/bench/generated"), root.join("target/bench/by-hand"));
    generate_into(&generated.join("contracts"), &BASELINE);
    copy(&root.join("benches/handwritten/rust/contracts"), &by_hand.join("contracts"));
    for (features, limit) in [("small", 29_000.0), ("small,nostd", 23_000.0)] {
        let (ours, theirs) = (built(&generated, features), built(&by_hand, features));
        let size = |wasm: &Option<Vec<u8>>| wasm.as_ref().map(|wasm| wasm.len() as f64);
        let mut row = |name: String, unit, ours, peer, limit| {
            rows.push(Row { name, unit, ours, peer, limit: Some(limit) });
        };
        row(format!("module, {features}"), "bytes", size(&ours), None, limit);
        let name = format!("module, {features}, against bindings by hand");
        row(name, "bytes", size(&ours), size(&theirs), 1.05);
        let times = ours.zip(theirs).map(|(ours, theirs)| calls(&ours, &theirs));
        let name = format!("a call of it, {features}, against bindings by hand");
        row(name, "ns", times.map(|times| times.0), times.map(|times| times.1), 1.05);
    }
}

/// Nanoseconds that a request takes in each of two modules, measured in turns. Six calls of the store are answered on the way.
fn calls(ours: &[u8], theirs: &[u8]) -> (f64, f64) {
    let engine = Engine::new().expect("an engine");
    let request = packed(&json!({
        "method": "GET", "path": "/users/7", "queryString": "a=b",
        "header": {"accept": "text/plain", "x-name": "a name"}, "body": "0123456789",
    }));
    let start = |wasm: &[u8]| {
        let module = Module::new(&engine, wasm).expect("a module");
        module.instantiate(store()).expect("an instance")
    };
    let (mut ours, mut theirs) = (start(ours), start(theirs));
    let time = |guest: &mut Instance| {
        let start = Instant::now();
        for _ in 0..1000 {
            black_box(guest.call("HandleRequest", &request).expect("a response"));
        }
        start.elapsed().as_nanos() as f64 / 1000.0
    };
    let times: Vec<(f64, f64)> = (0..61).map(|_| (time(&mut ours), time(&mut theirs))).collect();
    let (ours, theirs) = times.into_iter().unzip();
    (median(ours), median(theirs))
}

/// A store that has its answers ready.
fn store() -> impl Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String> {
    let entry = json!({
        "key": "last", "value": "seen", "tags": ["a", "b"], "ttl": null, "kind": 0, "children": [],
    });
    let replies = [
        ("Add", json!(42)),
        ("Get", json!({"exists": true, "value": "/users/7"})),
        ("Put", entry),
        ("Range", json!(["one", "two", "three"])),
        ("Tags", json!({"a": "1", "b": "2"})),
    ]
    .map(|(operation, reply)| (operation, packed(&reply)));
    move |_: &str, _: &str, operation: &str, _: &[u8]| {
        let reply = replies.iter().find(|reply| reply.0 == operation);
        Ok(reply.map(|reply| reply.1.clone()).unwrap_or_default())
    }
}

fn packed(value: &Value) -> Vec<u8> {
    rmp_serde::to_vec_named(value).expect("bytes")
}

/// Generates the bindings of some schemas into one folder.
fn generate_into(folder: &Path, schemas: &[&str]) {
    let loader = FileLoader::new([] as [&str; 0]);
    let contracts: Vec<_> = schemas
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("the schema");
            contractc::check(path, text, &loader).contract.expect("a contract")
        })
        .collect();
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
fn built(folder: &Path, features: &str) -> Option<Vec<u8>> {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/guests/rust"), folder);
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--target", "wasm32-unknown-unknown"])
        .args(["--features", features, "--target-dir", "target"])
        .current_dir(folder)
        .status();
    built.ok().filter(|status| status.success())?;
    fs::read(folder.join("target/wasm32-unknown-unknown/release/guest.wasm")).ok()
}
