//! Every golden compiles: stable with editions 2021 and 2024, and the floor 1.82 with 2021, each with warnings as errors and
//! without `unsafe`; its documentation builds without a warning, and holds no tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::generate::{Unit, Wanted, generate};
use contractc::targets::rust::Rust;
use contractc::targets::{Files, Side};

#[path = "support/everything.rs"]
mod everything;
#[path = "support/random_schema.rs"]
mod random_schema;
#[path = "support/schemas.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod schemas;
#[path = "support/toolchain.rs"]
mod toolchain;

/// `serde` is compiled by the test `rust`, which has the crate.
const VARIANTS: [&str; 4] = ["both", "guest", "host", "views"];

const CRATE: &str = "//! All contracts.\n#![forbid(unsafe_code)]\n#![deny(warnings, rustdoc::all)]\n\
                     #[path = \"contracts/mod.rs\"]\npub mod contracts;\n";

/// A crate of a variant's goldens, with the runtime where it belongs.
fn lay_out(variant: &str, folder: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("files").flatten() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    };
    let contracts = folder.join("contracts");
    copy(&root.join("fixtures/golden/rust").join(variant), &contracts);
    copy(&root.join("generators/rust/runtime"), &contracts.join("wapc"));
    let lib = folder.join("lib.rs");
    fs::write(&lib, CRATE).expect("a crate");
    lib
}

fn compile(mut rustc: Command, edition: &str, extra: &[&str], lib: &Path) -> Result<(), String> {
    let output = rustc
        .args(["--crate-name", "goldens", "--crate-type", "lib", "--edition", edition])
        .args(extra)
        .arg(lib)
        .current_dir(lib.parent().expect("a folder"))
        .output()
        .expect("the compiler");
    if output.status.success() && output.stderr.is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.lines().take(40).collect::<Vec<_>>().join("\n"))
}

fn all(test: &str, editions: &[&str], extra: &[&str], rustc: impl Fn() -> Command) {
    for variant in VARIANTS {
        let folder = tempfile::tempdir().expect("a folder");
        let lib = lay_out(variant, folder.path());
        for edition in editions {
            if let Err(text) = compile(rustc(), edition, extra, &lib) {
                panic!("{test}: {variant}, edition {edition}:\n{text}");
            }
        }
    }
}

fn tool(name: &str) -> Command {
    // Beside the cargo that runs the tests.
    let beside = Path::new(env!("CARGO")).with_file_name(name);
    if beside.is_file() { Command::new(beside) } else { Command::new(name) }
}

#[test]
fn stable() {
    all("stable", &["2021", "2024"], &["--emit", "metadata"], || tool("rustc"));
}

#[test]
fn floor() {
    if oldest("floor").is_some() {
        let rustc = || oldest("floor").expect("it was there");
        all("1.82", &["2021"], &["--emit", "metadata"], rustc);
    }
}

/// Rust 1.82, if there is one.
fn oldest(test: &str) -> Option<Command> {
    let installed = || {
        let mut command = Command::new("rustup");
        command.args(["run", "1.82.0", "rustc"]);
        command
    };
    let there = installed().arg("--version").output().is_ok_and(|output| output.status.success());
    if there { Some(installed()) } else { toolchain::RUST_FLOOR.find(test) }
}

/// 200 random schemas, and the documents below `CONTRACTC_CORPUS` that are right and without streams, each a module.
#[test]
fn everything_compiles() {
    let mut contracts = everything::random();
    contracts.extend(everything::outside());
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|(module, contract)| Unit {
            contract,
            schema: format!("{module}.widl"),
            module: Some(module.clone()),
        })
        .collect();
    println!("{} contracts", units.len());
    let side = |side| Wanted { side: Some(side), ..Wanted::default() };
    let views = Wanted { views: Some(true), ..Wanted::default() };
    let stable = || Some(tool("rustc"));
    let oldest = || oldest("everything_compiles");
    compile_all(&units, &side(Side::Both), "2021", stable);
    compile_all(&units, &side(Side::Both), "2021", oldest);
    // What a side leaves out, it leaves out of each in the same way.
    compile_all(&units[..50], &side(Side::Guest), "2024", stable);
    compile_all(&units[..50], &side(Side::Host), "2024", stable);
    compile_all(&units, &views, "2024", stable);
}

fn compile_all(
    units: &[Unit<'_>],
    wanted: &Wanted,
    edition: &str,
    rustc: impl Fn() -> Option<Command>,
) {
    let Some(rustc) = rustc() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let generated = generate(&Rust, units, wanted, &Files::new()).expect("bindings");
    for (path, content) in generated.files.iter() {
        let path = folder.path().join("contracts").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    let lib = folder.path().join("lib.rs");
    fs::write(&lib, CRATE).expect("a crate");
    if let Err(text) = compile(rustc, edition, &["--emit", "metadata"], &lib) {
        panic!("{wanted:?}, edition {edition}:\n{text}");
    }
}

#[test]
fn documentation() {
    let folder = tempfile::tempdir().expect("a folder");
    let lib = lay_out("both", folder.path());
    let run = |arguments: &[&str]| {
        let output = tool("rustdoc")
            .args(["--crate-name", "goldens", "--edition", "2024"])
            .args(arguments)
            .arg(&lib)
            .current_dir(folder.path())
            .output()
            .expect("rustdoc");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && text.is_empty(), "{text}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["--out-dir", "doc"]);
    let tests = run(&["--test"]);
    assert!(tests.contains("running 0 tests"), "{tests}");
}

/// Roles that have an operation in common are refused where they are exported, with both named.
#[test]
fn roles_with_an_operation_in_common_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let lib = lay_out("both", folder.path());
    let text = "#![allow(dead_code, unused_imports)]\n#[path = \"contracts/mod.rs\"]\nmod contracts;\n\
        use contracts::{core, telnet, wapc};\n#[derive(Default)]\nstruct Both;\n\
        impl core::Actor for Both {\n    fn health_request(&self, _: core::HealthCheckRequest) \
        -> wapc::Result<core::HealthCheckResponse> {\n        Ok(Default::default())\n    }\n}\n\
        mod copy { pub use super::contracts::core::Actor; }\n\
        contracts::actor!(Both: core::Actor, copy::Actor);\n";
    fs::write(&lib, text).expect("a crate");
    let error = compile(tool("rustc"), "2021", &["--emit", "metadata"], &lib).expect_err("refused");
    let expected = "core::Actor and copy::Actor both export the operation HealthRequest";
    assert!(error.contains(expected), "{error}");
}
