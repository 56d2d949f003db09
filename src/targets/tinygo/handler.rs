//! What `handler.go` holds.

use crate::ir::{Contract, Implementer, Operation, Role};
use crate::targets::descriptor::{Descriptor, Direction};
use crate::targets::text::Text;
use crate::targets::{Job, Side};
use crate::wire::{OperationPlan, Request, Response};

use super::code::{Code, Place};
use super::docs::comment;
use super::layout::columns;
use super::literal::quoted;
use super::names::{OperationNames, RoleNames};
use super::roles::{docs, parameters, results, root};
use super::types;

/// Prints the interfaces and what answers for them, without the head of the file; nothing where there are none.
pub(super) fn print(out: &mut Text, code: &Code<'_>, job: &Job<'_>) {
    let roles = job.contract.roles.iter().enumerate();
    for (at, role) in roles.filter(|(_, role)| job.side.implements(role.implementer)) {
        if !out.as_str().is_empty() {
            out.blank();
        }
        let answered = Answered {
            code,
            role,
            plans: &job.plan.roles[at],
            names: &code.names.roles[at],
            provider: role.implementer == Implementer::Provider,
        };
        answered.interface(out);
        answered.registration(out, &job.contract.id);
        for (operation, plan, names) in answered.operations() {
            answered.answer(out, operation, names, plan);
        }
    }
    if describes(job.contract, job.side) {
        let descriptor = &code.names.descriptor;
        out.blank();
        out.line(format_args!(
            "// {descriptor} describes a provider of the contract that does not describe itself."
        ));
        out.block(format_args!("func {descriptor}() wapc.Descriptor {{"), "}", |out| {
            out.block("return wapc.Descriptor{", "}", |out| {
                description(out, &Descriptor::of(job.contract));
            });
        });
    }
}

/// Whether a provider of this contract is generated.
fn describes(contract: &Contract, side: Side) -> bool {
    let mut roles = contract.roles.iter();
    roles.any(|role| role.implementer == Implementer::Provider && side.implements(role.implementer))
}

/// A role that is implemented.
struct Answered<'a> {
    code: &'a Code<'a>,
    role: &'a Role,
    plans: &'a [OperationPlan],
    names: &'a RoleNames,
    provider: bool,
}

impl Answered<'_> {
    fn operations(&self) -> impl Iterator<Item = (&Operation, &OperationPlan, &OperationNames)> {
        let operations = self.role.operations.iter().zip(self.plans).zip(&self.names.operations);
        operations.map(|((operation, plan), names)| (operation, plan, names))
    }

    fn interface(&self, out: &mut Text) {
        let interface = &self.names.interface;
        let mut text = self.role.docs.clone();
        if text.is_empty() {
            let who = if self.provider { "providers" } else { "actors" };
            text.push(format!("{interface} is implemented by {who}."));
        }
        comment(out, &text, self.role.deprecated.as_deref());
        if self.plans.is_empty() {
            return out.line(format_args!("type {interface} interface{{}}"));
        }
        out.block(format_args!("type {interface} interface {{"), "}", |out| {
            for (operation, plan, names) in self.operations() {
                docs(out, operation, names);
                let signature = self.signature(names, plan);
                let results = results(self.code, plan);
                out.line(format_args!("{}({signature}) {results}", names.method));
            }
        });
    }

    /// The parameters of a method: a provider's has the caller first.
    fn signature(&self, names: &OperationNames, plan: &OperationPlan) -> String {
        let origin = self.provider.then(|| "origin wapc.Origin".to_owned());
        let parameters = parameters(self.code, names, plan);
        origin.into_iter().chain(parameters).collect::<Vec<_>>().join(", ")
    }

    fn registration(&self, out: &mut Text, id: &str) {
        let RoleNames { interface, register, handler, implementation, table, .. } = self.names;
        out.blank();
        out.line(format_args!(
            "// {register} makes {implementation} answer the calls to this module."
        ));
        out.block(format_args!("func {register}({implementation} {interface}) {{"), "}", |out| {
            out.line(format_args!("wapc.Register({handler}({implementation}))"));
        });
        out.blank();
        out.line(format_args!(
            "// {handler} answers the operations of {interface} by calling {implementation}."
        ));
        let head = format!("func {handler}({implementation} {interface}) wapc.Handler {{");
        out.block(head, "}", |out| {
            if self.plans.is_empty() {
                out.block(
                    "serve := func(_ wapc.Origin, operation string, _ []byte) ([]byte, error) {",
                    "}",
                    |out| out.line("return nil, wapc.UnknownOperation(operation)"),
                );
            } else {
                self.serve(out);
            }
            let title = quoted(format!("{} of {id}", self.role.name).as_bytes());
            out.line(if self.provider {
                let descriptor = &self.code.names.descriptor;
                format!(
                    "return wapc.ProviderRole({title}, {table}, serve, {implementation}, {descriptor})"
                )
            } else {
                format!("return wapc.ActorRole({title}, {table}, serve)")
            });
        });
        out.blank();
        if self.plans.is_empty() {
            return out.line(format_args!("var {table} []string"));
        }
        out.block(format_args!("var {table} = []string{{"), "}", |out| {
            for names in &self.names.operations {
                out.line(format_args!("{},", names.constant));
            }
        });
    }

    /// The function that finds the operation.
    fn serve(&self, out: &mut Text) {
        let implementation = &self.names.implementation;
        let (origin, passed) = if self.provider { ("origin", "origin, ") } else { ("_", "") };
        let head = format!(
            "serve := func({origin} wapc.Origin, operation string, payload []byte) ([]byte, error) {{"
        );
        out.block(head, "}", |out| {
            out.line("r, w := wapc.NewReader(payload), wapc.NewWriter(64)");
            out.line("var err error");
            out.line("switch operation {");
            for OperationNames { constant, handle, .. } in &self.names.operations {
                out.line(format_args!("case {constant}:"));
                out.nested(|out| {
                    out.line(format_args!("err = {handle}({implementation}, {passed}&r, &w)"));
                });
            }
            out.line("default:");
            out.nested(|out| out.line("err = wapc.UnknownOperation(operation)"));
            out.line("}");
            out.line("return w.Finish(err)");
        });
    }

    /// The function that answers an operation, behind the table of its arguments.
    fn answer(
        &self,
        out: &mut Text,
        operation: &Operation,
        names: &OperationNames,
        plan: &OperationPlan,
    ) {
        let RoleNames { interface, implementation, .. } = self.names;
        if let Request::Arguments(record) = &plan.request {
            out.blank();
            types::rows(out, &names.table, types::keys(record));
        }
        out.blank();
        let origin = if self.provider { "origin wapc.Origin, " } else { "" };
        let r = if plan.request == Request::Empty { "_" } else { "r" };
        let w = if plan.response == Response::Void { "_" } else { "w" };
        let head = format!(
            "func {}({implementation} {interface}, {origin}{r} *wapc.Reader, {w} *wapc.Writer) error {{",
            names.handle
        );
        out.block(head, "}", |out| {
            let mut values = read_request(out, self.code, operation, names, plan);
            if self.provider {
                values.insert(0, "origin".to_owned());
            }
            let call = format!("{implementation}.{}({})", names.method, values.join(", "));
            write_response(out, self.code, &call, operation, names, plan);
        });
    }
}

