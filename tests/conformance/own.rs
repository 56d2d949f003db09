//! Somebody's own module: a good one passes, and of a bad one the harness says what is wrong.

use std::process::Command;

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
    (outcome.passed(), report::table(&outcome))
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
fn the_command_writes_every_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = format!("{}/{FOLDER}/half.widl", env!("CARGO_MANIFEST_DIR"));
    let good = text("provider.wat");
    let bad = good.replace("\\a9test:half", "\\a9test:less");
    assert_ne!(good, bad);
    for (wat, code) in [(good, 0), (bad, 1)] {
        let module = folder.path().join("yours.wasm");
        std::fs::write(&module, wat::parse_str(wat).expect("the module is WAT")).unwrap();
        for (format, begins) in [
            ("table", "Actors down, "),
            ("json", "{\n  \"version\": 2"),
            ("junit", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "),
            ("html", "<!doctype html>"),
            ("github", "::"),
        ] {
            let path = folder.path().join(format);
            let output = Command::new(env!("CARGO_BIN_EXE_contractc"))
                .args(["conform", &schema, "--seed", "7", "--format", format, "--provider"])
                .arg(&module)
                .arg("-o")
                .arg(&path)
                .env_remove("CONTRACTC_REQUIRE")
                .output()
                .expect("contractc");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{format}: {said}");
            assert!(output.stdout.is_empty() && said.is_empty(), "{format}: {said}");
            let report = std::fs::read_to_string(&path).unwrap();
            assert!(report.starts_with(begins), "{format}: {report}");
        }
    }
}

#[test]
fn a_table_tells_some_of_each_rule() {
    let bad = text("provider.wat").replace(
        "(if (i32.lt_s (local.get $number) (i32.const 0)) (then (return (call $refuse))))",
        "",
    );
    let (_, report) = judged(&bad, Implementer::Provider);
    let told = report.lines().filter(|line| line.starts_with("FAILED ")).count();
    assert!((1..=8).contains(&told), "{report}");
    // Nobody is asked for an answer behind the module.
    assert!(!report.contains("    answer "), "{report}");
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
