//! What is generated for a program in Zig.

use std::path::Path;

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::targets::zig::Zig;
use contractc::targets::{Files, Side};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
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

/// Files under `contracts/`, where a program has them.
pub fn below_contracts(files: &Files) -> Files {
    let mut below = Files::new();
    files.iter().for_each(|(path, content)| below.insert(format!("contracts/{path}"), content));
    below
}
