//! Old peers: what people use today, as actor and as provider, against every language of ours.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use contractc::conformance::known::{Known, text};
use contractc::conformance::matrix::{Language, Outcome};
use contractc::conformance::peer::Peer;
use contractc::conformance::toolchain::Kind;
use contractc::conformance::{Options, Quiet, report, run};

use crate::{built, cases, support, tools};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/known-failures.txt");
const COUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/peers/counts.txt");

#[test]
fn known_failures_are_counted_and_explained() {
    let known = Known::parse(&std::fs::read_to_string(KNOWN).expect("the list"));
    let reasons = reasons(&known.expect("it can be read"));
    let counts = std::fs::read_to_string(COUNTS).expect("the counts");
    assert!(counts.starts_with(&reasons), "{reasons}, not as in\n{counts}");
    assert!(!reasons.contains("UNEXPLAINED"), "{reasons}");
}

#[test]
fn old_peers_agree_but_for_what_is_known() {
    let test = "old_peers_agree_but_for_what_is_known";
    let contracts = ["schemas/keyvalue.widl", "schemas/httpserver.widl"].map(cases::contract);
    let (root, target) = (Path::new(ROOT), Path::new(env!("CARGO_TARGET_TMPDIR")));
    let built = [
        ("as-msgpack", built::assemblyscript(root, target, "relay")),
        ("rmp-serde", built::rust(root, target, "relay")),
    ];
    let mut peers = Vec::new();
    for (name, module) in built {
        let contracts = contracts.iter().map(|contract| contract.id.clone()).collect();
        match module {
            Ok(module) => peers.push(Peer { name, contracts, module }),
            Err(reason) => skip(&format!("SKIPPED {test}, {name}: {reason}")),
        }
    }
    let languages: Vec<Kind> = tools::toolchains().iter().map(|found| found.kind).collect();
    if peers.is_empty() || languages.is_empty() {
        return;
    }
    let listed = std::fs::read_to_string(KNOWN).expect("the list");
    let known = Known::parse(&listed).expect("it can be read");
    let options = Options { languages, known, peers, ..Options::default() };
    let contracts = contracts.each_ref();
    let outcome = run(&contracts, &options, &Quiet).expect("an engine");
    println!("{}", report::table(&outcome));
    if std::env::var_os("BLESS").is_some() {
        let list = list(&listed, &outcome);
        let known = Known::parse(&list).expect("it can be read");
        std::fs::write(KNOWN, list).expect("the list");
        std::fs::write(COUNTS, reasons(&known) + &counts(&outcome)).expect("the counts");
    }
    assert!(outcome.passed(), "{}", report::table(&outcome));
    let expected = std::fs::read_to_string(COUNTS).expect("the counts");
    for line in counts(&outcome).lines() {
        assert!(expected.lines().any(|known| known == line), "{line}, not as in\n{expected}");
    }
}

/// What is skipped is named, and fails where it is required.
fn skip(message: &str) {
    let required = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
    let required = required.split(',').any(|name| name.trim() == "peers");
    assert!(!required, "{message} (CONTRACTC_REQUIRE lists peers)");
    eprintln!("{message}");
    support::skipped(message);
}

/// The list of known failures, with the entries that are new; those have no reason, which somebody has to find.
fn list(listed: &str, outcome: &Outcome) -> String {
    let mut list = listed.to_owned();
    let mut seen = BTreeSet::new();
    for failure in &outcome.failures {
        if !failure.required || failure.known.is_some() {
            continue;
        }
        let name = |language: Language| match language {
            Language::Peer(name) => name,
            _ => "ours",
        };
        let line = format!(
            "{} | {} | {} | {} | {} | UNEXPLAINED\n",
            failure.case.name,
            name(failure.actor),
            name(failure.provider),
            text(&failure.mismatch.expected),
            text(&failure.mismatch.found),
        );
        if seen.insert(line.clone()) {
            list.push_str(&line);
        }
    }
    list
}

/// How many entries of the list each reason has.
fn reasons(known: &Known) -> String {
    let mut lines = format!("{} known failures\n", known.len());
    for (reason, count) in known.reasons() {
        let _ = writeln!(lines, "  {count}: {reason}");
    }
    lines
}

/// What came of each pair: an entry a line.
fn counts(outcome: &Outcome) -> String {
    let mut lines = String::new();
    for ((actor, provider), cell) in &outcome.cells {
        let pair = |failure: &&contractc::conformance::Failure| {
            (failure.actor, failure.provider) == (*actor, *provider) && !failure.required
        };
        let advice = outcome.failures.iter().filter(pair).count();
        let _ = writeln!(
            lines,
            "{} × {}: {} known, {advice} advice, {} do not apply",
            actor.name(),
            provider.name(),
            cell.known,
            cell.inapplicable,
        );
    }
    lines
}
