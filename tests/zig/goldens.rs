//! The goldens: `fixtures/golden/zig/SIDE/`, each holding all schemas in one directory, without the runtime.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::loader::FileLoader;
use contractc::targets::zig::Zig;
use contractc::targets::{Files, Side};

use crate::compilers;

const SIDES: [Side; 3] = [Side::Both, Side::Guest, Side::Host];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A schema, which has no errors.
pub fn contract(path: &Path) -> Contract {
    let text = fs::read_to_string(path).expect("a schema");
    let checked =
        contractc::check(&path.to_string_lossy(), text, &FileLoader::new([] as [&str; 0]));
    checked.contract.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), checked.diagnostics))
}

/// What is generated for a program: under `contracts/`.
pub fn below_contracts(files: &Files) -> Files {
    let mut below = Files::new();
    files.iter().for_each(|(path, content)| below.insert(format!("contracts/{path}"), content));
    below
}

/// All schemas of the project: the shipped ones, and those with every construct, every keyword and every form.
pub fn contracts() -> Vec<(String, Contract)> {
    let mut paths = vec![root().join("fixtures/wire/schema.widl")];
    for folder in ["schemas", "fixtures/schemas"] {
        let entries = fs::read_dir(root().join(folder)).expect("a folder of schemas");
        paths.extend(entries.flatten().map(|entry| entry.path()));
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "widl"));
    paths.sort();
    let named = paths.iter().map(|path| {
        let name = path.strip_prefix(root()).expect("a path in the project");
        (format!("../../../../{}", name.display()), contract(path))
    });
    named.collect()
}

/// Everything that is generated for contracts in one directory.
pub fn files(contracts: &[(String, Contract)], side: Side) -> Files {
    let unit = |contract, schema: &String| Unit { contract, schema: schema.clone(), module: None };
    generated(
        &contracts.iter().map(|(schema, contract)| unit(contract, schema)).collect::<Vec<_>>(),
        side,
    )
}

/// The same for contracts whose modules have names of their own.
pub fn generated(units: &[Unit<'_>], side: Side) -> Files {
    let wanted = Wanted { side: Some(side), ..Wanted::default() };
    match generate(&Zig, units, &wanted, &Files::new()) {
        Ok(generated) => generated.files,
        Err(problem) => panic!("{problem:?}"),
    }
}

fn folder(side: Side) -> PathBuf {
    root().join("fixtures/golden/zig").join(side.name())
}

#[test]
fn goldens_are_what_is_generated() {
    let bless = std::env::var_os("BLESS").is_some();
    let contracts = contracts();
    let mut wrong = Vec::new();
    for side in SIDES {
        let folder = folder(side);
        if bless {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).expect("a folder");
        }
        let files = files(&contracts, side);
        let mut expected = Vec::new();
        for (path, content) in files.iter().filter(|(path, _)| !path.starts_with("wapc/")) {
            expected.push(path.to_owned());
            let golden = folder.join(path);
            if bless {
                fs::write(golden, content).expect("a golden");
            } else if fs::read(golden).ok().as_deref() != Some(content) {
                wrong.push(format!("{}/{path}", side.name()));
            }
        }
        for entry in fs::read_dir(&folder).expect("the goldens").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !expected.contains(&name) {
                wrong.push(format!("{}/{name}, which is no longer generated", side.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "differ (BLESS=1 rewrites them): {}", wrong.join(", "));
}

#[test]
fn goldens_and_runtime_are_formatted() {
    if let Some(zig) = compilers::newest("formatting of generated Zig") {
        compilers::run(
            zig,
            root(),
            &[
                "fmt",
                "--check",
                "fixtures/golden/zig",
                "fixtures/counter/zig",
                "generators/zig",
                "tests/zig",
            ],
        );
    }
}
