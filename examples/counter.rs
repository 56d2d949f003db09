//! An actor that counts the requests to each path, and what it says to its providers.
//!
//!     cargo run --example counter --features conformance
//!
//! The actor is `fixtures/counter/rust/actor`, compiled to WebAssembly here and now; the key-value provider is
//! `fixtures/counter/rust/provider`, in this program. Both are written on generated bindings.

use std::error::Error;
use std::sync::Arc;

use contractc::engine::{Engine, Module};

#[path = "../fixtures/counter/rust/running.rs"]
#[allow(dead_code)]
mod running;

use running::contracts::keyvalue::Store as _;
use running::contracts::wapc;
use running::{ACTOR, Memory, Running, build};

fn main() -> Result<(), Box<dyn Error>> {
    let counter = build("counter")?;
    println!("counter.wasm: {} bytes", counter.len());

    let counter = Module::new(&Engine::new()?, &counter)?;
    let store = Arc::new(Memory::default());
    let running = Running::natively(&counter, &store)?;
    for path in ["/a", "/b", "/a"] {
        exchange(&running, path)?;
    }

    println!("\nWith a text where the counter of /c should be:");
    store.set(&wapc::Origin::new(ACTOR, ""), "/c", "a text", 0)?;
    exchange(&running, "/c")?;

    println!("\nThe log:");
    for line in running.lines.all() {
        println!("  {line}");
    }
    Ok(())
}

fn exchange(running: &Running, path: &str) -> wapc::Result<()> {
    let response = running.get(path)?;
    let body = String::from_utf8_lossy(&response.body);
    println!("GET {path} -> {} {}: {body}", response.status_code, response.status);
    Ok(())
}
