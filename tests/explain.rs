//! What `contractc explain` says holds: the first example of a text gives the report, and the last one does not.
//!
//! A block that begins with `# NAME.widl` is a file for the examples after it to import.

use std::collections::HashMap;

use contractc::diagnostic::{Code, catalogue};
use contractc::loader::FileLoader;
use contractc::source::{LoadError, Loaded, Loader};

/// The files of a text, before those of the compiler.
struct Examples {
    files: HashMap<String, String>,
    shipped: FileLoader,
}

impl Loader for Examples {
    fn load(&self, importer: &str, path: &str) -> Result<Loaded, LoadError> {
        match self.files.get(path) {
            Some(text) => {
                Ok(Loaded { path: path.to_owned(), text: text.as_str().into(), embedded: false })
            }
            None => self.shipped.load(importer, path),
        }
    }
}

/// The examples of an explanation, each with its reports.
fn examples(explanation: &str) -> Vec<Vec<(Code, bool)>> {
    let mut loader = Examples { files: HashMap::new(), shipped: FileLoader::default() };
    let mut found = Vec::new();
    for block in explanation.split("```widl\n").skip(1) {
        let Some((block, _)) = block.split_once("```") else { continue };
        let file = block.strip_prefix("# ").and_then(|rest| rest.split_once('\n'));
        if let Some((name, text)) = file {
            loader.files.insert(name.to_owned(), text.to_owned());
            continue;
        }
        let checked = contractc::check("example.widl", block, &loader);
        found.push(
            checked.diagnostics.iter().map(|report| (report.code, report.is_error())).collect(),
        );
    }
    found
}

#[test]
fn examples_give_the_report_and_their_corrections_do_not() {
    let mut failures = Vec::new();
    for entry in catalogue::all() {
        // What is wrong with the text itself is held by the syntax tests; generation needs more than a schema,
        // and changes need two.
        let code = entry.code.to_string();
        if ["C00", "C06", "C07", "C0501"].iter().any(|start| code.starts_with(start)) {
            continue;
        }
        let examples = examples(entry.explanation);
        let gives = |reports: &[(Code, bool)]| reports.iter().any(|(code, _)| *code == entry.code);
        match examples.as_slice() {
            [] => failures.push(format!("{}: no example", entry.code)),
            // A schema large enough to be wrong would be no example.
            [right] if gives(right) => failures.push(format!("{}: {right:?}", entry.code)),
            [_] => {}
            [wrong, .., right] => {
                if !gives(wrong) {
                    failures.push(format!("{}: the first example gives {wrong:?}", entry.code));
                }
                if wrong.iter().filter(|(_, error)| *error).count() > 1 {
                    failures.push(format!("{}: more than one error, {wrong:?}", entry.code));
                }
                if !right.is_empty() {
                    failures.push(format!("{}: the last example gives {right:?}", entry.code));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
