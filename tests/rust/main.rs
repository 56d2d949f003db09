//! The Rust target: what it prints, whether it compiles, and what the compiled code does.

#[path = "../wire/schema.rs"]
mod schema;
mod wire;

#[path = "/tmp/dump/mod.rs"]
mod wire_contracts;

use contractc::generate::{Unit, Wanted, generate};
use contractc::targets::Files;
use contractc::targets::rust::Rust;

#[test]
fn dump() {
    let mut contract = schema::contract();
    if let contractc::ir::TypeKind::Struct(fields) = &mut contract.types[4].kind {
        fields[0].boxed = true;
    }
    let unit = Unit { contract: &contract, schema: "schema.widl".into(), module: None };
    let out = generate(
        &Rust,
        &[unit],
        &Wanted {
            views: std::env::var("VIEWS").is_ok(),
            serde: std::env::var("SERDE").is_ok(),
            ..Wanted::default()
        },
        &Files::new(),
    )
    .unwrap();
    let root = std::path::Path::new("/tmp/dump");
    let _ = std::fs::remove_dir_all(root);
    for (path, bytes) in out.files.iter() {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
