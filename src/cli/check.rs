//! `contractc check`.

use super::args::{Check, Format};
use super::load::load;
use super::{Outcome, Result, report};

pub(super) fn run(args: &Check) -> Result {
    let mut loaded = Vec::new();
    for schema in &args.schemas {
        loaded.push(load(schema, &args.input, "check {}")?);
    }
    let errors = report::schemas(&loaded, args.input.format)?;
    let warnings = loaded.iter().any(|it| !it.checked.diagnostics.is_empty());
    let findings = errors || (args.deny_warnings && warnings);
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
