//! The Go target: what it prints, and what Go's own tools say to it.

mod counter;
mod deep;
mod defaults;
mod go;
mod golden;
mod handwritten;
mod memory;
mod names;
mod random;
#[path = "../support/random_schema.rs"]
mod random_schema;
mod relay;
mod runtime;
mod schemas;
#[path = "../support/toolchain.rs"]
mod toolchain;
mod wire;
