//! `contractc check`.

use super::args::{Check, Format};
use super::{Failure, Outcome, Result, load, report};
use crate::diagnostic::Diagnostic;

pub(super) fn run(args: &Check) -> Result {
    let (loaded, unreadable) = load::all(&args.schemas, &args.input, "check {}")?;
    let errors = report::schemas(&loaded, args.input.format)?;
    let warnings: usize = loaded.iter().map(|it| warnings(&it.checked.diagnostics)).sum();
    let denied = args.deny_warnings && warnings > 0;
    if denied {
        Failure::new(format!("{}, and warnings are denied", count(warnings, "warning"))).print();
    }
    super::fail(unreadable)?;
    let findings = errors || denied;
    if !findings && args.input.format == Format::Text {
        let mut text = String::new();
        for it in &loaded {
            if let Some(contract) = &it.checked.contract {
                text.push_str(&summary(&it.argument, contract));
            }
        }
        super::print(text.as_bytes())?;
    }
    Ok(Outcome::findings(findings))
}

fn warnings(reports: &[Diagnostic]) -> usize {
    reports.iter().filter(|report| !report.is_error()).count()
}

/// One line on a sound schema.
fn summary(argument: &str, contract: &crate::ir::Contract) -> String {
    let operations: usize = contract.roles.iter().map(|role| role.operations.len()).sum();
    format!(
        "{argument}: contract `{}`, {}, {}, {}\n",
        contract.id,
        count(contract.roles.len(), "role"),
        count(operations, "operation"),
        count(contract.types.len(), "type")
    )
}

/// `1 role`, `2 roles`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
