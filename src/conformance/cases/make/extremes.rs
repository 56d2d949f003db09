//! The deepest and the largest payloads.

use std::collections::BTreeSet;

use super::super::depth::cycles;
use super::super::node::{Node, bin, raw, text};
use super::super::typical::{Payload, Step};
use super::super::variant::Rule;
use super::{Half, Maker, Op};
use crate::wire::Codec;

/// Entries of lists and maps in one payload.
const MANY: usize = 3000;

impl<'a> Maker<'a> {
    /// Recursive types as deep as they go, and one round further.
    pub(super) fn deep(&mut self, op: &Op<'a>, half: Half, side: &str, payload: Payload<'a>) {
        for (number, cycle) in cycles(self.shapes, payload).into_iter().take(4).enumerate() {
            if !self.tried(half).cycles.insert((cycle.of, cycle.round.len())) {
                continue;
            }
            let bytes = |rounds| {
                self.shapes
                    .with(payload, &cycle.path(rounds), self.last(payload, &cycle.to))
                    .bytes()
            };
            let reads = |rounds: usize| match half {
                Half::Request => {
                    self.subject.plan.decode_request(&op.plan.request, &bytes(rounds)).is_ok()
                }
                Half::Result => {
                    self.subject.plan.decode_response(&op.plan.response, &bytes(rounds)).is_ok()
                }
            };
            // The first number of rounds that is too many; it takes at most one a container.
            let too_many = partition(130, reads);
            if too_many < 2 || too_many == 130 {
                continue;
            }
            let deepest = too_many - 1;
            let payloads = [3, deepest, deepest + 1].map(|rounds| (rounds, bytes(rounds)));
            for (rounds, bytes) in payloads {
                let rule = if rounds == 3 { Rule::Value } else { Rule::Depth };
                let label = format!("{side}, way {number} around {rounds} times");
                self.vary(op, half, rule, &label, bytes);
            }
        }
    }

    /// A typical value of the type at a place.
    fn last(&self, payload: Payload<'a>, path: &[Step]) -> Node {
        let places = self.shapes.places(payload, &mut BTreeSet::new());
        let place = places.into_iter().find(|place| place.path == path);
        place.map_or_else(|| raw([0xc0]), |place| self.shapes.typical(place.what))
    }

    /// One large string, byte string and list each: the first place of a payload that takes it.
    pub(super) fn large(&mut self, op: &Op<'a>, half: Half, side: &str, payload: Payload<'a>) {
        let shapes = self.shapes;
        let places = shapes.places(payload, &mut BTreeSet::new());
        let find = |wanted: fn(&Codec) -> bool| {
            places.iter().find(|place| matches!(place.what, Payload::Value(codec) if wanted(codec)))
        };
        let mut pieces = Vec::new();
        if let Some(place) = find(|codec| *codec == Codec::String) {
            pieces.push((place, "64 KiB of text", text(&"0123456789abcdé".repeat(4096))));
            pieces.push((place, "65535 bytes of text", text(&"x".repeat(0xffff))));
            pieces.push((place, "65536 bytes of text", text(&"y".repeat(0x10000))));
        }
        if let Some(place) = find(|codec| *codec == Codec::Bytes) {
            let bytes: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
            pieces.push((place, "1 MiB", bin(&bytes)));
            pieces.push((place, "65535 bytes", bin(&bytes[..0xffff])));
            pieces.push((place, "65536 bytes", bin(&bytes[..0x10000])));
        }
        if let Some(place) = find(|codec| matches!(codec, Codec::List(_)))
            && let Payload::Value(Codec::List(item)) = place.what
        {
            let item = self.shapes.typical(Payload::Value(item));
            let count = MANY / entries(&item).max(1);
            pieces.push((place, "thousands of entries", Node::List(vec![item; count])));
        }
        let payloads: Vec<_> = pieces
            .into_iter()
            .filter(|(_, label, _)| self.tried(half).sizes.insert(label))
            .map(|(place, label, piece)| {
                let bytes = shapes.with(payload, &place.path, piece).bytes();
                (format!("{side}{}={label}", place.name), bytes)
            })
            .collect();
        for (label, bytes) in payloads {
            self.vary(op, half, Rule::Size, &label, bytes);
        }
    }
}

/// The first number below `end` for which `holds` is false; it is true for all smaller ones.
fn partition(end: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// How many entries of lists and maps there are in a value, itself included.
fn entries(node: &Node) -> usize {
    match node {
        Node::Bytes(_) => 1,
        Node::List(items) => 1 + items.iter().map(entries).sum::<usize>(),
        Node::Map(entries_of) => 1 + entries_of.iter().map(|(_, v)| 1 + entries(v)).sum::<usize>(),
    }
}
