//! The interface of a role with its dispatch, for the side that implements it.

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::literal::quoted;
use super::names::{OperationNames, ident};
use super::{docs, views};
use crate::ir::{Implementer, Operation, Role, Scalar, Type};
use crate::targets::naming::Scope;
use crate::wire::plan::TopLevel;
use crate::wire::{OperationPlan, Request, Response};

/// The interface of the role at a position, if its side is generated.
pub fn items(context: &Context<'_>, at: usize) -> Vec<String> {
    let role = &context.contract.roles[at];
    if !context.side.implements(role.implementer) {
        return Vec::new();
    }
    vec![interface(context, at, role), export(context, at, role)]
}

const fn is_provider(role: &Role) -> bool {
    matches!(role.implementer, Implementer::Provider)
}

const fn form(context: &Context<'_>) -> Form {
    if context.options.views { Form::Deep } else { Form::Shallow }
}

fn interface(context: &Context<'_>, at: usize, role: &Role) -> String {
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
    let attributes = docs::attributes(&lines, role.deprecated.as_deref());
    let parent = if is_provider(role) { ": wapc::Provider" } else { "" };
    let methods = role.operations.iter().zip(&names.operations).map(|(operation, names)| {
        let docs = docs::attributes(&operation.docs, operation.deprecated.as_deref());
        format!("{docs}{};\n\n", signature(context, role, operation, names))
    });
    let methods = methods.collect::<String>();
    let dispatch = dispatch(context, at, role);
    format!(
        "{attributes}pub trait {name}{parent} {{
        {methods}{dispatch}
        }}"
    )
}

/// The head of an operation's method.
pub fn signature(
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
) -> String {
    let mut head = format!("fn {}(&self", ident(&names.method));
    if is_provider(role) {
        head.push_str(&format!(", {}: &wapc::Origin", ident(&names.origin)));
    }
    for (field, name) in operation.input.parameters().iter().zip(&names.parameters) {
        let ty = views::parameter(context, &field.ty, form(context));
        head.push_str(&format!(", {}: {ty}", ident(name)));
    }
    head.push_str(&format!(") -> wapc::Result<{}>", output(context, operation)));
    head
}

/// What an operation returns, owned.
pub fn output(context: &Context<'_>, operation: &Operation) -> String {
    operation.output.as_ref().map_or_else(|| "()".to_owned(), |ty| context.owned(ty, false))
}

fn dispatch(context: &Context<'_>, at: usize, role: &Role) -> String {
    let names = &context.names.roles[at];
    let vec = context.our("Vec");
    let plans = &context.plan.roles[at];
    let parameters = names.operations.iter().flat_map(|names| &names.parameters);
    let mut scope = Scope::with(parameters);
    let locals =
        Locals { reader: ident(&scope.take("reader")), origin: ident(&scope.take("origin")) };
    let origin = &locals.origin;
    let arms = role.operations.iter().zip(&names.operations).zip(plans).map(
        |((operation, names), plan)| {
            let body = arm(context, role, operation, names, plan, &locals);
            format!("{} => {{\n{body}\n}}\n", quoted(&plan.name))
        },
    );
    let (parameter, rest) = if is_provider(role) {
        let rest =
            format!("wapc::answer_as_provider(self, {origin}, operation, payload, || DESCRIPTOR)");
        (format!("{origin}: &wapc::Origin, "), rest)
    } else {
        (String::new(), "wapc::answer_as_actor(operation)".to_owned())
    };
    // Only a provider passes it on; to an actor whose operations take nothing it says nothing.
    let unread = !is_provider(role) && plans.iter().all(|plan| plan.request == Request::Empty);
    let unread = if unread { "let _ = payload;\n" } else { "" };
    let body = if role.operations.is_empty() {
        format!("{unread}{rest}")
    } else {
        format!("{unread}match operation {{\n{}_ => {rest},\n}}", arms.collect::<String>())
    };
    format!(
        "/// Answers one call: reads the payload, runs the operation, returns its reply.
        fn dispatch(&self, {parameter}operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
        {body}
        }}"
    )
}

