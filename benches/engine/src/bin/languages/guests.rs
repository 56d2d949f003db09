//! Builds the guests that are measured, through the toolchains; none where a compiler is missing.

use contractc::conformance::toolchain::{Kind, find};
use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::targets::{self, Files, Side};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The actor of `benches/languages/guests`, on generated bindings.
pub fn reader(root: &Path, target: &Path, language: &str) -> Option<Vec<u8>> {
    let kind = Kind::named(language)?;
    let folder = target.join("reader").join(language);
    let sources = if kind == Kind::TinyGo { "go" } else { language };
    copy(&root.join("benches/languages/guests").join(sources), &folder);
    generated(&root.join("schemas"), kind, "example.com/reader", &folder);
    build(kind, &folder, "actor")
}

/// The actor with six clients, on generated bindings or on those written by hand.
pub fn six_clients(root: &Path, target: &Path, language: &str, by_hand: bool) -> Option<Vec<u8>> {
    let kind = Kind::named(language)?;
    let folder = target.join(if by_hand { "by-hand" } else { "generated" }).join(language);
    let schemas = root.join("benches/handwritten");
    let baseline = schemas.join(language);
    if !baseline.is_dir() {
        return None;
    }
    copy(&baseline, &folder);
    if kind == Kind::Rust {
        copy(&root.join("benches/guests/rust"), &folder);
    }
    if !by_hand {
        fs::remove_dir_all(folder.join("contracts")).expect("the bindings are there");
        generated(&schemas, kind, "example.com/counter", &folder);
    }
    match kind {
        Kind::Rust => build(kind, &folder, "guest"),
        Kind::Go => build(kind, &folder.join("actor"), "actor"),
        _ => build(kind, &folder, "actor"),
    }
}

/// Writes the bindings of the store and the HTTP server.
fn generated(schemas: &Path, kind: Kind, package: &str, folder: &Path) {
    let loader = FileLoader::new([] as [&str; 0]);
    let contracts = ["httpserver", "keyvalue"].map(|name| {
        let path = schemas.join(format!("{name}.widl"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        contractc::check(&path.to_string_lossy(), text, &loader).contract.expect("a contract")
    });
    let units = contracts.each_ref().map(|contract| Unit {
        contract,
        schema: contract.id.clone(),
        module: None,
    });
    let target = targets::find(kind.language()).expect("a target");
    let go_package = (kind.language() == "tinygo").then(|| format!("{package}/contracts"));
    let wanted = Wanted { side: Some(Side::Both), go_package, ..Wanted::default() };
    let made = generate(target, &units, &wanted, &Files::new());
    let Ok(made) = made else { panic!("nothing was generated for {kind}") };
    for (path, content) in made.files.iter() {
        write(&folder.join("contracts").join(path), content);
    }
}

fn build(kind: Kind, folder: &Path, entry: &str) -> Option<Vec<u8>> {
    let toolchain = find(kind).map_err(|missing| println!("SKIPPED {missing}")).ok()?;
    let shared: PathBuf = folder.join("target");
    let wasm =
        toolchain.build(folder, entry, &shared, false).unwrap_or_else(|error| panic!("{error}"));
    Some(fs::read(wasm).expect("a module"))
}

fn copy(from: &Path, to: &Path) {
    for entry in
        fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())).flatten()
    {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            write(&to, &fs::read(&path).expect("a file"));
        }
    }
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}
