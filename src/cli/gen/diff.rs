//! The differences between an output directory and what it should hold.

use similar::TextDiff;

use super::{Output, summary};
use crate::cli::paths::slashed;

/// What is not as it should be: a unified diff of every changed file, one line for each that is missing or left over.
pub(super) fn text(output: &Output) -> String {
    let mut text = String::new();
    let left_over = &output.generated.left_over;
    let mut paths: Vec<&String> = output.differing.paths.iter().chain(left_over).collect();
    paths.sort_unstable();
    let mut diffs = String::new();
    for path in paths {
        let name = slashed(&output.directory.join(path));
        match (std::fs::read(output.directory.join(path)), output.generated.files.get(path)) {
            (Ok(found), Some(wanted)) => diffs.push_str(&diff(&name, &found, wanted)),
            (Err(_), _) => text.push_str(&format!("missing: {name}\n")),
            (Ok(_), None) => text.push_str(&format!("left over: {name}\n")),
        }
    }
    for contract in &output.generated.gone {
        text.push_str(&format!("{}\n", summary::gone(contract, true)));
    }
    text + &diffs
}

fn diff(name: &str, found: &[u8], wanted: &[u8]) -> String {
    let (found, wanted) = (String::from_utf8_lossy(found), String::from_utf8_lossy(wanted));
    TextDiff::from_lines(&*found, &*wanted)
        .unified_diff()
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}
