//! What `gen` says it did.

use std::fmt::Write as _;

use super::Output;
use crate::cli::check::count;
use crate::cli::paths::slashed;
use crate::generate::Gone;
use crate::schemas;
use crate::targets::header::ContractHeader;

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
        for path in &output.differing.paths {
            let word = if output.differing.missing.contains(path) {
                verb("wrote", "would write")
            } else if output.differing.foreign.contains(path) {
                verb("overwrote", "would overwrite")
            } else {
                verb("updated", "would update")
            };
            let _ = writeln!(text, "  {word} {path}");
        }
        for path in &output.generated.left_over {
            let _ = writeln!(text, "  {} {path}", verb("removed", "would remove"));
        }
        for contract in &output.generated.gone {
            let _ = writeln!(text, "  {}", gone(contract, dry_run));
        }
        for note in notes(output) {
            let _ = writeln!(text, "  {note}");
        }
        let unchanged = output.generated.files.len() - output.differing.paths.len();
        if unchanged > 0 {
            let _ = writeln!(text, "  {} unchanged", count(unchanged, "file"));
        }
    }
    text
}

/// Why a module that stood there does so no longer.
pub(super) fn gone(contract: &Gone, would: bool) -> String {
    let Gone { module, id, schema, now } = contract;
    let verb = if would { "would go" } else { "is gone" };
    match now {
        Some(now) => {
            format!("the module {module} {verb}: \"{schema}\" was `{id}`, and is `{now}` now")
        }
        None => format!("the module {module} {verb}: `{id}` was not given"),
    }
}

/// What there is to say about the contracts that stand there and were not given.
pub(super) fn notes(output: &Output) -> Vec<String> {
    let mut notes = Vec::new();
    for ContractHeader { module, schema, options, .. } in &output.generated.others {
        if options.allocator && output.allocator == Some(false) {
            notes.push(format!(
                "the allocator stays, since the module {module} asks for it: it is not among the schemas given"
            ));
        }
        if schemas::by_id(schema).is_none() && !output.directory.join(schema).exists() {
            notes.push(format!(
                "the module {module} stays, and its schema \"{schema}\" is not there: `--prune` removes it"
            ));
        }
    }
    notes
}
