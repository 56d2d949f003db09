//! The relay: every operation of some roles, forwarded over their clients.

use std::borrow::Cow;

use super::context::Context;
use super::names::{OperationNames, ident};
use super::print::Print;
use super::{layout, print, role, turn};
use crate::ir::{Implementer, Operation, Scalar, Type};
use crate::targets::{Files, Job};

const MANIFEST: &str = include_str!("../../../generators/rust/relay/manifest.toml");
const LIB: &str = include_str!("../../../generators/rust/relay/lib.rs");
const NATIVE: &str = include_str!("../../../generators/rust/relay/native.rs");

/// The program: a module, and for providers also a process.
pub fn files(job: &Job<'_>, roles: &[usize]) -> Files {
    let mut context = Context::new(job);
    let (relay, turn) = (context.names.taken.take("Relay"), context.names.taken.take("Turn"));
    let (relay, turn) = (ident(&relay), ident(&turn));
    let context = context;
    let is_provider =
        roles.iter().any(|at| job.contract.roles[*at].implementer == Implementer::Provider);
    let module = ident(job.module);
    let interfaces: Vec<_> =
        roles.iter().map(|at| ident(&context.names.roles[*at].interface)).collect();

    let mut items = vec![state(&relay, is_provider)];
    if is_provider {
        items.extend(provider(&relay));
    }
    items.extend(roles.iter().map(|at| forwarding(&context, *at, &relay, is_provider)));
    items.push(dispatch(&relay, &interfaces, &context.names.parameter));
    let operations = || roles.iter().flat_map(|at| &job.contract.roles[*at].operations);
    if operations().any(|operation| turn::is_needed(job.contract, operation)) {
        items.extend(turn::items(&context, &turn));
    }
    let imports = format!("use super::contracts::{{{module}::*, wapc}};");
    let imports: Vec<String> = context.foreign_imports().into_iter().chain([imports]).collect();

    let mut text = String::new();
    items.iter().for_each(|item| text.item(format_args!("{item}")));
    let mut files = Files::new();
    let docs = "//! Passes every call on.\n";
    files.insert("src/relay.rs", print::module(docs, &imports, &text));
    let exported =
        interfaces.iter().map(|name| format!("contracts::{module}::{name}")).collect::<Vec<_>>();
    let exported = layout::set(&format!(
        "contracts::actor!(relay::{relay}<contracts::wapc::Host>: {});",
        exported.join(", ")
    ));
    files.insert("src/lib.rs", format!("{LIB}\n{exported}"));
    files.insert("src/bin/native.rs", NATIVE.replace("Relay", &relay));
    files.insert("Cargo.toml", format!("{MANIFEST}\n[[bin]]\nname = \"native\"\n"));
    files
}

fn state(relay: &str, is_provider: bool) -> String {
    let bindings = if is_provider {
        "bindings: wapc::Bindings<wapc::Configuration>,\nwas_bound: ::core::cell::Cell<bool>,\n"
    } else {
        ""
    };
    format!(
        "/// Passes every call on, over a transport.
        #[derive(Default)]
        pub struct {relay}<T> {{
        pub transport: T,
        {bindings}}}"
    )
}

/// Who is bound, and to what calls go on for them.
fn provider(relay: &str) -> Vec<String> {
    let method = |name: &str, body: &str| {
        format!(
            "fn {name}(&self, origin: &wapc::Origin<'_>, configuration: wapc::Configuration) -> wapc::Result<()> {{
            {body}
            Ok(())
            }}"
        )
    };
    let bind = method(
        "bind",
        "self.was_bound.set(true);
        self.bindings.bind(origin, &configuration.clone(), configuration);",
    );
    let unbind = method("unbind", "self.bindings.unbind(origin, &configuration);");
    vec![
        format!("impl<T> wapc::Provider for {relay}<T> {{\n{bind}\n\n{unbind}\n}}"),
        format!(
            "/// The binding over which a call goes on. Before there was an actor bound, nobody needs to be.
            fn next<T>(relay: &{relay}<T>, origin: &wapc::Origin<'_>) -> wapc::Result<::std::string::String> {{
            if !relay.was_bound.get() {{
            return Ok(wapc::DEFAULT_BINDING.into());
            }}
            let configuration = relay.bindings.of(origin)?;
            Ok(configuration.get(\"forward\").unwrap_or(wapc::DEFAULT_BINDING).into())
            }}"
        ),
    ]
}

/// The interface of a role, each method a call of the client's.
fn forwarding(context: &Context<'_>, at: usize, relay: &str, is_provider: bool) -> String {
    let role = &context.contract.roles[at];
    let names = &context.names.roles[at];
    let (interface, client) = (ident(&names.interface), ident(&names.client));
    let methods = role.operations.iter().zip(&names.operations).map(|(operation, names)| {
        let mut signature = String::new();
        role::signature(&mut signature, context, role, operation, names);
        let (method, origin) = (ident(&names.method), ident(&names.origin));
        let arguments = arguments(context, operation, names).join(", ");
        let client = if is_provider {
            format!("{client}::over(&self.transport).bound_to(next(self, {origin})?)")
        } else {
            format!("{client}::over(&self.transport, \"next\")")
        };
        let parameters = operation.input.parameters().iter().zip(&names.parameters);
        let maps = parameters.filter(|(field, _)| context.contract.holds_map(&field.ty));
        let turned = maps.map(|(_, name)| {
            let name = ident(name);
            format!("let {name} = self::turned({name});\n")
        });
        let turned = turned.collect::<String>();
        let result = operation.output.as_ref().is_some_and(|ty| context.contract.holds_map(ty));
        let result = if result { ".map(self::turned)" } else { "" };
        format!("{signature} {{\n{turned}{client}.{method}({arguments}){result}\n}}\n")
    });
    let methods = methods.collect::<Vec<_>>().join("\n");
    let t = &context.names.parameter;
    format!("impl<{t}: wapc::Transport> {interface} for {relay}<{t}> {{\n{methods}}}")
}

/// What a handler got, as the client takes it.
fn arguments(context: &Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<String> {
    let parameters = operation.input.parameters().iter().zip(&names.parameters);
    let argument = |ty: &Type, name: String| match ty {
        Type::Scalar(Scalar::String | Scalar::Bytes) => name,
        Type::Optional(inner) => match &**inner {
            Type::Scalar(Scalar::String | Scalar::Bytes) => name,
            Type::List(_) => name + ".as_deref()",
            inner if context.is_copy(inner) => name,
            _ => name + ".as_ref()",
        },
        ty if context.is_copy(ty) => name,
        _ => format!("&{name}"),
    };
    parameters.map(|(field, name)| argument(&field.ty, ident(name).into_owned())).collect()
}

/// Hands a call to the role that knows it.
fn dispatch(relay: &str, interfaces: &[Cow<'_, str>], t: &str) -> String {
    let others = interfaces[1..].iter().map(|other| {
        format!(
            "if <dyn {other}>::ROLE.answers(operation) {{
            return <dyn {other}>::call(relay, origin, operation, payload);
            }}
            "
        )
    });
    let others = others.collect::<String>();
    let head = format!(
        "pub fn dispatch<{t}: wapc::Transport>(relay: &{relay}<{t}>, origin: &wapc::Origin<'_>, operation: &str, payload: &[u8])"
    );
    format!(
        "/// Answers a call, as the module does.
        #[allow(dead_code)]
        {head} -> wapc::Result<::std::vec::Vec<u8>> {{
        {others}<dyn {}>::call(relay, origin, operation, payload)
        }}",
        interfaces[0]
    )
}
