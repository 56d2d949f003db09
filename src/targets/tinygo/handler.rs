//! The view of `handler.go`.

use serde::Serialize;

use crate::ir::{Contract, Implementer, Operation, Role};
use crate::targets::descriptor::{Descriptor, Direction};
use crate::targets::{Job, Side};
use crate::wire::{OperationPlan, Request, Response};

use super::code::{Code, Lines, Place};
use super::docs::comment;
use super::layout::aligned;
use super::literal::quoted;
use super::names::OperationNames;
use super::roles::{docs, parameters, results, root};
use super::types;

#[derive(Serialize)]
pub(super) struct HandlersView {
    roles: Vec<HandlerView>,
    describes: bool,
    descriptor: String,
    description: Vec<String>,
}

#[derive(Serialize)]
struct HandlerView {
    docs: Vec<String>,
    interface: String,
    register: String,
    handler: String,
    implementation: String,
    title: String,
    table: String,
    provider: bool,
    descriptor: String,
    /// What the parameter for the caller is called.
    origin: &'static str,
    has_operations: bool,
    operations: Vec<AnswerView>,
}

/// A method of an interface, and the function that answers it.
#[derive(Serialize)]
struct AnswerView {
    docs: Vec<String>,
    method: String,
    parameters: String,
    results: String,
    constant: String,
    handle: String,
    arguments: String,
    declarations: Vec<String>,
    handle_parameters: String,
    body: Vec<String>,
}

