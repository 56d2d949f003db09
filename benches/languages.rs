//! How large modules are in each language: generated, beside what was written by hand, and against what is to be reached.
//!
//! `benches/run.sh languages` runs this, and the times beside it, which need the engine in release: benches/engine.

#[path = "languages/sizes.rs"]
mod sizes;
#[allow(dead_code)]
mod support;

fn main() {
    support::report("languages-size", &sizes::rows());
}
