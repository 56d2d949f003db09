//! The numbers of a run: they add up, and the terminal, JUnit, JSON and HTML say the same.

use std::collections::BTreeMap;

use contractc::conformance::toolchain::Kind;
use contractc::conformance::{Options, Outcome, Quiet, module, report, run};
use contractc::ir::Implementer;
use serde_json::Value;

use crate::{cases, reports, tools};

const FOLDER: &str = "fixtures/conformance/modules";

/// Numbers by what they count, without those that are 0.
type Numbers = BTreeMap<String, u64>;

const KINDS: [&str; 6] = ["passed", "failed", "known", "advice", "skipped", "not_applicable"];

/// `3 passed, 1 failed, 2 known failures`, as numbers.
fn sentence(text: &str) -> Numbers {
    let mut numbers = Numbers::new();
    for part in text.split(", ") {
        let (count, what) = part.split_once(' ').expect(part);
        let what = match what {
            "known failure" | "known failures" => "known".to_owned(),
            other => other.to_lowercase().replace(' ', "_"),
        };
        numbers.insert(what, count.parse().expect(part));
    }
    numbers.retain(|_, count| *count > 0);
    numbers
}

/// The numbers of an object of the JSON report.
fn object(value: &Value) -> Numbers {
    let numbers = KINDS.map(|kind| (kind.to_owned(), value[kind].as_u64().expect(kind)));
    numbers.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// What stands between two texts, wherever they do.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).map(|rest| rest.split(to).next().unwrap_or_default()).collect()
}

fn only<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    between(text, from, to).first().unwrap_or_else(|| panic!("no {from}: {text}"))
}

/// Holds the four reports of a run to each other, and to its sum.
fn agree(outcome: &Outcome, adds_up: bool) {
    let json: Value = serde_json::from_str(&report::json(outcome)).expect("JSON");
    let counts = object(&json["counts"]);
    let of = |kind: &str| counts.get(kind).copied().unwrap_or_default();
    let length = |list: &str| json[list].as_array().expect(list).len() as u64;
    let sum = |list: &str, what: &str| {
        let list = json[list].as_array().expect(list);
        list.iter().map(|one| one[what].as_u64().expect(what)).sum::<u64>()
    };
    for kind in KINDS {
        assert_eq!(sum("cells", kind), of(kind), "{kind} of the cells");
    }
    for (list, kind) in [("failures", "failed"), ("known_failures", "known"), ("advice", "advice")]
    {
        assert_eq!(length(list), of(kind), "{list}");
    }
    assert_eq!(sum("skipped", "cases"), of("skipped"));
    assert_eq!(json["passed"], outcome.passed());
    let pairs = length("cells");
    let cases: u64 =
        json["cases"].as_object().expect("cases").values().filter_map(Value::as_u64).sum();
    assert_eq!(
        (json["counts"]["cases"].as_u64(), json["counts"]["pairs"].as_u64()),
        (Some(cases), Some(pairs))
    );
    let all: u64 = counts.values().sum();
    if adds_up {
        assert_eq!(all, cases * pairs, "each case in each pair");
        for cell in json["cells"].as_array().expect("cells") {
            assert_eq!(object(cell).values().sum::<u64>(), cases, "{cell}");
        }
    }

    let table = report::table(outcome);
    terminal(&table, &json, &counts);
    junit(&report::junit(outcome), &json, &counts);
    html(&report::html(outcome), &table, &json, &counts);
}