/// What a dispatch calls its own, chosen against the names of all parameters.
struct Locals {
    reader: String,
    origin: String,
}

/// Reads the parameters, runs the operation, writes the result.
fn arm(
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
    locals: &Locals,
) -> String {
    let Locals { reader, origin } = locals;
    let form = form(context);
    let parameters: Vec<String> = names.parameters.iter().map(|name| ident(name)).collect();
    let start = |pattern: &str, read: &str, root: &str| {
        let ty = context.our("Reader");
        format!(
            "let mut {reader} = {ty}::new(payload);
            let {pattern} = {read};
            {reader}.end({})?;
            ",
            quoted(root)
        )
    };
    let read = match &plan.request {
        Request::Empty => String::new(),
        Request::Arguments(plan) => {
            let keys = decode::keys(plan.fields.iter().map(|field| &field.key));
            let reads: Vec<String> = plan
                .fields
                .iter()
                .zip(operation.input.parameters())
                .map(|(plan, field)| decode::field(context, plan, &field.ty, false, form))
                .collect();
            let (pattern, values) = match (parameters.as_slice(), reads.as_slice()) {
                ([name], [read]) => (name.clone(), read.clone()),
                (names, reads) => {
                    (format!("({})", names.join(", ")), format!("({})", reads.join(", ")))
                }
            };
            let read = format!("{reader}.record({keys}, |fields| {values})");
            start(&pattern, &read, &plan.root)
        }
        Request::Value(TopLevel { root, codec }) => {
            let borrowed = format!("&mut {reader}");
            let read = decode::call_from(context, codec, form, reader, &borrowed);
            start(&parameters.concat(), &read, root)
        }
    };
    let passed =
        operation.input.parameters().iter().zip(&parameters).map(|(field, name)| match &field.ty {
            Type::Scalar(Scalar::Bytes) => format!("&{name}"),
            Type::Optional(inner) if **inner == Type::Scalar(Scalar::Bytes) => {
                format!("{name}.as_deref()")
            }
            _ => name.clone(),
        });
    let passed: Vec<String> =
        is_provider(role).then(|| origin.clone()).into_iter().chain(passed).collect();
    let call = format!("self.{}({})?", ident(&names.method), passed.join(", "));
    match &plan.response {
        Response::Void => format!("{read}{call};\nOk({}::new())", context.our("Vec")),
        Response::Value(TopLevel { root, codec }) => {
            let place = encode::Form::Place;
            let write = encode::statement(context, "w", codec, "result", place, false);
            let root = quoted(root);
            format!("{read}let result = {call};\nwapc::encode({root}, |w| {write})")
        }
    }
}

/// What the macros need of the role, which they know by its path only.
fn export(context: &Context<'_>, at: usize, role: &Role) -> String {
    let names = &context.names.roles[at];
    let name = ident(&names.interface);
    let vec = context.our("Vec");
    let operations =
        names.operations.iter().map(|names| format!("operation::{}", ident(&names.constant)));
    let operations = operations.collect::<Vec<_>>().join(", ");
    let (kind, origin, passed) =
        if is_provider(role) { ("provider", "origin", "origin, ") } else { ("actor", "_", "") };
    format!(
        "impl dyn {name} {{
        /// What the role answers.
        pub const ROLE: wapc::Role = wapc::Role::{kind}(&[{operations}]);

        #[doc(hidden)]
        pub fn call<T: {name}>(instance: &T, {origin}: &wapc::Origin, operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
        {name}::dispatch(instance, {passed}operation, payload)
        }}
        }}"
    )
}

/// What providers of the contract say of themselves, if there can be any.
pub fn descriptor(context: &Context<'_>) -> Option<String> {
    let provided = context
        .contract
        .roles
        .iter()
        .any(|role| is_provider(role) && context.side.implements(role.implementer));
    if !provided {
        return None;
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
    Some(format!(
        "/// What a provider of this contract says of itself.
        pub const DESCRIPTOR: wapc::Descriptor = wapc::Descriptor::new(NAMESPACE, {version}, {text}, &[{operations}]);"
    ))
}
