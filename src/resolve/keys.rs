//! The order of a map's entries: by the bytes of the encoded key, its header included.

use crate::ir::{Key, Literal, Scalar};

/// What a key is sorted by.
pub(super) fn order(key: &Key, literal: &Literal, number: i32) -> Vec<u8> {
    match (key, literal) {
        (
            Key::Scalar(Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64),
            Literal::Int(value),
        ) => unsigned(*value),
        (_, Literal::Int(value)) => signed(*value),
        (_, Literal::Bool(value)) => vec![0xc2 + u8::from(*value)],
        // Each header is greater than those of shorter strings, and ends with the length.
        (_, Literal::String(text)) => {
            let mut bytes = (text.len() as u64).to_be_bytes().to_vec();
            bytes.extend_from_slice(text.as_bytes());
            bytes
        }
        (_, Literal::Enum(..)) => signed(i128::from(number)),
        _ => Vec::new(),
    }
}

fn unsigned(value: i128) -> Vec<u8> {
    value.to_be_bytes().to_vec()
}

fn signed(value: i128) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let (header, width) = match value {
        -32..=127 => return vec![bytes[15]],
        -0x80..=-33 => (0xd0, 1),
        -0x8000..=0x7fff => (0xd1, 2),
        -0x8000_0000..=0x7fff_ffff => (0xd2, 4),
        _ => (0xd3, 8),
    };
    let mut encoded = vec![header];
    encoded.extend_from_slice(&bytes[16 - width..]);
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Key, Literal, Scalar, order};

    #[test]
    fn signed_keys_go_by_their_bytes() {
        let mut numbers = vec![-1, -33, -129, 200, 5, 40_000, -40_000, 0];
        let key = Key::Scalar(Scalar::I64);
        numbers.sort_by_key(|&number| order(&key, &Literal::Int(number), 0));
        assert_eq!(numbers, [0, 5, -33, 200, -129, 40_000, -40_000, -1]);
    }

    #[test]
    fn strings_go_by_length_first() {
        let key = Key::Scalar(Scalar::String);
        let sort = |text: &str| order(&key, &Literal::String(text.to_owned()), 0);
        assert!(sort("b") < sort("aa"));
        assert!(sort("aa") < sort("ab"));
    }
}
