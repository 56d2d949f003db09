//! What the tests of the engine share.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use contractc::engine::{Engine, Everything, Host, Limits, Module};

/// A hand-written guest from the fixtures.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/fixtures/engine/{name}.wat", env!("CARGO_MANIFEST_DIR"));
    wat::parse_file(&path).unwrap_or_else(|error| panic!("{error}"))
}

pub fn module(engine: &Engine, name: &str) -> Module {
    Module::named(engine, name, &fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn host() -> Host {
    Host::new(&Engine::new().unwrap(), Everything)
}

pub fn host_with(limits: Limits) -> Host {
    Host::new(&Engine::with_limits(limits).unwrap(), Everything)
}
