//! What types are called, here and in other languages, and the type that tokens in the manner of another language mean.

use crate::source::{Source, Span};
use crate::syntax::token::{Kind, Token};
use crate::syntax::words;

/// The types that need no definition.
const BUILTIN: [&str; 16] = [
    "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "bool", "string", "bytes",
    "datetime", "raw", "value",
];

/// Types are not read deeper than this, one in another.
const DEEPEST: usize = 16;

/// Nor are they shown if they are longer than this, in bytes.
const LONGEST: usize = 100;

/// The name here of a type that other languages know under this one.
pub(crate) fn foreign(name: &str) -> Option<&'static str> {
    Some(match name {
        "int" | "integer" | "Int" | "Integer" | "int32" | "Int32" | "sint32" => "i32",
        "long" | "Long" | "int64" | "Int64" | "sint64" => "i64",
        "short" | "int16" | "Int16" => "i16",
        "int8" | "Int8" | "sbyte" => "i8",
        "byte" | "uint8" | "UInt8" => "u8",
        "uint16" | "UInt16" => "u16",
        "uint" | "uint32" | "UInt32" => "u32",
        "uint64" | "UInt64" | "ulong" | "usize" => "u64",
        "float" | "Float" | "float32" | "single" => "f32",
        "double" | "Double" | "float64" | "number" | "Number" => "f64",
        "boolean" | "Boolean" | "Bool" => "bool",
        "str" | "text" | "String" | "char" | "uuid" => "string",
        "binary" | "blob" | "buffer" | "Bytes" | "ByteArray" => "bytes",
        "date" | "time" | "timestamp" | "Date" | "DateTime" | "Timestamp" | "instant" => "datetime",
        "object" | "Object" | "json" | "dynamic" | "Any" => "value",
        _ => return None,
    })
}

/// The name of a type here. One that a schema may well define itself, such as `Date`, stays as it is.
fn here(name: &str) -> &str {
    let plain = name.starts_with(|first: char| first.is_lowercase())
        || matches!(name, "String" | "Bool" | "Boolean" | "Int" | "Integer" | "Long" | "Double");
    foreign(name).filter(|_| plain).unwrap_or(name)
}

/// How likely a word names a type, and no field, from 0 to 3.
pub(super) fn likeness(word: &str) -> u8 {
    // Types, which are names of fields, too.
    const BOTH: [&str; 18] = [
        "value",
        "raw",
        "number",
        "text",
        "date",
        "time",
        "timestamp",
        "instant",
        "object",
        "json",
        "dynamic",
        "buffer",
        "blob",
        "binary",
        "byte",
        "short",
        "long",
        "single",
    ];
    if BOTH.contains(&word) {
        1
    } else if BUILTIN.contains(&word) {
        3
    } else if foreign(word).is_some() || word.starts_with(|first: char| first.is_uppercase()) {
        2
    } else {
        0
    }
}

/// The tokens of a piece, for types in the manner of other languages.
pub(super) struct Types<'a> {
    pub source: &'a Source,
    pub piece: &'a [Token],
}

