//! Contracts of all sorts, to be compiled: 200 random ones, and the documents below `CONTRACTC_CORPUS` that are right and without
//! streams.

use std::path::{Path, PathBuf};

use contractc::ir::Contract;
use contractc::loader::{self, FileLoader};

#[path = "random_schema.rs"]
mod random_schema;

/// Each with the name of its module.
pub fn contracts() -> Vec<(String, Contract)> {
    let loader = FileLoader::new([] as [&str; 0]);
    let mut contracts = Vec::new();
    for seed in 1..=200 {
        let checked =
            contractc::check(&format!("s{seed}.widl"), random_schema::schema(seed), &loader);
        let contract =
            checked.contract.unwrap_or_else(|| panic!("{seed}: {:#?}", checked.diagnostics));
        contracts.push((format!("s{seed}"), contract));
    }
    let Some(corpus) = std::env::var_os("CONTRACTC_CORPUS") else { return contracts };
    let mut documents = Vec::new();
    collect(Path::new(&corpus), &mut documents);
    documents.sort();
    for (at, path) in documents.iter().enumerate() {
        let Ok(text) = loader::read(path) else { continue };
        let checked = contractc::check(&path.to_string_lossy(), text, &loader);
        let Some(mut contract) = checked.contract else { continue };
        if contract.roles.iter().flat_map(|role| &role.operations).all(|it| !it.stream) {
            // Documents of one id are different contracts here.
            contract.id = format!("{}:doc{at}", contract.id);
            contracts.push((format!("doc{at}"), contract));
        }
    }
    contracts
}

fn collect(folder: &Path, documents: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, documents);
        } else if path.extension().is_some_and(|extension| extension == "widl") {
            documents.push(path);
        }
    }
}
