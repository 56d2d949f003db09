//! What holds for every language: its relay, built as its users build modules, runs in the engine and is judged by the oracle.
#![cfg(feature = "conformance")]

mod depth;
mod memory;
mod mutants;
mod mutation;
mod relay;
mod tables;
#[path = "../conformance/tools.rs"]
#[allow(dead_code, reason = "the matrix uses more of it")]
mod tools;

/// One test for each compiler, which runs a function of its [`Kind`](contractc::conformance::toolchain::Kind).
macro_rules! in_every_language {
    ($check:ident) => {
        #[test]
        fn rust() {
            $check(contractc::conformance::toolchain::Kind::Rust);
        }

        #[test]
        fn tinygo() {
            $check(contractc::conformance::toolchain::Kind::TinyGo);
        }

        #[test]
        fn go() {
            $check(contractc::conformance::toolchain::Kind::Go);
        }

        #[test]
        fn assemblyscript() {
            $check(contractc::conformance::toolchain::Kind::AssemblyScript);
        }

        #[test]
        fn zig() {
            $check(contractc::conformance::toolchain::Kind::Zig);
        }
    };
}
use in_every_language;
