//! The AssemblyScript target: what it prints, and what asc, tsc and prettier say to it.

mod clash;
mod counter;
#[path = "../support/everything.rs"]
mod everything;
mod golden;
#[path = "../support/goldens.rs"]
mod goldens;
mod limits;
mod project;
mod random;
#[path = "../support/random_schema.rs"]
mod random_schema;
mod relay;
#[path = "../support/schemas.rs"]
mod schemas;
#[path = "../support/toolchain.rs"]
mod toolchain;
mod wire;
