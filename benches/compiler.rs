//! How long it takes from a schema to bindings, as a process and in process, beside the old npm generator in the same run.
//!
//! `cargo bench --bench compiler` prints a table and writes `target/bench/compiler.json`. The peer is installed from npm into
//! `target/bench`; where that is not possible its figures are NOT MEASURED.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{fmt::Write as _, fs};

use contractc::generate::{self, Unit, Wanted};
use contractc::loader::FileLoader;
use contractc::targets::{self, Files};
use support::{Row, median, report};

const RUNS: usize = 40;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&folder).expect("target/bench");
    let peer = peer(&folder);
    let keyvalue = fs::read_to_string("schemas/keyvalue.widl").expect("the schema");
    let mut rows = Vec::new();

    let (ours, theirs) = processes(&folder, peer.as_deref());
    rows.push(Row::absolute("gen keyvalue, process", "ms", ours, 10.0));
    rows.push(Row {
        name: "gen keyvalue, process, against npm".into(),
        unit: "ms",
        ours: Some(ours),
        peer: theirs,
        limit: None,
    });
    let ours = in_process(&keyvalue, 400, &["rust"]);
    rows.push(Row::absolute("gen keyvalue, in process", "ms", ours, 0.5));
    rows.push(Row {
        name: "gen keyvalue, in process, against npm".into(),
        unit: "ms",
        ours: Some(ours),
        peer: peer.as_deref().and_then(warm),
        limit: None,
    });
    let all: Vec<&str> = targets::ALL.iter().map(|target| target.id()).collect();
    let ours = in_process(&keyvalue, 200, &all);
    rows.push(Row::absolute(format!("gen keyvalue, {} languages", all.len()), "ms", ours, 3.0));

    let half = in_process(&synthetic(5_000, 2_500), 3, &["rust"]);
    let whole = in_process(&synthetic(10_000, 5_000), 3, &["rust"]);
    rows.push(Row {
        name: "twice the schema, times".into(),
        unit: "ms",
        ours: Some(whole),
        peer: Some(half),
        limit: Some(2.2),
    });
    let (seconds, megabytes) = large(&folder);
    rows.push(Row::absolute("10,000 operations, 5,000 types", "s", seconds, 2.0));
    if let Some(megabytes) = megabytes {
        rows.push(Row::absolute("the same, peak memory", "MB", megabytes, 500.0));
    }
    report("compiler", &rows);
}

/// Installs the old generator; its script, if that worked.
fn peer(folder: &Path) -> Option<PathBuf> {
    let home = folder.join("widl-codegen");
    fs::create_dir_all(&home).ok()?;
    for file in ["package.json", "peer.cjs"] {
        fs::copy(Path::new("benches/peers/widl-codegen").join(file), home.join(file)).ok()?;
    }
    let installed = home.join("node_modules/@wapc/widl-codegen").is_dir()
        || Command::new("npm")
            .args(["install", "--no-fund", "--no-audit", "--silent"])
            .current_dir(&home)
            .status()
            .is_ok_and(|status| status.success());
    installed.then(|| home.join("peer.cjs"))
}

/// Whole processes in turn, ours and the peer's: median milliseconds.
fn processes(folder: &Path, peer: Option<&Path>) -> (f64, Option<f64>) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let out = folder.join(format!("out-{run}"));
        let _ = fs::remove_dir_all(&out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_contractc"));
        command.args(["gen", "schemas/keyvalue.widl", "--lang", "rust", "-o"]).arg(&out);
        ours.push(time(command));
        let _ = fs::remove_dir_all(&out);
        if let Some(peer) = peer {
            let mut command = Command::new("node");
            command.arg(peer).arg("schemas/keyvalue.widl");
            theirs.push(time(command));
        }
    }
    (median(ours), (!theirs.is_empty()).then(|| median(theirs)))
}

fn time(mut command: Command) -> f64 {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} failed");
    start.elapsed().as_secs_f64() * 1e3
}

/// The peer's median after it has warmed up, in milliseconds.
fn warm(peer: &Path) -> Option<f64> {
    let mut command = Command::new("node");
    let output =
        command.arg(peer).args(["schemas/keyvalue.widl", "--warm", "100"]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// From a text to the files of some languages, both sides: median milliseconds.
fn in_process(text: &str, runs: usize, languages: &[&str]) -> f64 {
    let loader = FileLoader::new([""; 0]);
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        let checked = contractc::check("schema.widl", text, &loader);
        let contract = checked.contract.as_ref().expect("a sound schema");
        for language in languages {
            let target = targets::find(language).expect("the target");
            let unit = Unit { contract, schema: "../schema.widl".into(), module: None };
            let wanted =
                Wanted { go_package: Some("example.com/contracts".into()), ..Wanted::default() };
            let generated = generate::generate(target, &[unit], &wanted, &Files::new());
            assert!(generated.is_ok_and(|generated| !generated.files.is_empty()));
        }
        start.elapsed().as_secs_f64() * 1e3
    });
    median(times.collect())
}

/// The large schema through the whole process: seconds, and megabytes where the system tells them.
fn large(folder: &Path) -> (f64, Option<f64>) {
    let schema = folder.join("large.widl");
    fs::write(&schema, synthetic(10_000, 5_000)).expect("to write the schema");
    let out = folder.join("large-out");
    let command = || {
        let _ = fs::remove_dir_all(&out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_contractc"));
        command.arg("gen").arg(&schema).args(["--lang", "rust", "-o"]).arg(&out);
        command
    };
    let seconds = median((0..3).map(|_| time(command()) / 1e3).collect());
    (seconds, peak_memory(&command()))
}

/// The largest resident set of a command in megabytes, as GNU time reports it.
fn peak_memory(command: &Command) -> Option<f64> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    Some(text.lines().last()?.trim().parse::<f64>().ok()? * 1024.0 / 1e6)
}

/// A schema of so many operations and types, with documentation.
fn synthetic(operations: usize, types: usize) -> String {
    let mut text = String::from("namespace \"bench:large\"\n");
    for number in 0..types {
        let _ = write!(
            text,
            "\n\"Type {number} of many.\"\ntype Type{number} {{\n  id: string\n  count: u64\n  payload: bytes\n  \
             tags: [string]\n  labels: {{string: string}}\n  parent: Type{}?\n}}\n",
            number / 2
        );
    }
    for role in 0..operations.div_ceil(100) {
        let _ = write!(text, "\nrole Role{role} @provider {{\n");
        for number in role * 100..((role + 1) * 100).min(operations) {
            let _ = write!(
                text,
                "  \"Operation {number}.\"\n  Operation{number}(key: string, value: Type{}): Type{}\n",
                number % types,
                (number * 7) % types
            );
        }
        text.push_str("}\n");
    }
    text
}
