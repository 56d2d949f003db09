//! Schemas that are written to be trouble: long chains, knots and floods end with a report, in time and without a crash.

use contractc::diagnostic::Code;
use contractc::loader::FileLoader;
use contractc::{Checked, check};

const HEAD: &str = "namespace \"test:limits\"\n";

/// Checks in a thread with a small stack: nothing may recurse as deep as a schema says.
fn checked(body: &str) -> Checked {
    let text = format!("{HEAD}{body}");
    let checked = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || check("limits.widl", text, &FileLoader::default()))
        .expect("a thread")
        .join()
        .expect("no crash");
    for report in &checked.diagnostics {
        for label in report.primary.iter().chain(&report.secondary) {
            let source = checked.sources.get(label.span.source).expect("a source");
            assert!(source.text.get(label.span.range()).is_some(), "{report:?}");
        }
        assert!(report.message.len() < 1_000, "{} bytes", report.message.len());
        assert!(report.secondary.len() <= 20);
    }
    checked
}

fn codes(checked: &Checked) -> Vec<Code> {
    let mut codes: Vec<Code> = checked.diagnostics.iter().map(|report| report.code).collect();
    codes.dedup();
    codes
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\n").collect()
}

const MANY: usize = 2_000;

/// No more mistakes are reported, nor more warnings.
const MOST: usize = 1_000;

#[test]
fn chains_of_aliases() {
    let chain = lines(MANY, |at| format!("alias A{at} = A{}", at + 1));
    let checked_chain = checked(&format!("{chain}alias A{MANY} = string\ntype T {{ a: A0 }}"));
    assert!(checked_chain.contract.is_some());
    let lists = lines(MANY, |at| format!("alias A{at} = [A{}]", at + 1));
    let report = checked(&format!("{lists}alias A{MANY} = string\ntype T {{ a: A0 }}"));
    assert_eq!(codes(&report), [Code::DEEP_TYPE]);
    let cycle = lines(MANY, |at| format!("alias A{at} = A{}", (at + 1) % MANY));
    assert_eq!(codes(&checked(&cycle)), [Code::ALIAS_CYCLE]);
}

#[test]
fn chains_of_types() {
    let by_value =
        |last: usize| lines(MANY, |at| format!("type T{at} {{ a: T{} }}", (at + 1) % last));
    let report = checked(&by_value(MANY));
    assert_eq!(codes(&report), [Code::ENDLESS_TYPE]);
    assert_eq!(report.diagnostics.len(), 1);
    let optional = lines(MANY, |at| format!("type T{at} {{ a: T{}? }}", (at + 1) % MANY));
    let contract = checked(&optional).contract.expect("it resolves");
    assert!(
        contract.types.iter().all(|ty| ty.recursive && ty.fields().is_some_and(|f| f[0].boxed))
    );
}

#[test]
fn chains_of_implements() {
    let one = |at: usize| format!("type T{at} implements T{} {{ f{at}: u8 }}", at + 1);
    let chain = lines(4_000, one);
    let report = checked(&format!("{chain}type T4000 {{ last: u8 }}"));
    assert_eq!(codes(&report), [Code::TOO_MANY_FIELDS]);
    assert_eq!(report.diagnostics.len(), 1);
    let short = lines(200, one);
    let contract =
        checked(&format!("{short}type T200 {{ last: u8 }}")).contract.expect("it resolves");
    assert_eq!(contract.types[0].fields().map(<[_]>::len), Some(201));
    let cycle = lines(MANY, |at| format!("type T{at} implements T{} {{ }}", (at + 1) % MANY));
    assert_eq!(codes(&checked(&cycle)), [Code::IMPLEMENTS_CYCLE]);
}

#[test]
fn defaults_that_grow() {
    let doubling =
        lines(40, |at| format!("type T{at} {{ a: T{0} = {{}} b: T{0} = {{}} }}", at + 1));
    let report = checked(&format!("{doubling}type T40 {{ a: u8 = 1 }}"));
    assert_eq!(codes(&report), [Code::HUGE_VALUE]);
    let deep = lines(MANY, |at| format!("type T{at} {{ a: T{} = {{}} }}", at + 1));
    let report = checked(&format!("{deep}type T{MANY} {{ a: u8 = 1 }}"));
    assert_eq!(codes(&report), [Code::HUGE_VALUE]);
    let circle = lines(MANY, |at| format!("type T{at} {{ a: T{}? = {{}} }}", (at + 1) % MANY));
    assert!(checked(&circle).contract.is_none());
}

#[test]
fn floods_of_reports() {
    let unknown = lines(MANY, |at| format!("type Type{at} {{ a: Tipe{at} }}"));
    let report = checked(&unknown);
    assert_eq!(codes(&report), [Code::UNKNOWN_TYPE]);
    assert_eq!(report.diagnostics.len(), MOST);
    assert!(report.diagnostics[0].help.is_some());
    let values: String = lines(MANY, |at| format!("  value{at} = 0"));
    let report = checked(&format!("enum E {{\n{values}}}"));
    assert_eq!(report.diagnostics.len(), MOST);
    let twice = lines(MANY, |_| "type Twice { a: u8 }".to_owned());
    assert_eq!(checked(&twice).diagnostics.len(), MOST);
}

/// Nobody reads a million reports: of each severity there are a thousand, and the last one says that there are more.
#[test]
fn floods_of_mistakes() {
    let fields = lines(MANY, |at| format!("f{at}: Missing{at}"));
    let report = checked(&format!("type T {{\n{fields}}}"));
    assert_eq!(codes(&report), [Code::UNKNOWN_TYPE]);
    assert_eq!(report.diagnostics.len(), MOST);
    let last = report.diagnostics.last().expect("a report");
    assert_eq!(last.notes, ["there are more mistakes; only 1000 are reported"]);
    // Warnings leave room for the one mistake, wherever it stands.
    let roles = lines(MANY, |at| format!("role R{at} {{ }}"));
    let report = checked(&format!("{roles}type T {{ a: Missing }}"));
    assert!(report.contract.is_none());
    let (errors, warnings): (Vec<_>, Vec<_>) =
        report.diagnostics.iter().partition(|report| report.is_error());
    assert_eq!((errors.len(), warnings.len()), (1, MOST));
    let last = warnings.last().expect("a warning");
    assert_eq!(last.notes, ["there are more warnings; only 1000 are reported"]);
}

/// Types in the manner of other languages take time by their length, however long and deep they are.
#[test]
fn endless_types_of_other_languages() {
    let many = 100_000;
    for ty in [
        format!("u8{}", "[]".repeat(many)),
        format!("u8{}", "?".repeat(many)),
        format!("{}u8{}", "List<".repeat(many), ">".repeat(many)),
        format!("List{}", "<".repeat(many)),
    ] {
        let report = checked(&format!("type T {{\n  a: {ty}\n}}"));
        assert_eq!(report.diagnostics.len(), 1);
    }
}
