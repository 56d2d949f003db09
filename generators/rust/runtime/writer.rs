//! `MessagePack` out, in the one canonical form.
//!
//! A writer remembers its first failure, and [`encode`](super::encode) asks for it at the end.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // each cast stands behind its range

extern crate alloc;

use super::{DateTime, DecodeError, Map, Raw, Reader, Shown, bytes, reader::DEPTH};
use alloc::vec::Vec;
use core::mem::take;

/// One payload being written.
#[derive(Default)]
pub struct Writer {
    output: Vec<u8>,
    depth: u32,
    error: Option<DecodeError>,
}

impl Writer {
    /// At the start of a payload.
    #[must_use]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn new() -> Self {
        Self { output: bytes::room(128), depth: 0, error: None }
    }

    /// At the start of a payload in the room of an old one, which is gone.
    pub(super) fn reusing(payload: &mut Vec<u8>) -> Self {
        let mut output = take(payload);
        output.clear();
        output.reserve(128);
        Self { output, depth: 0, error: None }
    }

    /// The payload, whose value is called `root` in an error.
    ///
    /// # Errors
    /// The first failure, if any.
    pub fn finish(mut self, root: &str) -> Result<Vec<u8>, DecodeError> {
        self.close(root)
    }

    /// As [`Writer::finish`].
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub(super) fn close<E: From<DecodeError>>(&mut self, root: &str) -> Result<Vec<u8>, E> {
        match self.error.take() {
            None => Ok(take(&mut self.output)),
            Some(mut error) => {
                drop(take(&mut self.output));
                error.inside("", root);
                Err(error.into())
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, error: DecodeError) {
        if self.error.is_none() {
            self.error = Some(error);
        }
    }

    fn byte(&mut self, byte: u8) {
        bytes::append_byte(&mut self.output, byte);
    }

    /// Nothing.
    pub fn nil(&mut self) {
        self.byte(0xc0);
    }

    /// A `bool`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn bool(&mut self, value: bool) {
        self.byte(0xc2 | u8::from(value));
    }

    /// A `u64`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn u64(&mut self, value: u64) {
        if value < 0x80 {
            self.byte(value as u8);
        } else {
            // 0xcc, 0xcd, 0xce, 0xcf for 1, 2, 4, 8 bytes
            let width = if value < 0x100 {
                0
            } else if value < 0x1_0000 {
                1
            } else if value <= 0xffff_ffff {
                2
            } else {
                3
            };
            self.number(0xcc + width as u8, value, width);
        }
    }

    /// An `i64`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn i64(&mut self, value: i64) {
        if (-0x20..0x80).contains(&value) {
            self.byte(value as u8);
        } else {
            let size = (value ^ (value >> 63)) as u64;
            let width = if size < 0x80 {
                0
            } else if size < 0x8000 {
                1
            } else if size < 0x8000_0000 {
                2
            } else {
                3
            };
            self.number(0xd0 + width as u8, value as u64, width);
        }
    }

    /// A marker and the last 1 << `width` bytes of `value`, big-endian.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn number(&mut self, marker: u8, value: u64, width: u32) {
        bytes::append_number(&mut self.output, marker, value, width);
    }

    /// A `u8`.
    pub fn u8(&mut self, value: u8) {
        self.u64(u64::from(value));
    }

    /// A `u16`.
    pub fn u16(&mut self, value: u16) {
        self.u64(u64::from(value));
    }

    /// A `u32`.
    pub fn u32(&mut self, value: u32) {
        self.u64(u64::from(value));
    }

    /// An `i8`.
    pub fn i8(&mut self, value: i8) {
        self.i64(i64::from(value));
    }

    /// An `i16`.
    pub fn i16(&mut self, value: i16) {
        self.i64(i64::from(value));
    }

    /// An `i32`.
    pub fn i32(&mut self, value: i32) {
        self.i64(i64::from(value));
    }

    /// An `f32`; there is one NaN.
    pub fn f32(&mut self, value: f32) {
        let bits = if value.is_nan() { 0x7fc0_0000 } else { value.to_bits() };
        self.number(0xca, u64::from(bits), 2);
    }

    /// An `f64`; there is one NaN.
    pub fn f64(&mut self, value: f64) {
        let bits = if value.is_nan() { 0x7ff8 << 48 } else { value.to_bits() };
        self.number(0xcb, bits, 3);
    }

    /// A string.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn str(&mut self, value: &str) {
        if value.len() < 32 {
            bytes::append_after(&mut self.output, 0xa0 | value.len() as u8, value.as_bytes());
        } else {
            self.long(0xd9, value.as_bytes());
        }
    }

    /// Bytes.
    pub fn bytes(&mut self, value: &[u8]) {
        self.long(0xc4, value);
    }

    /// An instant.
    pub fn datetime(&mut self, value: DateTime) {
        match value.text(&mut [0; 30]) {
            Some(text) => self.str(text),
            None => {
                let mut error = DecodeError::new("invalid datetime \"");
                error.add_shown(Shown::signed(value.seconds)).add("\"");
                self.fail(error);
            }
        }
    }

    /// A value that is written already.
    pub fn raw(&mut self, value: &Raw) {
        let value = value.as_bytes();
        let mut reader = Reader::new(value);
        reader.depth = self.depth;
        reader.skip();
        let length = value.len() - reader.rest.len();
        bytes::append(&mut self.output, value.get(..length).unwrap_or_default());
        if let Some(error) = reader.into_error() {
            self.fail(error);
        }
    }

    /// `marker` stands for a length of one byte, the next two for two and four.
    fn long(&mut self, marker: u8, value: &[u8]) {
        let length = value.len();
        let width = u32::from(length >= 0x100) + u32::from(length >= 0x1_0000);
        self.number(marker + width as u8, length as u64, width);
        bytes::append(&mut self.output, value);
    }

    /// One level down: `short`, 0x90 for a list or 0x80 for a map, and the count, if that is below 16. There will be room
    /// for what follows, which takes about half as many bytes as in memory.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn enter(&mut self, short: u8, count: usize, room: usize) {
        self.output.reserve(room);
        self.depth += 1;
        if self.depth > DEPTH {
            self.fail(DecodeError::new("nested deeper than 128"));
        }
        if count < 16 {
            self.byte(short | count as u8);
        } else {
            let wide = count >= 0x1_0000;
            let marker = 0xdc | (short >> 3 & 2) ^ 2 | u8::from(wide);
            self.number(marker, count as u64, 1 + u32::from(wide));
        }
    }

    /// What `write` writes, or nil.
    pub fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) if self.error.is_none() => write(self, value),
            _ => self.nil(),
        }
    }

    /// A list of what `write` writes.
    pub fn list<T>(&mut self, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.enter(0x90, values.len(), size_of_val(values) / 2);
        if self.error.is_none() {
            for value in values {
                write(self, value);
            }
        }
        self.depth -= 1;
    }

    /// A map of what `key` and `value` write.
    pub fn map<K, V>(
        &mut self,
        map: &Map<K, V>,
        key: impl Fn(&mut Self, &K),
        value: impl Fn(&mut Self, &V),
    ) {
        self.enter(0x80, map.len(), size_of_val::<[(K, V)]>(map) / 2);
        if self.error.is_none() {
            for (k, v) in map {
                key(self, k);
                value(self, v);
            }
        }
        self.depth -= 1;
    }

    /// A struct of so many fields, each of which is a [`Writer::key`] and its value; [`Writer::end`] follows.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn record(&mut self, fields: usize) {
        self.enter(0x80, fields, 0);
    }

    /// The name of a field, or of a union's member.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn key(&mut self, name: &str) {
        self.str(name);
    }

    /// One level up, after a struct or a union.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn end(&mut self) {
        self.depth -= 1;
    }

    /// A union: a map of one entry, `member` and its value; [`Writer::end`] follows.
    pub fn union(&mut self, member: &str) {
        self.record(1);
        self.key(member);
    }
}
