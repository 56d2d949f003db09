//! Every language against every language, over the shipped schemas, the kitchen sink and the keywords.

use std::time::Duration;

use contractc::conformance::cases::role_sets;
use contractc::conformance::guest;
use contractc::conformance::known::Known;
use contractc::conformance::toolchain::Kind;
use contractc::conformance::{Options, Quiet, report, run};

use crate::{cases, tools};

/// Runs some schemas through all pairs, and demands that nothing fails.
fn hold(paths: &[&str]) {
    let languages: Vec<Kind> = tools::toolchains().iter().map(|found| found.kind).collect();
    let root = env!("CARGO_MANIFEST_DIR");
    let known = std::fs::read_to_string(format!("{root}/fixtures/known-failures.txt")).unwrap();
    let known = Known::parse(&known).unwrap();
    let contracts: Vec<_> = paths.iter().map(|path| cases::contract(path)).collect();
    let contracts: Vec<_> = contracts.iter().collect();
    let options = Options { languages, known, ..Options::default() };
    let outcome = run(&contracts, &options, &Quiet).unwrap();
    println!("{}", report::table(&outcome));
    assert!(outcome.passed(), "{}", report::table(&outcome));
    assert!(outcome.failures.is_empty(), "our own pairs have no known failures");
}

#[test]
fn the_shipped_schemas_pass_in_all_pairs() {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut paths: Vec<String> = std::fs::read_dir(format!("{root}/schemas"))
        .unwrap()
        .map(|file| format!("schemas/{}", file.unwrap().file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".widl"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 11, "{paths:?}");
    hold(&paths.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_kitchen_sink_passes_in_all_pairs() {
    hold(&["fixtures/schemas/kitchen-sink.widl"]);
}

#[test]
fn the_keywords_pass_in_all_pairs() {
    hold(&["fixtures/schemas/keywords.widl"]);
}

#[test]
fn a_relay_is_built_once() {
    let Some(toolchain) = tools::toolchain(Kind::Zig) else { return };
    let built = |schema: &str| {
        let contract = cases::contract(schema);
        let (_, roles) = role_sets(&contract).remove(0);
        let files = guest::sources(&contract, &roles, Kind::Zig).unwrap();
        let path = guest::build(&files, &toolchain, guest::Form::Wasm).unwrap();
        let changed = std::fs::metadata(&path).and_then(|data| data.modified()).unwrap();
        (path, changed)
    };
    let logging = built("schemas/logging.widl");
    assert_eq!(logging, built("schemas/logging.widl"));
    // Its operation has the name of the contract.
    assert_ne!(logging.0, built("fixtures/conformance/modules/half.widl").0);
}

#[test]
fn one_case_can_be_run_alone() {
    let contract = cases::contract("schemas/logging.widl");
    let languages = vec![Kind::Zig];
    if tools::toolchain(Kind::Zig).is_none() {
        return;
    }
    let case = Some("logging/WriteLog/typical".to_owned());
    let options = Options { languages, native: false, case, ..Options::default() };
    let outcome = run(&[&contract], &options, &Quiet).unwrap();
    assert_eq!(outcome.cases.values().sum::<usize>(), 1);
    assert!(outcome.passed(), "{}", report::table(&outcome));
    assert!(outcome.running < Duration::from_secs(10));
}
