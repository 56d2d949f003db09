//! A relay: what the conformance harness puts between itself and itself.

use serde::Serialize;

use super::TEMPLATES;
use super::code::{Lines, signature};
use super::doc::{Doc, Right, call, concat, group, spaced, text};
use super::names::{MethodNames, Names, RoleNames, variables};
use super::types::{Types, generic};
use crate::ir::{Implementer, Operation, Type};
use crate::targets::naming::Case;
use crate::targets::{Files, Job};

#[derive(Serialize)]
struct Relay {
    id: String,
    towards: &'static str,
    import: Vec<String>,
    is_provider: bool,
    roles: Vec<RelayedRole>,
    register: Vec<String>,
}

#[derive(Serialize)]
struct RelayedRole {
    head: Vec<String>,
    operations: Vec<Vec<String>>,
}

/// What the file and its functions use for themselves.
const WORDS: [&str; 4] = ["bound", "next", "client", "Bound"];

pub(super) fn print(job: &Job<'_>, roles: &[usize]) -> Files {
    let names = Names::of(job.contract);
    let module = job.module;
    let types = Types { contract: job.contract, names: &names, prefix: format!("{module}.") };
    let is_provider =
        roles.iter().all(|at| job.contract.roles[*at].implementer == Implementer::Provider);

    let mut register = Lines::at(0);
    let mut relayed = Vec::new();
    for at in roles {
        let (role, own) = (&job.contract.roles[*at], &names.roles[*at]);
        let class = format!("{}Relay", own.interface);
        let new = text(format!("new {class}()"));
        register.statement(call(format!("{module}.{}", own.register), vec![new]));
        let mut head = Lines::at(0);
        head.line(&format!("class {class} implements {module}.{} {{", own.interface));
        let operations = role.operations.iter().zip(&own.methods);
        relayed.push(RelayedRole {
            head: head.finish(),
            operations: operations
                .map(|(operation, method)| {
                    relay(&types, module, is_provider, own, operation, method)
                })
                .collect(),
        });
    }
    if is_provider {
        register.line("wapc.serveProvider(bound);");
    }
    let mut import = Lines::at(0);
    let imported = spaced(vec![text(module), text("wapc")]);
    import.add(&concat([
        text("import "),
        group([text("{"), imported, text("}")]),
        text(" from \"./contracts\";"),
    ]));
    let view = Relay {
        id: job.contract.id.clone(),
        towards: if is_provider {
            "from an actor to the next provider"
        } else {
            "to the next actor"
        },
        import: import.finish(),
        is_provider,
        roles: relayed,
        register: register.finish(),
    };
    let mut files = Files::new();
    files.insert("relay.ts", TEMPLATES.render("relay", &view));
    files
}

fn relay(
    types: &Types<'_>,
    module: &str,
    is_provider: bool,
    role: &RoleNames,
    operation: &Operation,
    method: &MethodNames,
) -> Vec<String> {
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
    let mut lines = Lines::at(1);
    let result = types.result(operation.output.as_ref());
    lines.add(&signature(&method.public, declared, result, " {"));
    lines.nested(|lines| {
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
    lines.line("}");
    lines.finish()
}

/// `<T>`
fn parameter(types: &Types<'_>, output: Option<&Type>) -> Doc {
    let (ty, simple) = match output {
        None => (text("wapc.Void"), true),
        Some(ty) => (types.ty(ty), matches!(ty, Type::Scalar(_) | Type::Named(_))),
    };
    generic("", vec![(ty, simple)])
}