/// The table's cells, and what stands below it.
fn terminal(table: &str, json: &Value, counts: &Numbers) {
    let parts: Vec<String> =
        only(table, "in each cell ", ".").split('/').map(str::to_lowercase).collect();
    let mut lines = table.lines().skip(2);
    let columns: Vec<&str> = lines.next().expect("names").split_whitespace().skip(1).collect();
    let mut found = 0;
    for row in lines.by_ref().take_while(|line| !line.is_empty()) {
        let (actor, _) = row.split_once(' ').expect(row);
        let cells = json["cells"].as_array().expect("cells").iter();
        let cells: Vec<&Value> = cells.filter(|cell| cell["actor"] == actor).collect();
        let said: Vec<&str> = row.split_whitespace().skip(1).collect();
        if cells.len() != columns.len() {
            // A table with holes cannot be read by its columns.
            continue;
        }
        for (cell, said) in cells.iter().zip(said) {
            let mut numbers = object(cell);
            numbers.remove("not_applicable");
            found += 1;
            if said == "skipped" {
                assert!(numbers.keys().eq(["skipped"]), "{numbers:?}");
                continue;
            }
            let said = parts.iter().cloned().zip(said.split('/').map(|n| n.parse().expect(said)));
            let said: Numbers = said.filter(|(_, count)| *count > 0).collect();
            assert_eq!(said, numbers, "{row}");
        }
    }
    assert!(found > 0 || columns.len() > 1, "{table}");
    let made = lines.next().expect("the cases");
    assert!(made.starts_with(&format!("{} case", json["counts"]["cases"])), "{made}");
    if let Some(all) = made.strip_suffix(" in all:").and_then(|made| made.split(' ').next_back()) {
        assert_eq!(all.parse::<u64>(), Ok(counts.values().sum()), "{made}");
    }
    assert_eq!(sentence(lines.next().expect("what came of them")), *counts, "{table}");
}

/// The attributes, and the elements that they count. Advice and known failures are skips there, by type.
fn junit(xml: &str, json: &Value, counts: &Numbers) {
    let of = |kind: &str| counts.get(kind).copied().unwrap_or_default();
    let elements = |what: &str| xml.matches(what).count() as u64;
    let suites = between(xml, "<testsuite ", ">");
    let sum = |name: &str| {
        let attribute = |suite: &&str| only(suite, &format!("{name}=\""), "\"").parse::<u64>();
        suites.iter().map(|suite| attribute(suite).expect(name)).sum::<u64>()
    };
    let faults = json["faults"].as_array().expect("faults").len() as u64;
    assert_eq!(sum("tests"), elements("<testcase "));
    assert_eq!(sum("tests"), counts.values().sum::<u64>() - of("not_applicable") + faults);
    assert_eq!(sum("failures"), of("failed") + faults);
    assert_eq!(sum("failures"), elements("<failure "));
    assert_eq!(sum("skipped"), of("skipped") + of("advice") + of("known"));
    for kind in ["skipped", "advice", "known"] {
        assert_eq!(elements(&format!("<skipped type=\"{kind}\"")), of(kind), "{kind}");
    }
    for kind in ["skipped", "advice", "known", "not_applicable"] {
        let properties = between(xml, &format!("<property name=\"{kind}\" value=\""), "\"");
        let sum: u64 = properties.iter().map(|count| count.parse::<u64>().expect(count)).sum();
        assert_eq!(sum, of(kind), "{kind}");
    }
}

/// The numbers of the page, its cells, its rows, and what it says of them.
fn html(page: &str, table: &str, json: &Value, counts: &Numbers) {
    let summary = only(page, "<p id=\"summary\">", "</p>");
    let [made, came, _] = summary.split("; ").collect::<Vec<_>>()[..] else { panic!("{summary}") };
    assert!(table.contains(&format!("\n{made}:\n{came}\n")), "{summary}, not as in\n{table}");
    assert_eq!(sentence(came), *counts, "{summary}");
    let mut cells = Numbers::new();
    for cell in between(page, "<button type=\"button\" data-actor", "</button>") {
        for (kind, count) in sentence(cell.rsplit_once('>').expect(cell).1) {
            *cells.entry(kind).or_default() += count;
        }
    }
    // A pair that did not run at all has no numbers there.
    let told = |kind: &str| (kind != "not_applicable") && (kind != "skipped");
    let expected: Numbers =
        counts.iter().filter(|(kind, _)| told(kind)).map(|(k, n)| (k.clone(), *n)).collect();
    cells.remove("skipped");
    assert_eq!(cells, expected);

    let rows =
        |class: &str| page.matches(&format!("<details class=\"case {class}\"")).count() as u64;
    for (class, kind) in [("failed", "failed"), ("known", "known"), ("advice", "advice")] {
        assert_eq!(rows(class), counts.get(kind).copied().unwrap_or_default(), "{class}");
    }
    assert_eq!(rows("skipped"), json["skipped"].as_array().expect("skipped").len() as u64);
    let listed = only(page, "id=\"listed\">Listed: ", ".</p>");
    let passed = listed.rsplit("; ").next().expect("the last part");
    let passed: Vec<&str> = passed.split(' ').collect();
    assert_eq!(passed[0].parse(), Ok(rows("passed")), "{listed}");
    if json["counts"]["pairs"] == 1 {
        assert_eq!(passed[3].parse().ok(), Some(counts.get("passed").copied().unwrap_or_default()));
    }
}

