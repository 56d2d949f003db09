//! Maps as they cross the wire.

extern crate alloc;

use super::bytes;
use alloc::{string::String, vec::Vec};
use core::{borrow::Borrow, cmp::Ordering, fmt, ops::Deref};

/// What can be a key: ordered as its encoded bytes are.
pub trait Key {
    /// Which of the two comes first on the wire.
    fn order(&self, other: &Self) -> Ordering;

    /// The key as an error shows it.
    fn shown(&self) -> Shown<'_>;
}

/// A key as an error shows it.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'k> {
    /// In quotes.
    Text(&'k str),
    /// A size, and whether it is below zero.
    Integer(u64, bool),
    /// As it is.
    Word(&'k str),
}

impl<'k> Shown<'k> {
    /// The integer whose 64 bits are `bits`.
    pub(super) const fn integer(bits: u64, negative: bool) -> Self {
        Self::Integer(if negative { bits.wrapping_neg() } else { bits }, negative)
    }

    /// An integer.
    #[must_use]
    pub const fn signed(value: i64) -> Self {
        Self::integer(value as u64, value < 0)
    }
}

impl Key for str {
    /// Shorter first, then by bytes.
    fn order(&self, other: &Self) -> Ordering {
        bytes::order(self.as_bytes(), other.as_bytes())
    }

    fn shown(&self) -> Shown<'_> {
        Shown::Text(self)
    }
}

impl Key for String {
    fn order(&self, other: &Self) -> Ordering {
        self.as_str().order(other)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::Text(self)
    }
}

impl Key for &str {
    fn order(&self, other: &Self) -> Ordering {
        str::order(self, other)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::Text(self)
    }
}

impl Key for bool {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::Word(if *self { "true" } else { "false" })
    }
}

macro_rules! unsigned_keys {
    ($($type:ty)*) => {$(
        impl Key for $type {
            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }

            fn shown(&self) -> Shown<'_> {
                Shown::Integer(u64::from(*self), false)
            }
        }
    )*};
}

macro_rules! signed_keys {
    ($($type:ty)*) => {$(
        impl Key for $type {
            /// By the marker, then by the bits.
            fn order(&self, other: &Self) -> Ordering {
                place(i64::from(*self)).cmp(&place(i64::from(*other)))
            }

            fn shown(&self) -> Shown<'_> {
                Shown::signed(i64::from(*self))
            }
        }
    )*};
}

unsigned_keys!(u8 u16 u32 u64);
signed_keys!(i8 i16 i32 i64);

/// Where the shortest signed form of a value stands among all: the rank of its marker, and its bits.
const fn place(value: i64) -> (u8, u64) {
    let rank = match value {
        0..=0x7f => 0,
        -0x20..=-1 => 5,
        -0x80..=-0x21 => 1,
        -0x8000..=0x7fff => 2,
        -0x8000_0000..=0x7fff_ffff => 3,
        _ => 4,
    };
    (rank, value as u64)
}

/// Whether one entry's key comes before another's.
fn precedes<K: Key, V>(entries: &[(K, V)], first: usize, second: usize) -> bool {
    match (entries.get(first), entries.get(second)) {
        (Some(first), Some(second)) => first.0.order(&second.0) == Ordering::Less,
        _ => false,
    }
}

/// A map whose entries lie in the order of the wire: for strings, shorter keys first, then by bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Map<K, V> {
    /// A map without entries.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Key, V> Map<K, V> {
    fn find<Q: Key + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        match self.entries.last() {
            // Entries mostly come in order.
            Some(last) if last.0.borrow().order(key) == Ordering::Less => Err(self.entries.len()),
            _ => self.entries.binary_search_by(|entry| entry.0.borrow().order(key)),
        }
    }

    /// Puts an entry last, as the first of so many; the map is one again after [`Map::sort`].
    pub(super) fn push(&mut self, key: K, value: V, expected: impl FnOnce() -> usize) {
        bytes::push(&mut self.entries, (key, value), expected);
    }

    /// Puts all entries in order, and returns a key that is there twice.
    pub(super) fn sort(&mut self) -> Option<&K> {
        self.disorder()?;
        self.heapsort();
        let at = self.disorder()?;
        self.entries.get(at).map(|entry| &entry.0)
    }

    /// The first entry that is not behind the one before it.
    fn disorder(&self) -> Option<usize> {
        (1..self.entries.len()).find(|at| !precedes(&self.entries, at - 1, *at))
    }

    /// Smaller than the sort of `core`, and as safe against bad input: a heapsort, which first makes the heap from `start`
    /// down, then takes the largest away.
    #[cold]
    fn heapsort(&mut self) {
        let entries = self.entries.as_mut_slice();
        let mut end = entries.len();
        let mut start = end / 2;
        while end > 1 {
            if start > 0 {
                start -= 1;
            } else {
                end -= 1;
                bytes::swap(entries, 0, end);
            }
            let mut root = start;
            loop {
                let mut child = 2 * root + 1;
                if child + 1 < end && precedes(entries, child, child + 1) {
                    child += 1;
                }
                if child >= end || !precedes(entries, root, child) {
                    break;
                }
                bytes::swap(entries, root, child);
                root = child;
            }
        }
    }

    /// Puts a value under a key, and returns the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(at) => self.entries.get_mut(at).map(|entry| core::mem::replace(&mut entry.1, value)),
            Err(at) => {
                self.entries.insert(at, (key, value));
                None
            }
        }
    }

    /// The value under a key.
    pub fn get<Q: Key + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().and_then(|at| self.entries.get(at)).map(|entry| &entry.1)
    }

    /// The value under a key, to be changed.
    pub fn get_mut<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().and_then(|at| self.entries.get_mut(at)).map(|entry| &mut entry.1)
    }

    /// Takes the value under a key away.
    pub fn remove<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|at| self.entries.remove(at).1)
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// The entries, in the order of the wire.
impl<K, V> Deref for Map<K, V> {
    type Target = [(K, V)];

    fn deref(&self) -> &Self::Target {
        &self.entries
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (key, value))).finish()
    }
}

impl<K: Key, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Key, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Key, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = alloc::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = &'a (K, V);
    type IntoIter = core::slice::Iter<'a, (K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}
