//! `MessagePack` in: bounded, lenient, never panics.
//!
//! A reader remembers its first failure. Reads after it yield empty values, and [`decode`](super::decode) throws them
//! away, so that the code of a contract reads straight through.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)] // each cast stands behind the check that makes it exact

extern crate alloc;

use super::{DateTime, DecodeError, Key, Map, Raw, bytes, map::Shown};
use alloc::{borrow::Cow, string::String, vec::Vec};

/// What is wrong with a string that is none.
pub(super) const NOT_UTF8: &str = "invalid UTF-8";

/// How deep lists, maps and structs may nest.
pub(super) const DEPTH: u32 = 128;

/// What follows the markers 0xc0 to 0xdf: a number of bytes, or, from 0x20 on, a length of `& 7` bytes for as many, and one
/// more from 0x40 on.
const TAILS: [u8; 32] = [
    0, 0, 0, 0, 0x21, 0x22, 0x24, 0x41, 0x42, 0x44, 4, 8, 1, 2, 4, 8, //
    1, 2, 4, 8, 2, 3, 5, 9, 17, 0x21, 0x22, 0x24, 0, 0, 0, 0,
];

/// What an error calls the kinds of values.
const KINDS: [&str; 10] =
    ["integer", "map", "list", "string", "nil", "invalid", "bool", "bytes", "float", "extension"];

/// The kinds of the values that begin with the markers 0xc0 to 0xdf.
const KINDS_OF: [u8; 32] = [
    4, 5, 6, 6, 7, 7, 7, 9, 9, 9, 8, 8, 0, 0, 0, 0, //
    0, 0, 0, 0, 9, 9, 9, 9, 9, 3, 3, 3, 2, 2, 1, 1,
];

