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
    let (mut healthy, mut message) = (true, "");
    each_field(reply, |key, mut value| match key {
        "healthy" => healthy = value.boolean().unwrap_or(true),
        "message" => message = value.string().unwrap_or_default(),
        _ => {}
    });
    (!healthy).then(|| message.to_owned())
}

/// The contract's id in a descriptor.
pub(super) fn descriptor_id(reply: &[u8]) -> Option<String> {
    let mut id = None;
    each_field(reply, |key, mut value| {
        if key == "id" {
            id = value.string().map(str::to_owned);
        }
    });
    id
}

/// Visits the fields of a map, as far as it is one and its keys are strings.
fn each_field<'a>(map: &'a [u8], mut visit: impl FnMut(&'a str, Reader<'a>)) {
    let mut reader = Reader(map);
    let fields = reader.map().unwrap_or_default();
    for _ in 0..fields {
        let Some(key) = reader.string() else {
            return;
        };
        visit(key, Reader(reader.0));
        if reader.skip().is_none() {
            return;
        }
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

    /// Passes over a value.
    fn skip(&mut self) -> Option<()> {
        // Values within values are counted rather than entered, so that no nesting is too deep.
        let mut left = 1usize;
        while left > 0 {
            left -= 1;
            let head = self.number(1)?;
            let (bytes, values) = match head {
                0x80..=0x8f => (0, (head & 0xf) * 2),
                0x90..=0x9f => (0, head & 0xf),
                0xa0..=0xbf => (head & 0x1f, 0),
                0xc4 | 0xd9 => (self.number(1)?, 0),
                0xc5 | 0xda => (self.number(2)?, 0),
                0xc6 | 0xdb => (self.number(4)?, 0),
                0xc7 => (self.number(1)? + 1, 0),
                0xc8 => (self.number(2)? + 1, 0),
                0xc9 => (self.number(4)?.checked_add(1)?, 0),
                0xcc | 0xd0 => (1, 0),
                0xcd | 0xd1 | 0xd4 => (2, 0),
                0xd5 => (3, 0),
                0xca | 0xce | 0xd2 => (4, 0),
                0xd6 => (5, 0),
                0xcb | 0xcf | 0xd3 => (8, 0),
                0xd7 => (9, 0),
                0xd8 => (17, 0),
                0xdc => (0, self.number(2)?),
                0xdd => (0, self.number(4)?),
                0xde => (0, self.number(2)? * 2),
                0xdf => (0, self.number(4)?.checked_mul(2)?),
                _ => (0, 0),
            };
            self.take(bytes)?;
            left = left.checked_add(values)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_are_found_wherever_they_stand() {
        let tired = Some("tired".to_owned());
        for (reply, complaint) in [
            (&b"\x82\xa7healthy\xc2\xa7message\xa5tired"[..], tired.clone()),
            (b"\x83\xa1x\x92\x01\x81\xa1y\xc0\xa7message\xa5tired\xa7healthy\xc2", tired.clone()),
            (b"\x83\xa7healthy\xc2\xa7message\xa5tired\xa1x\xc4\x02ab", tired),
            (b"\x82\xa7healthy\xc2\xa7message\xc0", Some(String::new())),
            (b"\x81\xa7healthy\xc2", Some(String::new())),
            (b"\x82\xa7healthy\xc3\xa7message\xa5tired", None),
            (b"\xdf\xff\xff\xff\xff\xa7healthy\xc3", None),
            (b"\xc0", None),
            (b"", None),
        ] {
            assert_eq!(super::complaint(reply), complaint, "{reply:02x?}");
        }
    }

    #[test]
    fn the_contract_is_found_wherever_it_stands() {
        assert_eq!(descriptor_id(b"\x82\xa4name\xc0\xa2id\xa3a:b").as_deref(), Some("a:b"));
        assert_eq!(descriptor_id(b"\x82\xa4name\xdd\xff\xff\xff\xff\xc0\xa2id\xa3a:b"), None);
        assert_eq!(descriptor_id(b"\x81\xabplaceholder\xc3"), None);
    }
}