impl HandlersView {
    pub fn of(code: &Code<'_>, job: &Job<'_>) -> Self {
        let roles = job.contract.roles.iter().enumerate();
        let answered = roles.filter(|(_, role)| job.side.implements(role.implementer));
        Self {
            roles: answered.map(|(at, role)| handler(code, job, at, role)).collect(),
            describes: describes(job.contract, job.side),
            descriptor: code.names.descriptor.clone(),
            description: description(&Descriptor::of(job.contract)),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}

/// Whether a provider of this contract is generated.
fn describes(contract: &Contract, side: Side) -> bool {
    let mut roles = contract.roles.iter();
    roles.any(|role| role.implementer == Implementer::Provider && side.implements(role.implementer))
}

fn handler(code: &Code<'_>, job: &Job<'_>, at: usize, role: &Role) -> HandlerView {
    let names = &code.names.roles[at];
    let provider = role.implementer == Implementer::Provider;
    let mut text = role.docs.clone();
    if text.is_empty() {
        let who = if provider { "providers" } else { "actors" };
        text.push(format!("{} is implemented by {who}.", names.interface));
    }
    let operations = role.operations.iter().zip(&names.operations).zip(&job.plan.roles[at]);
    HandlerView {
        docs: comment(&text, role.deprecated.as_deref()),
        interface: names.interface.clone(),
        register: names.register.clone(),
        handler: names.handler.clone(),
        implementation: names.implementation.clone(),
        title: quoted(format!("{} of {}", role.name, job.contract.id).as_bytes()),
        table: names.table.clone(),
        provider,
        descriptor: code.names.descriptor.clone(),
        origin: if provider { "origin" } else { "_" },
        has_operations: !role.operations.is_empty(),
        operations: operations
            .map(|((operation, answer), plan)| {
                let owner = Owner {
                    implementation: &names.implementation,
                    interface: &names.interface,
                    provider,
                };
                answer_view(code, &owner, operation, answer, plan)
            })
            .collect(),
    }
}

/// The role that an operation is of.
struct Owner<'a> {
    implementation: &'a str,
    interface: &'a str,
    provider: bool,
}

fn answer_view(
    code: &Code<'_>,
    owner: &Owner<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> AnswerView {
    let implementation = owner.implementation;
    let (origin, origin_parameter) =
        if owner.provider { ("origin, ", "origin wapc.Origin") } else { ("", "") };
    let mut declarations = Vec::new();
    let mut body = Lines::new(0);
    let (values, reads) = read_request(code, &mut body, &mut declarations, operation, names, plan);
    let mut all: Vec<String> = Vec::new();
    if owner.provider {
        all.push("origin".to_owned());
    }
    all.extend(values);
    let call = format!("{implementation}.{}({})", names.method, all.join(", "));
    let writes = write_response(code, &mut body, &call, operation, names, plan);
    let mut signature = parameters(code, names, plan);
    if owner.provider {
        signature.insert(0, origin_parameter.to_owned());
    }
    let (r, w) = (if reads { "r" } else { "_" }, if writes { "w" } else { "_" });
    AnswerView {
        docs: docs(operation, names),
        method: names.method.clone(),
        parameters: signature.join(", "),
        results: results(code, plan),
        constant: names.constant.clone(),
        handle: names.handle.clone(),
        arguments: format!("{implementation}, {origin}&r, &w"),
        declarations,
        handle_parameters: [
            format!("{implementation} {}", owner.interface),
            origin_parameter.to_owned(),
            format!("{r} *wapc.Reader"),
            format!("{w} *wapc.Writer"),
        ]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(", "),
        body: body.lines,
    }
}

/// Reads what was sent into `in`. Returns the arguments of the call, and whether anything was read.
fn read_request(
    code: &Code<'_>,
    body: &mut Lines,
    declarations: &mut Vec<String>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> (Vec<String>, bool) {
    let (values, request_root) = match &plan.request {
        Request::Empty => return (Vec::new(), false),
        Request::Arguments(record) => {
            declarations.push(String::new());
            declarations.push(format!("var {} = []wapc.Field{{", names.table));
            declarations.extend(types::rows(record).iter().map(|row| format!("\t{row}")));
            declarations.push("}".to_owned());
            let fields = record.fields.iter().zip(&names.fields);
            let fields = fields.map(|(field, name)| (name.clone(), code.ty(&field.codec), true));
            let fields = aligned(fields.collect());
            body.block("var in struct {", |out| fields.iter().for_each(|line| out.push(line)));
            types::presets(code, body, record, "in", &names.fields);
            body.push(format!("s := r.Struct({})", names.table));
            body.block("for r.NextField(&s) {", |out| {
                out.block("switch s.Field {", |out| {
                    let mut lines = Lines::new(0);
                    types::cases(code, &mut lines, record, "in", &names.fields);
                    // gofmt puts cases under their switch.
                    lines.lines.iter().for_each(|line| out.push_outdented(line));
                });
            });
            let values = names.fields.iter().map(|name| format!("in.{name}"));
            (values.collect(), names.constant.clone())
        }
        Request::Value(value) => {
            body.push(format!("var in {}", code.ty(&value.codec)));
            code.read(body, "r", &value.codec, &Place::Variable("in".to_owned()), false);
            (vec!["in".to_owned()], root(&value.root, operation, names))
        }
    };
    body.block(format!("if err := r.Err({request_root}); err != nil {{"), |out| {
        out.push("return err")
    });
    (values, true)
}

/// Calls the implementation and writes its result. Returns whether anything is written.
fn write_response(
    code: &Code<'_>,
    body: &mut Lines,
    call: &str,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> bool {
    let Response::Value(value) = &plan.response else {
        body.push(format!("return {call}"));
        return false;
    };
    body.push(format!("result, err := {call}"));
    body.block("if err != nil {", |out| out.push("return err"));
    code.write(body, "w", &value.codec, &Place::Variable("result".to_owned()));
    body.push(format!("return w.Err({})", root(&value.root, operation, names)));
    true
}

/// The fields of a descriptor, as lines of a composite literal.
fn description(descriptor: &Descriptor) -> Vec<String> {
    let text = |text: &str| format!("{},", quoted(text.as_bytes()));
    let mut rows = vec![
        ("ID:".to_owned(), text(&descriptor.id), true),
        ("Name:".to_owned(), text(&descriptor.name), true),
        ("Version:".to_owned(), text(&descriptor.version), true),
    ];
    if !descriptor.long_description.is_empty() {
        rows.push(("LongDescription:".to_owned(), text(&descriptor.long_description), true));
    }
    let mut lines = aligned(rows);
    let mut out = Lines::new(0);
    out.block("Operations: []wapc.DescribedOperation{", |out| {
        for operation in &descriptor.supported_operations {
            let direction = match operation.direction {
                Direction::ToActor => "ToActor",
                Direction::ToProvider => "ToProvider",
                Direction::Both => "Both",
            };
            let mut row = format!(
                "{{Name: {}, Direction: wapc.{direction}",
                quoted(operation.name.as_bytes())
            );
            if !operation.doctext.is_empty() {
                row += &format!(", Doctext: {}", quoted(operation.doctext.as_bytes()));
            }
            out.push(row + "},");
        }
    });
    out.lines.last_mut().into_iter().for_each(|last| last.push(','));
    lines.extend(out.lines);
    lines
}