/// A cursor over one payload.
pub struct Reader<'a> {
    pub(super) rest: &'a [u8],
    pub(super) depth: u32,
    pub(super) error: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    /// At the start of `payload`.
    #[must_use]
    pub const fn new(payload: &'a [u8]) -> Self {
        Self { rest: payload, depth: 0, error: None }
    }

    /// The first failure, if any.
    #[must_use]
    pub fn into_error(self) -> Option<DecodeError> {
        self.error
    }

    /// Ends a payload, whose value is called `root` in an error.
    ///
    /// # Errors
    /// The first failure, if any. What was read is not to be used then.
    #[inline]
    pub fn end(self, root: &str) -> Result<(), DecodeError> {
        // By itself it need not be moved together with what was just written beside it.
        match self.error {
            None => Ok(()),
            Some(error) => Err(error.of(root)),
        }
    }

    pub(super) fn failed(&self) -> bool {
        self.error.is_some()
    }

    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, problem: &str) {
        self.first(problem);
    }

    /// The failure to be told more of, if there was none before.
    #[cold]
    #[inline(never)]
    pub(super) fn first(&mut self, problem: &str) -> Option<&mut DecodeError> {
        self.rest = &[];
        match self.error {
            Some(_) => None,
            None => Some(self.error.insert(DecodeError::new(problem))),
        }
    }

    /// As [`Reader::first`], with a value behind the text.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_with(&mut self, before: &str, what: Shown<'_>) -> Option<&mut DecodeError> {
        Some(self.first(before)?.add_shown(what))
    }

    /// The failure is to be found again, with its place.
    #[cold]
    #[inline(never)]
    pub(super) fn recover(&mut self) {
        self.error = None;
    }

    #[cold]
    #[inline(never)]
    pub(super) fn truncated(&mut self) {
        self.fail("truncated");
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, expected: &str, marker: u8) {
        let kind = match marker {
            0..=0x7f | 0xe0.. => 0,
            0x80..=0x8f => 1,
            0x90..=0x9f => 2,
            0xa0..=0xbf => 3,
            0xc0..=0xdf => KINDS_OF[usize::from(marker & 0x1f)],
        };
        let found = KINDS.get(usize::from(kind)).copied().unwrap_or_default();
        if let Some(error) = self.first("expected ") {
            error.add(expected).add(", found ").add(found);
        }
    }

    #[cold]
    #[inline(never)]
    fn does_not_fit(&mut self, (value, negative): (u64, bool), expected: &str) {
        if let Some(error) = self.fail_with("", Shown::integer(value, negative)) {
            error.add(" does not fit ").add(expected);
        }
    }

    /// The failure is one level further in.
    #[cold]
    #[inline(never)]
    pub(super) fn locate(&mut self, before: &str, step: &str) {
        if let Some(error) = &mut self.error {
            error.inside(before, step);
        }
    }

    #[cold]
    #[inline(never)]
    fn locate_key(&mut self, key: Shown<'_>) {
        if let Some(error) = &mut self.error {
            error.inside_key(key);
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next byte; on failure one that no value begins with.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn marker(&mut self) -> u8 {
        if let Some((marker, rest)) = self.rest.split_first() {
            self.rest = rest;
            return *marker;
        }
        self.truncated();
        0xc1
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        if let Some((bytes, rest)) = self.rest.split_at_checked(length) {
            self.rest = rest;
            return bytes;
        }
        self.truncated();
        &[]
    }

    /// A big-endian number of `width` bytes.
    fn number(&mut self, width: usize) -> u64 {
        number(self.take(width))
    }

    /// A `bool`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn bool(&mut self) -> bool {
        let marker = self.marker();
        if marker & 0xfe != 0xc2 {
            self.unexpected("bool", marker);
        }
        marker == 0xc3
    }

    /// Any integer form: the value's 64 bits, and whether it is negative.
    fn integer(&mut self, expected: &'static str) -> (u64, bool) {
        let marker = self.marker();
        self.integer_after(marker, expected)
    }

    fn integer_after(&mut self, marker: u8, expected: &'static str) -> (u64, bool) {
        let value = match marker {
            0..=0x7f => i64::from(marker),
            0xe0.. => i64::from(marker as i8),
            0xcc..=0xcf => return (self.number(1 << (marker & 3)), false),
            0xd0..=0xd3 => {
                let width = 1 << (marker & 3);
                let unused = 64 - 8 * width as u32;
                (self.number(width) << unused) as i64 >> unused
            }
            _ => {
                self.unexpected(expected, marker);
                0
            }
        };
        (value as u64, value < 0)
    }

    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn unsigned(&mut self, max: u64, expected: &'static str) -> u64 {
        if let Some((small @ 0..=0x7f, rest)) = self.rest.split_first() {
            self.rest = rest;
            return u64::from(*small);
        }
        let (value, negative) = self.integer(expected);
        if negative || value > max {
            self.does_not_fit((value, negative), expected);
        }
        value
    }

    fn signed(&mut self, max: i64, expected: &'static str) -> i64 {
        let (bits, negative) = self.integer(expected);
        let value = bits as i64;
        if (value < 0) != negative || value > max || value < !max {
            self.does_not_fit((bits, negative), expected);
        }
        value
    }

    /// A `u8`.
    pub fn u8(&mut self) -> u8 {
        self.unsigned(0xff, "u8") as u8
    }

    /// A `u16`.
    pub fn u16(&mut self) -> u16 {
        self.unsigned(0xffff, "u16") as u16
    }

    /// A `u32`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn u32(&mut self) -> u32 {
        self.unsigned(u64::from(u32::MAX), "u32") as u32
    }

    /// A `u64`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn u64(&mut self) -> u64 {
        self.unsigned(u64::MAX, "u64")
    }

    /// An `i8`.
    pub fn i8(&mut self) -> i8 {
        self.signed(0x7f, "i8") as i8
    }

    /// An `i16`.
    pub fn i16(&mut self) -> i16 {
        self.signed(0x7fff, "i16") as i16
    }

    /// An `i32`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn i32(&mut self) -> i32 {
        self.signed(i64::from(i32::MAX), "i32") as i32
    }

    /// An `i64`.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn i64(&mut self) -> i64 {
        self.signed(i64::MAX, "i64")
    }

    /// An `f32`; a wider float is rounded, an integer must be exact.
    pub fn f32(&mut self) -> f32 {
        self.float(24, "f32") as f32
    }

    /// An `f64`; an integer must be exact.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn f64(&mut self) -> f64 {
        self.float(53, "f64")
    }

    /// Any float form, or an integer of at most `precision` binary digits, trailing zeros aside.
    fn float(&mut self, precision: u32, expected: &'static str) -> f64 {
        let marker = self.marker();
        match marker {
            0xca => f64::from(f32::from_bits(self.number(4) as u32)),
            0xcb => f64::from_bits(self.number(8)),
            _ => {
                let (bits, negative) = self.integer_after(marker, expected);
                let size = if negative { bits.wrapping_neg() } else { bits };
                if size >> size.trailing_zeros().min(63) >> precision != 0 {
                    self.does_not_fit((bits, negative), expected);
                }
                if negative { bits as i64 as f64 } else { bits as f64 }
            }
        }
    }

    /// The contents of a string or of bytes.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub(super) fn blob(&mut self, expected: &'static str) -> &'a [u8] {
        let marker = self.marker();
        let length = match marker {
            0xa0..=0xbf => usize::from(marker & 0x1f),
            0xd9 | 0xc4 => usize::from(self.marker()),
            0xda | 0xc5 => self.number(2) as usize,
            0xdb | 0xc6 => self.number(4) as usize,
            _ => {
                self.unexpected(expected, marker);
                0
            }
        };
        self.take(length)
    }

    /// A string where it lies.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn str(&mut self) -> &'a str {
        if let Some(text) = bytes::text(self.blob("string")) {
            return text;
        }
        self.not_utf8();
        ""
    }

    /// A string of its own.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    pub fn string(&mut self) -> String {
        if let Some(text) = bytes::to_string(self.blob("string")) {
            return text;
        }
        self.not_utf8();
        String::new()
    }

    #[cold]
    #[inline(never)]
    fn not_utf8(&mut self) {
        self.fail(NOT_UTF8);
    }

    /// Bytes where they lie, unless they came as a list of integers.
    pub fn slice(&mut self) -> Cow<'a, [u8]> {
        match self.peek() {
            Some(0xc0 | 0x90..=0x9f | 0xdc | 0xdd) => Cow::Owned(self.list(Self::u8)),
            _ => Cow::Borrowed(self.blob("bytes")),
        }
    }

    /// Bytes of their own.
    pub fn bytes(&mut self) -> Vec<u8> {
        match self.peek() {
            Some(0xc0 | 0x90..=0x9f | 0xdc | 0xdd) => self.list(Self::u8),
            _ => bytes::to_vec(self.blob("bytes")),
        }
    }

    /// An instant: RFC 3339, or the timestamp extension.
    pub fn datetime(&mut self) -> DateTime {
        let marker = self.peek().unwrap_or(0xc1);
        let found = match marker {
            0xc7..=0xc9 | 0xd4..=0xd8 => self.timestamp(),
            _ => {
                let text = self.text("datetime");
                let instant = text.parse();
                if instant.is_err() {
                    self.fail_with("invalid datetime ", Shown::Text(text));
                }
                instant.ok()
            }
        };
        found.unwrap_or_else(|| {
            self.unexpected("datetime", marker);
            DateTime::default()
        })
    }

    /// The timestamp extension, in one of its three lengths.
    fn timestamp(&mut self) -> Option<DateTime> {
        let before = self.rest;
        self.skip();
        let length = before.len() - self.rest.len();
        let header = match before.first() {
            Some(0xc7) => 2,
            Some(0xc8) => 3,
            Some(0xc9) => 5,
            _ => 1,
        };
        let (seconds, nanos) = match before.get(header..length)? {
            [0xff, content @ ..] if content.len() == 4 => (number(content), 0),
            [0xff, content @ ..] if content.len() == 8 => {
                (number(content) & 0x3_ffff_ffff, number(content) >> 34)
            }
            [0xff, content @ ..] if content.len() == 12 => {
                let (nanos, seconds) = content.split_at_checked(4)?;
                (number(seconds), number(nanos))
            }
            _ => return None,
        };
        DateTime::new(seconds as i64, nanos as u32)
    }

    /// A text where it lies, of something that is not one; `?` if it is none.
    fn text(&mut self, expected: &'static str) -> &'a str {
        bytes::text(self.blob(expected)).unwrap_or("?")
    }

    /// One value of any kind, as it is.
    pub fn raw(&mut self) -> Raw {
        let before = self.rest;
        self.skip();
        let length = before.len() - self.rest.len();
        Raw::from(bytes::to_vec(before.get(..length).unwrap_or_default()))
    }

    /// The value, or `None` for nil.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nil() { None } else { Some(read(self)) }
    }

    /// As [`Reader::optional`], for a whole reply, which may also be empty.
    pub fn optional_reply<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.rest.is_empty() { None } else { self.optional(read) }
    }

    /// Whether the value is nil, or lacking after a failure; if so, it is taken.
    fn nil(&mut self) -> bool {
        match self.rest.split_first() {
            Some((0xc0, rest)) => {
                self.rest = rest;
                true
            }
            Some(_) => false,
            None => {
                self.truncated();
                true
            }
        }
    }

    /// One level down: the number of values in a list (`short` 0x90) or pairs in a map (0x80); nil is empty.
    pub(super) fn enter(&mut self, short: u8, expected: &'static str) -> usize {
        let marker = self.marker();
        self.depth += 1;
        let wide = 0xdc | (short >> 3 & 2) ^ 2;
        let count = if marker & 0xf0 == short {
            usize::from(marker & 0xf)
        } else if marker & 0xfe == wide {
            self.number(2 << (marker & 1)) as usize
        } else {
            if marker != 0xc0 {
                self.unexpected(expected, marker);
            }
            return 0;
        };
        if self.depth > DEPTH {
            self.fail("nested deeper than 128");
            return 0;
        }
        // Each value takes a byte.
        if count > self.rest.len() >> u32::from(short == 0x80) {
            self.truncated();
            return 0;
        }
        count
    }

    /// A list of what `read` reads.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.enter(0x90, "list");
        let mut list = Vec::new();
        for index in 0..count {
            let item = read(self);
            bytes::push(&mut list, item, || self.room(count - index - 1, size_of::<T>()));
            if self.failed() {
                self.locate_index(index);
                break;
            }
        }
        self.depth -= 1;
        list
    }

    #[cold]
    #[inline(never)]
    fn locate_index(&mut self, index: usize) {
        self.locate_key(Shown::integer(index as u64, false));
    }

    /// For how many of `count` more values to make room: never for more bytes than the payload still has, a few hundred aside,
    /// whatever it claims.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn room(&self, count: usize, size: usize) -> usize {
        count.min(self.rest.len().max(512) / size.max(1))
    }

    /// A map of what `key` and `value` read.
    pub fn map<K: Key, V>(
        &mut self,
        mut key: impl FnMut(&mut Self) -> K,
        mut value: impl FnMut(&mut Self) -> V,
    ) -> Map<K, V> {
        let count = self.enter(0x80, "map");
        let mut map = Map::new();
        for index in 0..count {
            let key = key(self);
            if self.failed() {
                break;
            }
            let value = value(self);
            if self.failed() {
                self.locate_key(key.shown());
                break;
            }
            map.push(key, value, || self.room(count - index - 1, size_of::<(K, V)>()));
        }
        if let Some(twice) = map.sort() {
            self.fail_with("duplicate key ", twice.shown());
        }
        self.depth -= 1;
        map
    }

    /// Passes over one value of any kind.
    pub fn skip(&mut self) {
        let before = self.rest;
        let marker = self.marker();
        let length = match marker {
            0..=0x7f | 0xe0.. => 0,
            0x80..=0x9f | 0xdc.. => {
                self.rest = before;
                let is_map = marker & 0xf0 == 0x80 || marker >= 0xde;
                let count = self.enter(if is_map { 0x80 } else { 0x90 }, "value");
                self.skip_all(count << u32::from(is_map));
                self.depth -= 1;
                return;
            }
            0xa0..=0xbf => usize::from(marker & 0x1f),
            0xc1 => return self.unexpected("value", marker),
            _ => match TAILS[usize::from(marker & 0x1f)] {
                fixed @ ..0x20 => usize::from(fixed),
                length => (self.number(usize::from(length & 7)) as usize)
                    .saturating_add(usize::from(length >> 6)),
            },
        };
        self.take(length);
    }

    /// Passes over that many values of any kind.
    pub(super) fn skip_all(&mut self, values: usize) {
        for _ in 0..values {
            if self.failed() {
                break;
            }
            self.skip();
        }
    }

    /// An enum: its integer, its name, or `{index: nil}`. Returns the position among the `known` values.
    pub fn variant(&mut self, known: &'static [(&'static str, i32)]) -> usize {
        let marker = self.peek().unwrap_or(0xc1);
        let (found, what) = match marker {
            0xa0..=0xbf | 0xd9..=0xdb | 0xc4..=0xc6 => {
                let name = self.text("enum");
                (known.iter().position(|value| value.0 == name), Shown::Text(name))
            }
            _ => {
                let is_index = matches!(marker, 0x80..=0x8f | 0xde | 0xdf);
                let (value, negative) =
                    if is_index { self.index(marker) } else { self.integer("enum") };
                let found = known.iter().enumerate().position(|(at, known)| {
                    let known = if is_index { at as i64 } else { i64::from(known.1) };
                    known as u64 == value && (known < 0) == negative
                });
                (found, Shown::integer(value, negative))
            }
        };
        if found.is_none() {
            self.unknown("unknown value ", what, known.iter().map(|value| value.0));
        }
        found.unwrap_or_default()
    }

    /// `{index: nil}`, which begins with this marker.
    fn index(&mut self, marker: u8) -> (u64, bool) {
        let mut index = None;
        if self.enter(0x80, "enum") == 1 {
            let key = self.marker();
            if matches!(key, 0..=0x7f | 0xe0.. | 0xcc..=0xd3) {
                index = Some(self.integer_after(key, "enum")).filter(|_| self.marker() == 0xc0);
            }
        }
        self.depth -= 1;
        index.unwrap_or_else(|| {
            self.unexpected("enum", marker);
            (0, false)
        })
    }

    /// A union: a map of one entry, whose key is one of `members`; `read` gets its position, and reads the value.
    pub fn union<T>(
        &mut self,
        members: &'static [&'static str],
        read: impl FnOnce(&mut Self, usize) -> T,
    ) -> T {
        let member = self.member(members);
        let failed = self.failed();
        let value = read(self, member);
        if !failed && self.failed() {
            self.locate(".", members.get(member).copied().unwrap_or_default());
        }
        self.depth -= 1;
        value
    }

    fn member(&mut self, members: &'static [&'static str]) -> usize {
        let marker = self.peek().unwrap_or(0xc1);
        let count = self.enter(0x80, "map");
        if count != 1 {
            self.unexpected("map", marker);
        }
        let key = self.blob("string");
        let found = members.iter().position(|name| name.as_bytes() == key);
        found.unwrap_or_else(|| {
            let key = bytes::text(key).unwrap_or("?");
            let names = members.iter().copied();
            self.unknown("unknown member ", Shown::Text(key), names);
            0
        })
    }

    #[cold]
    #[inline(never)]
    fn unknown(
        &mut self,
        before: &str,
        what: Shown<'_>,
        known: impl Iterator<Item = &'static str>,
    ) {
        let Some(error) = self.fail_with(before, what) else { return };
        let mut before = ", expected one of ";
        for name in known {
            error.add(before).add(name);
            before = ", ";
        }
    }
}

/// A big-endian number.
fn number(bytes: &[u8]) -> u64 {
    let shift = |number, byte: &u8| number << 8 | u64::from(*byte);
    bytes.iter().fold(0, shift)
}
