//! The interface of a role with its dispatch, for the side that implements it.

use std::borrow::Cow;

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::layout::{LIST, WIDTH};
use super::literal::quoted;
use super::names::{OperationNames, ident};
use super::print::Print;
use super::{docs, views};
use crate::ir::{Implementer, Operation, Role, Scalar, Type};
use crate::targets::naming::Scope;
use crate::wire::plan::TopLevel;
use crate::wire::{OperationPlan, Request, Response};

/// Prints the interface of the role at a position, if its side is generated.
pub fn items(out: &mut String, context: &Context<'_>, at: usize) {
    let role = &context.contract.roles[at];
    if context.side.implements(role.implementer) {
        interface(out, context, at, role);
        export(out, context, at, role);
    }
}

const fn is_provider(role: &Role) -> bool {
    matches!(role.implementer, Implementer::Provider)
}

const fn form(context: &Context<'_>) -> Form {
    if context.options.views { Form::Deep } else { Form::Shallow }
}

fn interface(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let names = &context.names.roles[at];
    let name = ident(&names.interface);
    let mut lines = role.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let (implementer, caller) =
        if is_provider(role) { ("providers", "actors") } else { ("actors", "providers") };
    lines.push(if context.side.calls(role.implementer) {
        format!("Implemented by {implementer}; {caller} call it through `{}`.", names.client)
    } else {
        format!("Implemented by {implementer}.")
    });
    out.push('\n');
    docs::attributes(out, &lines, role.deprecated.as_deref());
    let parent = if is_provider(role) { ": wapc::Provider" } else { "" };
    out.put(format_args!("pub trait {name}{parent} {{\n"));
    for (operation, names) in role.operations.iter().zip(&names.operations) {
        docs::method(out, operation, &names.parameters);
        signature(out, context, role, operation, names);
        out.push_str(";\n\n");
    }
    dispatch(out, context, at, role);
    out.push_str("}\n");
}

/// Prints the head of an operation's method.
pub fn signature(
    out: &mut String,
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
) {
    out.put(format_args!("fn {}(&self", ident(&names.method)));
    if is_provider(role) {
        out.put(format_args!(", {}: &wapc::Origin<'_>", ident(&names.origin)));
    }
    for (field, name) in operation.input.parameters().iter().zip(&names.parameters) {
        let ty = views::parameter(context, &field.ty, form(context));
        out.put(format_args!(", {}: {ty}", ident(name)));
    }
    out.put(format_args!(") -> wapc::Result<{}>", output(context, operation)));
}

/// What an operation returns, owned.
pub fn output<'a>(context: &'a Context<'_>, operation: &Operation) -> Cow<'a, str> {
    operation.output.as_ref().map_or(Cow::Borrowed("()"), |ty| context.owned(ty, false))
}

fn dispatch(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let names = &context.names.roles[at];
    let vec = context.our("Vec");
    let plans = &context.plan.roles[at];
    let parameters = names.operations.iter().flat_map(|names| &names.parameters);
    let mut scope = Scope::with(parameters);
    let (reader, origin) = (scope.take("reader"), scope.take("origin"));
    // Where a provider's reply goes; an actor's is returned.
    let reply = if is_provider(role) { scope.take("reply") } else { String::new() };
    let locals = Locals { reader: ident(&reader), origin: ident(&origin), reply: ident(&reply) };
    let Locals { origin, reply, .. } = &locals;
    let (parameter, rest) = if is_provider(role) {
        let rest = format!(
            "wapc::answer_as_provider(self, {origin}, operation, payload, {reply}, || DESCRIPTOR)"
        );
        (format!("{origin}: &wapc::Origin<'_>, "), rest)
    } else {
        (String::new(), "wapc::answer_as_actor(operation)".to_owned())
    };
    out.put(format_args!(
        "/// Answers one call: reads the payload, runs the operation, returns its reply.
        fn dispatch(&self, {parameter}operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
        "
    ));
    if is_provider(role) {
        out.put(format_args!(
            "let mut {reply} = {vec}::new();
            self.dispatch_into({origin}, operation, payload, &mut {reply})?;
            Ok({reply})
            }}

            /// As `dispatch`, but the reply replaces the content of `{reply}`, so that its room is used again.
            fn dispatch_into(&self, {parameter}operation: &str, payload: &[u8], {reply}: &mut {vec}<u8>) -> wapc::Result<()> {{
            "
        ));
    }
    // Only a provider passes it on; to an actor whose operations take nothing it says nothing.
    if !is_provider(role) && plans.iter().all(|plan| plan.request == Request::Empty) {
        out.push_str("let _ = payload;\n");
    }
    if role.operations.is_empty() {
        out.put(format_args!("{rest}\n"));
    } else {
        out.push_str("match operation {\n");
        let operations = role.operations.iter().zip(&names.operations).zip(plans);
        for ((operation, names), plan) in operations {
            out.put(format_args!("{} => {{\n", quoted(&plan.name)));
            arm(out, context, role, operation, names, plan, &locals);
            out.push_str("\n}\n");
        }
        out.put(format_args!("_ => {rest},\n}}\n"));
    }
    out.push_str("}\n");
}

/// What a dispatch calls its own, chosen against the names of all parameters.
struct Locals<'a> {
    reader: Cow<'a, str>,
    origin: Cow<'a, str>,
    reply: Cow<'a, str>,
}

