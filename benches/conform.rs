//! How long the conformance harness takes: the whole matrix of a contract, and everything from an empty cache.
//!
//! `cargo bench --bench conform` prints a table and writes `target/bench/conform.json`; with `--profile dev`, which is what CI runs
//! the tests in, `conform-dev.json`. From an empty cache it takes many minutes, and is measured where `CONTRACTC_COLD` is set.

mod support;

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use contractc::conformance::toolchain::{Kind, cache_folder};
use contractc::conformance::{Options, Quiet, run};
use contractc::loader::FileLoader;
use support::{Row, median, report};

const LANGUAGES: [Kind; 4] = [Kind::Rust, Kind::Go, Kind::AssemblyScript, Kind::Zig];

fn main() {
    // Builds what is missing.
    process(&["schemas/keyvalue.widl"], None);
    let runs = (0..3).map(|_| cases()).collect();
    let warm = (0..3).map(|_| process(&["schemas/keyvalue.widl"], None)).collect();
    let mut rows = vec![
        Row::absolute("keyvalue, 4 x 5, all cases", "s", median(runs), 10.0),
        Row::absolute("contractc conform keyvalue, nothing to build", "s", median(warm), 15.0),
    ];
    let cold = env::var_os("CONTRACTC_COLD").map(|_| cold() / 60.0);
    rows.push(Row {
        name: "all shipped schemas, from an empty cache".into(),
        unit: "min",
        ours: cold,
        peer: None,
        limit: Some(20.0),
    });
    report(if cfg!(debug_assertions) { "conform-dev" } else { "conform" }, &rows);
}

/// The cases of keyvalue through all pairs, in this process.
fn cases() -> f64 {
    let path = "schemas/keyvalue.widl";
    let text = std::fs::read_to_string(path).expect("the schema");
    let loader = FileLoader::new([] as [&str; 0]);
    let contract = contractc::check(path, text, &loader).contract.expect("a contract");
    let (languages, required) = (LANGUAGES.to_vec(), LANGUAGES.to_vec());
    let options = Options { languages, required, ..Options::default() };
    let outcome = run(&[&contract], &options, &Quiet).expect("an outcome");
    assert!(outcome.passed(), "it fails");
    outcome.running.as_secs_f64()
}

/// The whole command, in seconds.
fn process(schemas: &[&str], cache: Option<&Path>) -> f64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contractc"));
    command.arg("conform").args(schemas).args(["--langs", "rust,go,assemblyscript,zig"]);
    command.args(["--require", "rust,go,assemblyscript,zig", "--quiet"]).stdout(Stdio::null());
    if let Some(cache) = cache {
        command.env("CONTRACTC_CACHE", cache);
    }
    let start = Instant::now();
    assert!(command.status().expect("contractc").success(), "it fails");
    start.elapsed().as_secs_f64()
}

/// All shipped schemas, from a cache that has toolchains and nothing else.
fn cold() -> f64 {
    let folder = env::temp_dir().join(format!("contractc-cold-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    #[cfg(unix)]
    for entry in cache_folder().into_iter().flat_map(std::fs::read_dir).flatten().flatten() {
        let name = entry.file_name();
        if !["guests", "rust", "rust.lock"].iter().any(|built| name == *built) {
            std::os::unix::fs::symlink(entry.path(), folder.join(name)).expect("a link");
        }
    }
    let mut schemas: Vec<String> = std::fs::read_dir("schemas")
        .expect("the schemas")
        .flatten()
        .map(|entry| format!("schemas/{}", entry.file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".widl"))
        .collect();
    schemas.sort();
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
    let seconds = process(&schemas, Some(&folder));
    std::fs::remove_dir_all(&folder).expect("a folder");
    seconds
}
