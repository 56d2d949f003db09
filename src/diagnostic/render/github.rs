//! Workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write as _;

use super::Batch;
use super::lines::Lines;
use crate::diagnostic::Severity;

/// The reports, one command a line.
#[must_use]
pub fn github(batches: &[Batch<'_>]) -> String {
    let mut out = String::new();
    for (reports, sources) in batches {
        let mut lines = Lines::new(sources);
        for report in *reports {
            let mut properties = Vec::new();
            if let Some(place) = report.primary.as_ref().and_then(|label| lines.place(label.span)) {
                properties.push(format!("file={}", property(&place.source.path)));
                properties.push(format!("line={}", place.start.line));
                properties.push(format!("endLine={}", place.end.line));
                if place.start.line == place.end.line {
                    properties.push(format!("col={}", place.start.column));
                    properties.push(format!("endColumn={}", place.end.column));
                }
            }
            properties.push(format!(
                "title={}",
                property(&format!("{}: {}", report.code, report.code.entry().title))
            ));
            let mut message = report.message.clone();
            for label in report.primary.iter().filter(|label| !label.text.is_empty()) {
                let _ = write!(message, " ({})", label.text);
            }
            for label in &report.secondary {
                if let Some(place) = lines.place(label.span) {
                    let (path, start) = (&place.source.path, place.start);
                    let _ =
                        write!(message, "\n{}: {path}:{}:{}", label.text, start.line, start.column);
                }
            }
            for note in &report.notes {
                let _ = write!(message, "\nnote: {note}");
            }
            if let Some(help) = &report.help {
                let _ = write!(message, "\nhelp: {help}");
            }
            let command = match report.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&message));
        }
    }
    out
}

/// Escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