/// Reads the parameters, runs the operation, writes the result.
fn arm(
    out: &mut String,
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
    locals: &Locals<'_>,
) {
    let parameters: Vec<_> = names.parameters.iter().map(|name| ident(name)).collect();
    read_request(out, context, operation, &parameters, plan, &locals.reader);
    let is_void = plan.response == Response::Void;
    let result = if is_void { "" } else { "let result = " };
    out.put(format_args!("{result}self.{}(", ident(&names.method)));
    if is_provider(role) {
        let comma = if parameters.is_empty() { "" } else { ", " };
        out.extend([&*locals.origin, comma]);
    }
    for (at, (field, name)) in operation.input.parameters().iter().zip(&parameters).enumerate() {
        let (before, behind) = match &field.ty {
            Type::Scalar(Scalar::Bytes) => ("&", ""),
            Type::Optional(inner) if **inner == Type::Scalar(Scalar::Bytes) => ("", ".as_deref()"),
            _ => ("", ""),
        };
        let comma = if at == 0 { "" } else { ", " };
        out.put(format_args!("{comma}{before}{name}{behind}"));
    }
    out.push_str(")?;\n");
    let reply = &locals.reply;
    match &plan.response {
        Response::Void if is_provider(role) => out.put(format_args!("{reply}.clear();\nOk(())")),
        Response::Void => out.put(format_args!("Ok({}::new())", context.our("Vec"))),
        Response::Value(TopLevel { root, codec }) => {
            let root = quoted(root);
            match is_provider(role) {
                true => out.put(format_args!("wapc::encode_into({reply}, {root}, |w| ")),
                false => out.put(format_args!("wapc::encode({root}, |w| ")),
            }
            encode::statement(out, context, "w", codec, "result", encode::Form::Place, false);
            out.push(')');
        }
    }
}

/// The width of what stands around names in `let NAMES = READER.record(KEYS, |fields| {`, with its indentation.
const ARM: usize = 16 + "let  = .record(, |fields| {".len();

/// Reads the parameters, if there are any.
fn read_request(
    out: &mut String,
    context: &Context<'_>,
    operation: &Operation,
    parameters: &[Cow<'_, str>],
    plan: &OperationPlan,
    reader: &str,
) {
    let form = form(context);
    let (pattern, read, root) = match &plan.request {
        Request::Empty => return,
        Request::Arguments(plan) => {
            let keys = decode::keys(plan.fields.iter().map(|field| &field.key));
            let reads = plan.fields.iter().zip(operation.input.parameters());
            let reads: Vec<_> = reads
                .map(|(plan, field)| decode::field(context, plan, &field.ty, false, form))
                .collect();
            let pattern = match parameters {
                [name] => name.to_string(),
                names => format!("({})", names.join(", ")),
            };
            // A tuple that is too wide for a line is always set in lines, so it need not come in one. Behind the brace there
            // has to be some room.
            let head = ARM + pattern.len() + reader.len() + keys.len();
            let broken = reads.len() > 1
                && head + 2 <= WIDTH
                && keys.len() + ", |fields| {".len() <= LIST
                && reads.iter().all(|read| read.len() <= LIST)
                && reads.iter().map(|read| read.len() + 2).sum::<usize>() - 2 > LIST;
            let values = match reads.as_slice() {
                [read] => read.clone(),
                reads if broken => format!("{{\n(\n{},\n)\n}}", reads.join(",\n")),
                reads => format!("({})", reads.join(", ")),
            };
            (pattern, format!("{reader}.record({keys}, |fields| {values})"), &plan.root)
        }
        Request::Value(TopLevel { root, codec }) => {
            let borrowed = format!("&mut {reader}");
            let read = decode::call_from(context, codec, form, reader, &borrowed);
            (parameters.concat(), read, root)
        }
    };
    let (ty, root) = (context.our("Reader"), quoted(root));
    out.put(format_args!(
        "let mut {reader} = {ty}::new(payload);
        let {pattern} = {read};
        {reader}.end({root})?;
        "
    ));
}

/// What the macros need of the role, which they know by its path only.
fn export(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let names = &context.names.roles[at];
    let name = ident(&names.interface);
    let (t, vec) = (&context.names.parameter, context.our("Vec"));
    let operations =
        names.operations.iter().map(|names| format!("operation::{}", ident(&names.constant)));
    let operations = operations.collect::<Vec<_>>().join(", ");
    let (kind, origin, passed) =
        if is_provider(role) { ("provider", "origin", "origin, ") } else { ("actor", "_", "") };
    out.item(format_args!(
        "impl dyn {name} {{
        /// What the role answers.
        pub const ROLE: wapc::Role = wapc::Role::{kind}(&[{operations}]);

        #[doc(hidden)]
        pub fn call<{t}: {name}>(instance: &{t}, {origin}: &wapc::Origin<'_>, operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
        {name}::dispatch(instance, {passed}operation, payload)
        }}
        }}"
    ));
}

/// Prints what providers of the contract say of themselves, if there can be any.
pub fn descriptor(out: &mut String, context: &Context<'_>) {
    let provided = context
        .contract
        .roles
        .iter()
        .any(|role| is_provider(role) && context.side.implements(role.implementer));
    if !provided {
        return;
    }
    let version = quoted(context.contract.version.as_deref().unwrap_or("0.0.0"));
    let text = quoted(&context.contract.docs.join("\n"));
    let operations =
        context.contract.roles.iter().zip(&context.names.roles).flat_map(|(role, names)| {
            let direction = if is_provider(role) { "to_provider" } else { "to_actor" };
            role.operations.iter().zip(&names.operations).map(move |(operation, names)| {
                let (name, docs) = (ident(&names.constant), quoted(&operation.docs.join("\n")));
                format!("wapc::Operation::{direction}(operation::{name}, {docs})")
            })
        });
    let operations = operations.collect::<Vec<_>>().join(", ");
    out.item(format_args!(
        "/// What a provider of this contract says of itself.
        pub const DESCRIPTOR: wapc::Descriptor = wapc::Descriptor::new(NAMESPACE, {version}, {text}, &[{operations}]);"
    ));
}
