//! The Go target: what it prints, and what Go's own tools say to it.

mod go;
#[path = "../wire/schema.rs"]
#[allow(dead_code)]
mod schema;
mod wire;
