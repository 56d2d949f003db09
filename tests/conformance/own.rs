//! Somebody's own module: a good one passes, and of a bad one the harness says what is wrong.

use contractc::conformance::{Options, module, report};
use contractc::ir::Implementer;

use crate::cases;

const FOLDER: &str = "fixtures/conformance/modules";

fn text(file: &str) -> String {
    let path = format!("{}/{FOLDER}/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).expect(&path)
}

/// Whether the module passes, and the report.
fn judged(wat: &str, side: Implementer) -> (bool, String) {
    let contract = cases::contract(&format!("{FOLDER}/half.widl"));
    let wasm = wat::parse_str(wat).expect("the module is WAT");
    let outcome = module::run(&[&contract], &wasm, side, &Options::default()).unwrap();
    (outcome.passed(&[]), report::table(&outcome))
}

fn side(file: &str) -> Implementer {
    if file.starts_with("actor") { Implementer::Actor } else { Implementer::Provider }
}

#[test]
fn good_modules_pass() {
    for file in ["provider.wat", "actor.wat"] {
        let (passed, report) = judged(&text(file), side(file));
        assert!(passed, "{file}:\n{report}");
    }
}

#[test]
fn bad_modules_are_told_what_is_wrong() {
    let all = text("bad.txt");
    let mut count = 0;
    for block in all.split("\n== ").skip(1) {
        let (head, lines) = block.split_once('\n').unwrap();
        let (name, file) = head.split_once(" @ ").unwrap();
        let marked = |mark: char| {
            let lines: Vec<&str> = lines.lines().filter_map(|l| l.strip_prefix(mark)).collect();
            lines.join("\n")
        };
        let good = text(file);
        assert!(good.contains(&marked('-')), "{name}: nothing to change");
        let (passed, report) = judged(&good.replace(&marked('-'), &marked('+')), side(file));
        assert!(!passed, "{name}: it passes\n{report}");
        let finding = marked('?');
        assert!(report.contains(finding.trim()), "{name}: not said: {finding}\n{report}");
        count += 1;
    }
    assert!(count >= 10);
}

#[test]
fn what_is_no_module_is_an_error() {
    let contract = cases::contract(&format!("{FOLDER}/half.widl"));
    let run = |bytes: &[u8]| {
        module::run(&[&contract], bytes, Implementer::Provider, &Options::default()).unwrap_err()
    };
    assert!(run(b"no module").contains("cannot be linked"));
    let empty = wat::parse_str("(module)").unwrap();
    assert!(run(&empty).contains("memory"), "{}", run(&empty));
}