/// Reads what was sent into `in`. Returns the arguments of the call.
fn read_request(
    out: &mut Text,
    code: &Code<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> Vec<String> {
    let (values, request_root) = match &plan.request {
        Request::Empty => return Vec::new(),
        Request::Arguments(record) => {
            out.block("var in struct {", "}", |out| {
                let fields = record.fields.iter().zip(&names.fields);
                columns(out, fields.map(|(field, name)| (name.clone(), code.ty(&field.codec))));
            });
            types::presets(out, code, record, "in", &names.fields);
            out.line(format_args!("s := r.Struct({})", names.table));
            out.block("for r.NextField(&s) {", "}", |out| {
                // gofmt puts cases under their switch.
                out.line("switch s.Field {");
                types::cases(out, code, record, "in", &names.fields);
                out.line("}");
            });
            let values = names.fields.iter().map(|name| format!("in.{name}"));
            (values.collect(), names.constant.clone())
        }
        Request::Value(value) => {
            out.line(format_args!("var in {}", code.ty(&value.codec)));
            code.read(out, "r", &value.codec, &Place::Variable("in".to_owned()), false);
            (vec!["in".to_owned()], root(&value.root, operation, names))
        }
    };
    let head = format_args!("if err := r.Err({request_root}); err != nil {{");
    out.block(head, "}", |out| out.line("return err"));
    values
}

/// Calls the implementation and writes its result.
fn write_response(
    out: &mut Text,
    code: &Code<'_>,
    call: &str,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) {
    let Response::Value(value) = &plan.response else {
        return out.line(format_args!("return {call}"));
    };
    out.line(format_args!("result, err := {call}"));
    out.block("if err != nil {", "}", |out| out.line("return err"));
    code.write(out, "w", &value.codec, &Place::Variable("result".to_owned()));
    out.line(format_args!("return w.Err({})", root(&value.root, operation, names)));
}

/// Prints the fields of a descriptor, as lines of a composite literal.
fn description(out: &mut Text, descriptor: &Descriptor) {
    let text = |text: &str| format!("{},", quoted(text.as_bytes()));
    let mut rows = vec![
        ("ID:".to_owned(), text(&descriptor.id)),
        ("Name:".to_owned(), text(&descriptor.name)),
        ("Version:".to_owned(), text(&descriptor.version)),
    ];
    if !descriptor.long_description.is_empty() {
        rows.push(("LongDescription:".to_owned(), text(&descriptor.long_description)));
    }
    columns(out, rows);
    if descriptor.supported_operations.is_empty() {
        return out.line("Operations: []wapc.DescribedOperation{},");
    }
    out.block("Operations: []wapc.DescribedOperation{", "},", |out| {
        for operation in &descriptor.supported_operations {
            let direction = match operation.direction {
                Direction::ToActor => "ToActor",
                Direction::ToProvider => "ToProvider",
                Direction::Both => "Both",
            };
            let name = quoted(operation.name.as_bytes());
            let mut doctext = String::new();
            if !operation.doctext.is_empty() {
                doctext = format!(", Doctext: {}", quoted(operation.doctext.as_bytes()));
            }
            out.line(format_args!("{{Name: {name}, Direction: wapc.{direction}{doctext}}},"));
        }
    });
}
