//! The client of a role, for the side that calls it, and the adapter between the two.

use super::context::Context;
use super::decode::{self, Form};
use super::docs;
use super::encode;
use super::literal::quoted;
use super::names::{OperationNames, ident};
use super::print::Print;
use super::role::output;
use crate::ir::{Implementer, Operation, Role};
use crate::wire::plan::TopLevel;
use crate::wire::{Codec, OperationPlan, Request, Response};

/// Prints the client of the role at a position, if its side is generated, and the adapter, if both are.
pub fn items(out: &mut String, context: &Context<'_>, at: usize) {
    let role = &context.contract.roles[at];
    if !context.side.calls(role.implementer) {
        return;
    }
    match role.implementer {
        Implementer::Provider => of_provider(out, context, at, role),
        Implementer::Actor => of_actor(out, context, at, role),
    }
    methods(out, context, at, role);
    if context.side.implements(role.implementer) {
        adapter(out, context, at, role);
    }
}

/// A client that calls under a binding.
fn of_provider(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let name = ident(&context.names.roles[at].client);
    let t = &context.names.parameter;
    let (cow, into, default) = (context.our("Cow"), context.our("Into"), context.our("Default"));
    described(out, role, "a provider");
    out.put(format_args!(
        "#[derive(Clone, Debug)]
        pub struct {name}<{t} = wapc::Host> {{
        transport: {t},
        binding: {cow}<'static, str>,
        }}
        "
    ));
    out.item(format_args!(
        "impl {name} {{
        /// Calls over this module's host, under the binding `default`.
        #[must_use]
        pub const fn new() -> Self {{
        Self::over(wapc::Host)
        }}
        }}"
    ));
    out.item(format_args!(
        "impl<{t}: {default}> {default} for {name}<{t}> {{
        fn default() -> Self {{
        Self::over({t}::default())
        }}
        }}"
    ));
    out.item(format_args!(
        "impl<{t}> {name}<{t}> {{
        /// Calls over `transport`, under the binding `default`.
        pub const fn over(transport: {t}) -> Self {{
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
    ));
}

/// A client that calls an actor by its id.
fn of_actor(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let name = ident(&context.names.roles[at].client);
    let t = &context.names.parameter;
    let (cow, into) = (context.our("Cow"), context.our("Into"));
    described(out, role, "an actor");
    out.put(format_args!(
        "#[derive(Clone, Debug)]
        pub struct {name}<{t} = wapc::Host> {{
        transport: {t},
        actor: {cow}<'static, str>,
        }}
        "
    ));
    out.item(format_args!(
        "impl {name} {{
        /// Calls the actor with this id over this module's host.
        pub fn to(actor: impl {into}<{cow}<'static, str>>) -> Self {{
        Self::over(wapc::Host, actor)
        }}
        }}"
    ));
    out.item(format_args!(
        "impl<{t}> {name}<{t}> {{
        /// Calls the actor with this id over `transport`.
        pub fn over(transport: {t}, actor: impl {into}<{cow}<'static, str>>) -> Self {{
        Self {{
        transport,
        actor: actor.into(),
        }}
        }}
        }}"
    ));
}

fn described(out: &mut String, role: &Role, implementer: &str) {
    let mut lines = role.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("Calls {implementer}."));
    out.push('\n');
    docs::attributes(out, &lines, role.deprecated.as_deref());
}

/// One method an operation.
fn methods(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let names = &context.names.roles[at];
    let (name, t) = (ident(&names.client), &context.names.parameter);
    let vec = context.our("Vec");
    let (binding, namespace) = match role.implementer {
        Implementer::Provider => ("&self.binding", "NAMESPACE"),
        Implementer::Actor => ("\"\"", "&self.actor"),
    };
    out.put(format_args!("\nimpl<{t}: wapc::Transport> {name}<{t}> {{\n"));
    let operations = role.operations.iter().zip(&names.operations).zip(&context.plan.roles[at]);
    for ((operation, names), plan) in operations {
        method(out, context, operation, names, plan);
        out.push('\n');
    }
    out.put(format_args!(
        "fn call(&self, operation: &str, request: wapc::Result<{vec}<u8>>) -> wapc::Result<{vec}<u8>> {{
        self.transport.call({binding}, {namespace}, operation, &request?)
        }}
        }}
        "
    ));
}

