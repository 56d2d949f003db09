//! The forms of reports: `fixtures/render/mixed.widl` against one expectation for each. `BLESS=1 cargo test --test render` rewrites them.

use std::fs;

use contractc::Checked;
use contractc::diagnostic::render::{self, Look};
use contractc::loader::FileLoader;
use serde_json::Value;

#[path = "support/toolchain.rs"]
mod toolchain;

const FOLDER: &str = "fixtures/render";

fn checked() -> Checked {
    let path = format!("{FOLDER}/mixed.widl");
    let text = fs::read_to_string(&path).expect("a readable schema");
    contractc::check(&path, text, &FileLoader::new(Vec::<std::path::PathBuf>::new()))
}

fn text(checked: &Checked, look: Look) -> String {
    render::text(&[(&checked.diagnostics, &checked.sources)], look)
}

fn hold(name: &str, actual: &str) {
    let path = format!("{FOLDER}/{name}");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).expect("the expectation can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{path} differs; `BLESS=1 cargo test --test render` rewrites it\n--- actual\n{actual}"
    );
}

#[test]
fn plain_text() {
    let checked = checked();
    let text = text(&checked, Look::default());
    assert!(!text.contains('\u{1b}'));
    hold("mixed.txt", &text);
}

#[test]
fn coloured_text_is_the_plain_one_with_escapes() {
    let checked = checked();
    let plain = text(&checked, Look::default());
    let coloured = text(&checked, Look { colour: true, ..Look::default() });
    assert!(coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut rest = &*coloured;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
    hold("mixed.ansi", &coloured);
}

/// Of a line that is longer than the terminal is wide, what is around the label is shown, and the caret stays below it.
#[test]
fn lines_fit_the_terminal() {
    let before = "a: string, ".repeat(20);
    let text = format!("namespace \"x\"\ntype T {{ {before} b: strin, {before} }}\n");
    let checked =
        contractc::check("long.widl", text, &FileLoader::new(Vec::<std::path::PathBuf>::new()));
    let unknown = checked.diagnostics.iter().find(|it| it.message.contains("strin")).cloned();
    let reports = [unknown.expect("the misspelt type")];
    for width in [40, 60, 80, 100, 140, 300] {
        let shown =
            render::text(&[(&reports, &checked.sources)], Look { width, ..Look::default() });
        let lines: Vec<&str> = shown.lines().collect();
        let [source, caret] = lines[3..5] else { panic!("{shown}") };
        assert!(source.chars().count() <= width, "{width} columns:\n{shown}");
        let at = caret.find('^').expect("a caret");
        assert!(source[at..].starts_with("strin,"), "{width} columns:\n{shown}");
    }
}

#[test]
fn a_blank_line_stands_between_the_reports_of_two_schemas() {
    let checked = checked();
    let batch = (&checked.diagnostics[..1], &checked.sources);
    let one = render::text(&[batch], Look::default());
    let two = render::text(&[batch, (&[], &checked.sources), batch], Look::default());
    assert_eq!(two, format!("{one}\n{one}"));
}

#[test]
fn json() {
    let checked = checked();
    let text = render::json(&[(&checked.diagnostics, &checked.sources)]);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    for report in value["diagnostics"].as_array().expect("a list") {
        let place = &report["place"];
        let source = checked.sources.iter().find(|source| place["file"] == *source.path);
        let start = usize::try_from(place["start"]["offset"].as_u64().expect("a number")).unwrap();
        let line = 1 + source.expect("a file").text[..start].matches('\n').count();
        assert_eq!(place["start"]["line"], line, "{report}");
    }
    hold("mixed.json", &text);
}

#[test]
fn sarif() {
    let checked = checked();
    let text = render::sarif(&[(&checked.diagnostics, &checked.sources)]);
    let log: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in run["results"].as_array().expect("results") {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for member in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[member].as_u64().is_some_and(|number| number >= 1), "{region}");
        }
    }
    hold("mixed.sarif", &text);
}

/// Against the schema that OASIS publishes with the standard, as it is, and against ours with faults in it.
#[test]
fn sarif_is_what_the_official_schema_says() {
    const TEST: &str = "sarif_is_what_the_official_schema_says";
    let folder = tempfile::tempdir().expect("a folder");
    let validate = |text: &str| {
        let file = folder.path().join("log.sarif");
        fs::write(&file, text).expect("to write the log");
        let mut node = toolchain::AJV.find(TEST)?;
        let scripts =
            ["validate.cjs", "sarif-schema-2.1.0.json"].map(|it| format!("{FOLDER}/{it}"));
        let output = node.args(scripts).arg(file).output().expect("node runs");
        Some((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
    };
    let checked = checked();
    let nothing = render::sarif(&[]);
    let log = render::sarif(&[(&checked.diagnostics, &checked.sources)]);
    for text in [&log, &nothing] {
        let Some((sound, faults)) = validate(text) else { return };
        assert!(sound, "{faults}");
    }
    let broken = log.replacen("\"error\"", "\"grave\"", 1).replacen("\"text\"", "\"words\"", 1);
    let (sound, faults) = validate(&broken).expect("the validator");
    assert!(!sound && faults.contains("/level") && faults.contains("words"), "{faults}");
}

#[test]
fn github() {
    let checked = checked();
    let text = render::github(&[(&checked.diagnostics, &checked.sources)]);
    assert!(
        text.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning "))
    );
    hold("mixed.github", &text);
}
