//! The check for UTF-8 that guests use, against that of `core`.

#[path = "../generators/rust/runtime/utf8.rs"]
mod utf8;

/// The first and the last of every range of bytes that UTF-8 tells apart, and some between.
const BYTES: [u8; 30] = [
    0x00, 0x41, 0x7f, 0x80, 0x85, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
    0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xfb, 0xfe, 0xff,
];

#[test]
fn agrees_with_core() {
    let mut texts = vec![Vec::new()];
    for _ in 0..4 {
        for text in &texts {
            for byte in BYTES {
                let longer = [text.as_slice(), &[byte]].concat();
                assert_eq!(
                    utf8::is_utf8(&longer),
                    std::str::from_utf8(&longer).is_ok(),
                    "{longer:x?}"
                );
            }
        }
        if texts[0].len() < 3 {
            let all = texts.iter();
            texts = all
                .flat_map(|text| BYTES.map(|byte| [text.as_slice(), &[byte]].concat()))
                .collect();
        }
    }
}

#[test]
fn reads_every_code_point() {
    let all: String = ('\0'..=char::MAX).collect();
    assert!(utf8::is_utf8(all.as_bytes()));
}
