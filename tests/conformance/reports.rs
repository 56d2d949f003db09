//! What the reports say, of runs with a fault and without.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use contractc::conformance::cases::{Case, Rule, role_sets};
use contractc::conformance::chain::{Chain, Mismatch, Route};
use contractc::conformance::known::{self, Known};
use contractc::conformance::matrix::{Broken, Language};
use contractc::conformance::required::{Unmet, Why};
use contractc::conformance::shrink::smallest;
use contractc::conformance::toolchain::{Kind, Missing};
use contractc::conformance::{Cell, Failure, Outcome, Skipped, Tested, report};
use contractc::wire::{Plan, Value};

use crate::reference::Reference;
use crate::{cases, support};

/// The cases that a relay fails whose strings end after five characters.
type Failed = (Plan, Vec<(Case, Mismatch)>);

fn failed() -> &'static Failed {
    static FAILED: LazyLock<Failed> = LazyLock::new(fail);
    &FAILED
}

fn fail() -> Failed {
    let contract = cases::contract("fixtures/conformance/mutants.widl");
    let plan = Plan::of(&contract);
    let (implementer, roles) = role_sets(&contract).remove(0);
    let mut relay = Reference::new(&plan, &roles, &contract.id);
    relay.fault = Some(|value| {
        // The field `name` of an entry.
        if let Value::Record(fields) = value
            && let Some(Value::String(text)) = fields.get_mut(7)
        {
            *text = text.chars().take(5).collect();
        }
    });
    let route = Route { contract: &contract.id, implementer };
    let mut chain = Chain::start(&[&relay], route).unwrap();
    let mut failures = Vec::new();
    let mut cases = cases::cases(&contract, &plan, &roles);
    // Each is made small, so a few are enough.
    cases.retain(|case| {
        let random = ["random 0", "random 1", "random 2", "random 5"];
        random.iter().any(|name| case.name.ends_with(name))
    });
    cases.extend(
        cases::cases(&contract, &plan, &roles)
            .into_iter()
            .filter(|case| case.rule == Rule::Value && case.name.contains("value.name=")),
    );
    for case in cases {
        if let Err(mismatch) = chain.run(&plan, &case) {
            failures.push(smallest(&plan, &case, *mismatch, &mut chain));
        }
    }
    (plan, failures)
}

/// A run with some of everything.
pub fn outcome() -> Outcome {
    let contract = cases::contract("fixtures/conformance/mutants.widl");
    let (plan, failed) = failed();
    let (_, roles) = role_sets(&contract).remove(0);
    let mut cases = cases::cases(&contract, plan, &roles);
    cases.retain(|case| failed.iter().all(|(other, _)| other.name != case.name));
    cases.truncate(3);
    let passed = cases.iter().map(|case| case.name.as_str().into()).collect();
    let (zig, go) = (Language::Guest(Kind::Zig), Language::Guest(Kind::Go));
    let skipped = Skipped {
        contract: contract.id.clone(),
        cases: cases.iter().map(|case| case.name.as_str().into()).collect(),
        reason: "tinygo is missing".to_owned(),
    };
    let mut outcome = Outcome {
        cells: BTreeMap::from([
            ((Language::Harness, zig), Cell { passed, ..Cell::default() }),
            (
                (Language::Guest(Kind::TinyGo), zig),
                Cell { skipped: vec![skipped], ..Cell::default() },
            ),
        ]),
        broken: vec![Broken {
            contract: "a:b".to_owned(),
            language: Language::Native,
            reason: "it does not compile: <&\"\u{1}".to_owned(),
        }],
        missing: vec![Missing {
            kind: Kind::TinyGo,
            reason: "not found".to_owned(),
            install: "see its page".to_owned(),
        }],
        seed: 7,
        cases: BTreeMap::from([("contractc:mutants".to_owned(), failed.len() + 3)]),
        building: Duration::from_millis(1),
        running: Duration::from_millis(1),
        ..Outcome::default()
    };
    let failure = |(case, mismatch): &(Case, Mismatch)| Failure {
        contract: "contractc:mutants".to_owned(),
        actor: Language::Harness,
        provider: zig,
        case: case.clone(),
        mismatch: mismatch.clone(),
        known: None,
        required: true,
    };
    failed.iter().for_each(|one| outcome.add(failure(one)));
    let rust = Language::Guest(Kind::Rust);
    outcome.add(Failure { actor: go, provider: rust, ..failure(&failed[0]) });
    cases.extend(failed.iter().map(|(case, _)| case.clone()));
    outcome.tested = vec![Tested { contract: contract.id, plan: plan.clone(), cases }];
    outcome
}

