//! Doc comments, as `zig fmt` leaves them.

use crate::ir::{Contract, EnumValue, Field, Operation, Role, TypeDef};
use crate::targets::docs;
use crate::targets::text::Text;

use super::spelling::invisible;

/// At the top of a contract's file.
pub(super) fn file(out: &mut Text, contract: &Contract) {
    line(out, "//!", &format!("The contract {}.", contract.id));
    if !contract.docs.is_empty() {
        out.line("//!");
    }
    contract.docs.iter().for_each(|docs| line(out, "//!", docs));
}

pub(super) fn of_type(out: &mut Text, ty: &TypeDef) {
    described(out, &ty.docs, None, ty.deprecated.as_deref());
}

pub(super) fn of_field(out: &mut Text, field: &Field) {
    described(out, &field.docs, None, field.deprecated.as_deref());
}

pub(super) fn of_operation(out: &mut Text, operation: &Operation, parameters: &[String]) {
    let item = |name: &str, text: &str| format!("- `{name}`: {text}");
    let lines = docs::of_operation(operation, parameters, item);
    described(out, &lines, None, operation.deprecated.as_deref());
}

pub(super) fn of_value(out: &mut Text, value: &EnumValue) {
    let display = value.display.as_ref().filter(|it| value.docs.concat() != **it);
    let display = display.map(|it| format!("People see it as \"{it}\"."));
    described(out, &value.docs, display.as_deref(), value.deprecated.as_deref());
}

/// A role or its client; `what` says which.
pub(super) fn of_role(out: &mut Text, role: &Role, what: &str) {
    described(out, &role.docs, Some(what), role.deprecated.as_deref());
}

/// Up to three paragraphs.
fn described(out: &mut Text, docs: &[String], more: Option<&str>, deprecated: Option<&str>) {
    docs.iter().for_each(|docs| line(out, "///", docs));
    let mut apart = !docs.is_empty();
    let mut paragraph = |text: &str| {
        if apart {
            out.line("///");
        }
        line(out, "///", text);
        apart = true;
    };
    more.into_iter().for_each(&mut paragraph);
    match deprecated {
        Some("") => paragraph("Deprecated."),
        Some(reason) => paragraph(&format!("Deprecated: {reason}")),
        None => {}
    }
}

fn line(out: &mut Text, mark: &str, text: &str) {
    for line in text.split('\n') {
        let seen = line.contains(invisible).then(|| line.replace(invisible, " "));
        match seen.as_deref().unwrap_or(line).trim_end() {
            "" => out.line(mark),
            line => out.line(format_args!("{mark} {line}")),
        }
    }
}
