//! The view of `client.go`.

use serde::Serialize;

use crate::ir::{Implementer, Input, Operation, Role};
use crate::targets::Job;
use crate::wire::{Codec, OperationPlan, Request, Response, TypePlan};

use super::code::{Code, Lines, Place};
use super::docs::comment;
use super::literal::quoted;
use super::names::OperationNames;
use super::roles::{docs, parameters, result_type, results, root};

#[derive(Serialize)]
pub(super) struct ClientsView {
    roles: Vec<ClientView>,
}

#[derive(Serialize)]
struct ClientView {
    docs: Vec<String>,
    role: String,
    client: String,
    new_client: String,
    namespace: String,
    operations: Vec<CallView>,
}

/// A method of a client.
#[derive(Serialize)]
struct CallView {
    docs: Vec<String>,
    method: String,
    parameters: String,
    results: String,
    constant: String,
    sends: bool,
    size: String,
    writing: Vec<String>,
    /// Whether the error paths of what is sent begin by another name than the operation's.
    own_root: bool,
    request_root: String,
    returns: bool,
    result: String,
    reading: Vec<String>,
    response_root: String,
}

impl ClientsView {
    pub fn of(code: &Code<'_>, job: &Job<'_>) -> Self {
        let roles = job.contract.roles.iter().enumerate();
        let called = roles.filter(|(_, role)| job.side.calls(role.implementer));
        Self { roles: called.map(|(at, role)| client(code, job, at, role)).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}

fn client(code: &Code<'_>, job: &Job<'_>, at: usize, role: &Role) -> ClientView {
    let names = &code.names.roles[at];
    let about = match role.implementer {
        Implementer::Provider => {
            "The zero value calls the host of this module, by its default binding.".to_owned()
        }
        Implementer::Actor => {
            format!("{} calls an actor: the one that its target names.", names.client)
        }
    };
    let mut text = role.docs.clone();
    if !text.is_empty() {
        text.push(String::new());
    } else if role.implementer == Implementer::Provider {
        text.push(format!("{} calls a provider of {}.", names.client, names.interface));
        text.push(String::new());
    }
    text.push(about);
    let operations = role.operations.iter().zip(&names.operations).zip(&job.plan.roles[at]);
    ClientView {
        docs: comment(&text, role.deprecated.as_deref()),
        role: names.interface.clone(),
        client: names.client.clone(),
        new_client: names.new_client.clone(),
        namespace: code.names.namespace.clone(),
        operations: operations
            .map(|((operation, names), plan)| call(code, operation, names, plan))
            .collect(),
    }
}

fn call(
    code: &Code<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> CallView {
    let mut writing = Lines::new(0);
    let mut room = Room::default();
    let mut request_root = names.constant.clone();
    let variable = |name: &String| Place::Variable(name.clone());
    match &plan.request {
        Request::Empty => {}
        Request::Arguments(record) => {
            writing.push(format!("w.Struct({})", record.fields.len()));
            room.fixed += 3;
            for (field, name) in record.fields.iter().zip(&names.parameters) {
                writing.push(format!("w.Key({})", quoted(field.key.as_bytes())));
                code.write(&mut writing, "&w", &field.codec, &variable(name));
                room.fixed += field.key.len() + 2;
                room.add(code, &field.codec, name, 0);
            }
        }
        Request::Value(value) => {
            for name in &names.parameters {
                code.write(&mut writing, "&w", &value.codec, &variable(name));
                room.add(code, &value.codec, name, 0);
            }
            request_root = root(&value.root, operation, names);
        }
    }
    let mut reading = Lines::new(0);
    let mut response_root = String::new();
    if let Response::Value(value) = &plan.response {
        code.read_result(&mut reading, "&r", &value.codec, &variable(&"result".to_owned()));
        response_root = root(&value.root, operation, names);
    }
    CallView {
        docs: docs(operation, names),
        method: names.method.clone(),
        parameters: parameters(code, names, plan).join(", "),
        results: results(code, plan),
        constant: names.constant.clone(),
        sends: operation.input != Input::Nothing,
        size: room.expression(),
        writing: writing.lines,
        own_root: request_root != names.constant,
        request_root,
        returns: operation.output.is_some(),
        result: result_type(code, plan).unwrap_or_default(),
        reading: reading.lines,
        response_root,
    }
}

/// About how many bytes are written.
#[derive(Default)]
struct Room {
    fixed: usize,
    lengths: Vec<String>,
}

impl Room {
    fn expression(&self) -> String {
        let fixed = self.fixed.next_multiple_of(16).to_string();
        let lengths = self.lengths.iter().map(String::as_str);
        std::iter::once(fixed.as_str()).chain(lengths).collect::<Vec<_>>().join(" + ")
    }

    fn add(&mut self, code: &Code<'_>, codec: &Codec, value: &str, depth: usize) {
        self.fixed += match codec {
            Codec::Bool => 1,
            Codec::Signed(bits) | Codec::Unsigned(bits) => usize::from(*bits) / 8 + 1,
            Codec::F32 | Codec::Enum(_) => 5,
            Codec::F64 => 9,
            Codec::String | Codec::Bytes => {
                self.lengths.push(format!("len({value})"));
                5
            }
            Codec::DateTime => 31,
            Codec::Struct(id) if depth < 1 => {
                let TypePlan::Struct(plan) = code.plan.get(*id) else { return };
                for (field, name) in plan.fields.iter().zip(&code.names.types[id.0].members) {
                    self.fixed += field.key.len() + 2;
                    self.add(code, &field.codec, &format!("{value}.{name}"), depth + 1);
                }
                3
            }
            _ => 16,
        };
    }
}
