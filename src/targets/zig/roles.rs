//! Interfaces with their dispatch, clients, and what both know of the operations.

use crate::ir::{Implementer, Input, Operation, Role};
use crate::targets::Job;
use crate::targets::text::Text;
use crate::wire::{Codec, OperationPlan, Request, Response, TopLevel};

use super::names::{Names, OperationNames, RoleNames};
use super::spelling::{member, quoted, text};
use super::{comments, types};

/// Where a line gets too long to be read.
const WIDTH: usize = 110;

/// A role with all that is known of it.
struct Printed<'a> {
    role: &'a Role,
    plan: &'a [OperationPlan],
    own: &'a RoleNames,
    names: &'a Names,
}

/// Prints the roles of a contract, then the structs of arguments.
pub(super) fn print(out: &mut Text, job: &Job<'_>, names: &Names) {
    let roles = job.contract.roles.iter().zip(&job.plan.roles).zip(&names.roles);
    let roles = roles.map(|((role, plan), own)| Printed { role, plan, own, names });
    let wanted = |implementer| job.side.implements(implementer) || job.side.calls(implementer);
    let roles: Vec<_> = roles.filter(|it| wanted(it.role.implementer)).collect();
    for printed in &roles {
        printed.constants(out);
        if job.side.implements(printed.role.implementer) {
            printed.interface(out);
        }
        if job.side.calls(printed.role.implementer) {
            printed.client(out, &job.contract.id);
        }
    }
    for printed in &roles {
        for (operation, plan, own) in printed.operations() {
            if let (Some(name), Request::Arguments(plan)) = (&own.arguments, &plan.request) {
                let parameters = operation.input.parameters();
                types::arguments(out, name, parameters, &plan.fields, &own.fields, names);
            }
        }
    }
}

impl Printed<'_> {
    fn operations(&self) -> impl Iterator<Item = (&Operation, &OperationPlan, &OperationNames)> {
        let operations = self.role.operations.iter().zip(self.plan).zip(&self.own.operations);
        operations.map(|((operation, plan), own)| (operation, plan, own))
    }

    fn constants(&self, out: &mut Text) {
        let RoleNames { name, constants, .. } = self.own;
        out.blank();
        out.line(format_args!(
            "/// The operations of `{name}`: their names in calls, what they take and what they return."
        ));
        if self.plan.is_empty() {
            return out.line(format_args!("pub const {constants} = struct {{}};"));
        }
        out.block(format_args!("pub const {constants} = struct {{"), "};", |out| {
            for (_, plan, own) in self.operations() {
                constant(out, plan, own, self.names);
            }
        });
    }

    fn interface(&self, out: &mut Text) {
        let what = match self.role.implementer {
            Implementer::Actor => {
                "What an actor implements: methods of these names, each of which takes the actor first."
            }
            Implementer::Provider => {
                "What a provider implements: methods of these names, each of which takes the provider first."
            }
        };
        out.blank();
        comments::of_role(out, self.role, what);
        out.block(format_args!("pub const {} = struct {{", self.own.name), "};", |out| {
            for (operation, _, own) in self.operations() {
                comments::of_operation(out, operation, &own.parameters);
                method(out, operation, own, self.names);
            }
            if !self.plan.is_empty() {
                out.blank();
            }
            out.line("pub const contract = &descriptor;");
            out.line(format_args!("pub const operations = {};", self.own.constants));
            out.blank();
            out.line("/// Answers an operation of this role with a method of `self`; null if it is none of them.");
            self.dispatch(out);
        });
    }

    fn dispatch(&self, out: &mut Text) {
        let any = !self.plan.is_empty();
        let reads = self.plan.iter().any(|operation| operation.request != Request::Empty);
        // `_` for a parameter that nothing uses.
        let [own, ctx, operation, payload] =
            [("self", any), ("ctx", any), ("operation", any), ("payload", reads)]
                .map(|(name, used)| if used { name } else { "_" });
        let head = format!(
            "pub fn dispatch({own}: anytype, {ctx}: *wapc.Context, {operation}: []const u8, \
             {payload}: []const u8) wapc.Error!?[]const u8 {{"
        );
        out.block(head, "}", |out| {
            if self.plan.len() > 40 {
                // The compiler is allowed more work than it does by itself.
                out.line(format_args!("@setEvalBranchQuota({});", 100 * self.plan.len()));
            }
            for (operation, _, own) in self.operations() {
                let path = format!("operations.{}", member(&own.method));
                let head = format_args!("if (wapc.eql(operation, {path}.name)) {{");
                out.block(head, "}", |out| answer(out, &path, operation, own));
            }
            out.line("return null;");
        });
    }

    fn client(&self, out: &mut Text, id: &str) {
        let to_actor = self.role.implementer == Implementer::Actor;
        out.blank();
        let what = if to_actor { "Calls an actor." } else { "Calls a provider." };
        comments::of_role(out, self.role, what);
        out.block(format_args!("pub const {} = struct {{", self.own.client), "};", |out| {
            if to_actor {
                out.line("/// The key of the actor.");
                out.line("actor: []const u8,");
            } else {
                out.line("/// Which of the instances of the capability.");
                out.line("binding: []const u8 = \"default\",");
            }
            out.line("transport: wapc.Transport = .host,");
            if !to_actor {
                out.blank();
                out.line(format_args!("pub const namespace = {};", text(id)));
            }
            for (operation, _, own) in self.operations() {
                out.blank();
                comments::of_operation(out, operation, &own.parameters);
                function(out, operation, self.own, own, self.names);
                out.nested(|out| call(out, operation, self.own, own));
                out.line("}");
            }
        });
    }
}

