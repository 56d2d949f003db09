//! SARIF 2.1.0, the format of code scanning services.

use serde_json::{Map, Value, json};

use super::Batch;
use super::lines::Lines;
use crate::diagnostic::{Code, Label, Severity};

/// The reports as a SARIF log with one run; ends with a newline.
#[must_use]
pub fn sarif(batches: &[Batch<'_>]) -> String {
    let mut rules: Vec<Code> =
        batches.iter().flat_map(|(reports, _)| reports.iter()).map(|report| report.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut results = Vec::new();
    for (reports, sources) in batches {
        let mut lines = Lines::new(sources);
        for report in *reports {
            let mut message = report.message.clone();
            for note in &report.notes {
                message.push_str("\nnote: ");
                message.push_str(note);
            }
            if let Some(help) = &report.help {
                message.push_str("\nhelp: ");
                message.push_str(help);
            }
            let mut result = Map::new();
            result.insert("ruleId".into(), report.code.to_string().into());
            result
                .insert("ruleIndex".into(), rules.binary_search(&report.code).unwrap_or(0).into());
            result.insert("level".into(), level(report.severity()).into());
            result.insert("message".into(), json!({ "text": message }));
            let locations: Vec<Value> = report
                .primary
                .iter()
                .filter_map(|label| location(label, None, &mut lines))
                .collect();
            result.insert("locations".into(), locations.into());
            let related: Vec<Value> = report
                .secondary
                .iter()
                .enumerate()
                .filter_map(|(at, label)| location(label, Some(at), &mut lines))
                .collect();
            if !related.is_empty() {
                result.insert("relatedLocations".into(), related.into());
            }
            results.push(Value::Object(result));
        }
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "contractc",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code) -> Value {
    let entry = code.entry();
    json!({
        "id": code.to_string(),
        "name": pascal_case(entry.name),
        "shortDescription": { "text": entry.title },
        "help": { "text": entry.explanation, "markdown": entry.explanation },
        "defaultConfiguration": { "level": level(entry.severity) },
    })
}

/// `UNKNOWN_TYPE` as `UnknownType`.
fn pascal_case(name: &str) -> String {
    name.split('_')
        .filter_map(|word| word.split_at_checked(1))
        .map(|(first, rest)| first.to_owned() + &rest.to_lowercase())
        .collect()
}

fn location(label: &Label, id: Option<usize>, lines: &mut Lines<'_>) -> Option<Value> {
    let place = lines.place(label.span)?;
    let mut location = Map::new();
    if let Some(id) = id {
        location.insert("id".into(), id.into());
    }
    location.insert(
        "physicalLocation".into(),
        json!({
            "artifactLocation": { "uri": uri(&place.source.path) },
            "region": {
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
                "byteOffset": label.span.start,
                "byteLength": label.span.end - label.span.start,
            },
        }),
    );
    if !label.text.is_empty() {
        location.insert("message".into(), json!({ "text": label.text }));
    }
    Some(Value::Object(location))
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
