//! Interfaces with their dispatch, clients, and what both know of the operations.

use serde::Serialize;

use crate::ir::{Implementer, Input, Operation, Role};
use crate::targets::Job;
use crate::wire::{Codec, OperationPlan, Request, Response, TopLevel};

use super::names::{Names, OperationNames, RoleNames};
use super::spelling::{member, quoted, text};
use super::{comments, item, types};

/// Where a line gets too long to be read.
const WIDTH: usize = 110;

#[derive(Serialize)]
struct Constants<'a> {
    role: &'a str,
    name: &'a str,
    empty: bool,
    operations: Vec<OperationView>,
}

#[derive(Serialize)]
struct RoleView<'a> {
    docs: Vec<String>,
    name: &'a str,
    operations_name: &'a str,
    /// Whether the compiler has to be allowed more work for `dispatch` than it does by itself.
    large: bool,
    quota: usize,
    empty: bool,
    /// The parameters of `dispatch`: `_` for one that nothing uses.
    parameters: String,
    operations: Vec<OperationView>,
}

#[derive(Serialize)]
struct Client<'a> {
    docs: Vec<String>,
    name: &'a str,
    to_actor: bool,
    namespace: String,
    operations: Vec<OperationView>,
}

#[derive(Serialize)]
struct OperationView {
    docs: Vec<String>,
    /// Its entry among the operations.
    constant: Vec<String>,
    /// Its field in the interface.
    method: Vec<String>,
    /// Its constant, as the interface sees it.
    path: String,
    /// How the interface answers it.
    answer: Vec<String>,
    /// The client's method,
    function: Vec<String>,
    /// and what it does.
    call: Vec<String>,
}

/// Prints the roles of a contract, then the structs of arguments.
pub(super) fn print(job: &Job<'_>, names: &Names) -> Vec<String> {
    let mut items = Vec::new();
    let mut arguments = Vec::new();
    let roles = job.contract.roles.iter().zip(&job.plan.roles).zip(&names.roles);
    for ((role, plan), own) in roles {
        let (implements, calls) =
            (job.side.implements(role.implementer), job.side.calls(role.implementer));
        if !implements && !calls {
            continue;
        }
        items.push(constants(role, plan, own, names));
        if implements {
            items.push(interface(role, plan, own, names));
        }
        if calls {
            items.push(client(job, role, plan, own, names));
        }
        let operations = role.operations.iter().zip(plan).zip(&own.operations);
        arguments.extend(operations.filter_map(|((operation, plan), own)| {
            let (name, Request::Arguments(plan)) = (own.arguments.as_ref()?, &plan.request) else {
                return None;
            };
            let parameters = operation.input.parameters();
            Some(types::arguments(name, parameters, &plan.fields, &own.fields, names))
        }));
    }
    items.extend(arguments);
    items
}

fn constants(role: &Role, plan: &[OperationPlan], own: &RoleNames, names: &Names) -> String {
    let operations = views(role, plan, own, names);
    let view = Constants {
        role: &own.name,
        name: &own.constants,
        empty: operations.is_empty(),
        operations,
    };
    item("operations", &view)
}

fn interface(role: &Role, plan: &[OperationPlan], own: &RoleNames, names: &Names) -> String {
    let what = match role.implementer {
        Implementer::Actor => {
            "What an actor implements: methods of these names, each of which takes the actor first."
        }
        Implementer::Provider => {
            "What a provider implements: methods of these names, each of which takes the provider first."
        }
    };
    let reads = plan.iter().any(|operation| operation.request != Request::Empty);
    let parameters = [
        ("self", "anytype", !plan.is_empty()),
        ("ctx", "*wapc.Context", !plan.is_empty()),
        ("operation", "[]const u8", !plan.is_empty()),
        ("payload", "[]const u8", reads),
    ];
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(name, ty, used)| format!("{}: {ty}", if *used { name } else { "_" }))
        .collect();
    let view = RoleView {
        docs: comments::of_role(role, what),
        name: &own.name,
        operations_name: &own.constants,
        large: plan.len() > 40,
        quota: 100 * plan.len(),
        empty: plan.is_empty(),
        parameters: parameters.join(", "),
        operations: views(role, plan, own, names),
    };
    item("role", &view)
}

fn client(
    job: &Job<'_>,
    role: &Role,
    plan: &[OperationPlan],
    own: &RoleNames,
    names: &Names,
) -> String {
    let to_actor = role.implementer == Implementer::Actor;
    let view = Client {
        docs: comments::of_role(
            role,
            if to_actor { "Calls an actor." } else { "Calls a provider." },
        ),
        name: &own.client,
        to_actor,
        namespace: text(&job.contract.id),
        operations: views(role, plan, own, names),
    };
    item("client", &view)
}

fn views(
    role: &Role,
    plan: &[OperationPlan],
    own: &RoleNames,
    names: &Names,
) -> Vec<OperationView> {
    let operations = role.operations.iter().zip(plan).zip(&own.operations);
    operations
        .map(|((operation, plan), of)| OperationView {
            docs: comments::of_operation(operation),
            constant: constant(plan, of, names),
            method: method(operation, of, names),
            path: format!("operations.{}", member(&of.method)),
            answer: answer(operation, of),
            function: function(operation, own, of, names),
            call: call(operation, own, of),
        })
        .collect()
}

