//! Text in the look of rustc.

use std::fmt::Write as _;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::Batch;
use super::lines::Lines;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::Span;

/// Labels further apart than this many bytes are shown one by one.
const FAR: u32 = 16 << 10;

/// Lines around a label that are longer than this, in bytes, are not shown: nobody could read them.
const LONG: usize = 64 << 10;

/// For whom reports are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With ANSI escapes.
    pub colour: bool,
    /// How many columns there are: of a longer line, what is around the label is shown.
    pub width: usize,
}

impl Default for Look {
    /// For a file.
    fn default() -> Self {
        Self { colour: false, width: 140 }
    }
}

/// The reports, with a blank line between them.
#[must_use]
pub fn text(batches: &[Batch<'_>], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut out = String::new();
    for (reports, sources) in batches {
        let mut lines = Lines::new(sources);
        for report in *reports {
            if !out.is_empty() {
                out.push('\n');
            }
            match &report.primary {
                Some(primary) => {
                    out.push_str(&renderer.render(&[group(report, primary, &mut lines)]));
                    out.push('\n');
                }
                None => placeless(report, &renderer, &mut out),
            }
        }
    }
    out
}

fn title(report: &Diagnostic) -> Group<'_> {
    let level = match report.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    Group::with_title(level.primary_title(&*report.message).id(report.code.to_string()))
}

/// A report without a place has no gutter either.
fn placeless(report: &Diagnostic, renderer: &Renderer, out: &mut String) {
    out.push_str(&renderer.render(&[title(report)]));
    out.push('\n');
    let notes = report.notes.iter().map(|note| (Level::NOTE, note));
    for (level, text) in notes.chain(report.help.iter().map(|help| (Level::HELP, help))) {
        let text = level.secondary_title(normalize_untrusted_str(text));
        let _ = writeln!(out, "  {}", renderer.render(&[Group::with_title(text)]));
    }
}

fn group<'a>(report: &'a Diagnostic, primary: &'a Label, lines: &mut Lines<'a>) -> Group<'a> {
    let near = |label: &&Label| {
        let whole = primary.span.to(label.span);
        label.span.source == primary.span.source && whole.end - whole.start <= FAR
    };
    let (together, apart) = report.secondary.iter().partition::<Vec<_>, _>(near);
    let mut group = title(report).elements(snippet(primary, &together, lines));
    for label in apart {
        group = group.elements(snippet(label, &[], lines));
    }
    let mut group = group.elements(
        report.notes.iter().map(|note| Level::NOTE.message(normalize_untrusted_str(note))),
    );
    if let Some(help) = &report.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    group
}

/// The lines around a label with all labels in them; only the place where these lines are too long to show.
fn snippet<'a>(
    primary: &'a Label,
    secondary: &[&'a Label],
    lines: &mut Lines<'a>,
) -> Option<Element<'a>> {
    let whole = secondary.iter().fold(primary.span, |whole, label| whole.to(label.span));
    let (source, excerpt, first) = lines.around(whole)?;
    if excerpt.len() > LONG {
        let place = lines.place(primary.span)?.start;
        let origin = Origin::path(&*source.path).line(place.line).char_column(place.column);
        return Some(origin.into());
    }
    let within = |span: Span| {
        let inside = |at: u32| (at as usize).clamp(excerpt.start, excerpt.end) - excerpt.start;
        inside(span.start)..inside(span.end)
    };
    let text = |label: &'a Label| (!label.text.is_empty()).then_some(&*label.text);
    let shown = secondary
        .iter()
        .map(|label| AnnotationKind::Context.span(within(label.span)).label(text(label)));
    let snippet = Snippet::source(&source.text[excerpt.clone()])
        .line_start(first)
        .path(&*source.path)
        .annotation(AnnotationKind::Primary.span(within(primary.span)).label(text(primary)))
        .annotations(shown);
    Some(snippet.into())
}
