//! Roles: the interface, its dispatch, and the client.

use super::code::{Code, signature};
use super::doc::{Doc, Right, call, concat, text};
use super::names::{MethodNames, RoleNames};
use super::read::Reading;
use super::spelling::{comment, quoted};
use super::types::Types;
use super::write::{Expression, Writing};
use crate::ir::{Field, Implementer, Operation, Role, Type};
use crate::targets::Job;
use crate::targets::docs;
use crate::targets::naming::Scope;
use crate::targets::text::Text;
use crate::wire::{Codec, OperationPlan, Request, Response};

/// A role with all that is known of it.
struct Printed<'a> {
    role: &'a Role,
    names: &'a RoleNames,
    plans: &'a [OperationPlan],
}

impl Printed<'_> {
    fn is_provider(&self) -> bool {
        self.role.implementer == Implementer::Provider
    }

    fn operations(&self) -> impl Iterator<Item = (&Operation, &MethodNames, &OperationPlan)> {
        let operations = self.role.operations.iter().zip(&self.names.methods).zip(self.plans);
        operations.map(|((operation, method), plan)| (operation, method, plan))
    }
}

pub(super) struct Roles<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) types: &'a Types<'a>,
    pub(super) reading: &'a Reading<'a>,
    pub(super) writing: &'a Writing<'a>,
}