/// `pub const get: wapc.Operation = .{ .name = "Get", .arguments = GetArgs, .result = GetResponse };`
fn constant(plan: &OperationPlan, own: &OperationNames, names: &Names) -> Vec<String> {
    let mut facts = vec![format!(".name = {}", text(&plan.name))];
    match (&plan.request, &own.arguments) {
        (Request::Arguments(_), Some(arguments)) => facts.push(format!(".arguments = {arguments}")),
        (Request::Value(top), _) => top_level(&mut facts, "argument", top, &plan.name, names),
        _ => {}
    }
    if let Response::Value(top) = &plan.response {
        top_level(&mut facts, "result", top, &plan.name, names);
    }
    let head = format!("pub const {}: wapc.Operation = .{{", quoted(&own.method));
    broken(&head, &facts, "};", 4)
}

/// The form of an argument or result; and what failures call it, unless the runtime finds that by itself.
fn top_level(facts: &mut Vec<String>, name: &str, top: &TopLevel, operation: &str, names: &Names) {
    facts.push(format!(".{name} = {}", types::form(&top.codec, names)));
    let mut codec = &top.codec;
    while let Codec::Optional(inner) = codec {
        codec = inner;
    }
    let found = match codec {
        Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => names.types[id.0].name.as_str(),
        _ => operation,
    };
    if found != top.root {
        facts.push(format!(".{name}_name = {}", text(&top.root)));
    }
}

/// `get: fn (ctx: *wapc.Context, key: []const u8) wapc.Error!GetResponse,`
fn method(operation: &Operation, own: &OperationNames, names: &Names) -> Vec<String> {
    let mut parameters = vec!["ctx: *wapc.Context".to_owned()];
    parameters.extend(declared(operation, own, names));
    let tail = format!(") {},", result(operation, names));
    broken(&format!("{}: fn (", member(&own.method)), &parameters, &tail, 4)
}

/// `pub fn get(self: StoreClient, ctx: *wapc.Context, key: []const u8) wapc.Error!GetResponse {`
fn function(
    operation: &Operation,
    role: &RoleNames,
    own: &OperationNames,
    names: &Names,
) -> Vec<String> {
    let mut parameters = vec![format!("self: {}", role.client), "ctx: *wapc.Context".to_owned()];
    parameters.extend(declared(operation, own, names));
    let tail = format!(") {} {{", result(operation, names));
    broken(&format!("pub fn {}(", quoted(&own.method)), &parameters, &tail, 4)
}

fn declared(operation: &Operation, own: &OperationNames, names: &Names) -> Vec<String> {
    let parameters = operation.input.parameters().iter().zip(&own.parameters);
    parameters
        .map(|(field, name)| format!("{}: {}", quoted(name), types::value(&field.ty, names)))
        .collect()
}

pub(super) fn result(operation: &Operation, names: &Names) -> String {
    let ty =
        operation.output.as_ref().map_or_else(|| "void".to_owned(), |ty| types::value(ty, names));
    format!("wapc.Error!{ty}")
}

fn answer(operation: &Operation, own: &OperationNames) -> Vec<String> {
    let method = member(&own.method);
    let path = format!("operations.{method}");
    match &operation.input {
        Input::Nothing => vec![format!("return try ctx.answer({path}, self.{method}(ctx));")],
        Input::Value(_) => {
            vec![
                format!("const argument = try ctx.read({path}, payload);"),
                format!("return try ctx.answer({path}, self.{method}(ctx, argument));"),
            ]
        }
        Input::Arguments(_) => {
            let mut lines = vec![format!("const args = try ctx.read({path}, payload);")];
            let mut values = vec!["ctx".to_owned()];
            values.extend(own.fields.iter().map(|field| format!("args.{}", member(field))));
            let line =
                format!("return try ctx.answer({path}, self.{method}({}));", values.join(", "));
            if line.chars().count() + 12 <= WIDTH {
                lines.push(line);
            } else {
                lines.extend(broken(&format!("const result = self.{method}("), &values, ");", 12));
                lines.push(format!("return try ctx.answer({path}, result);"));
            }
            lines
        }
    }
}

fn call(operation: &Operation, role: &RoleNames, own: &OperationNames) -> Vec<String> {
    let head = format!("return ctx.call(self, {}.{}, ", role.constants, member(&own.method));
    match &operation.input {
        Input::Nothing => vec![format!("{head}{{}});")],
        Input::Value(_) => vec![format!("{head}{});", quoted(&own.parameters[0]))],
        Input::Arguments(_) => {
            let values = own.fields.iter().zip(&own.parameters);
            let values =
                values.map(|(field, name)| format!(".{} = {}", member(field), quoted(name)));
            let values: Vec<_> = values.collect();
            broken(&format!("{head}.{{"), &values, "});", 8)
        }
    }
}

/// A list on one line, or on one line an item where that gets too long.
pub(super) fn broken(head: &str, items: &[String], tail: &str, indent: usize) -> Vec<String> {
    let space = if head.ends_with('{') { " " } else { "" };
    let line = format!("{head}{space}{}{space}{tail}", items.join(", "));
    if line.chars().count() + indent <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![head.to_owned()];
    lines.extend(items.iter().map(|item| format!("    {item},")));
    lines.push(tail.to_owned());
    lines
}
