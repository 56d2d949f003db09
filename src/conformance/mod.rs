//! The conformance harness: every language against every language, judged to the byte.

pub mod toolchain;
