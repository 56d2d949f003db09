//! Generated code natively: each type of the key-value and HTTP contracts, and 100 records, beside rmp-serde on the same values;
//! and each operation beside bindings written by hand. One line a figure: the peer, what is measured, and the nanoseconds of both.

#![allow(dead_code, reason = "bindings hold more than is measured")]

mod by_hand;
mod exchanges;
mod from_schemas;
mod generated;
mod values;

use std::time::Instant;

/// How often a pair is measured, and for how long each time.
const ROUNDS: usize = 41;
const ROUND: u128 = 2_000_000;

fn main() {
    values::all();
    exchanges::all();
}

/// Prints the nanoseconds that each of the two takes, measured in turns.
fn compare(peer: &str, name: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let times = |work: &mut dyn FnMut(), count: u32| {
        let start = Instant::now();
        for _ in 0..count {
            work();
        }
        start.elapsed().as_nanos()
    };
    let mut count = 16;
    while times(&mut theirs, count) < ROUND {
        count *= 2;
    }
    let (mut mine, mut peers) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        mine.push(times(&mut ours, count));
        peers.push(times(&mut theirs, count));
    }
    let median = |mut values: Vec<u128>| {
        values.sort_unstable();
        values[values.len() / 2] as f64 / f64::from(count)
    };
    println!("{peer}\t{name}\t{}\t{}", median(mine), median(peers));
}
