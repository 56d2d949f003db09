//! Doc comments, as `zig fmt` leaves them.

use crate::ir::{Contract, EnumValue, Field, Operation, Role, TypeDef};

use super::spelling::invisible;

/// At the top of a contract's file.
pub(super) fn file(contract: &Contract) -> Vec<String> {
    let mut lines = vec![format!("The contract {}.", contract.id)];
    paragraph(&mut lines, &contract.docs);
    comment("//!", &lines)
}

pub(super) fn of_type(ty: &TypeDef) -> Vec<String> {
    described(&ty.docs, ty.deprecated.as_deref())
}

pub(super) fn of_field(field: &Field) -> Vec<String> {
    described(&field.docs, field.deprecated.as_deref())
}

pub(super) fn of_operation(operation: &Operation) -> Vec<String> {
    described(&operation.docs, operation.deprecated.as_deref())
}

pub(super) fn of_value(value: &EnumValue) -> Vec<String> {
    let mut lines = value.docs.clone();
    if let Some(display) = &value.display {
        paragraph(&mut lines, &[format!("People see it as \"{display}\".")]);
    }
    described(&lines, value.deprecated.as_deref())
}

/// A role or its client; `what` says which.
pub(super) fn of_role(role: &Role, what: &str) -> Vec<String> {
    let mut lines = role.docs.clone();
    paragraph(&mut lines, &[what.to_owned()]);
    described(&lines, role.deprecated.as_deref())
}

fn described(docs: &[String], deprecated: Option<&str>) -> Vec<String> {
    let mut lines = docs.to_vec();
    match deprecated {
        Some("") => paragraph(&mut lines, &["Deprecated.".to_owned()]),
        Some(reason) => paragraph(&mut lines, &[format!("Deprecated: {reason}")]),
        None => {}
    }
    comment("///", &lines)
}

/// Adds lines, behind a blank one if there are some already.
fn paragraph(lines: &mut Vec<String>, more: &[String]) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend_from_slice(more);
}

fn comment(mark: &str, lines: &[String]) -> Vec<String> {
    let lines = lines.iter().flat_map(|line| line.split('\n'));
    let lines = lines.map(|line| {
        let line: String = line.chars().map(|c| if invisible(c) { ' ' } else { c }).collect();
        format!("{mark} {line}").trim_end().to_owned()
    });
    lines.collect()
}
