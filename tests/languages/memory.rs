//! A guest's memory after many calls is what it is after the first 10,000.
//!
//! `CONTRACTC_ALL=1`: after 1,000,000 calls.

use contractc::conformance::random::Random;
use contractc::conformance::toolchain::Kind;

use crate::in_every_language;
use crate::relay::{Answer, Relay, contract};

const FIRST: usize = 10_000;

/// One call: with a payload of up to 64 KiB, or one that ends in an error of either side.
fn call(relay: &mut Relay, blob: &[u8], random: &mut Random) {
    // Each size has its turn, small ones as often as large ones.
    let bits = random.below(16);
    let size = random.below(2 << bits);
    let bytes = |size: usize| {
        let length = u16::try_from(size.min(0xffff)).unwrap();
        let mut payload = vec![0xc5];
        payload.extend_from_slice(&length.to_be_bytes());
        payload.extend_from_slice(&blob[..usize::from(length)]);
        payload
    };
    let node = |size: usize| {
        let mut payload =
            b"\x84\xa2f0\xa1x\xa2f9\x81\xa1k\xa1v\xa3f10\x92\x81\xa2f6\xa1y\x80\xa2f1".to_vec();
        payload.extend_from_slice(&bytes(size));
        payload
    };
    let (operation, payload, answer, works) = match random.below(10) {
        0..=2 => ("Bytes", bytes(size), Answer::Echo, true),
        3 | 4 => ("Echo", node(size), Answer::Echo, true),
        5 => ("Table", [b"\x81\xa1k", node(size).as_slice()].concat(), Answer::Echo, true),
        6 => ("Echo", node(size)[..20].to_vec(), Answer::Echo, false),
        7 => ("Bytes", bytes(size), Answer::Payload(vec![0xc3; 1 + size]), false),
        8 => ("Bytes", bytes(16), Answer::Error("wrong ".repeat(size / 6)), false),
        _ => ("Nothing like it", bytes(size), Answer::Echo, false),
    };
    let outcome = relay.call(operation, &payload, answer);
    assert_eq!(outcome.is_ok(), works, "{operation}: {outcome:?}");
}

fn hold(kind: Kind) {
    let Some(mut relay) = Relay::start(kind, &contract("fixtures/languages/deep.widl")) else {
        return;
    };
    let all = std::env::var_os("CONTRACTC_ALL").is_some();
    let calls = if all { 1_000_000 } else { 20_000 };
    let blob = vec![0x61; 0xffff];
    let mut random = Random::new(3, "memory");
    let mut first = 0;
    for count in 1..=calls {
        call(&mut relay, &blob, &mut random);
        if count == FIRST {
            first = relay.memory();
        }
    }
    let last = relay.memory();
    println!("{kind}: {first} bytes after {FIRST} calls, {last} after {calls}");
    // What Go's runtime notes about its heap grows by a page now and then, and the heap itself in steps of this size, as its collector
    // is early or late. That no value stays there, `fixtures/tinygo/memory` holds natively.
    let step = if kind == Kind::Go { 512 << 10 } else { 0 };
    assert!((first..=first + step).contains(&last), "{kind}: {first} bytes became {last}");
}

in_every_language!(hold);
