//! Answers a request with what the store has under its path.

#[path = "../contracts/mod.rs"]
mod contracts;

use contracts::{httpserver, keyvalue, wapc};

#[derive(Default)]
struct Reader {
    store: keyvalue::StoreClient,
}

impl httpserver::Actor for Reader {
    fn handle_request(&self, request: httpserver::Request) -> wapc::Result<httpserver::Response> {
        let found = self.store.get(&request.path)?;
        Ok(httpserver::Response {
            status_code: if found.exists { 200 } else { 404 },
            status: if found.exists { "OK" } else { "Not Found" }.into(),
            body: found.value.into_bytes(),
            ..Default::default()
        })
    }
}

contracts::actor!(Reader: httpserver::Actor);

#[global_allocator]
static ALLOCATOR: wapc::Allocator = wapc::Allocator::new();
