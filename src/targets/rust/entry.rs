//! The entry file: all modules of the directory.

use crate::targets::Files;

use super::names::is_keyword;

/// The lints that generated code does not follow, or that are not its to follow.
const ALLOWED: &str = "#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    deprecated,
    missing_debug_implementations,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
#[rustfmt::skip]
";

/// What makes the small allocator that of the module.
const ALLOCATOR: &str = "
/// Allocates in this module.
#[cfg(target_arch = \"wasm32\")]
#[global_allocator]
static ALLOCATOR: wapc::Allocator = wapc::Allocator::new();
";

/// `mod.rs`. It begins with neither `//!` nor `#![…]`, since a build script's output is included.
pub fn files(modules: &[String], allocator: bool) -> Files {
    let mut all: Vec<&str> = modules.iter().map(String::as_str).chain(["wapc"]).collect();
    all.sort_unstable();
    let mut text = String::new();
    for module in all {
        text.push_str(ALLOWED);
        let raw = if is_keyword(module) { "r#" } else { "" };
        text.push_str(&format!("pub mod {raw}{module};\n\n"));
    }
    text.push_str("#[allow(unused_imports)]\npub(crate) use self::wapc::{actor, provider};\n");
    if allocator {
        text.push_str(ALLOCATOR);
    }
    let mut files = Files::new();
    files.insert("mod.rs", text);
    files
}
