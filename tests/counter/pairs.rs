//! The counter of every language against the store of every language, and the native one, under the host: one transcript.

use std::fmt::Write as _;
use std::sync::Arc;

use contractc::engine::{Engine, Module};

use crate::guests;
use crate::running::contracts::keyvalue::{self, Store as _};
use crate::running::contracts::wapc;
use crate::running::{ACTOR, Memory, Running};

/// What every pair says.
const TRANSCRIPT: &str = include_str!("../../fixtures/counter/transcript.txt");

#[test]
fn every_counter_counts_with_every_store() {
    let engine = Engine::new().expect("an engine");
    let module = |name: &str, bytes: &[u8]| Module::named(&engine, name, bytes).expect("a module");
    let guests: Vec<_> = guests::all("every_counter_counts_with_every_store")
        .into_iter()
        .map(|built| {
            let name = built.kind.name();
            (name, module(name, &built.actor), module(name, &built.provider))
        })
        .collect();
    let mut pairs = 0;
    for (actor, counter, _) in &guests {
        let store = Arc::new(Memory::default());
        let running = Running::natively(counter, &store).expect("a host");
        assert_eq!(transcript(&running), TRANSCRIPT, "{actor} × native");
        let origin = wapc::Origin::new(ACTOR, wapc::DEFAULT_BINDING);
        assert_eq!(store.get(&origin, "/a").expect("a value").value, "2", "{actor} × native");
        pairs += 1;
        for (provider, _, store) in &guests {
            let running = Running::as_modules(counter, store).expect("a host");
            assert_eq!(transcript(&running), TRANSCRIPT, "{actor} × {provider}");
            pairs += 1;
        }
    }
    println!("{pairs} pairs");
    assert_eq!(pairs, guests.len() * (guests.len() + 1));
}

/// Three hits, what is in the store then, and an error of the store; at the end what was logged.
fn transcript(running: &Running) -> String {
    let mut lines = String::new();
    let hit = |lines: &mut String, path: &str| {
        let answer = match running.get(path) {
            Ok(response) => {
                let kind = response.header.get("content-type").map_or("-", String::as_str);
                let body = String::from_utf8_lossy(&response.body);
                format!("{} {}, {kind}: {body}", response.status_code, response.status)
            }
            Err(error) => format!("error: {error}"),
        };
        let _ = writeln!(lines, "GET {path} -> {answer}");
    };
    for path in ["/a", "/a", "/b"] {
        hit(&mut lines, path);
    }

    // The store, as the actor would call it.
    let host = running.host.clone();
    let client =
        keyvalue::StoreClient::over(wapc::transport(move |binding, id, operation, payload| {
            let reply = host.call_as(ACTOR, binding, id, operation, payload);
            reply.map(|reply| reply.to_vec()).map_err(|error| error.to_string())
        }));
    for key in ["/a", "/b", "/c"] {
        let held = match client.get(key) {
            Ok(value) if value.exists => value.value,
            Ok(_) => "nothing".to_owned(),
            Err(error) => format!("error: {error}"),
        };
        let _ = writeln!(lines, "the store has {held} under {key}");
    }
    let set = client.set("/c", "a text", 0);
    let _ = writeln!(lines, "SET /c -> {}", set.map_or_else(|e| e.to_string(), |set| set.value));
    hit(&mut lines, "/c");
    hit(&mut lines, "/b");
    for line in running.lines.all() {
        let _ = writeln!(lines, "logged: {line}");
    }
    lines
}
