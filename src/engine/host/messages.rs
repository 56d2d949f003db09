//! The few messages that the host itself sends and reads, in MessagePack.

use super::super::Caller;
use std::collections::BTreeMap;

/// What an actor is configured with at a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Configuration {
    pub(super) actor: String,
    pub(super) values: BTreeMap<String, String>,
}

impl Configuration {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = vec![0x82];
        string(&mut out, "module");
        string(&mut out, &self.actor);
        string(&mut out, "values");
        let count = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        match count {
            0..16 => out.push(0x80 | count as u8),
            _ => {
                out.push(0xdf);
                out.extend(count.to_be_bytes());
            }
        }
        for (key, value) in &self.values {
            string(&mut out, key);
            string(&mut out, value);
        }
        out
    }
}

/// The answer to the question who is calling.
pub(super) fn caller(out: &mut Vec<u8>, caller: Caller<'_>) {
    out.push(0x82);
    string(out, "actor");
    string(out, caller.actor);
    string(out, "binding");
    string(out, caller.binding);
}

/// `{placeholder: true}`, the request for the health and for the descriptor.
pub(super) const PLACEHOLDER: &[u8] = b"\x81\xabplaceholder\xc3";

fn string(out: &mut Vec<u8>, text: &str) {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    match length {
        0..32 => out.push(0xa0 | length as u8),
        32..0x100 => out.extend([0xd9, length as u8]),
        0x100..0x1_0000 => {
            out.push(0xda);
            out.extend((length as u16).to_be_bytes());
        }
        _ => {
            out.push(0xdb);
            out.extend(length.to_be_bytes());
        }
    }
    out.extend_from_slice(text.as_bytes());
}

/// Whether a reply to `HealthRequest` says that its sender is not healthy, and why. Anything but a map that says so is taken for
/// good health: not all answer with one.
pub(super) fn complaint(reply: &[u8]) -> Option<String> {
    let mut reader = Reader(reply);
    let fields = reader.map()?;
    let (mut healthy, mut message) = (true, String::new());
    for _ in 0..fields.min(64) {
        match reader.string()? {
            "healthy" => healthy = reader.boolean()?,
            "message" => message = reader.string()?.to_owned(),
            _ => return None,
        }
    }
    (!healthy).then_some(message)
}

/// The contract's id in a descriptor.
pub(super) fn descriptor_id(reply: &[u8]) -> Option<String> {
    let mut reader = Reader(reply);
    reader.map()?;
    match reader.string()? {
        "id" => reader.string().map(str::to_owned),
        _ => None,
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, bytes: usize) -> Option<usize> {
        let digits = self.take(bytes)?;
        Some(digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    }

    fn map(&mut self) -> Option<usize> {
        match self.number(1)? {
            head @ 0x80..=0x8f => Some(head & 0xf),
            0xde => self.number(2),
            0xdf => self.number(4),
            _ => None,
        }
    }

    fn string(&mut self) -> Option<&'a str> {
        let length = match self.number(1)? {
            head @ 0xa0..=0xbf => head & 0x1f,
            0xd9 => self.number(1)?,
            0xda => self.number(2)?,
            0xdb => self.number(4)?,
            _ => return None,
        };
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn boolean(&mut self) -> Option<bool> {
        match self.number(1)? {
            0xc2 => Some(false),
            0xc3 => Some(true),
            _ => None,
        }
    }
}
