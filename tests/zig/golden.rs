//! The goldens are what is generated, formatted, and compile.

use contractc::generate::Unit;
use contractc::targets::Side;

use crate::project::{files, root};
use crate::{compilers, goldens, reached, schemas};

#[test]
fn goldens_are_what_is_generated() {
    let contracts = schemas::all();
    let sides = [Side::Both, Side::Guest, Side::Host];
    goldens::hold("zig", sides.map(|side| (side.name(), files(&contracts, side))));
}

#[test]
fn goldens_compile() {
    let contracts = schemas::all();
    let units: Vec<_> = contracts
        .iter()
        .map(|(schema, contract)| Unit { contract, schema: schema.clone(), module: None })
        .collect();
    reached::compile("goldens", &units, units.len());
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
