//! The harness itself: its cases, its judgement, and what it says.
#![cfg(feature = "conformance")]

mod browser;
mod cases;
mod counts;
mod matrix;
mod mutations;
mod own;
mod page;
mod peers;
mod progress;
mod reference;
mod reports;
mod required;
mod tools;

#[path = "../support/peers.rs"]
mod built;

use tools::support;
