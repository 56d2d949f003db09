//! Source texts and places in them.

use std::sync::Arc;

/// One source text, held in memory.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user gave it or as an import reached it, with `/` between its parts; for an embedded schema its contract id.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
    /// Its number in the [`SourceMap`] that holds it.
    pub id: SourceId,
    /// Whether it is part of the compiler, and no file.
    pub embedded: bool,
}

/// The number of a source in its [`SourceMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes of one source; both ends lie on character boundaries inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`.
    #[must_use]
    pub const fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The smallest span that covers both; they are of one source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The bytes of the source it covers.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place for people: line and column count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in Unicode scalar values.
    pub column: usize,
}

impl Source {
    /// Line and column of a byte; past the end, those of the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line, column: before[start..].chars().count() + 1 }
    }
}

/// All sources of one compilation.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// No sources.
    #[must_use]
    pub const fn new() -> Self {
        Self { sources: Vec::new() }
    }

    /// Adds a text under a path.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        self.push(path.into(), text.into(), false)
    }

    /// Adds a text that came from a loader.
    pub fn add_loaded(&mut self, loaded: Loaded) -> SourceId {
        self.push(loaded.path, loaded.text, loaded.embedded)
    }

    fn push(&mut self, path: String, text: Arc<str>, embedded: bool) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source { path, text, id, embedded });
        id
    }

    /// The source of that number, if it is one of these.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// All of them, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }
}

/// Where imports come from. The one over the file system is `loader::FileLoader`.
pub trait Loader {
    /// Reads what `path` names in an import of the file `importer`, and says under which path.
    ///
    /// # Errors
    /// Why it cannot be read, as a sentence for people, and the places that were looked at.
    fn load(&self, importer: &str, path: &str) -> Result<Loaded, LoadError>;

    /// Says that the file of this path is there already, so that an import of it leads to this path.
    fn remember(&self, _path: &str) {}
}

/// A text that an import named.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The path that identifies it: two imports of one file give one path.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
    /// Whether it is one of the schemas that are part of the compiler, and so no file to watch.
    pub embedded: bool,
}

/// Why an import could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What happened, in words.
    pub reason: String,
    /// The places that were tried, in order.
    pub tried: Vec<String>,
    /// What to do, if that is known.
    pub help: Option<String>,
}
