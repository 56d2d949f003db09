//! The counter and its store as modules, in every language: from the sources in `fixtures/counter`, through the toolchains.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::conformance::toolchain::{Kind, Toolchain, find};
use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::schemas;
use contractc::targets::{self, Files, Side};

use crate::{running, toolchain::skipped};

/// The contracts of the counter and its store.
pub const CONTRACTS: [&str; 4] =
    ["core", "wasmcloud:httpserver", "wasmcloud:keyvalue", "wasmcloud:logging"];

/// What one language makes of them.
pub struct Guests {
    /// Of which compiler they are.
    pub kind: Kind,
    /// The counter.
    pub actor: Vec<u8>,
    /// The store.
    pub provider: Vec<u8>,
}

/// A compiler; `None` after saying that `test` is skipped.
///
/// # Panics
/// If it is missing and required.
pub fn toolchain(kind: Kind, test: &str) -> Option<Toolchain> {
    let missing = match find(kind) {
        Ok(toolchain) => return Some(toolchain),
        Err(missing) => missing,
    };
    let required = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
    let message = format!("SKIPPED {test}: {missing}");
    assert!(!required.split(',').any(|part| part.trim() == kind.name()), "{message}");
    eprintln!("{message}");
    skipped(&message);
    None
}

/// The guests of every compiler that is there. TinyGo's come beside Go's, and Go's alone will do.
pub fn all(test: &str) -> Vec<Guests> {
    Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::TinyGo || find(Kind::TinyGo).is_ok())
        .filter_map(|kind| Some(guests(kind, &toolchain(kind, test)?)))
        .collect()
}

fn guests(kind: Kind, toolchain: &Toolchain) -> Guests {
    let build = |name: &str| {
        if kind == Kind::Rust {
            return running::build(if name == "actor" { "counter" } else { "memory" });
        }
        let project = project(kind);
        // In Go a module is a folder, in the others a file.
        let go = kind.language() == "tinygo";
        let folder = if go { project.join(name) } else { project };
        let shared = folder.join("target");
        let wasm = toolchain.build(&folder, name, &shared, true).map_err(|e| e.to_string())?;
        fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))
    };
    let built = |name| build(name).unwrap_or_else(|error| panic!("{kind}, {name}: {error}"));
    Guests { kind, actor: built("actor"), provider: built("provider") }
}

/// A folder with the sources of a language, and below `contracts/` what is generated for them.
fn project(kind: Kind) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("counter").join(kind.name());
    let language = kind.language();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/counter").join(language);
    copy(&fixtures, &folder);
    for (path, content) in contracts(language).iter() {
        write(&folder.join("contracts").join(path), content);
    }
    folder
}

fn contracts(language: &str) -> Files {
    let loader = FileLoader::new([] as [&str; 0]);
    let contracts = CONTRACTS.map(|id| {
        let schema = schemas::by_id(id).expect("a shipped schema");
        contractc::check(id, schema.text, &loader).contract.expect("a contract")
    });
    let units = contracts.each_ref().map(|contract| Unit {
        contract,
        schema: contract.id.clone(),
        module: None,
    });
    let package = (language == "tinygo").then(|| "example.com/counter/contracts".to_owned());
    let wanted = Wanted { side: Some(Side::Both), go_package: package, ..Wanted::default() };
    let target = targets::find(language).expect("a target");
    let generated = generate(target, &units, &wanted, &Files::new());
    let Ok(generated) = generated else { panic!("nothing was generated for {language}") };
    generated.files
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the fixtures").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            write(&to, &fs::read(&path).expect("a fixture"));
        }
    }
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}
