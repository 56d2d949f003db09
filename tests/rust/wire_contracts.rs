//! The golden of `fixtures/wire/schema.widl`, with the runtime beside it.

#[path = "../../generators/rust/runtime/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros)]
pub mod wapc;
#[path = "../../fixtures/golden/rust/both/wire.rs"]
#[allow(dead_code)]
#[rustfmt::skip]
pub mod wire;
