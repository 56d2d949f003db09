//! Cases are many, distinct, named, and the same from run to run; a relay without a fault passes all of them.

use std::collections::{BTreeMap, BTreeSet};

use contractc::conformance::cases::{Case, Maker, Rule, Seed, Subject, role_sets};
use contractc::conformance::chain::{Chain, NEXT, Route};
use contractc::ir::{Contract, Implementer};
use contractc::loader::FileLoader;
use contractc::wire::Plan;

use crate::reference::Reference;

pub fn contract(path: &str) -> Contract {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{root}/{path}")).expect(path);
    let checked = contractc::check(path, text, &FileLoader::new(Vec::<std::path::PathBuf>::new()));
    let errors: Vec<String> =
        checked.diagnostics.iter().map(|diagnostic| format!("{diagnostic:?}")).collect();
    checked.contract.unwrap_or_else(|| panic!("{path}: {}", errors.join("\n")))
}

pub fn cases(contract: &Contract, plan: &Plan, roles: &[usize]) -> Vec<Case> {
    let module = contract.id.rsplit(':').next().unwrap_or_default();
    Maker::new(Subject { contract, plan, module }).cases(roles, Seed::default())
}

fn all_schemas() -> Vec<String> {
    let mut paths: Vec<String> = ["schemas", "fixtures/schemas"]
        .iter()
        .flat_map(|folder| {
            let root = env!("CARGO_MANIFEST_DIR");
            std::fs::read_dir(format!("{root}/{folder}")).unwrap().map(move |file| {
                format!("{folder}/{}", file.unwrap().file_name().to_string_lossy())
            })
        })
        .filter(|path| path.ends_with(".widl"))
        .collect();
    paths.sort();
    paths.push("fixtures/wire/schema.widl".to_owned());
    paths
}

#[test]
fn a_relay_without_a_fault_passes_every_case() {
    for path in all_schemas() {
        let contract = contract(&path);
        let plan = Plan::of(&contract);
        let (mut total, mut errors) = (0, 0);
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for (implementer, roles) in role_sets(&contract) {
            let namespace = match implementer {
                Implementer::Provider => contract.id.as_str(),
                Implementer::Actor => NEXT,
            };
            let relay = Reference::new(&plan, &roles, namespace);
            let route = Route { contract: &contract.id, implementer };
            let mut chain = Chain::start(&[&relay, &relay], route).unwrap();
            for case in cases(&contract, &plan, &roles) {
                total += 1;
                *rules.entry(case.rule.name()).or_default() += 1;
                errors += usize::from(case.result.is_err());
                let outcome = chain.run(&plan, &case);
                assert!(outcome.is_ok(), "{}: {outcome:?}", case.name);
            }
        }
        println!("{path}: {total} cases, {errors} of them errors: {rules:?}");
        assert!(total < 30_000, "{path}: {total} cases take too long");
    }
}

#[test]
fn there_are_enough_cases_and_they_are_distinct() {
    for (path, least) in [
        ("schemas/keyvalue.widl", 200),
        ("fixtures/schemas/kitchen-sink.widl", 1000),
        ("fixtures/wire/schema.widl", 1000),
    ] {
        let contract = contract(path);
        let plan = Plan::of(&contract);
        for (_, roles) in role_sets(&contract) {
            let cases = cases(&contract, &plan, &roles);
            let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
            assert_eq!(names.len(), cases.len(), "{path}: names are not distinct");
            let payloads: BTreeSet<_> =
                cases.iter().map(|case| (&case.called, &case.request, &case.answer)).collect();
            assert_eq!(payloads.len(), cases.len(), "{path}: payloads are not distinct");
            let again = self::cases(&contract, &plan, &roles);
            assert!(cases == again, "{path}: other cases in another run");
        }
        let all: usize = role_sets(&contract)
            .iter()
            .map(|(_, roles)| self::cases(&contract, &plan, roles).len())
            .sum();
        assert!(all >= least, "{path}: {all} cases");
    }
}

#[test]
fn another_seed_makes_other_random_values_alone() {
    let contract = contract("schemas/keyvalue.widl");
    let plan = Plan::of(&contract);
    let (_, roles) = role_sets(&contract).remove(0);
    let made = |seed: u64| {
        let maker = Maker::new(Subject { contract: &contract, plan: &plan, module: "keyvalue" });
        maker.cases(&roles, Seed { seed, ..Seed::default() })
    };
    let (first, other) = (made(1), made(2));
    let fixed = |cases: &[Case]| -> Vec<Case> {
        cases.iter().filter(|case| case.rule != Rule::Random).cloned().collect()
    };
    assert!(fixed(&first) == fixed(&other) && first != other);
}

#[test]
fn the_kitchen_sink_has_cases_for_every_rule() {
    let contract = contract("fixtures/schemas/kitchen-sink.widl");
    let plan = Plan::of(&contract);
    let mut rules: BTreeMap<Rule, usize> = BTreeMap::new();
    for (_, roles) in role_sets(&contract) {
        for case in cases(&contract, &plan, &roles) {
            *rules.entry(case.rule).or_default() += 1;
        }
    }
    for rule in [
        Rule::Value,
        Rule::Form,
        Rule::Nil,
        Rule::Missing,
        Rule::Unknown,
        Rule::Duplicate,
        Rule::Kind,
        Rule::Range,
        Rule::Text,
        Rule::Choice,
        Rule::Truncated,
        Rule::Depth,
        Rule::Trailing,
        Rule::Empty,
        Rule::Operation,
        Rule::Error,
        Rule::Random,
        Rule::Size,
    ] {
        let count = rules.get(&rule).copied().unwrap_or_default();
        assert!(count >= 4, "{count} cases hold {}", rule.name());
    }
}
