//! The relays of all schemas compile, with warnings as errors: as modules' crates, and as native programs.

use std::fs;
use std::path::Path;
use std::process::Command;

use contractc::generate::{Unit, Wanted, generate, module_name};
use contractc::ir::Implementer;
use contractc::loader::FileLoader;
use contractc::targets::rust::Rust;
use contractc::targets::{Files, Job, Options, Side, Target};
use contractc::wire::Plan;

fn write(folder: &Path, files: &Files) {
    for (path, content) in files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
}

fn compile(folder: &Path, source: &str, kind: &str) {
    let output = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"))
        .args(["--edition", "2021", "--crate-name", "relay", "--crate-type", kind])
        .args(["--emit", "metadata", "-D", "warnings", source])
        .current_dir(folder)
        .output()
        .expect("the compiler");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{source}: {}", text.chars().take(4000).collect::<String>());
}

fn hold(schema: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
    let text = fs::read_to_string(&path).expect("a schema");
    let loader = FileLoader::new([] as [&str; 0]);
    let contract = contractc::check(&path.to_string_lossy(), text, &loader).contract;
    let contract = contract.expect("a contract");
    let unit = Unit { contract: &contract, schema: schema.to_owned(), module: None };
    let generated = generate(&Rust, &[unit], &Wanted::default(), &Files::new());
    let Ok(generated) = generated else { panic!("nothing was generated") };
    let options = Options::default();
    let module = module_name(&Rust, &contract);
    let plan = Plan::of(&contract);
    let job = Job {
        contract: &contract,
        plan: &plan,
        module: &module,
        side: Side::Both,
        options: &options,
    };
    for (at, role) in contract.roles.iter().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("contracts"), &generated.files);
        write(folder.path(), &Rust.relay(&job, &[at]));
        compile(folder.path(), "src/lib.rs", "lib");
        if role.implementer == Implementer::Provider {
            compile(folder.path(), "src/bin/native.rs", "bin");
        }
    }
}

#[test]
fn every_construct() {
    hold("fixtures/schemas/kitchen-sink.widl");
}

#[test]
fn every_keyword() {
    hold("fixtures/schemas/keywords.widl");
}

#[test]
fn both_sides() {
    hold("schemas/messaging.widl");
}
