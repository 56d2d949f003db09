//! What the compiler says: each `fixtures/ui/NAME.widl` against `NAME.txt`. `BLESS=1 cargo test --test ui` rewrites the expectations.
//!
//! `fixtures/ui/parts` holds what the others import. A few inputs are made here, since they are too large to keep or need more than
//! a schema; their expectations lie in `fixtures/ui/made`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contractc::Checked;
use contractc::diagnostic::{Diagnostic, catalogue, render};
use contractc::generate::{self, Problem, Unit, Wanted};
use contractc::loader::FileLoader;
use contractc::source::SourceMap;
use contractc::targets::{self, Files};

const UI: &str = "fixtures/ui";

/// All files below a folder with that ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path.to_str().expect("UTF-8").replace('\\', "/"));
        }
    }
    found.sort();
    found
}

/// The schemas that have an expectation beside them.
fn inputs() -> Vec<String> {
    files(Path::new(UI), "widl").into_iter().filter(|path| !path.contains("/parts/")).collect()
}

fn check(path: &str, text: String) -> Checked {
    contractc::check(path, text, &FileLoader::new(Vec::<std::path::PathBuf>::new()))
}

fn check_file(path: &str) -> Checked {
    check(path, fs::read_to_string(path).expect("a readable schema"))
}

/// Generates code where the first line is `# generate: LANGUAGE`, and adds what stops that.
fn generate(checked: &mut Checked) {
    let first = checked.sources.iter().next().and_then(|source| source.text.lines().next());
    let Some(language) = first.and_then(|line| line.strip_prefix("# generate: ")) else { return };
    let target = targets::find(language).expect("a language we have");
    let contract = checked.contract.as_ref().expect("a right schema");
    let unit = Unit { contract, schema: "schema.widl".to_owned(), module: None };
    let made = generate::generate(target, &[unit], &Wanted::default(), &Files::new());
    let problem = made.expect_err("the fixture stops generation");
    let reports = problem.reports("contracts", "contractc gen", &["schema.widl".to_owned()]);
    checked.diagnostics.extend(reports.into_iter().map(|(_, report)| report));
}

fn shown(checked: &Checked) -> String {
    rendered(&checked.diagnostics, &checked.sources)
}

fn rendered(reports: &[Diagnostic], sources: &SourceMap) -> String {
    render::text(&[(reports, sources)], render::Look::default())
}

fn hold(expectation: &str, actual: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(expectation, actual).expect("the expectation can be written");
        return;
    }
    let expected = fs::read_to_string(expectation).unwrap_or_default();
    if expected != actual {
        wrong.push(format!("{expectation}\n--- expected\n{expected}\n--- actual\n{actual}"));
    }
}

fn passed(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} differ; `BLESS=1 cargo test --test ui` rewrites them\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn reports_are_as_expected() {
    let inputs = inputs();
    assert!(inputs.len() >= 60 || std::env::var_os("BLESS").is_some(), "{} fixtures", inputs.len());
    let mut wrong = Vec::new();
    for path in &inputs {
        let mut checked = check_file(path);
        generate(&mut checked);
        assert!(!checked.diagnostics.is_empty(), "{path} is right: it belongs elsewhere");
        hold(&path.replace(".widl", ".txt"), &shown(&checked), &mut wrong);
    }
    passed(&wrong);
    let texts = files(Path::new(UI), "txt").into_iter().filter(|path| !path.contains("/made/"));
    let lost: Vec<_> =
        texts.filter(|path| !inputs.contains(&path.replace(".txt", ".widl"))).collect();
    assert!(lost.is_empty(), "expectations without a schema: {lost:?}");
}

/// Types that copy each other's fields, each all those of the one before.
fn copies(types: usize) -> String {
    let mut text = "namespace \"x\"\ntype T0 {\n  f0: u8\n}\n".to_owned();
    for at in 1..types {
        text += &format!("type T{at} implements T{} {{\n  f{at}: u8\n}}\n", at - 1);
    }
    text
}

/// Inputs that are too large to keep.
#[test]
fn limits_are_reported() {
    let deep = 10_000;
    let made = [
        (
            "too-deep",
            format!("type Deep {{\n  a: {}u8{}\n}}\n", "[".repeat(deep), "]".repeat(deep)),
        ),
        ("never-closed", format!("alias Deep = {}", "[".repeat(deep))),
        ("too-large", "# a line of a comment\n".repeat(5_000_000)),
        ("many-mistakes", "namespace \"x\"\n".to_owned() + &"}\n".repeat(5_000)),
        ("long-line", format!("namespace \"x\" {}", "type A { a: strin } ".repeat(5_000))),
        ("not-widl", "}\n".repeat(5_000)),
        ("too-many-fields", copies(6_500)),
    ];
    let mut wrong = Vec::new();
    for (name, text) in made {
        let checked = check(&format!("{name}.widl"), text);
        assert!(checked.contract.is_none(), "{name}");
        let first = rendered(&checked.diagnostics[..1], &checked.sources);
        let number = checked.diagnostics.len();
        let last = checked.diagnostics[number - 1].notes.join("\n");
        let text = format!("{first}\n{number} reported. {last}");
        hold(&format!("{UI}/made/{name}.txt"), &format!("{}\n", text.trim_end()), &mut wrong);
    }
    passed(&wrong);
}

