//! Every reading rule and every error text of `fixtures/wire`, held by the modules of every language.

use std::collections::BTreeMap;

use contractc::conformance::toolchain::Kind;
use serde_json::Value;

use crate::in_every_language;
use crate::relay::{Answer, Relay, contract};

fn table(name: &str) -> Vec<Value> {
    let path = format!("{}/fixtures/wire/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'r>(row: &'r Value, key: &str) -> &'r str {
    row[key].as_str().unwrap_or_default()
}

fn payload(row: &Value) -> Vec<u8> {
    let digits = text(row, "in");
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(byte).collect()
}

fn shown(outcome: Result<&[u8], String>) -> String {
    match outcome {
        Ok(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(error) => format!("error {error}"),
    }
}

fn expected(row: &Value) -> String {
    match row.get("error") {
        Some(_) => format!("error {}", text(row, "error")),
        None => text(row, "out").to_owned(),
    }
}

fn hold(kind: Kind) {
    let Some(mut relay) = Relay::start(kind, &contract("fixtures/wire/schema.widl")) else {
        return;
    };
    let (requests, results) = (table("reading"), table("results"));
    let mut good: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &requests {
        let name = text(row, "op");
        let found = shown(relay.call(name, &payload(row), Answer::Echo));
        if found != expected(row) {
            wrong.push(format!("request {row}\n  found {found}"));
        }
        if row.get("out").is_some() {
            good.entry(name).or_insert_with(|| payload(row));
        }
    }
    // The rows about requests hold for results, too: of these operations.
    let mut both = requests.clone();
    both.retain(|row| !text(row, "in").is_empty() && text(row, "op") != "Arguments");
    for row in results.iter().chain(&both) {
        let name = text(row, "op");
        let Some(request) = good.get(name) else { continue };
        let found = shown(relay.call(name, request, Answer::Payload(payload(row))));
        if found != expected(row) {
            wrong.push(format!("result {row}\n  found {found}"));
        }
    }
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{kind}: {count} rows are held wrongly:\n{}", wrong.join("\n"));
}

in_every_language!(hold);
