//! Contracts of all sorts, to be compiled, each with the name of its module.

use std::path::Path;

use contractc::ir::Contract;
use contractc::loader;

use crate::{random_schema, schemas};

/// 200 random ones.
pub fn random() -> Vec<(String, Contract)> {
    let contract = |seed| schemas::checked(&format!("s{seed}.widl"), &random_schema::schema(seed));
    (1..=200).map(|seed| (format!("s{seed}"), contract(seed).unwrap())).collect()
}

/// The documents below `CONTRACTC_CORPUS` that are right and without streams.
pub fn outside() -> Vec<(String, Contract)> {
    let Some(corpus) = std::env::var_os("CONTRACTC_CORPUS") else { return Vec::new() };
    let mut contracts = Vec::new();
    for (at, path) in schemas::below(Path::new(&corpus)).iter().enumerate() {
        let Ok(text) = loader::read(path) else { continue };
        let Ok(mut contract) = schemas::checked(&path.to_string_lossy(), &text) else { continue };
        if contract.roles.iter().flat_map(|role| &role.operations).all(|it| !it.stream) {
            // Documents of one id are different contracts here.
            contract.id = format!("{}:doc{at}", contract.id);
            contracts.push((format!("doc{at}"), contract));
        }
    }
    assert!(!contracts.is_empty(), "no schema below {}", corpus.display());
    contracts
}
