//! The statements that write a value.

use super::code::Code;
use super::doc::{Doc, Right, call, text};
use super::spelling::quoted;
use super::types::Types;
use crate::ir::{Scalar, Type, TypeId, TypeKind};
use crate::targets::naming::Scope;
use crate::targets::text::Text;
use crate::wire::{Codec, FieldPlan, TypePlan, plan::Plan};

/// The counters of nested loops.
const INDEXES: [&str; 4] = ["i", "j", "k", "l"];

pub(super) struct Writing<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) plan: &'a Plan,
    /// The types of which a value may not be writable, so that an error begins with their names.
    pub(super) fallible: &'a [bool],
}

/// What is written.
#[derive(Clone)]
pub(super) struct Expression {
    pub(super) code: String,
    /// Whether it is a variable, and can be used again.
    pub(super) variable: bool,
    /// What a variable for it is called.
    pub(super) hint: String,
}

impl Expression {
    pub(super) fn variable(name: &str) -> Self {
        Self { code: name.to_owned(), variable: true, hint: name.to_owned() }
    }

    pub(super) fn member(of: &str, member: &str) -> Self {
        Self { code: format!("{of}.{member}"), variable: false, hint: member.to_owned() }
    }
}

impl Writing<'_> {
    fn writer(&self, method: &str) -> String {
        format!("{}.{method}", self.types.names.own.writer)
    }

    /// The call that writes a value, if it takes no more than that.
    fn simple<'d>(&'d self, codec: &Codec, value: &'d str) -> Option<Doc<'d>> {
        let method = match codec {
            Codec::Bool => "bool",
            Codec::Signed(_) | Codec::Enum(_) => "int",
            Codec::Unsigned(_) => "uint",
            Codec::F32 => "f32",
            Codec::F64 => "f64",
            Codec::String => "string",
            Codec::Bytes => "bytes",
            Codec::BytesAsArray => "byteList",
            Codec::DateTime => "datetime",
            Codec::Raw => "raw",
            Codec::Struct(id) | Codec::Union(id) => {
                let writer = text(&self.types.names.own.writer);
                let write = &self.types.names.types[id.0].write;
                return Some(call(write, vec![writer, text(value)]));
            }
            Codec::Optional(_) | Codec::List(_) | Codec::Map(..) => return None,
        };
        Some(call(self.writer(method), vec![text(value)]))
    }

    fn hold(&self, value: &Expression, scope: &mut Scope, lines: &mut Text) -> String {
        if value.variable {
            return value.code.clone();
        }
        let name = scope.take(value.hint.clone());
        lines.constant(&name, text(&value.code), Right::Before);
        name
    }

    pub(super) fn value(
        &self,
        codec: &Codec,
        ty: &Type,
        value: &Expression,
        scope: &mut Scope,
        lines: &mut Text,
        depth: usize,
    ) {
        if let Some(simple) = self.simple(codec, &value.code) {
            return lines.statement(simple);
        }
        match (codec, ty) {
            (Codec::Optional(codec), Type::Optional(ty)) => {
                let name = self.hold(value, scope, lines);
                let code =
                    if self.types.is_boxed(ty) { format!("{name}.value") } else { name.clone() };
                let nil = call(self.writer("nil"), Vec::new());
                let absent = format!("{name} === null");
                if let Some(simple) = self.simple(codec, &code) {
                    lines.if_then(&absent, nil);
                    return lines.or_else(simple);
                }
                lines.conditional("if", text(absent), |lines| lines.statement(nil));
                let value = Expression { code, variable: true, hint: value.hint.clone() };
                lines.else_block(None, |lines| {
                    self.value(codec, ty, &value, &mut scope.clone(), lines, depth);
                });
            }
            (Codec::List(codec), Type::List(ty)) => {
                let name = self.hold(value, scope, lines);
                lines.statement(call(self.writer("list"), vec![text(format!("{name}.length"))]));
                let index = index(depth, scope);
                lines.count(&index, &name, |lines| {
                    let item = Expression {
                        code: format!("{name}[{index}]"),
                        variable: false,
                        hint: "item".to_owned(),
                    };
                    self.value(codec, ty, &item, &mut scope.clone(), lines, depth + 1);
                });
                lines.statement(call(self.writer("end"), Vec::new()));
            }
            (Codec::Map(key, codec), Type::Map(_, ty)) => {
                let name = self.hold(value, scope, lines);
                let keys = scope.take(format!("{}Keys", value.hint));
                lines.constant(&keys, call("wapc.sorted", vec![text(&name)]), Right::Inside);
                lines.statement(call(self.writer("map"), vec![text(format!("{keys}.length"))]));
                let index = index(depth, scope);
                lines.count(&index, &keys, |lines| {
                    let key_code = format!("{keys}[{index}]");
                    if let Some(simple) = self.simple(key, &key_code) {
                        lines.statement(simple);
                    }
                    let item = Expression {
                        code: format!("{name}.get({key_code})"),
                        variable: false,
                        hint: "item".to_owned(),
                    };
                    self.value(codec, ty, &item, &mut scope.clone(), lines, depth + 1);
                });
                lines.statement(call(self.writer("end"), Vec::new()));
            }
            _ => {}
        }
    }

    /// The fields of a struct, or the arguments of an operation.
    pub(super) fn fields<'v>(
        &self,
        plans: &[FieldPlan],
        fields: impl Iterator<Item = (&'v Type, Expression)>,
        scope: &mut Scope,
        lines: &mut Text,
    ) {
        for (plan, (ty, value)) in plans.iter().zip(fields) {
            lines.statement(call(self.writer("name"), vec![text(quoted(&plan.key))]));
            self.value(&plan.codec, ty, &value, scope, lines, 0);
        }
        lines.statement(call(self.writer("end"), Vec::new()));
    }

    /// The function that writes a struct or a union; none for an enum.
    pub(super) fn function(&self, id: TypeId, lines: &mut Text) {
        let names = &self.types.names;
        let own = &names.types[id.0];
        let def = self.types.contract.get(id);
        let parameters = vec![
            text(format!("{}: wapc.Writer", names.own.writer)),
            text(format!("{}: {}", names.own.value, self.types.name(id))),
        ];
        let head = format!("export function {}", own.write);
        let mut scope = names.function(&[]);
        let open = |count: usize| {
            let count = text(count.to_string());
            if self.fallible[id.0] {
                let root = text(quoted(&def.name));
                (Some(format!("!{}", self.writer("struct"))), vec![root, count])
            } else {
                (None, vec![count])
            }
        };
        lines.add(&super::code::signature(&head, parameters, text("void"), " {"));
        let mut body = lines.within();
        let begin = |body: &mut Text, count: usize| match open(count) {
            (None, arguments) => body.statement(call(self.writer("map"), arguments)),
            (Some(callee), arguments) => {
                let mut condition = String::new();
                call(callee, arguments).flat(&mut condition);
                body.if_then(&condition, text("return"));
            }
        };
        match (self.plan.get(id), &def.kind) {
            (TypePlan::Struct(plan), TypeKind::Struct(fields)) => {
                begin(&mut body, fields.len());
                let values = fields.iter().zip(&own.members).map(|(field, member)| {
                    (&field.ty, Expression::member(&names.own.value, member))
                });
                self.fields(&plan.fields, values, &mut scope, &mut body);
            }
            (TypePlan::Union(plan), TypeKind::Union(members)) => {
                begin(&mut body, 1);
                let mut variables = Vec::new();
                for member in &own.members {
                    let variable = scope.take(member.clone());
                    let code = format!("{}.{member}", names.own.value);
                    body.constant(&variable, text(code), Right::Before);
                    variables.push(variable);
                }
                for (at, ((key, codec), member)) in plan.members.iter().zip(members).enumerate() {
                    let variable = &variables[at];
                    let ty = member.ty.required();
                    let codec = if let Codec::Optional(codec) = codec { codec } else { codec };
                    let code = if self.types.is_boxed(ty) {
                        format!("{variable}.value")
                    } else {
                        variable.clone()
                    };
                    let value = Expression { code, variable: true, hint: variable.clone() };
                    let write = |lines: &mut Text| {
                        lines.statement(call(self.writer("name"), vec![text(quoted(key))]));
                        self.value(codec, ty, &value, &mut scope.clone(), lines, 0);
                    };
                    let present = format!("{variable} !== null");
                    if at == 0 {
                        body.conditional("if", text(present), write);
                    } else {
                        body.else_block(Some(&present), write);
                    }
                }
                body.else_block(None, |lines| {
                    let text = vec![text(quoted("missing field"))];
                    lines.statement(call(self.writer("fail"), text));
                });
                body.statement(call(self.writer("end"), Vec::new()));
            }
            _ => {}
        }
        lines.append(body.as_str());
        lines.line("}");
    }
}

fn index(depth: usize, scope: &Scope) -> String {
    let name = INDEXES.get(depth).map_or_else(|| format!("i{depth}"), |name| (*name).to_owned());
    scope.free(name)
}

/// Which types hold values that may not be writable: recursive ones, unions, instants and values as they are.
pub(super) fn fallible(contract: &crate::ir::Contract) -> Vec<bool> {
    let mut fallible: Vec<bool> = contract
        .types
        .iter()
        .map(|def| def.recursive || matches!(def.kind, TypeKind::Union(_)))
        .collect();
    loop {
        let before = fallible.clone();
        for (at, def) in contract.types.iter().enumerate() {
            if let TypeKind::Struct(fields) = &def.kind {
                fallible[at] |= fields.iter().any(|field| holds(&field.ty, &before));
            }
        }
        if fallible == before {
            return fallible;
        }
    }
}

fn holds(ty: &Type, fallible: &[bool]) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(scalar, Scalar::DateTime | Scalar::Raw | Scalar::Value),
        Type::Named(id) => fallible[id.0],
        Type::Optional(inner) | Type::List(inner) | Type::Map(_, inner) => holds(inner, fallible),
    }
}
