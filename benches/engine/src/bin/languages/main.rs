//! The languages against each other, against old peers, and against bindings written by hand: the time of one request whose actor
//! calls a provider. `benches/run.sh languages` runs this, and says what the figures mean.

#[path = "../../measure.rs"]
mod measure;

mod guests;
#[path = "../../../../../tests/support/peers.rs"]
mod peers;
mod rig;

use measure::{Pair, Row, pair};
use rig::{Actor, Store};
use std::path::Path;

/// Milliseconds of one batch.
const BATCH: f64 = 8.0;

/// How much longer than Rust's the round trip of a language may take.
const AGAINST_RUST: [(&str, &str, Option<f64>); 4] = [
    ("zig", "Zig", Some(2.0)),
    ("assemblyscript", "AssemblyScript", Some(3.0)),
    ("go", "Go", Some(8.0)),
    ("tinygo", "TinyGo", None),
];

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [root, target, json] = &arguments[..] else {
        eprintln!("usage: languages ROOT TARGET-FOLDER JSON (benches/run.sh does this)");
        std::process::exit(2);
    };
    let (root, target) = (Path::new(root), Path::new(target));
    let mut rows = Vec::new();
    round_trips(root, target, &mut rows);
    by_hand(root, target, &mut rows);
    println!("{:56} {:>12} {:>12} {:>7} {:>7}", "", "ours, ns", "peer, ns", "ratio", "limit");
    rows.iter().for_each(Row::print);
    measure::write(json, &rows);
}

/// `HandleRequest` of an actor that asks a native provider in Rust for a value.
fn round_trips(root: &Path, target: &Path, rows: &mut Vec<Row>) {
    let ours =
        |language: &str| Some(Actor::new(&guests::reader(root, target, language)?, Store::Memory));
    let peer = |module: Result<Vec<u8>, String>| match module {
        Ok(module) => Some(Actor::new(&module, Store::Memory)),
        Err(reason) => {
            println!("SKIPPED {reason}");
            None
        }
    };
    let compare = |name: String, ours: &Option<Actor>, peer: &Option<Actor>, limit| {
        let (Some(ours), Some(peer)) = (ours, peer) else { return Row::missing(name, limit) };
        Row::new(name, pair(|| ours.request(), || peer.request(), BATCH), limit)
    };
    let rust = ours("rust");
    for (language, name, limit) in AGAINST_RUST {
        let guest = ours(language);
        if guest.is_none() && limit.is_none() {
            continue;
        }
        rows.push(compare(format!("Get, {name}, against Rust"), &guest, &rust, limit));
        if language == "assemblyscript" {
            let old = peer(peers::assemblyscript(root, target, "actor"));
            rows.push(compare(
                format!("Get, {name}, against as-guest and as-msgpack"),
                &guest,
                &old,
                Some(1.0 / 3.0),
            ));
        }
    }
    let old = peer(peers::rust(root, target, "actor"));
    rows.push(compare(
        "Get, Rust, against wapc-guest and rmp-serde".into(),
        &rust,
        &old,
        Some(1.0 / 1.3),
    ));
}

/// The actors of `benches/handwritten`, on generated bindings and on those written by hand.
fn by_hand(root: &Path, target: &Path, rows: &mut Vec<Row>) {
    for language in ["rust", "zig", "assemblyscript", "go"] {
        let name = format!("six clients, {language}, generated against by hand");
        let guest = |by_hand| {
            Some(Actor::new(&guests::six_clients(root, target, language, by_hand)?, Store::Canned))
        };
        let (Some(ours), Some(peer)) = (guest(false), guest(true)) else {
            rows.push(Row::missing(name, Some(1.05)));
            continue;
        };
        let pair: Pair = pair(|| ours.request(), || peer.request(), BATCH);
        rows.push(Row::new(name, pair, Some(1.05)));
    }
}
