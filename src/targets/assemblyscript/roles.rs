//! Roles: the interface, its dispatch, and the client.

use serde::Serialize;

use super::code::{Lines, signature};
use super::doc::{Doc, Right, call, concat, text};
use super::names::{MethodNames, RoleNames};
use super::read::Reading;
use super::spelling::{comment, quoted};
use super::types::Types;
use super::write::{Expression, Writing};
use crate::ir::{Field, Implementer, Input, Operation, Role, Type};
use crate::targets::Job;
use crate::targets::naming::Scope;
use crate::wire::{Codec, OperationPlan, Request, Response};

/// What a role prints, piece by piece.
#[derive(Serialize)]
pub(super) struct RoleView {
    implements: bool,
    calls: bool,
    reader: String,
    comment: Vec<String>,
    interface: String,
    client: String,
    handler: String,
    register: String,
    register_head: Vec<String>,
    serve: Vec<String>,
    constructor: Vec<String>,
    client_constructor: Vec<String>,
    superior: Vec<String>,
    dispatch: Vec<String>,
    operations: String,
    constants: Vec<Vec<String>>,
    methods: Vec<MethodView>,
}

#[derive(Serialize)]
struct MethodView {
    comment: Vec<String>,
    signature: Vec<String>,
    call: Vec<String>,
    handle: Vec<String>,
}

pub(super) struct Roles<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) types: &'a Types<'a>,
    pub(super) reading: &'a Reading<'a>,
    pub(super) writing: &'a Writing<'a>,
}