impl Types<'_> {
    /// The type that starts at `at`, as WIDL writes it, and its place; `None` if there is none, or WIDL has no such type.
    pub fn at(&self, at: usize) -> Option<(String, Span)> {
        let (written, end) = self.read(at, 0)?;
        let (first, last) = (self.piece.get(at)?, self.piece.get(end - 1)?);
        Some((written, Span::new(self.source.id, first.start, last.end)))
    }

    /// Where the type starts that ends before `at`.
    pub fn start(&self, at: usize) -> Option<usize> {
        let mut start = at.checked_sub(1)?;
        while self.byte(start) == b'?' {
            start = start.checked_sub(1)?;
        }
        let mut depth = 0;
        loop {
            match self.piece.get(start)?.kind {
                Kind::Close => depth += 1,
                Kind::Open => depth -= 1,
                Kind::Name => {}
                _ if depth > 0 => {}
                _ => return None,
            }
            if depth == 0 {
                return Some(start);
            }
            start = start.checked_sub(1)?;
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.piece.get(at).map_or(0, |token| token.byte)
    }

    /// A type, and the number of the token after it.
    fn read(&self, at: usize, depth: usize) -> Option<(String, usize)> {
        if depth > DEEPEST {
            return None;
        }
        let token = self.piece.get(at)?;
        let (mut written, mut at) = match token.byte {
            b'[' => {
                let (item, end) = self.read(at + 1, depth + 1)?;
                (format!("[{item}]"), self.expect(end, b']')?)
            }
            b'{' => {
                let (key, colon) = self.read(at + 1, depth + 1)?;
                let (value, end) = self.read(self.expect(colon, b':')?, depth + 1)?;
                (format!("{{{key}: {value}}}"), self.expect(end, b'}')?)
            }
            _ if token.kind != Kind::Name => return None,
            _ if self.byte(at + 1) == b'<' => self.generic(at, depth)?,
            _ => (here(words::word(&self.source.text, *token)).to_owned(), at + 1),
        };
        loop {
            if written.len() > LONGEST {
                return None;
            }
            if self.byte(at) == b'?' {
                at += 1;
                if !written.ends_with('?') {
                    written.push('?');
                }
            } else if is_suffix(self.piece, at) {
                at += if self.byte(at + 1) == b']' { 2 } else { 3 };
                written = format!("[{written}]");
            } else {
                return Some((written, at));
            }
        }
    }

    /// `Name<A, B>`
    fn generic(&self, at: usize, depth: usize) -> Option<(String, usize)> {
        let name = words::word(&self.source.text, self.piece[at]);
        let (first, mut at) = self.read(at + 2, depth + 1)?;
        let mut second = None;
        if self.byte(at) != b'>' {
            let (value, end) = self.read(at, depth + 1)?;
            (second, at) = (Some(value), end);
        }
        let end = self.expect(at, b'>')?;
        let written = match (name, second) {
            ("Option" | "Optional" | "Maybe" | "Nullable", None) if first.ends_with('?') => first,
            ("Option" | "Optional" | "Maybe" | "Nullable", None) => format!("{first}?"),
            (
                "List" | "Vec" | "Vector" | "Array" | "ArrayList" | "Seq" | "Sequence" | "Slice"
                | "Set" | "HashSet" | "list" | "vec" | "vector" | "array" | "sequence" | "set",
                None,
            ) => format!("[{first}]"),
            (
                "Map" | "HashMap" | "BTreeMap" | "TreeMap" | "Dictionary" | "Dict" | "Record"
                | "map" | "dictionary" | "dict" | "record",
                Some(value),
            ) => format!("{{{first}: {value}}}"),
            ("Box" | "Rc" | "Arc" | "Ref", None) => first,
            _ => return None,
        };
        Some((written, end))
    }

    fn expect(&self, at: usize, byte: u8) -> Option<usize> {
        (self.byte(at) == byte).then_some(at + 1)
    }
}

/// Whether `[]` or `[4]` stands at `at`: other languages write it behind the type of a list's items.
pub(super) fn is_suffix(tokens: &[Token], at: usize) -> bool {
    let byte = |at: usize| tokens.get(at).map_or(0, |token| token.byte);
    let number = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Number);
    byte(at) == b'[' && byte(at + 1 + usize::from(number)) == b']'
}

/// How many tokens `<` and `>` may lie apart.
const WIDEST: usize = 64;

/// The number of the token after `<…>`, if it is closed on its line.
pub(super) fn generic_end(tokens: &[Token], at: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, token) in tokens.get(at..)?.iter().take(WIDEST).enumerate() {
        match (token.kind, token.byte) {
            _ if offset > 0 && token.new_line => return None,
            (Kind::Unknown, b'<') => depth += 1,
            (Kind::Unknown, b'>') if depth == 1 => return Some(at + offset + 1),
            (Kind::Unknown, b'>') => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{BUILTIN, foreign};
    use crate::ir::Scalar;

    #[test]
    fn every_builtin_type_is_known() {
        for scalar in Scalar::ALL {
            assert!(BUILTIN.contains(&scalar.name()), "{}", scalar.name());
            assert_eq!(foreign(scalar.name()), None);
        }
    }
}