/// `pub const get: wapc.Operation = .{ .name = "Get", .arguments = GetArgs, .result = GetResponse };`
fn constant(out: &mut Text, plan: &OperationPlan, own: &OperationNames, names: &Names) {
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
    broken(out, &head, &facts, "};");
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
fn method(out: &mut Text, operation: &Operation, own: &OperationNames, names: &Names) {
    let mut parameters = vec!["ctx: *wapc.Context".to_owned()];
    parameters.extend(declared(operation, own, names));
    let tail = format!(") {},", result(operation, names));
    broken(out, &format!("{}: fn (", member(&own.method)), &parameters, &tail);
}

/// `pub fn get(self: StoreClient, ctx: *wapc.Context, key: []const u8) wapc.Error!GetResponse {`
fn function(
    out: &mut Text,
    operation: &Operation,
    role: &RoleNames,
    own: &OperationNames,
    names: &Names,
) {
    let mut parameters = vec![format!("self: {}", role.client), "ctx: *wapc.Context".to_owned()];
    parameters.extend(declared(operation, own, names));
    let tail = format!(") {} {{", result(operation, names));
    broken(out, &format!("pub fn {}(", quoted(&own.method)), &parameters, &tail);
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

fn answer(out: &mut Text, path: &str, operation: &Operation, own: &OperationNames) {
    let method = member(&own.method);
    match &operation.input {
        Input::Nothing => {
            out.line(format_args!("return try ctx.answer({path}, self.{method}(ctx));"));
        }
        Input::Value(_) => {
            out.line(format_args!("const argument = try ctx.read({path}, payload);"));
            out.line(format_args!("return try ctx.answer({path}, self.{method}(ctx, argument));"));
        }
        Input::Arguments(_) => {
            out.line(format_args!("const args = try ctx.read({path}, payload);"));
            let mut values = vec!["ctx".to_owned()];
            values.extend(own.fields.iter().map(|field| format!("args.{}", member(field))));
            let line =
                format!("return try ctx.answer({path}, self.{method}({}));", values.join(", "));
            if line.chars().count() + out.column() <= WIDTH {
                out.line(line);
            } else {
                broken(out, &format!("const result = self.{method}("), &values, ");");
                out.line(format_args!("return try ctx.answer({path}, result);"));
            }
        }
    }
}

fn call(out: &mut Text, operation: &Operation, role: &RoleNames, own: &OperationNames) {
    let head = format!("return ctx.call(self, {}.{}, ", role.constants, member(&own.method));
    match &operation.input {
        Input::Nothing => out.line(format_args!("{head}{{}});")),
        Input::Value(_) => out.line(format_args!("{head}{});", quoted(&own.parameters[0]))),
        Input::Arguments(_) => {
            let values = own.fields.iter().zip(&own.parameters);
            let values =
                values.map(|(field, name)| format!(".{} = {}", member(field), quoted(name)));
            let values: Vec<_> = values.collect();
            broken(out, &format!("{head}.{{"), &values, "});");
        }
    }
}

/// A list on one line, or on one line an item where that gets too long.
pub(super) fn broken(out: &mut Text, head: &str, items: &[String], tail: &str) {
    let space = if head.ends_with('{') { " " } else { "" };
    let line = format!("{head}{space}{}{space}{tail}", items.join(", "));
    if line.chars().count() + out.column() <= WIDTH {
        return out.line(line);
    }
    out.block(head, tail, |out| items.iter().for_each(|item| out.line(format_args!("{item},"))));
}
