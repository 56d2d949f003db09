//! The Rust target: what the generated code does once it is compiled.

mod options;
mod provider;
mod serde_contracts;
mod views_contracts;
mod wire;
mod wire_contracts;
