//! The names in a host call.

use std::str;

/// Binding, namespace and operation, one after the other. Most calls of a guest have the names of the call before: those are known
/// to be texts, and here already.
#[derive(Default)]
pub(super) struct Names {
    all: String,
    /// Where the namespace and the operation begin.
    namespace: usize,
    operation: usize,
}

impl Names {
    /// Takes over the names of a call.
    ///
    /// # Errors
    /// Which of them is not UTF-8; then nothing has changed.
    #[inline]
    pub(super) fn set(&mut self, names: [&[u8]; 3]) -> Result<(), &'static str> {
        if names == self.get().map(str::as_bytes) { Ok(()) } else { self.replace(names) }
    }

    #[inline(never)]
    fn replace(&mut self, names: [&[u8]; 3]) -> Result<(), &'static str> {
        const ARGUMENTS: [&str; 3] = ["the binding", "the namespace", "the operation"];
        let mut texts = [""; 3];
        for ((text, name), argument) in texts.iter_mut().zip(names).zip(ARGUMENTS) {
            *text = str::from_utf8(name).map_err(|_| argument)?;
        }
        let [binding, namespace, _] = texts;
        self.namespace = binding.len();
        self.operation = binding.len() + namespace.len();
        self.all.clear();
        self.all.extend(texts);
        Ok(())
    }

    /// Binding, namespace and operation.
    #[inline]
    pub(super) fn get(&self) -> [&str; 3] {
        let (names, operation) = self.all.split_at(self.operation);
        let (binding, namespace) = names.split_at(self.namespace);
        [binding, namespace, operation]
    }

    /// Gives back the room that names of more than `kept` bytes took.
    #[inline]
    pub(super) fn trim(&mut self, kept: usize) {
        if self.all.capacity() > kept {
            *self = Self::default();
        }
    }
}
