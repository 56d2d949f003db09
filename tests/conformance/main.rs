//! The harness itself: its cases, its judgement, and what it says.
#![cfg(feature = "conformance")]

mod browser;
mod cases;
mod matrix;
mod mutations;
mod own;
mod page;
mod peers;
mod reference;
mod reports;
mod required;
mod tools;

#[path = "../support/peers.rs"]
mod built;

use tools::support;
