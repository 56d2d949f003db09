//! JSON for tools.

use serde::Serialize;

use super::Batch;
use super::lines::Lines;
use crate::diagnostic::{Label, Severity};
use crate::source::Position;

/// The reports as one JSON object, which ends with a newline. Lines and columns count from 1, columns in characters; `offset` counts
/// bytes from 0. A later version only adds members; `version` counts what else changes.
#[must_use]
pub fn json(batches: &[Batch<'_>]) -> String {
    let mut diagnostics = Vec::new();
    for (reports, sources) in batches {
        let mut lines = Lines::new(sources);
        for report in *reports {
            diagnostics.push(JsonDiagnostic {
                code: report.code.to_string(),
                severity: match report.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                message: &report.message,
                place: report.primary.as_ref().and_then(|label| place(label, &mut lines)),
                related: report
                    .secondary
                    .iter()
                    .filter_map(|label| place(label, &mut lines))
                    .collect(),
                help: report.help.as_deref(),
                notes: &report.notes,
            });
        }
    }
    let mut text =
        serde_json::to_string_pretty(&Json { version: 1, diagnostics }).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: String,
    severity: &'static str,
    message: &'a str,
    place: Option<JsonPlace<'a>>,
    related: Vec<JsonPlace<'a>>,
    help: Option<&'a str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    start: JsonPosition,
    end: JsonPosition,
    label: &'a str,
}

#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
    offset: u32,
}

fn place<'a>(label: &'a Label, lines: &mut Lines<'a>) -> Option<JsonPlace<'a>> {
    let place = lines.place(label.span)?;
    Some(JsonPlace {
        file: &place.source.path,
        start: position(place.start, label.span.start),
        end: position(place.end, label.span.end),
        label: &label.text,
    })
}

fn position(position: Position, offset: u32) -> JsonPosition {
    JsonPosition { line: position.line, column: position.column, offset }
}
