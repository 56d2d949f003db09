//! What `gen` says it did.

use std::fmt::Write as _;

use super::Output;
use crate::cli::check::count;
use crate::cli::paths::slashed;

/// A paragraph a language: the files that were written or removed by name, the unchanged ones by number.
pub(super) fn text(outputs: &[Output], dry_run: bool) -> String {
    let mut text = String::new();
    for output in outputs {
        let _ = writeln!(
            text,
            "{}: {} bindings of {}",
            slashed(&output.directory),
            output.target.id(),
            output.generated.modules.join(", ")
        );
        let verb = |done, would| if dry_run { would } else { done };
        for path in &output.written {
            let known = output.existing.get(path).is_some();
            let word = match known {
                true => verb("updated", "would update"),
                false => verb("wrote", "would write"),
            };
            let _ = writeln!(text, "  {word} {path}");
        }
        for path in &output.generated.left_over {
            let _ = writeln!(text, "  {} {path}", verb("removed", "would remove"));
        }
        let unchanged = output.generated.files.len() - output.written.len();
        if unchanged > 0 {
            let _ = writeln!(text, "  {} unchanged", count(unchanged, "file"));
        }
    }
    text
}
