//! Proof that every language speaks the contract: guests of all languages are built and called, and judged to the byte.

pub mod cases;
pub mod chain;
pub mod party;
pub mod random;
pub mod show;
pub mod toolchain;