/// What came of a module of the fixtures.
fn own(schema: &str, file: &str, side: Implementer, case: Option<&str>) -> Outcome {
    let contract = cases::contract(&format!("{FOLDER}/{schema}"));
    let path = format!("{}/{FOLDER}/{file}", env!("CARGO_MANIFEST_DIR"));
    let wasm = wat::parse_file(path).expect("the module is WAT");
    let options = Options { case: case.map(Into::into), ..Options::default() };
    module::run(&[&contract], &wasm, side, &options).expect("an engine")
}

#[test]
fn of_a_module_of_ones_own() {
    let provider = own("half.widl", "provider.wat", Implementer::Provider, None);
    agree(&provider, true);
    assert!(provider.counts().advice > 0 && provider.passed());
    let table = report::table(&provider);
    assert!(table.contains(" ADVICE, 0 skipped\n"), "{table}");
    assert!(table.contains("\nADVICE: what a module should do and need not"), "{table}");
    let one_of_two = own("two-roles.widl", "provider.wat", Implementer::Provider, None);
    agree(&one_of_two, true);
    assert!(one_of_two.counts().failed > 0, "it has no Double");
    let actor = own("half.widl", "actor.wat", Implementer::Actor, None);
    agree(&actor, true);
    // The operation that it calls is a case, too.
    assert!(report::json(&actor).contains("\"test:half\": ") && actor.passed());
    assert!(actor.tested[0].cases.iter().any(|case| case.name == "half/Half/calls"));
}

#[test]
fn of_a_filter() {
    let all = own("half.widl", "provider.wat", Implementer::Provider, Some("half/Half/*"));
    agree(&all, true);
    assert!(all.tested[0].cases.iter().all(|case| case.name.starts_with("half/Half/")));
    // A step of a life is judged alone, and runs after those that it depends on.
    let step = own("half.widl", "provider.wat", Implementer::Provider, Some("life, bind MA again"));
    agree(&step, true);
    assert_eq!(step.counts().passed, 1);
}

#[test]
fn of_relays() {
    if tools::toolchain(Kind::Zig).is_none() {
        return;
    }
    let contracts = ["schemas/logging.widl", &format!("{FOLDER}/half.widl")].map(cases::contract);
    let zig = |case: Option<&str>| {
        let options = Options {
            languages: vec![Kind::Zig, Kind::TinyGo],
            case: case.map(Into::into),
            ..Options::default()
        };
        run(&contracts.each_ref(), &options, &Quiet).expect("an engine")
    };
    let outcome = zig(None);
    agree(&outcome, true);
    assert!(outcome.passed() && outcome.counts().inapplicable > 0, "{:?}", outcome.faults());
    assert_eq!(outcome.counts().skipped > 0, !outcome.missing.is_empty());
    let table = report::table(&outcome);
    assert!(table.contains("\nnative: left out: it is Rust"), "{table}");
    for (case, ran) in [
        ("half/Half/*", None),
        ("life, bound again", Some(2)),
        ("calls within calls", Some(2)),
        ("half/calls", Some(2)),
    ] {
        let outcome = zig(Some(case));
        agree(&outcome, true);
        assert!(outcome.passed(), "{case}: {}", report::table(&outcome));
        let distinct: usize = outcome.cases.values().sum();
        assert!(ran.is_none_or(|ran| ran == distinct), "{case}: {distinct}");
        let names = outcome.tested.iter().flat_map(|tested| &tested.cases);
        let begins = case.trim_end_matches('*');
        assert!(names.clone().all(|one| one.name.contains(begins)), "{case}");
        assert_eq!(names.count(), distinct, "{case}");
    }
}

#[test]
fn of_what_is_missing_and_fails() {
    // It has some of the cases in each pair.
    agree(&reports::outcome(), false);
}
