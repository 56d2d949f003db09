//! The client of a role, for the side that calls it, and the adapter between the two.

use super::context::Context;
use super::decode::{self, Form};
use super::docs;
use super::encode;
use super::literal::quoted;
use super::names::{OperationNames, ident};
use super::role::output;
use crate::ir::{Implementer, Operation, Role};
use crate::wire::plan::TopLevel;
use crate::wire::{OperationPlan, Request, Response};

/// The client of the role at a position, if its side is generated, and the adapter, if both are.
pub fn items(context: &Context<'_>, at: usize) -> Vec<String> {
    let role = &context.contract.roles[at];
    if !context.side.calls(role.implementer) {
        return Vec::new();
    }
    let mut items = match role.implementer {
        Implementer::Provider => of_provider(context, at, role),
        Implementer::Actor => of_actor(context, at, role),
    };
    items.push(methods(context, at, role));
    if context.side.implements(role.implementer) {
        items.extend(adapter(context, at, role));
    }
    items
}

/// A client that calls under a binding.
fn of_provider(context: &Context<'_>, at: usize, role: &Role) -> Vec<String> {
    let name = ident(&context.names.roles[at].client);
    let attributes = attributes(role, "a provider");
    let (cow, into, default) = (context.our("Cow"), context.our("Into"), context.our("Default"));
    vec![
        format!(
            "{attributes}#[derive(Clone, Debug)]
            pub struct {name}<T = wapc::Host> {{
            transport: T,
            binding: {cow}<'static, str>,
            }}"
        ),
        format!(
            "impl {name} {{
            /// Calls over this module's host, under the binding `default`.
            #[must_use]
            pub const fn new() -> Self {{
            Self::over(wapc::Host)
            }}
            }}"
        ),
        format!(
            "impl<T: {default}> {default} for {name}<T> {{
            fn default() -> Self {{
            Self::over(T::default())
            }}
            }}"
        ),
        format!(
            "impl<T> {name}<T> {{
            /// Calls over `transport`, under the binding `default`.
            pub const fn over(transport: T) -> Self {{
            Self {{
            transport,
            binding: {cow}::Borrowed(wapc::DEFAULT_BINDING),
            }}
            }}

            /// The same client under another binding.
            #[must_use]
            pub fn bound_to(mut self, binding: impl {into}<{cow}<'static, str>>) -> Self {{
            self.binding = wapc::named_binding(binding.into());
            self
            }}
            }}"
        ),
    ]
}

/// A client that calls an actor by its id.
fn of_actor(context: &Context<'_>, at: usize, role: &Role) -> Vec<String> {
    let name = ident(&context.names.roles[at].client);
    let attributes = attributes(role, "an actor");
    let (cow, into) = (context.our("Cow"), context.our("Into"));
    vec![
        format!(
            "{attributes}#[derive(Clone, Debug)]
            pub struct {name}<T = wapc::Host> {{
            transport: T,
            actor: {cow}<'static, str>,
            }}"
        ),
        format!(
            "impl {name} {{
            /// Calls the actor with this id over this module's host.
            pub fn to(actor: impl {into}<{cow}<'static, str>>) -> Self {{
            Self::over(wapc::Host, actor)
            }}
            }}"
        ),
        format!(
            "impl<T> {name}<T> {{
            /// Calls the actor with this id over `transport`.
            pub fn over(transport: T, actor: impl {into}<{cow}<'static, str>>) -> Self {{
            Self {{
            transport,
            actor: actor.into(),
            }}
            }}
            }}"
        ),
    ]
}

fn attributes(role: &Role, implementer: &str) -> String {
    let mut lines = role.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("Calls {implementer}."));
    docs::attributes(&lines, role.deprecated.as_deref())
}

