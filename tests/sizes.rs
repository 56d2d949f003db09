//! No module is larger than it may be, and none much larger than one that was written by hand.
#![cfg(feature = "conformance")]

#[path = "../benches/languages/sizes.rs"]
mod sizes;
#[path = "../benches/support/mod.rs"]
#[allow(dead_code, reason = "benchmarks use more of it")]
mod support;
#[path = "conformance/tools.rs"]
#[allow(dead_code, reason = "the matrix uses more of it")]
mod tools;

#[test]
fn modules_are_no_larger_than_they_may_be() {
    // Those that are missing are named, and not measured.
    tools::toolchains();
    let rows = sizes::rows();
    let missed: Vec<&str> =
        rows.iter().filter(|row| row.holds() == Some(false)).map(|row| row.name.as_str()).collect();
    support::print("sizes", &rows);
    assert!(missed.is_empty(), "{missed:?}");
}
