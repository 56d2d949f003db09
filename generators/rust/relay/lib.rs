//! The relay as a module.

#![allow(deprecated)]

#[path = "../contracts/mod.rs"]
mod contracts;
mod relay;
