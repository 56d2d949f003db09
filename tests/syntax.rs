//! The parser on whole documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use contractc::source::SourceMap;
use contractc::syntax::{self, Parsed};

fn parse(path: &str, text: &str) -> Parsed {
    let mut sources = SourceMap::new();
    let id = sources.add(path, text);
    syntax::parse(sources.get(id).expect("just added"))
}

fn schemas_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            schemas_under(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "widl") {
            found.push(path);
        }
    }
}

/// A folder of public documents, all of them right, that the environment names. They are not part of this package.
#[test]
fn public_documents_parse() {
    let Some(folder) = std::env::var_os("CONTRACTC_CORPUS") else {
        eprintln!("SKIP public_documents_parse: CONTRACTC_CORPUS names no folder");
        return;
    };
    let mut paths = Vec::new();
    schemas_under(Path::new(&folder), &mut paths);
    assert!(!paths.is_empty(), "no .widl files under {}", folder.display());
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let parsed = parse(&path.display().to_string(), &text);
        assert!(parsed.diagnostics.is_empty(), "{}: {:#?}", path.display(), parsed.diagnostics);
        assert!(parsed.file.is_some_and(|file| !file.definitions.is_empty()), "{}", path.display());
    }
}

/// The schemas that the tests of resolution have expectations for, and those that are shipped.
fn resolved_schemas() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in ["fixtures/ir", "schemas"] {
        schemas_under(Path::new(folder), &mut paths);
    }
    paths
}

/// Each production of the grammar is used by a schema whose contract is held against an expectation.
#[test]
fn every_production_has_a_fixture() {
    let mut sources = SourceMap::new();
    let mut used = BTreeSet::new();
    for path in resolved_schemas() {
        let id = sources.add(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
        used.extend(syntax::productions_in(sources.get(id).expect("just added")));
    }
    let unused: Vec<_> = syntax::productions().difference(&used).cloned().collect();
    assert!(unused.is_empty(), "no schema under fixtures/ir uses {unused:?}");
}
