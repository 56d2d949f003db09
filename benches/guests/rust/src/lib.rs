//! The HTTP handler with six clients whose size is measured: on generated bindings, and on those written by hand.

#![cfg_attr(feature = "nostd", no_std)]
extern crate alloc;
#[allow(unused_imports)]
use alloc::{string::ToString, vec};
#[path = "../contracts/mod.rs"]
mod contracts;
use contracts::{httpserver, keyvalue, wapc};

#[derive(Default)]
struct Counter {
    store: keyvalue::StoreClient,
}

impl httpserver::Actor for Counter {
    fn handle_request(&self, request: httpserver::Request) -> wapc::Result<httpserver::Response> {
        let hits = self.store.add(&request.path, 1)?;
        self.store.set("last", &request.path, Some(60))?;
        let last = self.store.get("last")?;
        let child = keyvalue::Entry { key: last.value, ..Default::default() };
        self.store.put(&keyvalue::Entry {
            key: request.path,
            value: request.body,
            tags: self.store.range("last", 0, 3)?,
            children: vec![child],
            ..Default::default()
        })?;
        let header = self.store.tags("last")?;
        Ok(httpserver::Response {
            status_code: 200,
            header,
            body: hits.to_string().into_bytes(),
            ..Default::default()
        })
    }
}
contracts::actor!(Counter: httpserver::Actor);

#[cfg(all(target_arch = "wasm32", feature = "small"))]
#[global_allocator]
static ALLOCATOR: contracts::wapc::Allocator = contracts::wapc::Allocator::new();

#[cfg(all(target_arch = "wasm32", feature = "nostd"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
