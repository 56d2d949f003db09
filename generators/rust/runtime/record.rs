//! Structs, and the arguments of operations: field by field, in the declared order, however they came.

extern crate alloc;

use super::{Reader, Shown, bytes, reader::DEPTH};
use alloc::vec::Vec;
use core::mem::{forget, take};

/// A struct being read, one field after the other.
pub struct Record<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// Lies apart, for the sake of the structs that need none.
    detour: &'r mut Option<Detour<'a>>,
    fields: &'static [&'static str],
    /// How many fields were asked for.
    asked: usize,
    /// Entries not read yet, of a map whose entries have come in the declared order so far.
    left: usize,
    /// Whether the field that was asked for last is there.
    present: bool,
}

/// What there is to know of a struct that is no map whose entries come in the declared order.
#[derive(Default)]
struct Detour<'a> {
    /// Whether a failure is not one of the value that was asked for last.
    located: bool,
    /// Whether what was asked for comes behind a broken value, if at all: until that is read, nothing else is wrong.
    waiting: bool,
    /// Whether the struct is a map of which `index` tells where the value of each field is.
    indexed: bool,
    index: Vec<(usize, &'a [u8])>,
    /// What follows that map; nothing if the value of a known field is broken. Reading that field then says where.
    after: Option<&'a [u8]>,
    /// Items not read yet, of a list.
    items: usize,
}

impl<'a> Reader<'a> {
    /// A struct, or the arguments of an operation; `read` asks for its fields, in the order of `fields`.
    pub fn record<T>(
        &mut self,
        fields: &'static [&'static str],
        read: impl FnOnce(&mut Record<'_, 'a>) -> T,
    ) -> T {
        let mut detour = None;
        let mut record = self.begin(fields, &mut detour);
        let value = read(&mut record);
        record.end();
        // Nothing is left in it; so each struct is spared the code that would look.
        forget(detour);
        value
    }

    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn begin<'r>(
        &'r mut self,
        fields: &'static [&'static str],
        detour: &'r mut Option<Detour<'a>>,
    ) -> Record<'r, 'a> {
        let left = match self.rest.split_first() {
            Some((marker @ 0x80..=0x8f, rest))
                if usize::from(marker & 0xf) <= rest.len() / 2 && self.depth < DEPTH =>
            {
                self.rest = rest;
                self.depth += 1;
                usize::from(marker & 0xf)
            }
            _ => self.begin_otherwise(detour),
        };
        Record { reader: self, detour, fields, asked: 0, left, present: false }
    }

    /// A long map, a list, or a failure.
    #[cold]
    #[inline(never)]
    fn begin_otherwise(&mut self, detour: &mut Option<Detour<'a>>) -> usize {
        let (mut left, mut items) = (0, 0);
        match self.peek() {
            Some(0x90..=0x9f | 0xdc | 0xdd) => items = self.enter(0x90, "map"),
            marker => {
                if marker == Some(0xc0) {
                    self.unexpected("map", 0xc0);
                }
                left = self.enter(0x80, "map");
            }
        }
        let detour = Detour::made(detour);
        detour.located = self.failed();
        detour.items = items;
        left
    }

    /// Takes the key of a field if it is what comes next.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn take_key(&mut self, name: &str) -> bool {
        let Some((marker, rest)) = self.rest.split_first() else {
            return false;
        };
        let Some((key, rest)) = rest.split_at_checked(name.len()) else {
            return false;
        };
        let found = usize::from(*marker) == 0xa0 + name.len()
            && name.len() < 32
            && bytes::same(key, name.as_bytes());
        if found {
            self.rest = rest;
        }
        found
    }
}

