//! Looking for places in a text of one line, outside of literals.

use super::tree::LIST;
use unicode_width::UnicodeWidthStr;

/// How wide a text is.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Whether a brace opens before the end of a line.
pub fn opens_inside(line: &str) -> bool {
    line.bytes().rev().skip(1).any(|byte| byte == b'{')
}

/// The first place from which a test of place, byte and open brackets holds, outside of literals.
fn scan(text: &str, from: usize, mut test: impl FnMut(usize, u8, i32) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (from, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = literal_end(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if test(at, byte, depth) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The place of the bracket that closes the one at a place.
pub fn closing(text: &str, open: usize) -> Option<usize> {
    scan(text, open, |_, _, depth| depth == 0)
}

/// The place after a string literal.
pub fn literal_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    at + 1
}

/// The first place outside of brackets and literals at which a text stands.
pub fn top_level(text: &str, wanted: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    scan(text, 0, |at, _, depth| depth == 0 && bytes[at..].starts_with(wanted.as_bytes()))
}

/// The entry that a text begins with, if nothing in it needs more than one line.
pub fn short_entry(text: &str) -> Option<&str> {
    let mut depth = 0;
    let bytes = text.as_bytes();
    // The commas between a closure's parameters are no ends.
    let mut at = match bytes.first()? {
        b'|' => text[1..].find('|')? + 2,
        _ => 0,
    };
    while at <= LIST {
        match bytes.get(at)? {
            b'"' => at = literal_end(bytes, at) - 1,
            b'(' | b'[' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return Some(text[..at].trim_end()),
            b')' | b']' => depth -= 1,
            b',' if depth == 0 => return Some(&text[..at]),
            b'{' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// `pattern` and `body` of `pattern => body`.
pub fn arm(line: &str) -> Option<(&str, &str)> {
    let at = if line.contains(" => ") { top_level(line, " => ")? } else { return None };
    Some((&line[..at], &line[at + 4..]))
}

/// `place =` and `value` of `place = value`.
pub fn assignment(line: &str) -> Option<(&str, &str)> {
    let at = if line.contains(" = ") { top_level(line, " = ")? } else { return None };
    Some((&line[..at + 2], &line[at + 3..]))
}

/// Where the parameters of a function's head begin.
pub fn parameters(line: &str) -> Option<usize> {
    let name = line.find("fn ")?;
    let mut angles = 0;
    scan(line, name, |at, byte, _| {
        match byte {
            b'<' => angles += 1,
            b'>' if line.as_bytes()[at - 1] != b'-' => angles -= 1,
            _ => {}
        }
        angles == 0 && byte == b'('
    })
}

/// What a list's entries are, between commas; angles count as brackets.
pub fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let mut angles = 0;
        let end = scan(rest, 0, |_, byte, depth| {
            match byte {
                b'<' => angles += 1,
                b'>' => angles -= 1,
                _ => {}
            }
            depth + angles == 0 && byte == b','
        });
        let (entry, after) = match end {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => (rest, ""),
        };
        rest = after;
        let entry = entry.trim();
        (!entry.is_empty()).then_some(entry)
    })
}
