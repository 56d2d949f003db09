//! Payloads that grow from each other by random changes: the codec reads or refuses each, and writes what it reads canonically.
//!
//! tests/fuzz does the same with coverage.

#[path = "support/payloads.rs"]
mod payloads;

use std::collections::BTreeSet;

/// splitmix64
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Bytes that begin something in MessagePack.
const STARTS: [u8; 24] = [
    0x00, 0x7f, 0x80, 0x81, 0x90, 0x91, 0xa0, 0xa1, 0xc0, 0xc2, 0xc3, 0xc4, 0xc7, 0xca, 0xcb, 0xcc,
    0xcf, 0xd3, 0xd6, 0xd9, 0xdc, 0xde, 0xdf, 0xff,
];

fn change(payload: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(payload.len() + 1);
    let start = STARTS[random.below(STARTS.len())];
    match random.below(6) {
        0 => payload.insert(at, start),
        1 => payload.insert(at, random.next() as u8),
        2 if at < payload.len() => drop(payload.remove(at)),
        3 if at < payload.len() => payload[at] = start,
        4 if at < payload.len() => payload[at] ^= 1 << random.below(8),
        5 => payload.truncate(at),
        _ => payload.push(start),
    }
}

#[test]
fn any_payload_is_read_or_refused() {
    let plan = payloads::plan();
    let mut random = Random(1);
    let mut grown: BTreeSet<Vec<u8>> = BTreeSet::from([Vec::new(), vec![0x80], vec![0x90]]);
    let mut read = 0;
    for _ in 0..20_000 {
        let chosen = random.below(grown.len());
        let mut payload = grown.iter().nth(chosen).cloned().unwrap_or_default();
        for _ in 0..=random.below(3) {
            change(&mut payload, &mut random);
        }
        for written in payloads::hold(&plan, &payload) {
            read += 1;
            if grown.len() < 500 && written.len() < 200 {
                grown.insert(written);
            }
        }
    }
    assert!(read > 1_000 && grown.len() > 50, "{read} read, {} kinds", grown.len());
}
