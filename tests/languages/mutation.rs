//! Payloads that went wrong: one value, key, text or length of a good one is changed, or bytes at random.

use std::ops::Range;

use contractc::conformance::random::Random;

/// A payload that went wrong.
pub struct Mutation {
    pub payload: Vec<u8>,
    /// Whether it is still one value in which at most one thing is wrong, or such a one cut off.
    pub single: bool,
}

/// A value within a payload.
struct Node {
    at: Range<usize>,
    /// The bytes before its content.
    head: usize,
    shape: Shape,
    /// Whether it is a map's key.
    key: bool,
}

#[derive(PartialEq)]
enum Shape {
    Plain,
    Text,
    List,
    Map {
        /// Where its entries begin.
        entries: Vec<usize>,
    },
}

/// Values of every kind, of which at most one may stand where they are put.
const VALUES: &[&[u8]] = &[
    b"\xc0",
    b"\xc2",
    b"\x07",
    b"\xff",
    b"\xcd\x01\x2c",
    b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xd3\x80\x00\x00\x00\x00\x00\x00\x00",
    b"\xca\x3f\xc0\x00\x00",
    b"\xcb\x7f\xef\xff\xff\xff\xff\xff\xff",
    b"\xa0",
    b"\xa5plain",
    b"\xd9\x04\xf0\x9f\xa6\x80",
    b"\xb42021-13-01T00:00:00Z",
    b"\xc4\x02\xc3\xa9",
    b"\xc4\x01\xff",
    b"\x90",
    b"\x92\x01\xa1x",
    b"\x80",
    b"\x81\xa4none\xc0",
    b"\x81\x01\xc0",
    b"\xd6\xff\x00\x00\x00\x01",
    b"\xd4\x05\x00",
    b"\xc1",
];

/// Bytes that begin something.
const MARKERS: [u8; 16] = [
    0xc0, 0xc1, 0xc2, 0xc4, 0xc7, 0xca, 0xcb, 0xcc, 0xcf, 0xd0, 0xd6, 0xd9, 0xdc, 0xdf, 0x90, 0x81,
];

/// Changes a good payload; `other` is another good one.
pub fn mutation(good: &[u8], other: &[u8], random: &mut Random) -> Mutation {
    let mut nodes = Vec::new();
    walk(good, 0, false, &mut nodes);
    let single = (0..4).find_map(|_| one_fault(good, &nodes, random));
    match single {
        Some(payload) if random.below(3) > 0 => Mutation { payload, single: true },
        _ => Mutation { payload: any_fault(good, other, random), single: false },
    }
}

fn one_fault(good: &[u8], nodes: &[Node], random: &mut Random) -> Option<Vec<u8>> {
    // Later ones are deeper, and further from what is read first.
    let at = random.below(nodes.len()).max(random.below(nodes.len()));
    let node = &nodes[at];
    let mut payload = good.to_vec();
    match (random.below(6), &node.shape) {
        (0, _) if good.len() > 1 => payload.truncate(1 + random.below(good.len() - 1)),
        (1, Shape::Text) if node.at.len() > node.head => {
            payload[node.at.start + node.head + random.below(node.at.len() - node.head)] = 0xff;
        }
        (2, Shape::Map { entries }) if !entries.is_empty() => {
            let again = random.below(entries.len());
            let entry = entry(node, entries, again);
            payload.splice(node.at.end..node.at.end, good[entry].iter().copied());
            counted(&mut payload, node, entries.len() + 1);
        }
        (3, Shape::Map { entries }) if !entries.is_empty() => {
            payload.drain(entry(node, entries, random.below(entries.len())));
            counted(&mut payload, node, entries.len() - 1);
        }
        (4, _) if !node.key => {
            let nested = std::iter::repeat_n(0x91, 100 + random.below(100));
            payload.splice(node.at.start..node.at.start, nested);
        }
        (5, _) if !node.key => {
            payload.splice(node.at.clone(), random.pick(VALUES).iter().copied());
        }
        _ => return None,
    }
    Some(payload)
}

fn entry(map: &Node, entries: &[usize], at: usize) -> Range<usize> {
    entries[at]..entries.get(at + 1).copied().unwrap_or(map.at.end)
}

/// Writes how many entries a map has.
fn counted(payload: &mut Vec<u8>, map: &Node, count: usize) {
    let count = u16::try_from(count).unwrap().to_be_bytes();
    payload.splice(map.at.start..map.at.start + map.head, [0xde, count[0], count[1]]);
}

fn any_fault(good: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut payload = good.to_vec();
    for _ in 0..=random.below(2) {
        let at = random.below(payload.len()).max(random.below(payload.len()));
        match random.below(8) {
            0 => payload[at] ^= 1 << random.below(8),
            1..=3 => payload[at] = *random.pick(&MARKERS),
            4 => drop(payload.remove(at)),
            5 => payload.insert(at, *random.pick(&MARKERS)),
            6 => payload[at] = random.next().to_le_bytes()[0],
            _ => drop(payload.splice(at.., other[random.below(other.len())..].iter().copied())),
        }
        if payload.is_empty() {
            break;
        }
    }
    payload
}

/// Lists the values of a good payload, in the order in which they begin, and returns where this one ends.
fn walk(bytes: &[u8], start: usize, key: bool, nodes: &mut Vec<Node>) -> usize {
    let number = |width: usize| {
        bytes[start + 1..=start + width].iter().fold(0, |n, byte| n << 8 | usize::from(*byte))
    };
    let marker = bytes[start];
    let low = |mask: u8| usize::from(marker & mask);
    let (plain, text) =
        (|length| (1, length, Shape::Plain), |head, length| (head, length, Shape::Text));
    let list = |head, count| (head, count, Shape::List);
    let map = |head, count| (head, count, Shape::Map { entries: Vec::new() });
    let (head, length, mut shape) = match marker {
        0x80..=0x8f => map(1, low(15)),
        0x90..=0x9f => list(1, low(15)),
        0xa0..=0xbf => text(1, low(31)),
        0xc4 => (2, number(1), Shape::Plain),
        0xc5 => (3, number(2), Shape::Plain),
        0xc6 => (5, number(4), Shape::Plain),
        0xc7 => plain(2 + number(1)),
        0xc8 => plain(3 + number(2)),
        0xc9 => plain(5 + number(4)),
        0xcc | 0xd0 => plain(1),
        0xcd | 0xd1 => plain(2),
        0xca | 0xce | 0xd2 => plain(4),
        0xcb | 0xcf | 0xd3 => plain(8),
        0xd4..=0xd8 => plain(1 + (1 << (marker - 0xd4))),
        0xd9 => text(2, number(1)),
        0xda => text(3, number(2)),
        0xdb => text(5, number(4)),
        0xdc => list(3, number(2)),
        0xdd => list(5, number(4)),
        0xde => map(3, number(2)),
        0xdf => map(5, number(4)),
        _ => plain(0),
    };
    let own = nodes.len();
    nodes.push(Node { at: start..start, head, shape: Shape::Plain, key });
    let mut end = start + head;
    match &mut shape {
        Shape::Plain | Shape::Text => end += length,
        Shape::List => {
            for _ in 0..length {
                end = walk(bytes, end, false, nodes);
            }
        }
        Shape::Map { entries } => {
            for _ in 0..length {
                entries.push(end);
                end = walk(bytes, end, true, nodes);
                end = walk(bytes, end, false, nodes);
            }
        }
    }
    nodes[own].at.end = end;
    nodes[own].shape = shape;
    end
}
