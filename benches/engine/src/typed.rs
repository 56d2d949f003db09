//! Typed calls from end to end: generated Rust on both sides of the engine, against the component model with wit-bindgen's guest
//! and wasmtime's component host.

use crate::{
    contracts::{
        typed::{self, ActorClient, Store as _},
        wapc,
    },
    measure::{Row, pair},
    minimal,
};
use contractc::engine::{CallError, Engine, Everything, Host, Module};
use wasmtime::{
    Store,
    component::{Component, HasSelf, Linker, bindgen},
};

bindgen!({ path: "typed/bench.wit", world: "actor" });

/// What both hosts answer when the actor looks something up.
fn value(key: &str) -> String {
    format!("the value of {key}")
}

struct Values;

impl wapc::Provider for Values {}

impl typed::Store for Values {
    fn get(&self, _: &wapc::Origin, key: &str) -> wapc::Result<String> {
        Ok(value(key))
    }
}

fn ours(wasm: &[u8]) -> ActorClient<impl wapc::Transport> {
    let host = Host::new(&Engine::new().expect("an engine"), Everything);
    let actor = host
        .add_actor("MBENCH", &Module::named(host.engine(), "bench", wasm).expect("a guest"))
        .expect("an actor");
    host.add_native_into("store", |caller, operation, payload, reply| {
        Values
            .dispatch_into(
                &wapc::Origin::new(caller.actor, caller.binding),
                operation,
                payload,
                reply,
            )
            .map_err(|error| error.into_text())
    })
    .expect("a provider");
    host.bind("MBENCH", typed::NAMESPACE, "default", "store", []).expect("a binding");
    let transport = wapc::transport(move |_: &str, _: &str, operation: &str, payload: &[u8]| {
        // The actor's way to its store ends with the host.
        let _ = &host;
        let mut reply = Vec::new();
        actor.call_into(operation, payload, &mut reply).map_err(CallError::into_text)?;
        Ok(reply)
    });
    ActorClient::over(transport, "MBENCH")
}

#[derive(Default)]
struct State {
    limits: wasmtime::StoreLimits,
}

impl ActorImports for State {
    fn get(&mut self, key: String) -> String {
        value(&key)
    }
}

struct Peer {
    store: Store<State>,
    actor: Actor,
}

impl Peer {
    fn new(wasm: &[u8]) -> Self {
        let engine = minimal::engine().expect("an engine");
        let encoded = wit_component::ComponentEncoder::default()
            .module(wasm)
            .and_then(|encoder| encoder.encode())
            .expect("a component");
        let component = Component::new(&engine, encoded).expect("a component");
        let mut linker = Linker::new(&engine);
        Actor::add_to_linker::<State, HasSelf<State>>(&mut linker, |state| state).expect("imports");
        let mut store = Store::new(&engine, State::default());
        store.limiter(|state| &mut state.limits);
        store.set_epoch_deadline(500);
        let actor = Actor::instantiate(&mut store, &component, &linker).expect("an instance");
        Self { store, actor }
    }

    fn ready(&mut self) -> (&Actor, &mut Store<State>) {
        self.store.set_epoch_deadline(500);
        (&self.actor, &mut self.store)
    }
}

pub fn run(owned: &[u8], views: &[u8], component: &[u8], rows: &mut Vec<Row>) {
    let mut peer = Peer::new(component);
    for (variant, wasm) in [("owned", owned), ("views", views)] {
        let client = ours(wasm);
        let row = |name: &str, pair, limit| {
            Row::new(format!("typed: {name}, {variant}, against components"), pair, Some(limit))
        };

        rows.push(row(
            "nop",
            pair(
                || client.nop().expect("a reply"),
                || {
                    let (actor, store) = peer.ready();
                    actor.call_nop(store).expect("a reply");
                },
                1.0,
            ),
            0.75,
        ));

        let data = [7u8; 16];
        rows.push(row(
            "echo of 16 B",
            pair(
                || assert_eq!(client.echo(&data).expect("a reply").len(), 16),
                || {
                    let (actor, store) = peer.ready();
                    assert_eq!(actor.call_echo(store, &data).expect("a reply").len(), 16);
                },
                1.0,
            ),
            0.75,
        ));

        rows.push(row(
            "look-up",
            pair(
                || assert_eq!(client.lookup("some key").expect("a reply").len(), 21),
                || {
                    let (actor, store) = peer.ready();
                    assert_eq!(actor.call_lookup(store, "some key").expect("a reply").len(), 21);
                },
                1.0,
            ),
            0.75,
        ));

        let our_entries: Vec<_> = (0..100u32)
            .map(|n| typed::Entry {
                id: n.into(),
                name: format!("entry number {n}"),
                score: f64::from(n) / 3.0,
                active: n % 2 == 0,
            })
            .collect();
        let entries: Vec<_> = our_entries
            .iter()
            .map(|entry| Entry {
                id: entry.id,
                name: entry.name.clone(),
                score: entry.score,
                active: entry.active,
            })
            .collect();
        rows.push(row(
            "100 records",
            pair(
                || assert_eq!(client.entries(&our_entries).expect("a reply").len(), 100),
                || {
                    let (actor, store) = peer.ready();
                    assert_eq!(actor.call_entries(store, &entries).expect("a reply").len(), 100);
                },
                1.5,
            ),
            0.75,
        ));

        let text = "a line of text, as there are many\n".repeat(1928);
        let our_document = typed::Document { text: text.clone() };
        let document = Document { text };
        rows.push(row(
            "64 KiB of text",
            pair(
                || assert!(client.revise(&our_document).expect("a reply").text.len() > 65_000),
                || {
                    let (actor, store) = peer.ready();
                    assert!(
                        actor.call_revise(store, &document).expect("a reply").text.len() > 65_000
                    );
                },
                1.5,
            ),
            if variant == "views" { 2.5 } else { 3.0 },
        ));
    }
}