impl Roles<'_> {
    /// The names of its operations, its interface, client and handler, as far as they are wanted.
    pub(super) fn print(&self, at: usize, out: &mut Text) {
        let role = Printed {
            role: &self.job.contract.roles[at],
            names: &self.types.names.roles[at],
            plans: &self.job.plan.roles[at],
        };
        let implements = self.job.side.implements(role.role.implementer);
        self.constants(&role, out);
        if implements {
            self.interface(&role, out);
        }
        if self.job.side.calls(role.role.implementer) {
            self.client(&role, out);
        }
        if implements {
            self.handler(&role, out);
        }
    }

    fn constants(&self, role: &Printed<'_>, out: &mut Text) {
        let RoleNames { interface, operations, .. } = role.names;
        out.blank();
        out.line(format_args!("/** The names of the operations of `{interface}` on the wire. */"));
        out.braces(format_args!("export namespace {operations}"), |out| {
            for (_, method, plan) in role.operations() {
                let left = text(format!("export const {}", method.constant));
                let right = text(quoted(&plan.name));
                out.statement(super::doc::assign(left, false, right, Right::Before));
            }
        });
    }

    fn interface(&self, role: &Printed<'_>, out: &mut Text) {
        let names = role.names;
        out.blank();
        comment(out, &role.role.docs, role.role.deprecated.as_deref());
        out.braces(format_args!("export interface {}", names.interface), |out| {
            for (at, (operation, method, _)) in role.operations().enumerate() {
                if at > 0 {
                    out.blank();
                }
                documented(out, operation, method);
                let mut parameters = Vec::new();
                if role.is_provider() {
                    parameters.push(text(format!("{}: wapc.Origin", self.types.names.own.origin)));
                }
                parameters.extend(self.parameters(operation, method, false));
                let result = self.types.result(operation.output.as_ref());
                out.add(&signature(&method.public, parameters, result, ";"));
            }
        });

        out.blank();
        out.line(format_args!("/** Serves `{}` from now on. */", names.interface));
        let implementation = self.implementation(names);
        let parameter = text(format!("{implementation}: {}", names.interface));
        let head = format!("export function {}", names.register);
        out.add(&signature(&head, vec![parameter], text("void"), " {"));
        out.nested(|out| {
            let new = call(format!("new {}", names.handler), vec![text(implementation)]);
            out.statement(if role.is_provider() {
                call("wapc.provide", vec![new, text(&self.types.names.descriptor)])
            } else {
                call("wapc.serve", vec![new])
            });
        });
        out.line("}");
    }

    fn client(&self, role: &Printed<'_>, out: &mut Text) {
        let names = role.names;
        out.blank();
        comment(out, &role.role.docs, role.role.deprecated.as_deref());
        out.braces(format_args!("export class {}", names.client), |out| {
            let default = if role.is_provider() { " = \"default\"" } else { "" };
            out.add(&constructs(format!("private {}: string{default}", names.target), " {}"));
            for (operation, method, plan) in role.operations() {
                out.blank();
                documented(out, operation, method);
                let parameters = self.parameters(operation, method, true);
                let result = self.types.result(operation.output.as_ref());
                out.add(&signature(&method.public, parameters, result, " {"));
                out.nested(|out| {
                    self.call(role.is_provider(), names, operation, method, plan, out);
                });
                out.line("}");
            }
        });
    }

    fn handler(&self, role: &Printed<'_>, out: &mut Text) {
        let names = role.names;
        out.blank();
        out.braces(format_args!("class {} extends wapc.Role", names.handler), |out| {
            out.add(&constructs(format!("private {}: {}", names.served, names.interface), " {"));
            out.nested(|out| {
                let title = format!("{}.{}", self.job.module, names.interface);
                let arguments = vec![text(quoted(&title)), text(quoted(&listed(role.plans)))];
                out.statement(call("super", arguments));
            });
            out.line("}");
            out.blank();
            let reader = &self.types.names.own.reader;
            let head = format_args!("serve(operation: i32, {reader}: wapc.Reader): wapc.Reply");
            out.braces(head, |out| self.dispatch(names, out));
            for (operation, method, plan) in role.operations() {
                out.blank();
                let parameter = vec![text(format!("{reader}: wapc.Reader"))];
                let head = format!("private {}", method.private);
                out.add(&signature(&head, parameter, text("wapc.Reply"), " {"));
                out.nested(|out| {
                    self.handle(role.is_provider(), names, operation, method, plan, out);
                });
                out.line("}");
            }
        });
    }

    /// The parameters of a method; in a client the last ones can be left out where they are optional.
    fn parameters(
        &self,
        operation: &Operation,
        method: &MethodNames,
        defaults: bool,
    ) -> Vec<Doc<'static>> {
        let fields = operation.input.parameters();
        let optional = fields.iter().rev().take_while(|field| field.ty.is_optional()).count();
        let required = fields.len() - optional;
        let typed = fields.iter().zip(&method.parameters).enumerate().map(|(at, (field, name))| {
            let typed = self.types.typed(name, &field.ty);
            if defaults && at >= required { concat([typed, text(" = null")]) } else { typed }
        });
        typed.collect()
    }

    /// The variable that holds what is registered.
    fn implementation(&self, names: &RoleNames) -> String {
        self.types.names.function(&[]).free(names.served.trim_end_matches('_'))
    }

    fn dispatch(&self, names: &RoleNames, out: &mut Text) {
        let reader = &self.types.names.own.reader;
        let go = |out: &mut Text, method: &MethodNames| {
            out.line(format_args!("return this.{}({reader});", method.private));
        };
        match names.methods.as_slice() {
            [] => out.line("return wapc.Reply.Refused;"),
            [only] => go(out, only),
            [first @ .., last] => out.braces("switch (operation)", |out| {
                for (at, method) in first.iter().enumerate() {
                    out.line(format_args!("case {at}:"));
                    out.nested(|out| go(out, method));
                }
                out.line("default:");
                out.nested(|out| go(out, last));
            }),
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
        lines: &mut Text,
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
        lines: &mut Text,
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

    fn answer(&self, codec: &Codec, ty: &Type, scope: &mut Scope, lines: &mut Text) {
        let own = &self.types.names.own;
        let value = Expression {
            code: format!("{}.value", own.result),
            variable: false,
            hint: "value".to_owned(),
        };
        self.writing.value(codec, ty, &value, scope, lines, 0);
    }

    fn refuse(&self, failed: &str, lines: &mut Text) {
        let refuse = call("return wapc.refuse", vec![text(format!("{failed}.error"))]);
        lines.if_then(&format!("{failed}.failed"), refuse);
    }

    /// The variable for an argument, with its default.
    fn argument(&self, field: &Field, name: &str, scope: &mut Scope, lines: &mut Text) {
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

fn constructs(parameter: String, tail: &'static str) -> Doc<'static> {
    let parameters = super::doc::listed(vec![text(parameter)], true);
    concat([super::doc::group([text("constructor("), parameters, text(")")]), text(tail)])
}

/// Prints the description of an operation, with that of its parameters.
fn documented(out: &mut Text, operation: &Operation, method: &MethodNames) {
    let item = |name: &str, text: &str| format!("@param {name} {text}");
    let lines = docs::of_operation(operation, &method.parameters, item);
    comment(out, &lines, operation.deprecated.as_deref());
}
