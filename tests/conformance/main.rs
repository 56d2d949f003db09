//! The harness itself: its cases, its judgement, and what it says.
#![cfg(feature = "conformance")]

mod cases;
mod matrix;
mod mutations;
mod own;
mod reference;
mod reports;
mod tools;
