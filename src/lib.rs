//! The compiler for WIDL contracts between WebAssembly actors and capability providers.

pub mod diagnostic;
pub mod generate;
pub mod ir;
pub mod source;
pub mod syntax;
pub mod targets;
pub mod wire;
