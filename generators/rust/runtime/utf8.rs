//! The check for UTF-8 in a WebAssembly module.

/// Whether the bytes are UTF-8: no code point in more bytes than it needs, none above U+10FFFF, no surrogates. A seventh of
/// the size of what `core` has.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(first) = rest.next() {
        // How many bytes follow, and the first code point that needs so many.
        let (count, least) = match first {
            0..0x80 => continue,
            0xc0..0xe0 => (1, 0x80),
            0xe0..0xf0 => (2, 0x800),
            0xf0..0xf8 => (3, 0x1_0000),
            _ => return false,
        };
        let mut point = u32::from(first & (0x3f >> count));
        for _ in 0..count {
            match rest.next() {
                Some(next @ 0x80..0xc0) => point = point << 6 | u32::from(next & 0x3f),
                _ => return false,
            }
        }
        if point < least || char::from_u32(point).is_none() {
            return false;
        }
    }
    true
}
