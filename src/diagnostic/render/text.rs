//! Text in the look of rustc.

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::lines::Lines;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{SourceMap, Span};

/// Labels further apart than this many bytes are shown one by one.
const FAR: u32 = 16 << 10;

/// Lines around a label that are longer than this, in bytes, are not shown: nobody could read them.
const LONG: usize = 64 << 10;

/// Long lines are shown around the label only.
const WIDTH: usize = 140;

/// The reports, with a blank line between them. `colour` adds ANSI escapes.
#[must_use]
pub fn text(reports: &[Diagnostic], sources: &SourceMap, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (at, report) in reports.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        out.push_str(&renderer.render(&[group(report, &mut lines)]));
        out.push('\n');
    }
    out
}

fn group<'a>(report: &'a Diagnostic, lines: &mut Lines<'a>) -> Group<'a> {
    let level = match report.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&*report.message).id(report.code.to_string()));
    let mut secondary: Vec<&Label> = report.secondary.iter().collect();
    if let Some(primary) = &report.primary {
        let near = |label: &&Label| {
            let whole = primary.span.to(label.span);
            label.span.source == primary.span.source && whole.end - whole.start <= FAR
        };
        let (together, apart) = secondary.into_iter().partition::<Vec<_>, _>(near);
        secondary = apart;
        group = group.elements(snippet(primary, &together, lines));
    }
    for label in secondary {
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
