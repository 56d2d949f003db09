//! What differs between two versions: `fixtures/compare/NAME/` holds both and what is said. `BLESS=1` rewrites it.

#[path = "support/schemas.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod schemas;

use contractc::compare::{Level, Place, compare};
use contractc::loader::FileLoader;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn said(folder: &Path) -> String {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let version = |version| schemas::file(&format!("fixtures/compare/{name}/{version}.widl")).1;
    let (old, new) = (version("old"), version("new"));
    let mut text = String::new();
    for change in compare(&old, &new) {
        let level = match change.level {
            Level::Breaking => "breaking",
            Level::Careful => "careful",
            Level::Compatible => "compatible",
        };
        let place = match change.place {
            Place::Old(_) => " (old)",
            Place::New(_) => "",
            Place::Nowhere => " (nowhere)",
        };
        let _ = writeln!(text, "{level}{place}: {}", change.message);
        for effect in change.effects {
            let _ = writeln!(text, "    {effect}");
        }
    }
    text
}

#[test]
fn changes_are_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/compare");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root).expect("the fixtures").flatten() {
        let (folder, path) = (entry.path(), entry.path().join("said.txt"));
        let said = said(&folder);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, said).expect("what is said");
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&said) {
            wrong.push(format!("{}:\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "differ (BLESS=1 rewrites them):\n{}", wrong.join("\n"));
}

/// Each shipped schema is the same as itself, whatever it holds.
#[test]
fn nothing_changes_by_itself() {
    for schema in contractc::schemas::all() {
        let contract = contractc::check(schema.id, schema.text, &FileLoader::default()).contract;
        let contract = contract.expect("a contract");
        assert_eq!(compare(&contract, &contract), [], "{}", schema.id);
    }
}