#[test]
fn a_random_value_is_made_small() {
    let (plan, failures) = failed();
    let random: Vec<_> = failures
        .iter()
        .filter(|(case, _)| case.rule == Rule::Random && case.called == "Move")
        .collect();
    assert!(!random.is_empty());
    for (case, mismatch) in random {
        let op = &plan.roles[0].iter().find(|op| op.name == "Move").unwrap();
        let request = plan.decode_request(&op.request, &case.request).unwrap();
        let Value::Record(fields) = request else { panic!("{request:?}") };
        // The least that is cut short: one character more than five, and nothing else.
        let least = [
            Value::Int(0),
            Value::Int(0),
            Value::Int(0),
            Value::Int(0),
            Value::Float(0.0),
            Value::Float(0.0),
            Value::Bool(false),
            Value::String("aaaaaa".to_owned()),
            Value::Bytes(Vec::new()),
            Value::DateTime(0, 0),
            Value::Raw(vec![0xc0]),
            Value::Enum(0),
            Value::None,
            Value::List(Vec::new()),
            Value::Map(Vec::new()),
            Value::None,
            Value::Int(0),
        ];
        assert_eq!(fields, least, "{}", case.name);
        assert_eq!(case.answer, Ok(vec![0x90]), "{}", case.name);
        assert_eq!(mismatch.field.as_deref(), Some("Entry.name"), "{}", case.name);
    }
}

