//! The counter: an actor and a key-value provider in AssemblyScript, on the shipped schemas, under Node.

use contractc::targets::Side;

use crate::project::{Project, generated, node};
use crate::schemas;

#[test]
fn the_counter_counts() {
    let names = ["core", "httpserver", "keyvalue", "logging"];
    let contracts: Vec<_> =
        names.iter().map(|name| schemas::file(&format!("schemas/{name}.widl"))).collect();
    let project = Project::new("counter");
    project.write_all("contracts/", &generated(&contracts, Side::Both));
    for file in ["counter.ts", "actor.ts", "memory.ts", "provider.ts", "test.ts"] {
        project.copy(&format!("counter/assemblyscript/{file}"), file);
    }
    project.lint();
    for file in ["host.mjs", "counter.mjs"] {
        project.copy(&format!("assemblyscript/{file}"), file);
    }
    let own = ["--use", "abort=contracts/wapc/abort/abort"];
    for (file, options) in [("actor.ts", &own[..]), ("provider.ts", &own[..]), ("test.ts", &[])] {
        if project.compile(file, options).is_none() {
            return;
        }
    }
    let Some(node) = node() else { return };
    project.run(&node, &["counter.mjs", "actor.wasm", "provider.wasm", "test.wasm"]);
}
