//! What `client.go` holds.

use crate::ir::{Implementer, Operation, Role};
use crate::targets::Job;
use crate::targets::text::Text;
use crate::wire::{Codec, OperationPlan, Request, Response, TypePlan};

use super::code::{Code, Place};
use super::docs::comment;
use super::literal::quoted;
use super::names::OperationNames;
use super::roles::{docs, parameters, result_type, results, root};

/// Prints the clients, without the head of the file; nothing where there are none.
pub(super) fn print(out: &mut Text, code: &Code<'_>, job: &Job<'_>) {
    let roles = job.contract.roles.iter().enumerate();
    for (at, role) in roles.filter(|(_, role)| job.side.calls(role.implementer)) {
        if !out.as_str().is_empty() {
            out.blank();
        }
        client(out, code, job, at, role);
    }
}

fn client(out: &mut Text, code: &Code<'_>, job: &Job<'_>, at: usize, role: &Role) {
    let names = &code.names.roles[at];
    let (client, new) = (&names.client, &names.new_client);
    let about = match role.implementer {
        Implementer::Provider => {
            "The zero value calls the host of this module, by its default binding.".to_owned()
        }
        Implementer::Actor => {
            format!("{client} calls an actor: the one that its target names.")
        }
    };
    let mut text = role.docs.clone();
    if !text.is_empty() {
        text.push(String::new());
    } else if role.implementer == Implementer::Provider {
        text.push(format!("{client} calls a provider of {}.", names.interface));
        text.push(String::new());
    }
    text.push(about);
    comment(out, &text, role.deprecated.as_deref());
    out.block(format_args!("type {client} struct {{"), "}", |out| out.line("target wapc.Target"));
    out.blank();
    out.line(format_args!(
        "// {new} returns a client of the {} that target names.",
        names.interface
    ));
    out.block(format_args!("func {new}(target wapc.Target) {client} {{"), "}", |out| {
        out.line(format_args!("return {client}{{target}}"));
    });
    let operations = role.operations.iter().zip(&names.operations).zip(&job.plan.roles[at]);
    for ((operation, names), plan) in operations {
        out.blank();
        docs(out, operation, names);
        let signature = parameters(code, names, plan).join(", ");
        let method = &names.method;
        let head = format!("func (c {client}) {method}({signature}) {} {{", results(code, plan));
        out.block(head, "}", |out| {
            send(out, code, operation, names, plan);
            receive(out, code, operation, names, plan);
        });
    }
}

/// Writes the parameters, if there are any, and calls.
fn send(
    out: &mut Text,
    code: &Code<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) {
    let (namespace, constant) = (&code.names.namespace, &names.constant);
    let variable = |name: &String| Place::Variable(name.clone());
    let room = Room::of(code, plan, names).expression();
    let request_root = match &plan.request {
        Request::Empty => {
            return out.line(format_args!("r := c.target.Call({namespace}, {constant}, nil)"));
        }
        Request::Arguments(record) => {
            out.line(format_args!("w := wapc.NewWriter({room})"));
            out.line(format_args!("w.Struct({})", record.fields.len()));
            for (field, name) in record.fields.iter().zip(&names.parameters) {
                out.line(format_args!("w.Key({})", quoted(field.key.as_bytes())));
                code.write(out, "&w", &field.codec, &variable(name));
            }
            constant.clone()
        }
        Request::Value(value) => {
            out.line(format_args!("w := wapc.NewWriter({room})"));
            for name in &names.parameters {
                code.write(out, "&w", &value.codec, &variable(name));
            }
            root(&value.root, operation, names)
        }
    };
    // The error paths of what is sent may begin by another name than the operation's.
    if request_root == *constant {
        out.line(format_args!("r := c.target.Call({namespace}, {constant}, &w)"));
    } else {
        let call =
            format_args!("r := c.target.CallWith({namespace}, {constant}, {request_root}, &w)");
        out.line(call);
    }
}

/// Reads what comes back.
fn receive(
    out: &mut Text,
    code: &Code<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) {
    let (Response::Value(value), Some(result)) = (&plan.response, result_type(code, plan)) else {
        return out.line(format_args!("return r.Err({})", names.constant));
    };
    out.line(format_args!("var result {result}"));
    code.read_result(out, "&r", &value.codec, &Place::Variable("result".to_owned()));
    let root = root(&value.root, operation, names);
    out.line(format_args!("return wapc.Result(result, r.Err({root}))"));
}

/// About how many bytes are written.
#[derive(Default)]
struct Room {
    fixed: usize,
    lengths: Vec<String>,
}

impl Room {
    fn of(code: &Code<'_>, plan: &OperationPlan, names: &OperationNames) -> Self {
        let mut room = Self::default();
        match &plan.request {
            Request::Empty => {}
            Request::Arguments(record) => {
                room.fixed += 3;
                for (field, name) in record.fields.iter().zip(&names.parameters) {
                    room.fixed += field.key.len() + 2;
                    room.add(code, &field.codec, name, 0);
                }
            }
            Request::Value(value) => {
                names.parameters.iter().for_each(|name| room.add(code, &value.codec, name, 0));
            }
        }
        room
    }

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