impl Roles<'_> {
    pub(super) fn view(&self, at: usize) -> RoleView {
        let role = &self.job.contract.roles[at];
        let names = &self.types.names.roles[at];
        let plans = &self.job.plan.roles[at];
        let provider = role.implementer == Implementer::Provider;
        let operations = role.operations.iter().zip(&names.methods).zip(plans);

        let mut superior = Lines::at(2);
        let title = format!("{}.{}", self.job.module, names.interface);
        let arguments = vec![text(quoted(&title)), text(quoted(&listed(plans)))];
        superior.statement(call("super", arguments));

        let mut constructor = Lines::at(1);
        let served = format!("private {}: {}", names.served, names.interface);
        constructor.add(&constructs(served, " {"));
        let mut client_constructor = Lines::at(1);
        let default = if provider { " = \"default\"" } else { "" };
        let target = format!("private {}: string{default}", names.target);
        client_constructor.add(&constructs(target, " {}"));
        let mut serve = Lines::at(1);
        let new = call(format!("new {}", names.handler), vec![text(self.implementation(names))]);
        serve.statement(if provider {
            call("wapc.provide", vec![new, text(self.types.names.descriptor.clone())])
        } else {
            call("wapc.serve", vec![new])
        });
        let parameter = format!("{}: {}", self.implementation(names), names.interface);
        let mut register_head = Lines::at(0);
        let head = format!("export function {}", names.register);
        register_head.add(&signature(&head, vec![text(parameter)], text("void"), " {"));
        let constants = names.methods.iter().zip(plans);
        RoleView {
            implements: self.job.side.implements(role.implementer),
            calls: self.job.side.calls(role.implementer),
            reader: self.types.names.own.reader.clone(),
            comment: comment(&role.docs, role.deprecated.as_deref()),
            interface: names.interface.clone(),
            client: names.client.clone(),
            handler: names.handler.clone(),
            register: names.register.clone(),
            register_head: register_head.finish(),
            serve: serve.finish(),
            constructor: constructor.finish(),
            client_constructor: client_constructor.finish(),
            superior: superior.finish(),
            dispatch: self.dispatch(names),
            operations: names.operations.clone(),
            constants: constants.map(|(names, plan)| constant(names, plan)).collect(),
            methods: operations
                .map(|((operation, method), plan)| {
                    self.method(role, names, operation, method, plan)
                })
                .collect(),
        }
    }

    /// The variable that holds what is registered.
    fn implementation(&self, names: &RoleNames) -> String {
        self.types.names.function(&[]).take(names.served.trim_end_matches('_'))
    }

    fn dispatch(&self, names: &RoleNames) -> Vec<String> {
        let mut lines = Lines::at(2);
        let reader = &self.types.names.own.reader;
        let go = |method: &MethodNames| format!("return this.{}({reader});", method.private);
        match names.methods.as_slice() {
            [] => lines.line("return wapc.Reply.Refused;"),
            [only] => lines.line(&go(only)),
            [first @ .., last] => lines.block("switch (operation)", |lines| {
                for (at, method) in first.iter().enumerate() {
                    lines.line(&format!("case {at}:"));
                    lines.nested(|lines| lines.line(&go(method)));
                }
                lines.line("default:");
                lines.nested(|lines| lines.line(&go(last)));
            }),
        }
        lines.finish()
    }

    fn method(
        &self,
        role: &Role,
        names: &RoleNames,
        operation: &Operation,
        method: &MethodNames,
        plan: &OperationPlan,
    ) -> MethodView {
        let provider = role.implementer == Implementer::Provider;
        let own = &self.types.names.own;
        let fields = operation.input.parameters();
        let parameters = |defaults: bool| -> Vec<Doc> {
            let optional = fields.iter().rev().take_while(|field| field.ty.is_optional()).count();
            let required = fields.len() - optional;
            let typed = fields.iter().zip(&method.parameters).enumerate();
            typed
                .map(|(at, (field, name))| {
                    let typed = self.types.typed(name, &field.ty);
                    if defaults && at >= required {
                        concat([typed, text(" = null")])
                    } else {
                        typed
                    }
                })
                .collect()
        };
        let result = || self.types.result(operation.output.as_ref());

        let mut origin = Vec::new();
        if provider {
            origin.push(text(format!("{}: wapc.Origin", own.origin)));
        }
        origin.extend(parameters(false));
        let mut signed = Lines::at(1);
        signed.add(&signature(&method.public, origin, result(), ";"));

        let mut call = Lines::at(1);
        call.add(&signature(&method.public, parameters(true), result(), " {"));
        call.nested(|lines| self.call(provider, names, operation, method, plan, lines));
        call.line("}");

        let mut handle = Lines::at(1);
        let parameter = vec![text(format!("{}: wapc.Reader", own.reader))];
        let head = format!("private {}", method.private);
        handle.add(&signature(&head, parameter, text("wapc.Reply"), " {"));
        handle.nested(|lines| self.handle(provider, names, operation, method, plan, lines));
        handle.line("}");

        MethodView {
            comment: documented(operation, method),
            signature: signed.finish(),
            call: call.finish(),
            handle: handle.finish(),
        }
    }

    /// The body of a client's method.
    fn call(
        &self,
        provider: bool,
        names: &RoleNames,
        operation: &Operation,
        method: &MethodNames,
        plan: &OperationPlan,
        lines: &mut Lines,
    ) {
        let own = &self.types.names.own;
        let mut scope = self.types.names.function(&method.parameters);
        let fields = operation.input.parameters();
        if plan.request == Request::Empty {
            lines.line("wapc.message();");
        } else {
            lines.constant(&own.writer, call("wapc.message", Vec::new()), Right::Before);
        }
        match &plan.request {
            Request::Empty => {}
            Request::Arguments(record) => {
                let count = vec![text(fields.len().to_string())];
                lines.statement(call(format!("{}.map", own.writer), count));
                let values = fields
                    .iter()
                    .zip(&method.parameters)
                    .map(|(field, name)| (&field.ty, Expression::variable(name)));
                self.writing.fields(&record.fields, values, &mut scope, lines);
            }
            Request::Value(top) => {
                let value = Expression::variable(&method.parameters[0]);
                self.writing.value(&top.codec, &fields[0].ty, &value, &mut scope, lines, 0);
            }
        }
        let mut arguments = if provider {
            vec![text(format!("this.{}", names.target)), text("CONTRACT_ID")]
        } else {
            vec![text("\"\""), text(format!("this.{}", names.target))]
        };
        arguments.push(text(quoted(&plan.name)));
        lines.constant(&own.reader, call("wapc.call", arguments), Right::Inside);
        match (&plan.response, &operation.output) {
            (Response::Value(top), Some(ty)) => {
                self.reading.result(&top.codec, ty, &mut scope, lines);
            }
            _ => lines.statement(call(format!("return {}", self.reading.reader("done")), vec![])),
        }
    }

    /// The body of a handler's method.
    fn handle(
        &self,
        provider: bool,
        names: &RoleNames,
        operation: &Operation,
        method: &MethodNames,
        plan: &OperationPlan,
        lines: &mut Lines,
    ) {
        let own = &self.types.names.own;
        let mut scope = self.types.names.function(&method.parameters);
        let fields = operation.input.parameters();
        match &plan.request {
            Request::Empty => {}
            Request::Arguments(record) => {
                for (field, name) in fields.iter().zip(&method.parameters) {
                    self.argument(field, name, &mut scope, lines);
                }
                self.reading.record(record, fields, &method.parameters, &scope, lines);
            }
            Request::Value(top) => {
                let name = &method.parameters[0];
                self.reading.argument(name, &top.codec, &fields[0].ty, &mut scope, lines);
            }
        }
        if plan.request != Request::Empty {
            self.refuse(&own.reader, lines);
        }
        let mut arguments = Vec::new();
        if provider {
            arguments.push(text("new wapc.Origin()"));
        }
        arguments.extend(method.parameters.iter().map(text));
        let callee = format!("this.{}.{}", names.served, method.public);
        lines.constant(&own.result, call(callee, arguments), Right::Inside);
        self.refuse(&own.result, lines);
        match (&plan.response, &operation.output) {
            (Response::Value(top), Some(ty)) => {
                lines.constant(&own.writer, call("wapc.message", Vec::new()), Right::Before);
                self.answer(&top.codec, ty, &mut scope, lines);
            }
            _ => lines.line("wapc.message();"),
        }
        lines.line("return wapc.answer();");
    }

    fn answer(&self, codec: &Codec, ty: &Type, scope: &mut Scope, lines: &mut Lines) {
        let own = &self.types.names.own;
        let value = Expression {
            code: format!("{}.value", own.result),
            variable: false,
            hint: "value".to_owned(),
        };
        self.writing.value(codec, ty, &value, scope, lines, 0);
    }

    fn refuse(&self, failed: &str, lines: &mut Lines) {
        let refuse = call("return wapc.refuse", vec![text(format!("{failed}.error"))]);
        lines.if_then(&format!("{failed}.failed"), refuse);
    }

    /// The variable for an argument, with its default.
    fn argument(&self, field: &Field, name: &str, scope: &mut Scope, lines: &mut Lines) {
        let default = field.default.as_ref();
        let literal = default.map(|literal| self.types.literal(literal, &field.ty));
        let value = match literal {
            None => self.types.initial(&field.ty),
            Some(Some(value)) => value,
            Some(None) => {
                let built = default.map(|d| self.types.build(d, &field.ty, scope, lines));
                (built.unwrap_or_else(|| text("null")), Right::Inside)
            }
        };
        lines.statement(self.types.declaration(&format!("let {name}"), &field.ty, value));
    }
}

