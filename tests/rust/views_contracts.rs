//! Goldens of `--views`, with the runtime beside them.

#[path = "../../generators/rust/runtime/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros)]
pub mod wapc;
#[path = "../../fixtures/golden/rust/views/kitchen_sink.rs"]
#[allow(dead_code, deprecated)]
#[rustfmt::skip]
pub mod kitchen_sink;
#[path = "../../fixtures/golden/rust/views/wire.rs"]
#[allow(dead_code)]
#[rustfmt::skip]
pub mod wire;
