//! A relay: what the conformance harness puts between itself and itself.

use super::code::{Code, INDENT, signature};
use super::doc::{Doc, Right, call, concat, group, spaced, text};
use super::names::{MethodNames, Names, RoleNames, variables};
use super::types::{Types, generic};
use crate::ir::{Implementer, Operation, Type};
use crate::targets::naming::Case;
use crate::targets::text::Text;
use crate::targets::{Files, Job};

/// Who is bound to a provider.
const BOUND: &str = include_str!("../../../generators/assemblyscript/relay/bound.ts");

/// What the file and its functions use for themselves.
const WORDS: [&str; 4] = ["bound", "next", "client", "Bound"];

pub(super) fn print(job: &Job<'_>, roles: &[usize]) -> Files {
    let names = Names::of(job.contract);
    let module = job.module;
    let types = Types { contract: job.contract, names: &names, prefix: format!("{module}.") };
    let is_provider =
        roles.iter().all(|at| job.contract.roles[*at].implementer == Implementer::Provider);

    let mut out = Text::new(INDENT);
    let towards =
        if is_provider { "from an actor to the next provider" } else { "to the next actor" };
    out.line(format_args!(
        "// Passes the calls of the contract {} on: {towards}.",
        job.contract.id
    ));
    out.blank();
    let imported = spaced(vec![text(module), text("wapc")]);
    out.add(&concat([
        text("import "),
        group([text("{"), imported, text("}")]),
        text(" from \"./contracts\";"),
    ]));
    if is_provider {
        out.blank();
        out.append(BOUND);
    }
    for at in roles {
        let (role, own) = (&job.contract.roles[*at], &names.roles[*at]);
        let interface = &own.interface;
        out.blank();
        let head = format!("class {interface}Relay implements {module}.{interface}");
        out.braces(head, |out| {
            for (at, (operation, method)) in role.operations.iter().zip(&own.methods).enumerate() {
                if at > 0 {
                    out.blank();
                }
                relay(out, &types, module, is_provider, own, operation, method);
            }
        });
    }
    out.blank();
    for at in roles {
        let own = &names.roles[*at];
        let new = text(format!("new {}Relay()", own.interface));
        out.statement(call(format!("{module}.{}", own.register), vec![new]));
    }
    if is_provider {
        out.line("wapc.serveProvider(bound);");
    }
    out.blank();
    out.line("export { __guest_call } from \"./contracts\";");
    let mut files = Files::new();
    files.insert("relay.ts", out.finish());
    files
}

fn relay(
    out: &mut Text,
    types: &Types<'_>,
    module: &str,
    is_provider: bool,
    role: &RoleNames,
    operation: &Operation,
    method: &MethodNames,
) {
    let mut scope = variables();
    for word in WORDS.iter().copied().chain([module]) {
        if !scope.contains(word) {
            scope.take(word);
        }
    }
    let fields = operation.input.parameters();
    let parameters: Vec<String> =
        fields.iter().map(|field| scope.take(Case::Camel.apply(&field.name))).collect();
    let origin = scope.take("origin");
    let mut declared = Vec::new();
    if is_provider {
        declared.push(text(format!("{origin}: wapc.Origin")));
    }
    declared
        .extend(fields.iter().zip(&parameters).map(|(field, name)| types.typed(name, &field.ty)));
    let result = types.result(operation.output.as_ref());
    out.add(&signature(&method.public, declared, result, " {"));
    out.nested(|lines| {
        let target = if is_provider {
            let next = call("bound.next", vec![text(origin)]);
            lines.constant("next", next, Right::Inside);
            let fail = concat([
                text("return wapc.fail"),
                parameter(types, operation.output.as_ref()),
                call("", vec![text("next.error")]),
            ]);
            lines.if_then("next.failed", fail);
            text("next.value")
        } else {
            text("\"next\"")
        };
        let client = call(format!("new {module}.{}", role.client), vec![target]);
        lines.constant("client", client, Right::Inside);
        let arguments = parameters.iter().map(text).collect();
        lines.statement(call(format!("return client.{}", method.public), arguments));
    });
    out.line("}");
}

/// `<T>`
fn parameter(types: &Types<'_>, output: Option<&Type>) -> Doc<'static> {
    let (ty, simple) = match output {
        None => (text("wapc.Void"), true),
        Some(ty) => (types.ty(ty), matches!(ty, Type::Scalar(_) | Type::Named(_))),
    };
    generic("", vec![(ty, simple)])
}
