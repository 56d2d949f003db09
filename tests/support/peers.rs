//! Guests on old peers, built from `fixtures/peers`: `relay` or `actor`.
//!
//! The npm packages are in the folder that `CONTRACTC_PEERS` names (`tests/run.sh --all` fills it), the crates come from crates.io.
//! Where they are missing, there is a reason in place of a module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::conformance::toolchain::{Kind, find};

/// On `@wapc/as-guest` and `@wapc/as-msgpack`, built below `target`.
pub fn assemblyscript(root: &Path, target: &Path, guest: &str) -> Result<Vec<u8>, String> {
    let installed = std::env::var_os("CONTRACTC_PEERS").map(PathBuf::from);
    let packages = installed
        .map(|folder| folder.join("node_modules"))
        .filter(|folder| folder.join("@wapc/as-msgpack").is_dir())
        .ok_or("the old @wapc packages are missing; install: tests/run.sh --all")?;
    let folder = target.join("peers/assemblyscript").join(guest);
    fs::create_dir_all(&folder).expect("a folder");
    for file in ["codec.cjs", &format!("{guest}.ts")] {
        let from = root.join("fixtures/peers/assemblyscript").join(file);
        fs::copy(&from, folder.join(file)).expect("a source file");
    }
    for schema in ["keyvalue", "httpserver"] {
        let mut node = Command::new("node");
        node.env("NODE_PATH", &packages).current_dir(&folder).arg("codec.cjs");
        let classes = run(node.arg(root.join(format!("schemas/{schema}.widl"))));
        fs::write(folder.join(format!("{schema}.ts")), classes).expect("a source file");
    }
    let out = format!("{guest}.wasm");
    let mut asc = Command::new("node");
    asc.arg(packages.join("assemblyscript/bin/asc.js")).current_dir(&folder);
    asc.args([&format!("{guest}.ts"), "-o", &out, "-O3", "--runtime", "incremental"]);
    asc.arg("--path").arg(&packages).args(["--use", &format!("abort={guest}/abort")]);
    run(&mut asc);
    Ok(fs::read(folder.join(out)).expect("a module"))
}

/// On `wapc-guest` and `rmp-serde`, built below `target`.
pub fn rust(root: &Path, target: &Path, guest: &str) -> Result<Vec<u8>, String> {
    let toolchain = find(Kind::Rust).map_err(|missing| missing.to_string())?;
    let workspace = root.join("fixtures/peers/rust");
    let fetch = toolchain.command().args(["fetch", "--locked"]).current_dir(&workspace).output();
    if !fetch.is_ok_and(|output| output.status.success()) {
        return Err("no crates; install: cargo fetch, in fixtures/peers/rust".to_owned());
    }
    let wasm = toolchain.build(&workspace.join(guest), guest, &target.join("peers/rust"), false);
    Ok(fs::read(wasm.unwrap_or_else(|error| panic!("{error}"))).expect("a module"))
}

/// What a command prints; it must succeed.
fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{text}");
    output.stdout
}
