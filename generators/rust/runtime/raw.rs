//! Values that a contract does not look into.

extern crate alloc;

use super::{Error, Reader, Result, Writer, decode, encode};
use alloc::vec::Vec;

/// One value of any kind, as its bytes on the wire. Empty, it stands for nil.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Raw {
    bytes: Vec<u8>,
}

impl Raw {
    /// What `write` writes: `Raw::encode(|w| entry.encode(w))`.
    ///
    /// # Errors
    /// [`Error::Decode`] for a value that nests too deeply.
    pub fn encode(write: impl FnOnce(&mut Writer)) -> Result<Self> {
        encode("Raw", write).map(Self::from)
    }

    /// What `read` reads from it: `raw.decode(Entry::decode)`.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is not what `read` expects.
    pub fn decode<'a, T>(&'a self, read: impl FnOnce(&mut Reader<'a>) -> T) -> Result<T, Error> {
        decode(self.as_bytes(), "Raw", read)
    }

    /// The bytes of the value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        if self.bytes.is_empty() { &[0xc0] } else { &self.bytes }
    }

    /// The bytes of the value.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// From the bytes of one value.
impl From<Vec<u8>> for Raw {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }
}
