//! Structs, and the arguments of operations: field by field, in the declared order, however they came.

extern crate alloc;

use super::{Reader, Shown, bytes};
use alloc::vec::Vec;
use core::mem::forget;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A map whose entries have come in the declared order so far.
    Map,
    /// A map in another order: `Record::index` tells where each value is.
    Indexed,
    /// A list, by position.
    List,
}

/// A struct being read, one field after the other.
pub struct Record<'r, 'a> {
    reader: &'r mut Reader<'a>,
    fields: &'static [&'static str],
    /// The field that will be asked for next.
    next: usize,
    /// Entries not read yet.
    left: usize,
    form: Form,
    /// Where the value of a field is, once the form is `Indexed`.
    index: Vec<(usize, &'a [u8])>,
    /// What follows the struct, once the form is `Indexed`; nothing if the value of a known field is broken. Reading that
    /// field then says where.
    after: Option<&'a [u8]>,
    /// Whether what is asked for comes behind that broken value, if at all: until it is read, nothing else is wrong.
    waiting: bool,
}

impl<'a> Reader<'a> {
    /// A struct, or the arguments of an operation; `read` asks for its fields, in the order of `fields`.
    pub fn record<T>(
        &mut self,
        fields: &'static [&'static str],
        read: impl FnOnce(&mut Record<'_, 'a>) -> T,
    ) -> T {
        let mut record = self.begin(fields);
        let value = read(&mut record);
        record.end();
        // Nothing is left in it; so each struct is spared the code that would look.
        forget(record);
        value
    }

    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn begin(&mut self, fields: &'static [&'static str]) -> Record<'_, 'a> {
        let (form, left) = match self.peek() {
            Some(0x90..=0x9f | 0xdc | 0xdd) => (Form::List, self.enter(0x90, "map")),
            Some(0xc0) => {
                self.unexpected("map", 0xc0);
                (Form::Map, self.enter(0x80, "map"))
            }
            _ => (Form::Map, self.enter(0x80, "map")),
        };
        let (index, after) = (Vec::new(), None);
        Record { reader: self, fields, next: 0, left, form, index, after, waiting: false }
    }
}

impl<'a> Record<'_, 'a> {
    /// The next field, which must be there.
    pub fn required<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        let present = self.advance(true);
        let value = read(self.reader);
        self.check(present);
        value
    }

    /// The next field; `None` if it is missing or nil.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> T) -> Option<T> {
        if !self.advance(false) {
            return None;
        }
        let value = self.reader.optional(read);
        self.check(true);
        value
    }

    /// The next field; what `default` makes if it is missing.
    pub fn or_else<T>(
        &mut self,
        default: impl FnOnce() -> T,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> T {
        if !self.advance(false) {
            return default();
        }
        let value = read(self.reader);
        self.check(true);
        value
    }

    /// The next field; `default` if it is missing.
    pub fn or<T>(&mut self, default: T, read: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        self.or_else(|| default, read)
    }

    /// After the last field.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn end(&mut self) {
        if self.left > 0 && self.form == Form::Map && !self.reader.failed() {
            self.scan(self.fields.len());
        }
        if !self.reader.failed() {
            match (self.form, self.after) {
                (Form::Map, _) => {}
                (Form::List, _) => self.reader.skip_all(self.left),
                (Form::Indexed, Some(after)) => self.reader.rest = after,
                (Form::Indexed, None) => self.reader.truncated(),
            }
        }
        self.reader.depth -= 1;
        self.index = Vec::new();
    }

    /// Moves to the value of the next field; false if there is none, which is a failure if it is `required`.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn advance(&mut self, required: bool) -> bool {
        let field = self.next;
        self.next += 1;
        if self.left > 0 && self.form == Form::Map && self.take_key(self.name_of(field)) {
            self.left -= 1;
            return true;
        }
        self.find(field, required)
    }

    #[cold]
    #[inline(never)]
    fn find(&mut self, field: usize, required: bool) -> bool {
        if self.left > 0 && self.form == Form::Map && !self.reader.failed() {
            self.scan(field);
        }
        if self.reader.failed() {
            return false;
        }
        match self.form {
            Form::List if self.left > 0 => {
                self.left -= 1;
                return true;
            }
            Form::Indexed => {
                if let Some(value) = self.indexed(field) {
                    self.reader.rest = value;
                    return true;
                }
                if self.after.is_none() {
                    self.waiting = required;
                    return false;
                }
            }
            _ => {}
        }
        if required {
            self.reader.fail("missing field");
            self.locate();
        }
        false
    }

    fn name_of(&self, field: usize) -> &'static str {
        self.fields.get(field).copied().unwrap_or_default()
    }

    /// Takes the key of a field if it is what comes next.
    fn take_key(&mut self, name: &str) -> bool {
        let Some((marker, rest)) = self.reader.rest.split_first() else {
            return false;
        };
        let Some((key, rest)) = rest.split_at_checked(name.len()) else {
            return false;
        };
        let found = usize::from(*marker) == 0xa0 + name.len()
            && name.len() < 32
            && bytes::same(key, name.as_bytes());
        if found {
            self.reader.rest = rest;
        }
        found
    }

    /// The entries came in another order, some are missing, or there are unknown ones: finds all that are left.
    #[cold]
    #[inline(never)]
    fn scan(&mut self, first: usize) {
        self.form = Form::Indexed;
        for _ in 0..self.left {
            let key = self.reader.blob("string");
            if self.reader.failed() {
                return;
            }
            let position = self.fields.iter().position(|name| name.as_bytes() == key);
            let before = (self.reader.rest, self.reader.depth);
            if let Some(field) = position {
                if field < first || self.indexed(field).is_some() {
                    self.reader.fail_with("duplicate key ", Shown::Text(self.name_of(field)));
                    return;
                }
                bytes::push(&mut self.index, (field, before.0), || self.fields.len());
            }
            self.reader.skip();
            if self.reader.failed() {
                if position.is_some() {
                    self.reader.recover();
                    self.reader.depth = before.1;
                }
                return;
            }
        }
        self.after = Some(self.reader.rest);
    }

    /// Where the value of a field is.
    fn indexed(&self, field: usize) -> Option<&'a [u8]> {
        self.index.iter().find(|value| value.0 == field).map(|value| value.1)
    }

    /// After the value of a field.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    fn check(&mut self, present: bool) {
        if self.waiting {
            self.waiting = false;
            self.reader.recover();
        } else if present && self.reader.failed() {
            self.locate();
        }
    }

    #[cold]
    #[inline(never)]
    fn locate(&mut self) {
        self.reader.locate(".", self.name_of(self.next - 1));
    }
}
