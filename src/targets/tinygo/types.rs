//! What `types.go` holds: types, and the functions that read and write them.

use crate::ir::{Contract, EnumValue, Field, Literal, TypeDef, TypeId, TypeKind};
use crate::targets::text::Text;
use crate::wire::{Codec, EnumPlan, Missing, Plan, RecordPlan, TypePlan, UnionPlan};

use super::code::{Code, Place, nilable};
use super::collections::collection;
use super::docs::{comment, commented};
use super::helpers::Direction;
use super::layout::{Row, aligned, columns};
use super::literal::{expression, omitted, quoted};
use super::names::TypeNames;

/// Prints `types.go`, without its head.
pub(super) fn print(out: &mut Text, code: &Code<'_>, contract: &Contract) {
    let namespace = &code.names.namespace;
    out.line(format_args!("// {namespace} identifies the contract."));
    out.line(format_args!("const {namespace} = {}", quoted(contract.id.as_bytes())));
    constants(out, code, contract);
    let types = contract.types().filter(|(id, def)| {
        let used = [Direction::Read, Direction::Write];
        !def.novisit || used.into_iter().any(|it| code.helpers.needs(*id, it))
    });
    let types: Vec<_> = types.map(|(id, def)| Printed { code, id, def }).collect();
    types.iter().for_each(|it| it.declaration(out));
    for printed in &types {
        printed.reading(out);
        printed.writing(out);
    }
    for (codec, direction) in &code.helpers.collections {
        collection(out, code, contract, codec, *direction);
    }
    if code.helpers.times {
        let head = format!("func {}(r *wapc.Reader, v *time.Time) {{", code.names.read_time);
        out.blank();
        out.block(head, "}", |out| {
            out.line("seconds, nanos := r.Instant()");
            out.line("*v = time.Unix(seconds, nanos).UTC()");
        });
    }
}

fn constants(out: &mut Text, code: &Code<'_>, contract: &Contract) {
    let roles = contract.roles.iter().zip(&code.names.roles);
    for (role, names) in roles.filter(|(role, _)| !role.operations.is_empty()) {
        out.blank();
        out.line(format_args!("// The operations of {} on the wire.", names.interface));
        out.block("const (", ")", |out| {
            let rows = role.operations.iter().zip(&names.operations).map(|(operation, names)| {
                let value = format!("= {}", quoted(operation.wire_name.as_bytes()));
                (names.constant.clone(), value)
            });
            columns(out, rows);
        });
    }
}

/// A type that is printed.
struct Printed<'a> {
    code: &'a Code<'a>,
    id: TypeId,
    def: &'a TypeDef,
}