fn method(
    out: &mut String,
    context: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) {
    docs::method(out, operation, &names.parameters);
    out.put(format_args!("pub fn {}(&self", ident(&names.method)));
    for (field, name) in operation.input.parameters().iter().zip(&names.parameters) {
        out.put(format_args!(", {}: {}", ident(name), context.argument(&field.ty)));
    }
    out.put(format_args!(") -> wapc::Result<{}> {{\n", output(context, operation)));
    request(out, context, names, plan);
    let payload = if plan.request == Request::Empty {
        format!("Ok({}::new())", context.our("Vec"))
    } else {
        "request".to_owned()
    };
    let wire = quoted(&plan.name);
    match &plan.response {
        Response::Void => out.put(format_args!("self.call({wire}, {payload}).map(drop)\n}}\n")),
        Response::Value(TopLevel { root, codec }) => {
            let read = match codec {
                Codec::Optional(inner) => {
                    let inner = decode::function(context, inner, Form::Owned);
                    format!("|r| r.optional_reply({inner})")
                }
                codec => decode::function(context, codec, Form::Owned),
            };
            let root = quoted(root);
            let decode = match codec {
                // It can stay where it is.
                Codec::String => format!("wapc::decode_string(reply, {root})"),
                _ => format!("wapc::decode(&reply, {root}, {read})"),
            };
            out.put(format_args!(
                "let reply = self.call({wire}, {payload})?;
                {decode}
                }}
                "
            ));
        }
    }
}

/// Writes what an operation takes, if it takes anything.
fn request(out: &mut String, context: &Context<'_>, names: &OperationNames, plan: &OperationPlan) {
    let form = encode::Form::Argument;
    let parameters: Vec<_> = names.parameters.iter().map(|name| ident(name)).collect();
    let w = ident(&names.writer);
    match &plan.request {
        Request::Empty => {}
        Request::Arguments(plan) => {
            let (root, count) = (quoted(&plan.root), plan.fields.len());
            // What is always set in lines need not come in one.
            let end = if root.len() < 40 { '\n' } else { ' ' };
            out.put(format_args!("let request = wapc::arguments({root}, {count}, |{w}| {{{end}"));
            for (field, name) in plan.fields.iter().zip(&parameters) {
                out.put(format_args!("{w}.key({});{end}", quoted(&field.key)));
                encode::statement(out, context, &w, &field.codec, name, form, false);
                out.extend([';', end]);
            }
            out.push_str("});\n");
        }
        Request::Value(TopLevel { root, codec }) => {
            out.put(format_args!("let request = wapc::encode({}, |{w}| ", quoted(root)));
            encode::statement(out, context, &w, codec, &parameters[0], form, false);
            out.push_str(");\n");
        }
    }
}

/// What makes an implementation a transport.
fn adapter(out: &mut String, context: &Context<'_>, at: usize, role: &Role) {
    let names = &context.names.roles[at];
    let (name, interface) = (ident(&names.transport), ident(&names.interface));
    let (t, vec) = (&context.names.parameter, context.our("Vec"));
    let (binding, origin) = match role.implementer {
        Implementer::Provider => ("binding", "&wapc::Origin::new(\"\", binding), "),
        Implementer::Actor => ("_", ""),
    };
    out.item(format_args!(
        "/// A [`{}`] as a transport for its client, in one process: for tests, and for embedders.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct {name}<{t}>(pub {t});",
        names.interface
    ));
    out.item(format_args!(
        "impl<{t}: {interface}> wapc::Transport for {name}<{t}> {{
        fn call(&self, {binding}: &str, _: &str, operation: &str, payload: &[u8]) -> wapc::Result<{vec}<u8>> {{
        {interface}::dispatch(&self.0, {origin}operation, payload).map_err(wapc::Error::into_remote)
        }}
        }}"
    ));
}
