//! MessagePack's markers, without any schema.

use super::fault::{DEPTH, Fault};

/// What a value begins with. A length is in bytes, values or entries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    Nil,
    /// The byte `c1`, which is none of MessagePack's.
    Invalid,
    Bool(bool),
    Int(i128),
    F32(f32),
    F64(f64),
    Str(usize),
    Bin(usize),
    List(usize),
    Map(usize),
    /// The type and the length.
    Ext(i8, usize),
}

impl Head {
    /// Its kind, as errors call it.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Invalid => "invalid",
            Self::Bool(_) => "bool",
            Self::Int(_) => "integer",
            Self::F32(_) | Self::F64(_) => "float",
            Self::Str(_) => "string",
            Self::Bin(_) => "bytes",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Ext(..) => "extension",
        }
    }
}

/// A place in a payload.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(payload: &'a [u8]) -> Self {
        Self { rest: payload, depth: 0 }
    }

    /// A cursor `depth` containers down.
    pub(super) const fn within(payload: &'a [u8], depth: usize) -> Self {
        Self { rest: payload, depth }
    }

    /// The next `length` bytes.
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(Fault::truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        bytes.copy_from_slice(self.take(N)?);
        Ok(bytes)
    }

    fn length(&mut self, width: usize) -> Result<usize, Fault> {
        Ok(self.take(width)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
    }

    /// Whether the next value is nil; it is not taken.
    pub(super) fn at_nil(&self) -> bool {
        self.rest.first() == Some(&0xc0)
    }

    /// The next marker with what belongs to it. Contents of strings, bytes and extensions, and the values of containers, follow.
    pub(super) fn head(&mut self) -> Result<Head, Fault> {
        let [marker] = self.array()?;
        Ok(match marker {
            0x00..=0x7f => Head::Int(i128::from(marker)),
            0x80..=0x8f => Head::Map(usize::from(marker & 0x0f)),
            0x90..=0x9f => Head::List(usize::from(marker & 0x0f)),
            0xa0..=0xbf => Head::Str(usize::from(marker & 0x1f)),
            0xc0 => Head::Nil,
            0xc1 => Head::Invalid,
            0xc2 => Head::Bool(false),
            0xc3 => Head::Bool(true),
            0xc4 => Head::Bin(self.length(1)?),
            0xc5 => Head::Bin(self.length(2)?),
            0xc6 => Head::Bin(self.length(4)?),
            0xc7 => self.ext(1)?,
            0xc8 => self.ext(2)?,
            0xc9 => self.ext(4)?,
            0xca => Head::F32(f32::from_be_bytes(self.array()?)),
            0xcb => Head::F64(f64::from_be_bytes(self.array()?)),
            0xcc => Head::Int(u8::from_be_bytes(self.array()?).into()),
            0xcd => Head::Int(u16::from_be_bytes(self.array()?).into()),
            0xce => Head::Int(u32::from_be_bytes(self.array()?).into()),
            0xcf => Head::Int(u64::from_be_bytes(self.array()?).into()),
            0xd0 => Head::Int(i8::from_be_bytes(self.array()?).into()),
            0xd1 => Head::Int(i16::from_be_bytes(self.array()?).into()),
            0xd2 => Head::Int(i32::from_be_bytes(self.array()?).into()),
            0xd3 => Head::Int(i64::from_be_bytes(self.array()?).into()),
            0xd4..=0xd8 => {
                let [kind] = self.array()?;
                Head::Ext(i8::from_be_bytes([kind]), 1 << (marker - 0xd4))
            }
            0xd9 => Head::Str(self.length(1)?),
            0xda => Head::Str(self.length(2)?),
            0xdb => Head::Str(self.length(4)?),
            0xdc => Head::List(self.length(2)?),
            0xdd => Head::List(self.length(4)?),
            0xde => Head::Map(self.length(2)?),
            0xdf => Head::Map(self.length(4)?),
            0xe0..=0xff => Head::Int(i8::from_be_bytes([marker]).into()),
        })
    }

    fn ext(&mut self, width: usize) -> Result<Head, Fault> {
        let length = self.length(width)?;
        let [kind] = self.array()?;
        Ok(Head::Ext(i8::from_be_bytes([kind]), length))
    }

    /// Goes into a container of so many values or entries, each of at least `least` bytes.
    pub(super) fn enter(&mut self, count: usize, least: usize) -> Result<(), Fault> {
        if self.depth == DEPTH {
            return Err(Fault::too_deep());
        }
        if count > self.rest.len() / least {
            return Err(Fault::truncated());
        }
        self.depth += 1;
        Ok(())
    }

    /// Leaves a container.
    pub(super) const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Passes over one value, and returns its bytes. Texts in it may be anything.
    pub(super) fn skip(&mut self) -> Result<&'a [u8], Fault> {
        let before = self.rest;
        let (count, least) = match self.head()? {
            Head::Invalid => return Err(Fault::unexpected("value", Head::Invalid.kind())),
            Head::Str(length) | Head::Bin(length) | Head::Ext(_, length) => {
                self.take(length)?;
                return Ok(&before[..before.len() - self.rest.len()]);
            }
            Head::List(count) => (count, 1),
            Head::Map(count) => (count, 2),
            _ => return Ok(&before[..before.len() - self.rest.len()]),
        };
        self.enter(count, least)?;
        for _ in 0..count * least {
            self.skip()?;
        }
        self.leave();
        Ok(&before[..before.len() - self.rest.len()])
    }
}
