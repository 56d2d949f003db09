//! The harness itself: its cases, its judgement, and what it says.
#![cfg(feature = "conformance")]

mod cases;
mod reference;
