//! What clients and handlers have in common.

use crate::ir::Operation;
use crate::targets::docs;
use crate::targets::text::Text;
use crate::wire::{Codec, OperationPlan, Request, Response};

use super::code::Code;
use super::docs::comment;
use super::literal::quoted;
use super::names::OperationNames;

/// The codecs of an operation's parameters, in their order.
pub(super) fn parameter_codecs(plan: &OperationPlan) -> Vec<&Codec> {
    match &plan.request {
        Request::Empty => Vec::new(),
        Request::Arguments(record) => record.fields.iter().map(|field| &field.codec).collect(),
        Request::Value(value) => vec![&value.codec],
    }
}

/// What an operation returns, as a type.
pub(super) fn result_type(code: &Code<'_>, plan: &OperationPlan) -> Option<String> {
    match &plan.response {
        Response::Void => None,
        Response::Value(value) => Some(code.ty(&value.codec)),
    }
}

/// What a method returns.
pub(super) fn results(code: &Code<'_>, plan: &OperationPlan) -> String {
    result_type(code, plan).map_or_else(|| "error".to_owned(), |ty| format!("({ty}, error)"))
}

/// The parameters of a method, with their types.
pub(super) fn parameters(
    code: &Code<'_>,
    names: &OperationNames,
    plan: &OperationPlan,
) -> Vec<String> {
    let codecs = parameter_codecs(plan);
    names
        .parameters
        .iter()
        .zip(codecs)
        .map(|(name, it)| format!("{name} {}", code.ty(it)))
        .collect()
}

/// Prints the description of an operation, with its parameters'.
pub(super) fn docs(out: &mut Text, operation: &Operation, names: &OperationNames) {
    let item = |name: &str, text: &str| format!("- {name}: {text}");
    let lines = docs::of_operation(operation, &names.parameters, item);
    comment(out, &lines, operation.deprecated.as_deref());
}

/// How error paths of a value begin, as an expression.
pub(super) fn root(root: &str, operation: &Operation, names: &OperationNames) -> String {
    if root == operation.wire_name { names.constant.clone() } else { quoted(root.as_bytes()) }
}
