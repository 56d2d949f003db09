//! The relay as a module.

#[path = "../contracts/mod.rs"]
mod contracts;
mod relay;