impl Printed<'_> {
    fn names(&self) -> &TypeNames {
        &self.code.names.types[self.id.0]
    }

    fn plan(&self) -> &TypePlan {
        self.code.plan.get(self.id)
    }

    fn declaration(&self, out: &mut Text) {
        out.blank();
        comment(out, &self.def.docs, self.def.deprecated.as_deref());
        match (&self.def.kind, self.plan()) {
            (TypeKind::Enum(values), TypePlan::Enum(plan)) => self.enumeration(out, values, plan),
            (TypeKind::Struct(fields), TypePlan::Struct(plan)) => self.record(out, fields, plan),
            (TypeKind::Union(_), TypePlan::Union(plan)) => self.union(out, plan),
            _ => unreachable!("the plan is of this contract"),
        }
    }

    fn enumeration(&self, out: &mut Text, values: &[EnumValue], plan: &EnumPlan) {
        let TypeNames { name, table, members, .. } = self.names();
        out.line(format_args!("type {name} int32"));
        out.blank();
        out.block("const (", ")", |out| {
            let rows = values.iter().zip(members).map(|(value, member)| {
                let (docs, deprecated) = (value.described(), value.deprecated.as_deref());
                let described = !docs.is_empty() || deprecated.is_some();
                Row {
                    first: member.clone(),
                    second: format!("{name} = {}", value.number),
                    docs: described.then_some(move |out: &mut Text| comment(out, docs, deprecated)),
                }
            });
            aligned(out, rows.collect());
        });
        out.blank();
        out.line("// String returns the declared name of a value.");
        out.block(format_args!("func (v {name}) String() string {{"), "}", |out| {
            out.line(format_args!("return wapc.EnumName({table}, int32(v))"));
        });
        out.blank();
        out.block(format_args!("var {table} = []wapc.EnumValue{{"), "}", |out| {
            for (key, value) in &plan.values {
                let key = quoted(key.as_bytes());
                out.line(format_args!("{{Value: {value}, Name: {key}}},"));
            }
        });
    }

    fn record(&self, out: &mut Text, fields: &[Field], plan: &RecordPlan) {
        let TypeNames { name, members, new, .. } = self.names();
        let rows = fields.iter().zip(&plan.fields).zip(members).map(|((field, plan), member)| {
            let described = !field.docs.is_empty() || field.deprecated.is_some();
            Row {
                first: member.clone(),
                second: self.code.ty(&plan.codec),
                docs: described.then_some(|out: &mut Text| {
                    comment(out, &field.docs, field.deprecated.as_deref());
                }),
            }
        });
        structure(out, name, rows.collect());
        let defaults = self.defaults(plan);
        if !defaults.is_empty() {
            out.blank();
            out.line(format_args!("// {new} returns a value that holds the declared defaults."));
            out.block(format_args!("func {new}() {name} {{"), "}", |out| {
                out.block(format_args!("return {name}{{"), "}", |out| columns(out, defaults));
            });
        }
    }

    /// The fields of a new value that are not zero, as lines of a composite literal.
    fn defaults(&self, plan: &RecordPlan) -> Vec<(String, String)> {
        let code = self.code;
        let defaults = plan.fields.iter().zip(&self.names().members).filter_map(|(field, name)| {
            let value = match (&field.codec, preset(code, &field.codec, &field.missing)) {
                (codec, Some(default)) => expression(code, codec, default),
                (Codec::Struct(inner), None) if code.with_defaults[inner.0] => {
                    format!("{}()", code.names.types[inner.0].new)
                }
                _ => return None,
            };
            Some((format!("{name}:"), format!("{value},")))
        });
        defaults.collect()
    }

    fn union(&self, out: &mut Text, plan: &UnionPlan) {
        let TypeNames { name, members, .. } = self.names();
        if !self.def.docs.is_empty() || self.def.deprecated.is_some() {
            out.line("//");
        }
        let about = format!("{name} holds one of its members: the first that is not nil.");
        commented(out, &[about]);
        let rows = plan.members.iter().zip(members).map(|((_, codec), member)| Row {
            first: member.clone(),
            second: self.code.ty(&Codec::Optional(Box::new(codec.clone()))),
            docs: None::<fn(&mut Text)>,
        });
        structure(out, name, rows.collect());
    }

    fn reading(&self, out: &mut Text) {
        if !self.code.helpers.needs(self.id, Direction::Read) {
            return;
        }
        let TypeNames { name, table, read, members, .. } = self.names();
        out.blank();
        let keys: Vec<(&str, bool)> = match self.plan() {
            TypePlan::Enum(_) => {
                let head = format_args!("func {read}(r *wapc.Reader, v *{name}) {{");
                return out.block(head, "}", |out| {
                    out.line(format_args!("*v = {name}(r.Enum({table}))"));
                });
            }
            TypePlan::Struct(plan) => keys(plan).collect(),
            TypePlan::Union(plan) => plan.members.iter().map(|(key, _)| (&**key, false)).collect(),
        };
        let shape = if matches!(self.plan(), TypePlan::Union(_)) { "Union" } else { "Struct" };
        if keys.is_empty() {
            return out.block(
                format_args!("func {read}(r *wapc.Reader, _ *{name}) {{"),
                "}",
                |out| {
                    out.line(format_args!("s := r.{shape}(nil)"));
                    out.line("r.NextField(&s)");
                },
            );
        }
        rows(out, table, keys);
        out.blank();
        self.not_inlined(out);
        out.block(format_args!("func {read}(r *wapc.Reader, v *{name}) {{"), "}", |out| {
            if let TypePlan::Struct(plan) = self.plan() {
                presets(out, self.code, plan, "v", members);
            }
            out.line(format_args!("s := r.{shape}({table})"));
            out.line("for r.NextField(&s) {");
            // gofmt puts cases under their switch.
            out.nested(|out| {
                out.line("switch s.Field {");
                match self.plan() {
                    TypePlan::Struct(plan) => cases(out, self.code, plan, "v", members),
                    TypePlan::Union(plan) => self.member_cases(out, plan),
                    TypePlan::Enum(_) => {}
                }
                out.line("}");
            });
            out.line("}");
        });
    }

    fn member_cases(&self, out: &mut Text, plan: &UnionPlan) {
        for (at, ((_, codec), name)) in plan.members.iter().zip(&self.names().members).enumerate() {
            out.line(format_args!("case {at}:"));
            out.nested(|out| {
                let place = format!("v.{name}");
                if nilable(codec) {
                    self.code.read(out, "r", codec, &Place::Variable(place), false);
                } else {
                    out.line(format_args!("{place} = new({})", self.code.ty(codec)));
                    self.code.read(out, "r", codec, &Place::Pointer(place), false);
                }
            });
        }
    }

    fn writing(&self, out: &mut Text) {
        let TypeNames { name, write, members, .. } = self.names();
        let is_enum = matches!(self.plan(), TypePlan::Enum(_));
        if is_enum || !self.code.helpers.needs(self.id, Direction::Write) {
            return;
        }
        out.blank();
        self.not_inlined(out);
        out.block(format_args!("func {write}(w *wapc.Writer, v *{name}) {{"), "}", |out| {
            match self.plan() {
                TypePlan::Struct(plan) => {
                    let call = format!("w.Struct({})", plan.fields.len());
                    begin(out, &call, self.def.recursive);
                    for (field, name) in plan.fields.iter().zip(members) {
                        out.line(format_args!("w.Key({})", quoted(field.key.as_bytes())));
                        let from = Place::Variable(format!("v.{name}"));
                        self.code.write(out, "w", &field.codec, &from);
                    }
                }
                TypePlan::Union(plan) => {
                    begin(out, "w.Struct(1)", self.def.recursive);
                    self.write_member(out, plan);
                }
                TypePlan::Enum(_) => {}
            }
            out.line("w.End()");
        });
    }

    fn write_member(&self, out: &mut Text, plan: &UnionPlan) {
        out.line("switch {");
        for ((key, codec), name) in plan.members.iter().zip(&self.names().members) {
            let place = format!("v.{name}");
            out.line(format_args!("case {place} != nil:"));
            out.nested(|out| {
                out.line(format_args!("w.Key({})", quoted(key.as_bytes())));
                let from =
                    if nilable(codec) { Place::Variable(place) } else { Place::Pointer(place) };
                self.code.write(out, "w", codec, &from);
            });
        }
        out.line("default:");
        out.nested(|out| out.line("w.Fail(\"no member\")"));
        out.line("}");
    }

    /// A recursive function has a frame of its own: the depth that the stack has room for is counted with it.
    fn not_inlined(&self, out: &mut Text) {
        if self.def.recursive {
            out.line("//go:noinline");
        }
    }
}

