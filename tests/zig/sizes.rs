//! How large modules are.

use std::fmt::Write as _;
use std::fs;

use contractc::ir::Contract;
use contractc::loader::FileLoader;
use contractc::targets::Side;

use crate::{compilers, goldens};

/// Bytes of the module, without the names of functions and before any optimizer of others.
const SIX_CLIENTS: usize = 22_700;
const A_TYPE_WITH_AN_OPERATION: usize = 550;

#[test]
fn modules_are_small() {
    let Some(small) = module(0) else { return };
    let Some(large) = module(20) else { return };
    let growth = (large - small) / 20;
    println!(
        "six clients and an HTTP handler: {small} bytes; a further type and operation: {growth} bytes"
    );
    assert!(small <= SIX_CLIENTS, "{small} bytes");
    assert!(growth <= A_TYPE_WITH_AN_OPERATION, "{growth} bytes");
}

/// The size of the actor with so many further types and operations.
fn module(further: usize) -> Option<usize> {
    let zig = compilers::newest("the size of a module")?;
    let here = goldens::root().join("tests/zig/size");
    let mut actor = fs::read_to_string(here.join("actor.zig")).expect("an actor");
    let http = goldens::contract(&goldens::root().join("schemas/httpserver.widl"));
    let mut schema = fs::read_to_string(here.join("store.widl")).expect("a schema");
    let (mut operations, mut calls) = (String::new(), String::new());
    for at in 0..further {
        let _ = writeln!(
            schema,
            "type More{at} {{ name: string count: i32 price: f64 tags: [string] note: string? }}"
        );
        let _ = writeln!(operations, "  Change{at}(id: string, more: More{at}): More{at}");
        let _ = writeln!(
            calls,
            "        _ = try self.store.change{at}(ctx, request.path, .{{ .name = entry.key, .count = hits, .price = 1 }});"
        );
    }
    schema = schema.replacen("provider {\n", &format!("provider {{\n{operations}"), 1);
    actor = actor.replacen("        return .{\n", &format!("{calls}        return .{{\n"), 1);
    let checked = contractc::check("store.widl", schema, &FileLoader::new([] as [&str; 0]));
    let store: Contract = checked.contract.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    let contracts = [("httpserver.widl".to_owned(), http), ("store.widl".to_owned(), store)];
    let mut files = goldens::below_contracts(&goldens::files(&contracts, Side::Guest));
    files.insert("actor.zig", actor);
    let folder = compilers::folder(&format!("size-{further}"));
    compilers::write(&folder, &files);
    Some(compilers::module(zig, &folder, "actor.zig", "ReleaseSmall").len())
}
