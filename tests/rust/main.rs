//! The Rust target: what it prints, whether it compiles, and what the compiled code does.

mod wire;
mod wire_contracts;
