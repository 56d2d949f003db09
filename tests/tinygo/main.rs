//! The Go target: what it prints, and what Go's own tools say to it.

mod compile;
mod go;
mod relay;
#[path = "../wire/schema.rs"]
#[allow(dead_code)]
mod schema;
mod schemas;
mod wire;
