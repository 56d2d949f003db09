//! Payloads that went wrong at random: generated code gives the oracle's verdict on each, and writes what it read as the oracle does.

use contractc::targets::Side;
use contractc::wire::{OperationPlan, Plan, Request};
use serde_json::{Value, json};

use crate::go::Project;
use crate::schemas;

const MUTANTS: usize = 20_000;

/// splitmix64
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ z >> 31) % end as u64).unwrap()
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A payload with one thing changed, most often behind its beginning.
fn mutant(payload: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    const MARKERS: [u8; 16] = [
        0xc0, 0xc1, 0xc2, 0xc4, 0xc7, 0xca, 0xcb, 0xcc, 0xcf, 0xd0, 0xd6, 0xd9, 0xdc, 0xdf, 0x90,
        0x81,
    ];
    let mut mutant = payload.to_vec();
    let at = random.below(payload.len()).max(random.below(payload.len()));
    match random.below(9) {
        0 => mutant[at] ^= 1 << random.below(8),
        1..=4 => mutant[at] = MARKERS[random.below(MARKERS.len())],
        5 => mutant.truncate(at),
        6 => drop(mutant.remove(at)),
        7 => mutant.insert(at, MARKERS[random.below(MARKERS.len())]),
        _ => drop(mutant.splice(at.., other[random.below(other.len())..].iter().copied())),
    }
    mutant
}

fn verdict(plan: &Plan, operation: &OperationPlan, payload: &[u8]) -> Result<Vec<u8>, String> {
    let value = plan.decode_request(&operation.request, payload)?;
    match &operation.request {
        Request::Arguments(_) => plan.encode_request(&operation.request, &value),
        _ => plan.encode_response(&operation.response, &value),
    }
}

#[test]
fn mutants_are_judged_as_the_oracle_judges_them() {
    let Some(project) = Project::new("wiretest") else { return };
    let unit = schemas::file("fixtures/wire/schema.widl");
    let plan = Plan::of(&unit.1);
    let table = include_str!("../../fixtures/wire/reading.json");
    let table: Vec<Value> = serde_json::from_str(table).unwrap();
    let good: Vec<(&OperationPlan, Vec<u8>)> = table
        .iter()
        .filter(|row| row.get("out").is_some() && row["in"] != "")
        .filter_map(|row| {
            let operation = plan.roles[0].iter().find(|it| row["op"] == it.name.as_str())?;
            Some((operation, bytes(row["in"].as_str()?)))
        })
        .filter(|(_, payload)| payload.len() > 24 && payload.len() < 2000)
        .collect();

    let mut random = Random(7);
    let (mut rows, mut deep, mut failures) = (Vec::new(), 0, 0);
    while rows.len() < MUTANTS {
        let (operation, payload) = &good[random.below(good.len())];
        let other = &good[random.below(good.len())].1;
        let payload = mutant(payload, other, &mut random);
        let mut row = json!({"rule": "mutant", "op": operation.name, "in": hex(&payload)});
        match verdict(&plan, operation, &payload) {
            Ok(out) => row["out"] = hex(&out).into(),
            Err(error) => {
                failures += 1;
                deep += usize::from(error.split(": ").next().unwrap().contains(['.', '[']));
                row["error"] = error.into();
            }
        }
        rows.push(row);
    }
    assert!(failures > MUTANTS / 4 && deep * 10 > failures * 3, "{deep} of {failures} fail deep");

    project.generate(&[unit], Side::Both);
    project.copy("tinygo/wire/wire_test.go", "wire_test.go");
    for table in ["reading", "results"] {
        project.copy(&format!("wire/{table}.json"), &format!("{table}.json"));
    }
    project.write("mutants.json", serde_json::to_string(&rows).unwrap().as_bytes());
    project.lint();
    project.go("test .", &[]);
}
