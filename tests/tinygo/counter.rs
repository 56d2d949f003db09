//! The counter actor and its key-value store in Go, natively and as modules.

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas;

#[test]
fn the_counter_counts() {
    let Some(project) = Project::new("counter") else { return };
    let schemas = ["core", "httpserver", "keyvalue", "logging"];
    let contracts: Vec<_> =
        schemas.iter().map(|name| schemas::file(&format!("schemas/{name}.widl"))).collect();
    project.generate(&contracts, Side::Both);
    for file in [
        "go.mod",
        "actor/main.go",
        "provider/main.go",
        "counter/counter.go",
        "counter/counter_test.go",
        "memory/memory.go",
    ] {
        project.copy(&format!("counter/tinygo/{file}"), file);
    }
    project.lint();
    project.go("test ./counter", &[]);
    project.build("provider", "provider.wasm");
    project.build("actor", "actor.wasm");
    let size = std::fs::metadata(project.folder.join("actor.wasm")).unwrap().len();
    assert!(size <= 2_100_000, "the actor has {size} bytes");
}
