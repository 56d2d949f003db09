//! The runtime, and the wire tables of `fixtures/wire`.

use contractc::targets::Side;

use crate::{compilers, project, schemas};

#[test]
fn the_runtime_passes_its_tests() {
    let folder = project::root().join("generators/zig/tests");
    for (_, zig) in compilers::installed("wire in Zig") {
        let arguments = ["test", "--dep", "wapc", "-Mroot=all.zig", "-Mwapc=../runtime/wapc.zig"];
        compilers::run(zig, &folder, &arguments);
    }
}

#[test]
fn generated_code_follows_the_wire_tables() {
    let folder = compilers::folder("wire");
    let wire = project::root().join("fixtures/wire");
    let contract = schemas::file("fixtures/wire/schema.widl");
    let mut files = project::below_contracts(&project::files(&[contract], Side::Both));
    files.insert("tables.zig", include_str!("tables.zig"));
    for name in ["reading.json", "results.json"] {
        files.insert(name, std::fs::read(wire.join(name)).expect("a table"));
    }
    compilers::write(&folder, &files);
    for (_, zig) in compilers::installed("wire in Zig") {
        compilers::run(zig, &folder, &["test", "tables.zig"]);
    }
}