impl<'a> Record<'_, 'a> {
    /// The next field, which must be there.
    #[inline(always)] // so that the name is known
    pub fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> T {
        read(self.advance(name, true))
    }

    /// The next field; `None` if it is missing or nil.
    #[inline(always)] // so that the name is known
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> Option<T> {
        self.advance(name, false);
        if self.present { self.reader.optional(read) } else { None }
    }

    /// The next field; what `default` makes if it is missing.
    #[inline(always)] // as above
    pub fn or_else<T>(
        &mut self,
        name: &'static str,
        default: impl FnOnce() -> T,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> T {
        self.advance(name, false);
        if self.present { read(self.reader) } else { default() }
    }

    /// The next field; `default` if it is missing.
    #[inline(always)] // as above
    pub fn or<T>(
        &mut self,
        name: &'static str,
        default: T,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> T {
        self.or_else(name, || default, read)
    }

    /// Moves to the value of the next field; that there is none is a failure if it is `required`. A failure leaves nothing to
    /// be read, so that it is found here, or at the end.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn advance(&mut self, name: &'static str, required: bool) -> &mut Reader<'a> {
        let field = self.asked;
        self.asked += 1;
        self.present = self.left > 0 && self.reader.take_key(name);
        if self.present {
            self.left -= 1;
        } else {
            let left = take(&mut self.left);
            self.present = find(self.detour, self.reader, self.fields, field, left, required);
        }
        self.reader
    }

    /// After the last field.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn end(&mut self) {
        if self.left > 0 || self.detour.is_some() || self.reader.failed() {
            end(self.detour, self.reader, self.fields, self.asked, self.left);
        }
        self.reader.depth -= 1;
    }
}

/// Moves to the value of a field that is not what comes next.
#[cold]
#[inline(never)]
fn find<'a>(
    detour: &mut Option<Detour<'a>>,
    reader: &mut Reader<'a>,
    fields: &'static [&'static str],
    field: usize,
    left: usize,
    required: bool,
) -> bool {
    let detour = settle(detour, reader, fields, field, left);
    if !reader.failed() {
        if detour.items > 0 {
            detour.items -= 1;
            return true;
        }
        if let Some(value) = detour.value(field) {
            reader.rest = value;
            return true;
        }
        if detour.indexed && detour.after.is_none() {
            detour.waiting = required;
        } else if required {
            reader.fail("missing field");
            reader.locate_field(fields, field);
        }
        detour.located = reader.failed();
    }
    false
}

/// After the last field.
#[cold]
#[inline(never)]
fn end<'a>(
    detour: &mut Option<Detour<'a>>,
    reader: &mut Reader<'a>,
    fields: &'static [&'static str],
    asked: usize,
    left: usize,
) {
    let detour = settle(detour, reader, fields, asked, left);
    if !reader.failed() {
        reader.skip_all(detour.items);
        if detour.indexed {
            match detour.after {
                Some(after) => reader.rest = after,
                None => reader.truncated(),
            }
        }
    }
    detour.index = Vec::new();
}

/// Says where the value before that of `field` failed, if it did; if not, and there are entries `left`, these come in another
/// order, some are missing, or there are unknown ones: finds all of them.
#[inline(never)]
fn settle<'r, 'a>(
    detour: &'r mut Option<Detour<'a>>,
    reader: &mut Reader<'a>,
    fields: &'static [&'static str],
    field: usize,
    left: usize,
) -> &'r mut Detour<'a> {
    let detour = Detour::made(detour);
    if take(&mut detour.waiting) {
        reader.recover();
    }
    if reader.failed() {
        if !detour.located {
            reader.locate_field(fields, field.wrapping_sub(1));
        }
    } else if left > 0 {
        detour.scan(reader, fields, field, left);
    }
    detour.located = reader.failed();
    detour
}

impl<'a> Reader<'a> {
    #[cold]
    #[inline(never)]
    fn locate_field(&mut self, fields: &'static [&'static str], field: usize) {
        self.locate(".", fields.get(field).copied().unwrap_or_default());
    }
}

impl<'a> Detour<'a> {
    #[cold]
    #[inline(never)]
    fn made<'r>(detour: &'r mut Option<Self>) -> &'r mut Self {
        detour.get_or_insert_with(Self::default)
    }

    /// Finds all entries that are left, of which none is before the field `first`.
    fn scan(
        &mut self,
        reader: &mut Reader<'a>,
        fields: &'static [&'static str],
        first: usize,
        left: usize,
    ) {
        self.indexed = true;
        for _ in 0..left {
            let key = reader.blob("string");
            let position = fields.iter().position(|name| name.as_bytes() == key);
            if let Some(field) = position {
                if field < first || self.value(field).is_some() {
                    let name = fields.get(field).copied().unwrap_or_default();
                    reader.fail_with("duplicate key ", Shown::Text(name));
                    return;
                }
                bytes::push(&mut self.index, (field, reader.rest), || fields.len());
            }
            reader.skip();
            if reader.failed() {
                if position.is_some() {
                    reader.recover();
                }
                return;
            }
        }
        self.after = Some(reader.rest);
    }

    /// Where the value of a field is.
    fn value(&self, field: usize) -> Option<&'a [u8]> {
        self.index.iter().find(|value| value.0 == field).map(|value| value.1)
    }
}
