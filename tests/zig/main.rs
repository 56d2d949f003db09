//! The Zig target: goldens, and what Zig makes of them.

mod compilers;
mod counter;
#[path = "../support/everything.rs"]
mod everything;
mod golden;
#[path = "../support/goldens.rs"]
mod goldens;
mod limits;
mod mistakes;
mod project;
#[path = "../support/random_schema.rs"]
mod random_schema;
mod reached;
#[path = "../support/schemas.rs"]
mod schemas;
mod wire;
