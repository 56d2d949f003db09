//! The compiler for WIDL contracts between WebAssembly actors and capability providers.

pub mod diagnostic;
#[cfg(feature = "conformance")]
pub mod engine;
pub mod generate;
pub mod ir;
pub mod source;
pub mod syntax;
pub mod targets;
pub mod wire;
