//! The Rust target: what the generated code does once it is compiled.
#![allow(
    clippy::all,
    reason = "generated code is allowed it by its entry file, which these modules go round"
)]

mod memory;
mod options;
mod provider;
mod serde_contracts;
mod views_contracts;
mod wire;
mod wire_contracts;