/// Prints a struct.
fn structure<F: FnOnce(&mut Text)>(out: &mut Text, name: &str, rows: Vec<Row<F>>) {
    if rows.is_empty() {
        return out.line(format_args!("type {name} struct{{}}"));
    }
    out.block(format_args!("type {name} struct {{"), "}", |out| aligned(out, rows));
}

/// The keys of a record, and whether each may be missing.
pub(super) fn keys(plan: &RecordPlan) -> impl Iterator<Item = (&str, bool)> {
    plan.fields.iter().map(|field| (&*field.key, field.missing != Missing::Error))
}

/// Prints the table of fields.
pub(super) fn rows<'a>(
    out: &mut Text,
    table: &str,
    keys: impl IntoIterator<Item = (&'a str, bool)>,
) {
    out.block(format_args!("var {table} = []wapc.Field{{"), "}", |out| {
        for (key, optional) in keys {
            let optional = if optional { ", Optional: true" } else { "" };
            out.line(format_args!("{{Name: {}{optional}}},", quoted(key.as_bytes())));
        }
    });
}

/// The defaults to be set before fields are read: `place` holds zero values. Each field is `place.NAME`.
pub(super) fn presets(
    out: &mut Text,
    code: &Code<'_>,
    plan: &RecordPlan,
    place: &str,
    names: &[String],
) {
    for (field, name) in plan.fields.iter().zip(names) {
        if let Some(default) = preset(code, &field.codec, &field.missing) {
            let value = expression(code, &field.codec, default);
            out.line(format_args!("{place}.{name} = {value}"));
        }
    }
}

fn preset<'a>(code: &Code<'_>, codec: &Codec, missing: &'a Missing) -> Option<&'a Literal> {
    match missing {
        Missing::Default(default) if !omitted(code.plan, codec, default) => Some(default),
        _ => None,
    }
}

/// The cases that read the fields of a record into `place.NAME`.
pub(super) fn cases(
    out: &mut Text,
    code: &Code<'_>,
    plan: &RecordPlan,
    place: &str,
    names: &[String],
) {
    for (at, (field, name)) in plan.fields.iter().zip(names).enumerate() {
        out.line(format_args!("case {at}:"));
        let preset = preset(code, &field.codec, &field.missing).is_some();
        let to = Place::Variable(format!("{place}.{name}"));
        out.nested(|out| code.read(out, "r", &field.codec, &to, preset));
    }
}

/// Begins a list, a map or a struct; a recursive one ends at the limit of depth.
pub(super) fn begin(out: &mut Text, call: &str, recursive: bool) {
    if recursive {
        out.block(format_args!("if !{call} {{"), "}", |out| out.line("return"));
    } else {
        out.line(call);
    }
}

/// For each type, whether a new value of it is not all zero: it is a struct with defaults, or holds one by value.
pub(super) fn with_defaults(plan: &Plan) -> Vec<bool> {
    let own = |codec: &Codec, missing: &Missing| match missing {
        Missing::Default(default) => !omitted(plan, codec, default),
        _ => false,
    };
    let mut found = vec![false; plan.types.len()];
    loop {
        let mut changed = false;
        for (at, plan) in plan.types.iter().enumerate() {
            let TypePlan::Struct(plan) = plan else { continue };
            let has = plan.fields.iter().any(|field| {
                let inner = matches!(&field.codec, Codec::Struct(id) if found[id.0]);
                inner || own(&field.codec, &field.missing)
            });
            changed |= has && !found[at];
            found[at] |= has;
        }
        if !changed {
            return found;
        }
    }
}
