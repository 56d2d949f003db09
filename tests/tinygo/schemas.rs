//! Contracts from schemas: those we ship, and those of the fixtures.

use std::path::Path;

use contractc::ir::Contract;
use contractc::loader::FileLoader;
use contractc::{check, schemas};

/// The contract of a text.
pub fn contract(path: &str, text: &str) -> Contract {
    let checked = check(path, text, &FileLoader::new(Vec::<String>::new()));
    checked.contract.unwrap_or_else(|| panic!("{path}: {:#?}", checked.diagnostics))
}

/// The contract of a file under `fixtures/`.
pub fn fixture(path: &str) -> Contract {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    contract(&path.to_string_lossy(), &text)
}

/// The contracts that we ship.
pub fn shipped() -> Vec<Contract> {
    schemas::all().iter().map(|schema| contract(schema.id, schema.text)).collect()
}