/// One method an operation.
fn methods(context: &Context<'_>, at: usize, role: &Role) -> String {
    let names = &context.names.roles[at];
    let name = ident(&names.client);
    let vec = context.our("Vec");
    let (binding, namespace) = match role.implementer {
        Implementer::Provider => ("&self.binding", "NAMESPACE"),
        Implementer::Actor => ("\"\"", "&self.actor"),
    };
    let operations = role.operations.iter().zip(&names.operations).zip(&context.plan.roles[at]);
    let methods =
        operations.map(|((operation, names), plan)| method(context, operation, names, plan));
    let methods = methods.collect::<String>();
    format!(
        "impl<T: wapc::Transport> {name}<T> {{
        {methods}
        fn call(&self, operation: &str, request: wapc::Result<{vec}<u8>>) -> wapc::Result<{vec}<u8>> {{
        self.transport.call({binding}, {namespace}, operation, &request?)
        }}
        }}"
    )
}

fn method(
    context: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> String {
    let docs = docs::attributes(&operation.docs, operation.deprecated.as_deref());
    let mut head = format!("pub fn {}(&self", ident(&names.method));
    let parameters: Vec<String> = names.parameters.iter().map(|name| ident(name)).collect();
    for (field, name) in operation.input.parameters().iter().zip(&parameters) {
        head.push_str(&format!(", {name}: {}", context.argument(&field.ty)));
    }
    let output = output(context, operation);
    let w = ident(&names.writer);
    let form = encode::Form::Argument;
    let (request, payload) = match &plan.request {
        Request::Empty => (String::new(), format!("Ok({}::new())", context.our("Vec"))),
        Request::Arguments(plan) => {
            let (root, count) = (quoted(&plan.root), plan.fields.len());
            let writes = plan.fields.iter().zip(&parameters).map(|(field, name)| {
                let write = encode::statement(context, &w, &field.codec, name, form, false);
                format!("{w}.key({}); {write}; ", quoted(&field.key))
            });
            let writes = writes.collect::<String>();
            let block = format!("{{ {writes}}}");
            let request =
                format!("let request = wapc::arguments({root}, {count}, |{w}| {block});\n");
            (request, "request".to_owned())
        }
        Request::Value(TopLevel { root, codec }) => {
            let write = encode::statement(context, &w, codec, &parameters[0], form, false);
            let root = quoted(root);
            (format!("let request = wapc::encode({root}, |{w}| {write});\n"), "request".to_owned())
        }
    };
    let wire = quoted(&plan.name);
    let reply = match &plan.response {
        Response::Void => format!("self.call({wire}, {payload}).map(drop)"),
        Response::Value(TopLevel { root, codec }) => {
            let read = match codec {
                crate::wire::Codec::Optional(inner) => {
                    let inner = decode::function(context, inner, Form::Owned);
                    format!("|r| r.optional_reply({inner})")
                }
                codec => decode::function(context, codec, Form::Owned),
            };
            let root = quoted(root);
            format!(
                "let reply = self.call({wire}, {payload})?;\nwapc::decode(&reply, {root}, {read})"
            )
        }
    };
    format!("{docs}{head}) -> wapc::Result<{output}> {{\n{request}{reply}\n}}\n\n")
}

/// What makes an implementation a transport.
fn adapter(context: &Context<'_>, at: usize, role: &Role) -> Vec<String> {
    let names = &context.names.roles[at];
    let (name, interface) = (ident(&names.transport), ident(&names.interface));
    let vec = context.our("Vec");
    let (binding, origin) = match role.implementer {
        Implementer::Provider => ("binding", "&wapc::Origin::new(\"\", binding), "),
        Implementer::Actor => ("_", ""),
    };
    vec![
        format!(
            "/// A [`{}`] as a transport for its client, in one process: for tests, and for embedders.
            #[derive(Clone, Copy, Debug, Default)]
            pub struct {name}<T>(pub T);",
            names.interface
        ),
        format!(
            "impl<T: {interface}> wapc::Transport for {name}<T> {{
            fn call(&self, {binding}: &str, _: &str, operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
            {interface}::dispatch(&self.0, {origin}operation, payload).map_err(wapc::Error::into_remote)
            }}
            }}"
        ),
    ]
}
