//! Generated bindings, with the runtime beside them.

#[path = "../../fixtures/counter/rust/contracts/httpserver.rs"]
#[rustfmt::skip]
pub mod httpserver;
#[path = "../../fixtures/counter/rust/contracts/keyvalue.rs"]
#[rustfmt::skip]
pub mod keyvalue;
#[path = "../../generators/rust/runtime/mod.rs"]
pub mod wapc;
