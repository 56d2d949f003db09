//! `fixtures/wire/*.json`: every reading rule and every error text, as bytes.

use std::collections::BTreeSet;

use contractc::wire::{OperationPlan, Plan};

use crate::schema;

struct Row {
    rule: String,
    op: String,
    payload: Vec<u8>,
    expected: Result<Vec<u8>, String>,
}

fn rows(file: &str) -> Vec<Row> {
    let path = format!("{}/fixtures/wire/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&text).expect(&path);
    rows.iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().expect(key).to_owned();
            Row {
                rule: text("rule"),
                op: text("op"),
                payload: bytes(&text("in")),
                expected: if row.contains_key("error") {
                    Err(text("error"))
                } else {
                    Ok(bytes(&text("out")))
                },
            }
        })
        .collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "{hex}");
    let digits: Vec<u8> = hex.bytes().map(|d| char::from(d).to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reports every row that differs, not the first alone.
fn hold(rows: &[Row], answer: impl Fn(&Row) -> Option<Result<Vec<u8>, String>>) {
    let mut different = Vec::new();
    for row in rows {
        let Some(found) = answer(row) else { continue };
        if found != row.expected {
            different.push(format!(
                "{} ({}) {}\n  expected {}\n  found    {}",
                row.op,
                row.rule,
                hex(&row.payload),
                show(&row.expected),
                show(&found)
            ));
        }
    }
    assert!(different.is_empty(), "{} rows differ:\n{}", different.len(), different.join("\n"));
}

fn show(answer: &Result<Vec<u8>, String>) -> String {
    answer.as_ref().map_or_else(Clone::clone, |bytes| hex(bytes))
}

fn find<'p>(plan: &'p Plan, name: &str) -> Option<&'p OperationPlan> {
    plan.roles[0].iter().find(|operation| operation.name == name)
}

#[test]
fn requests_are_read_as_the_table_says() {
    let plan = Plan::of(&schema::contract());
    let rows = rows("reading.json");
    assert!(rows.len() > 1500, "{} rows", rows.len());
    hold(&rows, |row| {
        let Some(operation) = find(&plan, &row.op) else {
            return Some(Err(contractc::wire::unknown_operation(row.op.as_bytes())));
        };
        let value = plan.decode_request(&operation.request, &row.payload);
        Some(value.and_then(|value| match &operation.request {
            // The reply of an operation with arguments is a struct with the same fields.
            contractc::wire::Request::Arguments(_) => {
                plan.encode_request(&operation.request, &value)
            }
            _ => plan.encode_response(&operation.response, &value),
        }))
    });
}

#[test]
fn results_are_read_as_the_tables_say() {
    let plan = Plan::of(&schema::contract());
    let answer = |row: &Row| {
        let operation = find(&plan, &row.op)?;
        let value = plan.decode_response(&operation.response, &row.payload);
        Some(value.and_then(|value| plan.encode_response(&operation.response, &value)))
    };
    hold(&rows("results.json"), answer);
    let mut requests = rows("reading.json");
    requests.retain(|row| !row.payload.is_empty() && row.op != "Arguments");
    hold(&requests, answer);
}

#[test]
fn every_text_of_an_error_has_a_row() {
    let rows: Vec<Row> = rows("reading.json");
    let texts: Vec<&String> = rows.iter().filter_map(|row| row.expected.as_ref().err()).collect();
    for what in [
        ": expected ",
        " does not fit ",
        ": missing field",
        ": truncated",
        ": invalid UTF-8",
        ": unknown value 1, expected one of",
        ": unknown value \"",
        ": unknown member \"",
        ": duplicate key ",
        ": nested deeper than 128",
        ": invalid datetime \"",
        "No handler registered for function ",
    ] {
        assert!(texts.iter().any(|text| text.contains(what)), "no row fails with `{what}`");
    }
    for found in [
        "nil",
        "bool",
        "integer",
        "float",
        "string",
        "bytes",
        "list",
        "map",
        "extension",
        "invalid",
    ] {
        let found = format!(", found {found}");
        assert!(texts.iter().any(|text| text.ends_with(&found)), "no row ends with `{found}`");
    }
    let operations: BTreeSet<&str> = rows.iter().map(|row| row.op.as_str()).collect();
    for operation in &Plan::of(&schema::contract()).roles[0] {
        assert!(operations.contains(operation.name.as_str()), "no row for {}", operation.name);
    }
}