/// What stops generation into a directory that is in use already.
#[test]
fn directories_in_use_are_reported() {
    let schema = |id: &str| format!("namespace \"{id}\"\nrole R @provider {{\n  Do()\n}}\n");
    let checked =
        ["one:store", "two:store", "three:other"].map(|id| check("schema.widl", schema(id)));
    let unit = |at: usize| Unit {
        contract: checked[at].contract.as_ref().expect("a right schema"),
        schema: format!("schema-{at}.widl"),
        module: None,
    };
    let run = |language: &str, units: &[Unit<'_>], standing: &Files| {
        let target = targets::find(language).expect("a language we have");
        generate::generate(target, units, &Wanted::default(), standing)
    };
    let standing = run("zig", &[unit(0)], &Files::new()).expect("an empty directory").files;
    let mut older = Files::new();
    for (path, content) in standing.iter() {
        let text = String::from_utf8(content.to_vec()).expect("UTF-8");
        older.insert(path, text.replace(generate::VERSION, "0.0.1"));
    }
    let scenes = [
        ("other-language", run("tinygo", &[unit(0)], &standing)),
        ("module-taken", run("zig", &[unit(0), unit(1)], &Files::new())),
        ("other-version", run("zig", &[unit(2)], &older)),
        (
            "not-ours",
            Err(Problem::NotOurs {
                paths: ["contracts.zig", "wapc/map.zig"].map(String::from).to_vec(),
            }),
        ),
    ];
    let mut wrong = Vec::new();
    for (name, outcome) in scenes {
        let problem = outcome.expect_err("generation stops");
        let schemas = ["schema.widl".to_owned()];
        let reports: Vec<_> = problem
            .reports("contracts", "contractc gen --lang zig", &schemas)
            .into_iter()
            .map(|(_, report)| report)
            .collect();
        let text = rendered(&reports, &SourceMap::new());
        hold(&format!("{UI}/made/{name}.txt"), &text, &mut wrong);
    }
    passed(&wrong);
}

/// A file in another encoding is a wrong schema like any other, with a code and a place.
#[test]
fn files_that_are_not_utf8_are_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let binary = folder.path().join("binary.widl");
    fs::write(&binary, b"\x7fELF\x02\x01\x01\0\0\xff\xfe\n").expect("it can be written");
    let mut wrong = Vec::new();
    for (name, path) in
        [("latin1", Path::new("fixtures/ui/parts/latin1.widl")), ("binary", &binary)]
    {
        let checked = contractc::check_file(path, &FileLoader::default()).expect("it is read");
        assert!(checked.contract.is_none());
        let text = shown(&checked).replace(&*path.to_string_lossy(), &format!("{name}.widl"));
        hold(&format!("{UI}/made/{name}.txt"), &text, &mut wrong);
    }
    passed(&wrong);
}

/// Twenty mistakes that have nothing to do with each other, marked `#!` in the lines of the file: one report for each.
#[test]
fn independent_mistakes_are_reported_one_by_one() {
    let path = format!("{UI}/twenty-mistakes.widl");
    let text = fs::read_to_string(&path).expect("a readable schema");
    let marked: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("#!"))
        .map(|(at, _)| at + 1)
        .collect();
    assert_eq!(marked.len(), 20);
    let checked = check_file(&path);
    let reported: Vec<usize> = checked
        .diagnostics
        .iter()
        .map(|report| {
            let span = report.primary.as_ref().expect("a place").span;
            checked.sources.get(span.source).expect("a source").position(span.start).line
        })
        .collect();
    assert_eq!(reported, marked);
}

#[test]
fn every_code_has_a_fixture() {
    // What is said of two versions of a contract takes a command with both.
    let shown: String = [UI, "fixtures/cli"]
        .into_iter()
        .flat_map(|folder| files(Path::new(folder), "txt"))
        .map(|path| fs::read_to_string(path).expect("readable"))
        .collect();
    let missing: Vec<String> = catalogue::all()
        .map(|entry| entry.code.to_string())
        .filter(|code| !shown.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

#[test]
fn every_code_is_explained() {
    let mut codes = BTreeSet::new();
    for entry in catalogue::all() {
        let (code, text) = (entry.code, entry.explanation);
        assert!(codes.insert(code), "{code} is there twice");
        assert!(text.len() > 100, "{code} is hardly explained");
        assert_eq!(text.matches("```").count() % 2, 0, "{code}: an example has no end");
        assert!(text.lines().all(|line| line.chars().count() <= 140), "{code}: a line is too long");
        assert!(entry.title.len() < 60 && !entry.title.ends_with('.'), "{code}: {}", entry.title);
        let again = catalogue::all().filter(|other| other.explanation == text).count();
        assert_eq!(again, 1, "{code} has the explanation of another");
    }
    let sorted: Vec<_> = catalogue::all().map(|entry| entry.code).collect();
    assert!(sorted.is_sorted(), "the catalogue is in the order of its codes");
}
