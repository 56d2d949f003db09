//! The differences between an output directory and what it should hold.

use similar::TextDiff;

use super::Output;
use crate::cli::paths::slashed;

/// A unified diff of every stale, missing and left-over file.
pub(super) fn text(output: &Output) -> String {
    let written = output.written.iter().map(String::as_str);
    let mut paths: Vec<&str> =
        written.chain(output.generated.left_over.iter().map(String::as_str)).collect();
    paths.sort_unstable();
    paths.into_iter().map(|path| one(output, path)).collect()
}

fn one(output: &Output, path: &str) -> String {
    let name = slashed(&output.directory.join(path));
    let on_disk = std::fs::read(output.directory.join(path)).ok();
    let wanted = output.generated.files.get(path);
    let before = label(on_disk.is_some(), "a", &name);
    let after = label(wanted.is_some(), "b", &name);
    let old = String::from_utf8_lossy(on_disk.as_deref().unwrap_or_default()).into_owned();
    let new = String::from_utf8_lossy(wanted.unwrap_or_default());
    TextDiff::from_lines(old.as_str(), &*new).unified_diff().header(&before, &after).to_string()
}

fn label(there: bool, side: &str, name: &str) -> String {
    if there { format!("{side}/{name}") } else { "/dev/null".to_owned() }
}
