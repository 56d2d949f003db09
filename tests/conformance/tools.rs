//! Which compilers there are; a skip is named, and fails where the compiler is required.

use contractc::conformance::toolchain::{self, Kind, Toolchain};

#[path = "../support/toolchain.rs"]
pub mod support;

/// The compilers that are there.
pub fn toolchains() -> Vec<Toolchain> {
    Kind::ALL.into_iter().filter_map(toolchain).collect()
}

/// A compiler, if it is there.
pub fn toolchain(kind: Kind) -> Option<Toolchain> {
    match toolchain::find(kind) {
        Ok(found) => Some(found),
        Err(missing) => {
            let required = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
            let required = required.split(',').any(|name| name.trim() == kind.name());
            assert!(!required, "{missing}");
            println!("SKIPPED {missing}");
            support::skipped(&format!("SKIPPED {missing}"));
            None
        }
    }
}