/// The lines of the table.
fn matrix(text: &str) -> Vec<&str> {
    text.lines().skip(2).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn the_table_fits_a_terminal() {
    let text = report::table(&outcome());
    let matrix: Vec<&str> = matrix(&text);
    assert!(matrix.len() == 4, "{text}");
    let above = text.lines().take_while(|line| !line.starts_with("FAILED "));
    assert!(
        above.clone().count() > 12 && above.clone().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    for said in
        ["SKIPPED tinygo: not found", "Entry.name", "FAILED native for a:b", "failures more"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Five languages and the native program.
    let mut wide = outcome();
    for kind in Kind::ALL {
        for actor in Kind::ALL {
            let pair = (Language::Guest(actor), Language::Guest(kind));
            wide.cells
                .insert(pair, Cell { passed: vec!["a/b/c".into(); 123_456], ..Cell::default() });
        }
        wide.cells.insert((Language::Guest(kind), Language::Native), Cell::default());
    }
    let text = report::table(&wide);
    assert!(text.lines().take(12).all(|line| line.chars().count() <= 80), "{text}");
    // A name is cut only where there is no room for it.
    assert!(text.lines().nth(2).is_some_and(|names| names.contains(" assembly")), "{text}");
    let mut narrow = Outcome::default();
    for kind in [Kind::Rust, Kind::Go, Kind::AssemblyScript, Kind::Zig] {
        let pair = (Language::Harness, Language::Guest(kind));
        narrow.cells.insert(pair, Cell { passed: vec!["a/b".into(); 1234], ..Cell::default() });
    }
    let text = report::table(&narrow);
    let names: Vec<&str> = text.lines().nth(2).unwrap_or_default().split_whitespace().collect();
    assert_eq!(names, ["actor", "rust", "go", "assemblyscript", "zig"]);
}

#[test]
fn the_other_formats_are_well_formed() {
    let outcome = outcome();
    let json: serde_json::Value = serde_json::from_str(&report::json(&outcome)).unwrap();
    assert_eq!(json["failures"][0]["field"], "Entry.name");
    assert_eq!(json["missing"][0]["toolchain"], "tinygo");

    let junit = report::junit(&outcome);
    assert_eq!(junit.matches("<testsuite ").count(), junit.matches("</testsuite>").count());
    assert_eq!(junit.matches("<failure").count(), outcome.failures.len() + 1);
    assert!(junit.contains("&lt;&amp;&quot;?"), "{junit}");

    let html = report::html(&outcome);
    for part in ["data-outcome=\"failed\"", "<select name=\"actor\">"] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("http://") && !html.contains("https://"), "the page needs no network");

    let github = report::github(&outcome);
    assert!(github.contains("::error title="), "{github}");
    assert!(github.lines().filter(|l| l.starts_with("::error")).all(|l| l.len() > 20));
}

#[test]
fn junit_is_valid() {
    let Some(validate) = support::XML_SCHEMA.find("junit_is_valid") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.xml");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conformance/junit-10.xsd");
    let valid = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let mut command = Command::new(validate.get_program());
        command.args(validate.get_args()).args(["--schema", schema]).arg(&path);
        let output = command.output().expect("the validator");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    for outcome in [outcome(), Outcome::default()] {
        let text = report::junit(&outcome);
        let (fine, said) = valid(&text);
        assert!(fine, "{said}\n{text}");
        assert!(!valid(&text.replace("<testsuites ", "<testsuites tested=\"\" ")).0);
    }
    let text = report::junit(&outcome());
    let sum: usize = text.matches("<testcase ").count();
    assert!(text.contains(&format!("tests=\"{sum}\"")), "{text}");
}

#[test]
fn what_is_missing_or_passes_unexpectedly_fails_where_it_has_to() {
    let missing = Missing {
        kind: Kind::TinyGo,
        reason: "not found".to_owned(),
        install: "see its page".to_owned(),
    };
    let pair = (Language::Harness, Language::Guest(Kind::Zig));
    let cells = BTreeMap::from([(pair, Cell { passed: vec!["a/b".into()], ..Cell::default() })]);
    let outcome = Outcome { cells, missing: vec![missing.clone()], ..Outcome::default() };
    assert!(outcome.passed(), "{:?}", outcome.faults());
    let why = Why::Missing(missing);
    let unmet = vec![Unmet { kind: Kind::TinyGo, why }];
    assert!(!Outcome { unmet, ..outcome.clone() }.passed());
    let unexpected = vec!["a/b/c (rust × zig)".to_owned()];
    assert!(!Outcome { unexpected, ..outcome.clone() }.passed());
    assert!(!Outcome { cells: BTreeMap::new(), ..outcome }.passed(), "nothing ran");
}

#[test]
fn known_failures_are_exact() {
    let (_, failures) = failed();
    let (case, mismatch) = &failures[0];
    let [expected, found] = [&mismatch.expected, &mismatch.found].map(known::text);
    let line = format!("{} | harness | zig | {expected} | {found} | planted", case.name);
    let list = Known::parse(&format!("# remark\n\n{line}\n")).unwrap();
    assert_eq!(list.len(), 1);
    let (entry, reason) = list.find(&case.name, "harness", "zig", mismatch).unwrap();
    assert_eq!((entry, reason.as_str()), (0, "planted"));
    assert!(list.find(&case.name, "zig", "zig", mismatch).is_none());
    assert!(list.find("another case", "harness", "zig", mismatch).is_none());
    let (cases, pairs) = (BTreeSet::from([case.name.as_str()]), [("harness", "zig")]);
    let unused = list.unused(&known::Used::new(), &cases, &pairs);
    assert_eq!(unused, [format!("{} (harness × zig)", case.name)]);
    let used = known::Used::from([(0, "harness", "zig")]);
    assert!(list.unused(&used, &cases, &pairs).is_empty());

    assert!(Known::parse("a/b/* | x | y | 00 | 01 | why").unwrap_err().contains("wildcards"));
    assert!(Known::parse("a/b | x | y").unwrap_err().contains("6 parts"));
}
