//! The Go target: what it prints, and what Go's own tools say to it.

mod counter;
mod deep;
mod defaults;
mod docs;
#[path = "../support/everything.rs"]
mod everything;
mod go;
mod golden;
#[path = "../support/goldens.rs"]
mod goldens;
mod handwritten;
mod memory;
mod names;
mod random;
#[path = "../support/random_schema.rs"]
mod random_schema;
mod relay;
mod runtime;
#[path = "../support/schemas.rs"]
mod schemas;
#[path = "../support/toolchain.rs"]
mod toolchain;
mod wire;
