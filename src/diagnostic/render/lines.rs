//! Lines and columns of many places, without reading the text again for each.

use std::collections::BTreeMap;

use crate::source::{Position, Source, SourceId, SourceMap, Span};

/// The sources of a compilation and where their lines start, as far as they were asked for.
pub(super) struct Lines<'a> {
    sources: &'a SourceMap,
    starts: BTreeMap<SourceId, Vec<usize>>,
}

/// A span with its file, for people.
pub(super) struct Place<'a> {
    pub source: &'a Source,
    pub start: Position,
    pub end: Position,
}

impl<'a> Lines<'a> {
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources, starts: BTreeMap::new() }
    }

    /// The place of a span, if its source is known.
    pub fn place(&mut self, span: Span) -> Option<Place<'a>> {
        let source = self.sources.get(span.source)?;
        let (start, end) = (self.position(source, span.start), self.position(source, span.end));
        Some(Place { source, start, end })
    }

    /// The bytes of all the lines that a span touches, and the number of the first.
    pub fn around(&mut self, span: Span) -> Option<(&'a Source, std::ops::Range<usize>, usize)> {
        let source = self.sources.get(span.source)?;
        let starts = self.starts(source);
        let first = line_of(starts, span.start as usize);
        let last = line_of(starts, (span.end as usize).max(span.start as usize));
        let end = starts.get(last + 1).copied().unwrap_or(source.text.len());
        Some((source, starts[first]..end, first + 1))
    }

    fn position(&mut self, source: &Source, offset: u32) -> Position {
        let mut offset = (offset as usize).min(source.text.len());
        while !source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.starts(source);
        let line = line_of(starts, offset);
        Position { line: line + 1, column: source.text[starts[line]..offset].chars().count() + 1 }
    }

    fn starts(&mut self, source: &Source) -> &[usize] {
        self.starts.entry(source.id).or_insert_with(|| {
            std::iter::once(0)
                .chain(source.text.match_indices('\n').map(|(at, _)| at + 1))
                .collect()
        })
    }
}

/// The line, counted from 0, that holds the byte.
fn line_of(starts: &[usize], offset: usize) -> usize {
    starts.partition_point(|start| *start <= offset).saturating_sub(1)
}
