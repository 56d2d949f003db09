//! The output of a target: files in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Paths, relative and with `/`, and what they hold; in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Files {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// Adds a file, or puts it in the place of one with this path.
    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Cow::Owned(content.into()));
    }

    /// The same for a file that is part of the program.
    pub fn insert_static(&mut self, path: impl Into<String>, content: &'static str) {
        self.files.insert(path.into(), Cow::Borrowed(content.as_bytes()));
    }

    /// Adds all files of another output.
    pub fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// What a path holds.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Paths and contents, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_ref()))
    }

    /// How many files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