/// The operations as the runtime wants them: each behind the same character, a space where no name has one.
fn listed(plans: &[OperationPlan]) -> String {
    let separator = [' ', '\n', '\u{1}']
        .into_iter()
        .find(|c| plans.iter().all(|plan| !plan.name.contains(*c)))
        .unwrap_or('\u{2}');
    plans.iter().flat_map(|plan| [separator.to_string(), plan.name.clone()]).collect()
}

fn constructs(parameter: String, tail: &str) -> Doc {
    let parameters = super::doc::listed(vec![text(parameter)], true);
    concat([super::doc::group([text("constructor("), parameters, text(")")]), text(tail)])
}

fn constant(names: &MethodNames, plan: &OperationPlan) -> Vec<String> {
    let mut lines = Lines::at(1);
    let left = text(format!("export const {}", names.constant));
    let right = text(quoted(&plan.name));
    lines.statement(super::doc::assign(left, false, right, Right::Before));
    lines.finish()
}

/// The description of an operation, with that of its parameters.
fn documented(operation: &Operation, method: &MethodNames) -> Vec<String> {
    let mut docs = operation.docs.clone();
    if let Input::Arguments(fields) = &operation.input {
        let described = fields.iter().zip(&method.parameters).filter(|(f, _)| !f.docs.is_empty());
        for (at, (field, name)) in described.enumerate() {
            if at == 0 && !docs.is_empty() {
                docs.push(String::new());
            }
            docs.push(format!("@param {name} {}", field.docs.join(" ")));
        }
    }
    comment(&docs, operation.deprecated.as_deref())
}
