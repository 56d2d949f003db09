//! The statements that read a value.

use super::code::Code;
use super::doc::{Doc, Right, call, text};
use super::spelling::quoted;
use super::types::Types;
use crate::ir::{Field, Literal, Type, TypeId, TypeKind};
use crate::targets::naming::Scope;
use crate::targets::text::Text;
use crate::wire::{Codec, Missing, RecordPlan, TypePlan, plan::Plan};

pub(super) struct Reading<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) plan: &'a Plan,
}

/// What holds what is read.
struct Target<'a> {
    code: &'a str,
    /// Whether it is null already, or an empty list or map, and can be filled where it is.
    fresh: bool,
}

impl Reading<'_> {
    pub(super) fn reader(&self, method: &str) -> String {
        format!("{}.{method}", self.types.names.own.reader)
    }

    /// The expression that reads a value, if one does.
    pub(super) fn simple(&self, codec: &Codec) -> Option<Doc<'_>> {
        let method = match codec {
            Codec::Bool => "bool".to_owned(),
            Codec::Signed(bits) => format!("i{bits}"),
            Codec::Unsigned(bits) => format!("u{bits}"),
            Codec::F32 => "f32".to_owned(),
            Codec::F64 => "f64".to_owned(),
            Codec::String => "string".to_owned(),
            Codec::Bytes | Codec::BytesAsArray => "bytes".to_owned(),
            Codec::DateTime => "datetime".to_owned(),
            Codec::Raw => "raw".to_owned(),
            Codec::Struct(id) | Codec::Union(id) | Codec::Enum(id) => {
                let reader = text(&self.types.names.own.reader);
                return Some(call(&self.types.names.types[id.0].read, vec![reader]));
            }
            Codec::Optional(_) | Codec::List(_) | Codec::Map(..) => return None,
        };
        Some(call(self.reader(&method), Vec::new()))
    }

    fn boxed<'d>(&self, ty: &Type, value: Doc<'d>) -> Doc<'d> {
        if self.types.is_boxed(ty) { call("wapc.box", vec![value]) } else { value }
    }

    fn into(
        &self,
        codec: &Codec,
        ty: &Type,
        target: &Target<'_>,
        scope: &mut Scope,
        lines: &mut Text,
    ) {
        if let Some(value) = self.simple(codec) {
            return lines.assign(target.code, value, Right::Inside);
        }
        match (codec, ty) {
            (Codec::Optional(codec), Type::Optional(ty)) => {
                if !target.fresh {
                    lines.assign(target.code, text("null"), Right::Inside);
                }
                self.present("nil", codec, ty, target.code, scope, lines);
            }
            (Codec::List(codec), Type::List(ty)) if target.fresh => {
                lines.statement(call(self.reader("list"), Vec::new()));
                let item = call(self.reader("item"), Vec::new());
                lines.conditional("while", item, |lines| {
                    let mut scope = scope.clone();
                    let value = self.held(codec, ty, "item", &mut scope, lines);
                    lines.statement(call(format!("{}.push", target.code), vec![value]));
                });
            }
            (Codec::Map(key, codec), Type::Map(_, ty)) if target.fresh => {
                lines.statement(call(self.reader("map"), Vec::new()));
                let size = text(format!("{}.size", target.code));
                let entry = call(self.reader("entry"), vec![size]);
                lines.conditional("while", entry, |lines| {
                    let mut scope = scope.clone();
                    let read = self.simple(key).unwrap_or_else(|| text("\"\""));
                    let mut at = call(self.reader("key"), vec![read]);
                    if self.simple(codec).is_none() {
                        let name = scope.take("key");
                        lines.constant(&name, at, Right::Inside);
                        at = text(name);
                    }
                    let value = self.held(codec, ty, "item", &mut scope, lines);
                    lines.statement(call(format!("{}.set", target.code), vec![at, value]));
                });
            }
            (Codec::List(_) | Codec::Map(..), _) => {
                let mut scope = scope.clone();
                let value = self.held(codec, ty, "all", &mut scope, lines);
                lines.assign(target.code, value, Right::Inside);
            }
            _ => {}
        }
    }

    /// Reads what is there unless it is nil, or, for a whole message, absent.
    fn present(
        &self,
        absent: &str,
        codec: &Codec,
        ty: &Type,
        target: &str,
        scope: &mut Scope,
        lines: &mut Text,
    ) {
        let condition = format!("!{}()", self.reader(absent));
        if let Some(value) = self.simple(codec) {
            let value = self.boxed(ty, value);
            let then = super::doc::assign(text(target), false, value, Right::Inside);
            return lines.if_then(&condition, then);
        }
        lines.conditional("if", text(condition), |lines| {
            let mut scope = scope.clone();
            let value = self.held(codec, ty, "all", &mut scope, lines);
            lines.assign(target, value, Right::Inside);
        });
    }

    /// The expression that reads a value, or that is what statements have read.
    fn held(
        &self,
        codec: &Codec,
        ty: &Type,
        hint: &str,
        scope: &mut Scope,
        lines: &mut Text,
    ) -> Doc<'_> {
        if let Some(value) = self.simple(codec) {
            return value;
        }
        let name = scope.take(hint);
        self.declare(&name, ty, lines);
        self.into(codec, ty, &Target { code: &name, fresh: true }, scope, lines);
        text(name)
    }

    fn declare(&self, name: &str, ty: &Type, lines: &mut Text) {
        match ty {
            Type::List(_) | Type::Map(..) => {
                lines.constant(name, self.types.construct(ty), Right::Inside);
            }
            _ => {
                let value = self.types.initial(ty);
                lines.statement(self.types.declaration(&format!("let {name}"), ty, value));
            }
        }
    }

    /// What a call returned, up to its `return`.
    pub(super) fn result(&self, codec: &Codec, ty: &Type, scope: &mut Scope, lines: &mut Text) {
        let finish = format!("return {}", self.reader("finish"));
        if let Some(value) = self.simple(codec) {
            return lines.statement(call(finish, vec![value]));
        }
        let name = self.types.names.own.result.clone();
        self.declare(&name, ty, lines);
        if let (Codec::Optional(codec), Type::Optional(inner)) = (codec, ty) {
            self.present("absent", codec, inner, &name, scope, lines);
            let finish = super::doc::concat([
                text(finish),
                super::types::generic("", vec![(self.types.ty(ty), false)]),
                call("", vec![text(name)]),
            ]);
            return lines.statement(finish);
        }
        self.into(codec, ty, &Target { code: &name, fresh: true }, scope, lines);
        lines.statement(call(finish, vec![text(name)]));
    }

    /// An argument that is the whole message, into a variable that is declared here.
    pub(super) fn argument(
        &self,
        name: &str,
        codec: &Codec,
        ty: &Type,
        scope: &mut Scope,
        lines: &mut Text,
    ) {
        if let Some(value) = self.simple(codec) {
            return lines.constant(name, value, Right::Inside);
        }
        self.declare(name, ty, lines);
        self.into(codec, ty, &Target { code: name, fresh: true }, scope, lines);
    }

    /// The fields of a struct, or the arguments of an operation, into these targets.
    pub(super) fn record(
        &self,
        plan: &RecordPlan,
        fields: &[Field],
        targets: &[String],
        scope: &Scope,
        lines: &mut Text,
    ) {
        let names = plan.fields.iter().map(|field| match field.missing {
            Missing::Error => field.key.clone(),
            Missing::None | Missing::Default(_) => format!("{}?", field.key),
        });
        let names: Vec<String> = names.collect();
        let arguments = vec![text(quoted(&plan.root)), text(quoted(&names.join(" ")))];
        lines.statement(call(self.reader("struct"), arguments));
        let next = call(self.reader("field"), Vec::new());
        if fields.is_empty() {
            return lines.conditional("while", next, |lines| {
                lines.statement(call(self.reader("skip"), Vec::new()));
            });
        }
        lines.conditional("while", next, |lines| {
            if let [field] = fields {
                return self.field(
                    field,
                    &plan.fields[0].codec,
                    &targets[0],
                    &mut scope.clone(),
                    lines,
                );
            }
            lines.braces(format_args!("switch ({})", self.reader("index")), |lines| {
                for (at, field) in fields.iter().enumerate() {
                    let codec = &plan.fields[at].codec;
                    case(at, lines, |lines| {
                        self.field(field, codec, &targets[at], &mut scope.clone(), lines);
                    });
                }
            });
        });
    }

    fn field(
        &self,
        field: &Field,
        codec: &Codec,
        target: &str,
        scope: &mut Scope,
        lines: &mut Text,
    ) {
        let fresh = match &field.default {
            None | Some(Literal::None) => true,
            Some(Literal::List(items)) => items.is_empty() && !field.ty.is_optional(),
            Some(Literal::Map(entries)) => entries.is_empty() && !field.ty.is_optional(),
            Some(_) => false,
        };
        self.into(codec, &field.ty, &Target { code: target, fresh }, scope, lines);
    }

    /// The function that reads a type.
    pub(super) fn function(&self, id: TypeId, lines: &mut Text) {
        let names = self.types.names;
        let own = &names.types[id.0];
        let def = self.types.contract.get(id);
        let parameters = vec![text(format!("{}: wapc.Reader", names.own.reader))];
        let head = format!("export function {}", own.read);
        let result = text(self.types.name(id));
        lines.add(&super::code::signature(&head, parameters, result, " {"));
        let value = &names.own.value;
        let new = text(format!("new {}()", self.types.name(id)));
        let scope = names.function(&[]);
        let mut body = lines.within();
        match (self.plan.get(id), &def.kind) {
            (TypePlan::Struct(plan), TypeKind::Struct(fields)) => {
                body.constant(value, new, Right::Inside);
                let targets: Vec<_> =
                    own.members.iter().map(|member| format!("{value}.{member}")).collect();
                self.record(plan, fields, &targets, &scope, &mut body);
                body.line(format_args!("return {value};"));
            }
            (TypePlan::Enum(plan), _) => {
                let values: Vec<_> =
                    plan.values.iter().map(|(name, number)| format!("{name}={number}")).collect();
                let arguments = vec![text(quoted(&plan.root)), text(quoted(&values.join(" ")))];
                body.statement(call(format!("return {}", self.reader("enum")), arguments));
            }
            (TypePlan::Union(plan), TypeKind::Union(members)) => {
                body.constant(value, new, Right::Inside);
                let keys: Vec<_> = plan.members.iter().map(|(key, _)| key.as_str()).collect();
                let arguments = vec![text(quoted(&plan.root)), text(quoted(&keys.join(" ")))];
                let position = call(self.reader("union"), arguments);
                body.add(&super::doc::concat([
                    text("switch ("),
                    super::doc::group([super::doc::indent([Doc::Soft, position]), Doc::Soft]),
                    text(") {"),
                ]));
                let mut cases = body.within();
                for (at, ((_, codec), member)) in plan.members.iter().zip(members).enumerate() {
                    let target = format!("{value}.{}", own.members[at]);
                    case(at, &mut cases, |lines| {
                        let ty = member.ty.required();
                        let codec = if let Codec::Optional(codec) = codec { codec } else { codec };
                        let mut scope = scope.clone();
                        let read = self.held(codec, ty, "all", &mut scope, lines);
                        lines.assign(&target, self.boxed(ty, read), Right::Inside);
                    });
                }
                body.append(cases.as_str());
                body.line("}");
                body.statement(call(self.reader("leave"), Vec::new()));
                body.line(format_args!("return {value};"));
            }
            _ => {}
        }
        lines.append(body.as_str());
        lines.line("}");
    }
}

/// One case of a switch. What it declares needs a block.
fn case(at: usize, lines: &mut Text, body: impl FnOnce(&mut Text)) {
    let mut inner = lines.within();
    body(&mut inner);
    inner.line("break;");
    let declares = |line: &str| {
        let own = line.get(inner.column()..).unwrap_or_default();
        own.starts_with("const ") || own.starts_with("let ")
    };
    if inner.as_str().lines().any(declares) {
        lines.line(format_args!("case {at}: {{"));
        lines.append(inner.as_str());
        lines.line("}");
    } else {
        lines.line(format_args!("case {at}:"));
        lines.append(inner.as_str());
    }
}
