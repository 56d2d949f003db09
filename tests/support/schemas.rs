//! Contracts from schemas: those we ship, those of the fixtures, and random ones.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::check;
use contractc::ir::Contract;
use contractc::loader::FileLoader;

/// The contract of a text, unless it has errors.
pub fn checked(path: &str, text: &str) -> Result<Contract, String> {
    let checked = check(path, text, &FileLoader::new(Vec::<String>::new()));
    let errors = || {
        let errors = checked.diagnostics.iter().filter(|report| report.is_error());
        errors.map(|report| report.message.clone()).collect::<Vec<_>>()
    };
    checked.contract.ok_or_else(|| format!("{path}: {}", errors().join("; ")))
}

/// The contract of a file of the project, and how a golden names the file.
pub fn file(path: &str) -> (String, Contract) {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&whole).unwrap_or_else(|e| panic!("{path}: {e}"));
    let contract = checked(&whole.to_string_lossy(), &text).unwrap();
    (format!("../../../../{path}"), contract)
}

/// All schemas of the project: the shipped ones, and those with every construct, every keyword and every form.
pub fn all() -> Vec<(String, Contract)> {
    let mut paths = vec!["fixtures/wire/schema.widl".to_owned()];
    for folder in ["schemas", "fixtures/schemas"] {
        paths.extend(
            below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
                .iter()
                .map(|path| format!("{folder}/{}", path.file_name().unwrap().to_string_lossy())),
        );
    }
    paths.sort();
    paths.iter().map(|path| file(path)).collect()
}

/// The schemas below a folder, sorted.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "widl") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
