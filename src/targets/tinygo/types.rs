//! The view of `types.go`: types, and the functions that read and write them.

use serde::Serialize;

use crate::ir::{Contract, Literal, TypeDef, TypeId, TypeKind};
use crate::wire::{Codec, EnumPlan, Missing, Plan, RecordPlan, TypePlan};

use super::code::{Code, Lines, Place, nilable};
use super::collections::{CollectionView, collection};
use super::docs::{comment, commented};
use super::helpers::Direction;
use super::layout::aligned;
use super::literal::{expression, omitted, quoted};

#[derive(Serialize)]
pub(super) struct TypesView {
    namespace: String,
    id: String,
    roles: Vec<ConstantsView>,
    types: Vec<TypeView>,
    collections: Vec<CollectionView>,
    times: bool,
    read_time: String,
}

#[derive(Serialize)]
struct ConstantsView {
    name: String,
    constants: Vec<String>,
}

/// A type; what its kind has not is empty.
#[derive(Default, Serialize)]
struct TypeView {
    docs: Vec<String>,
    name: String,
    is_enum: bool,
    is_empty: bool,
    members: Vec<MemberView>,
    table: String,
    rows: Vec<String>,
    has_defaults: bool,
    new: String,
    defaults: Vec<String>,
    recursive: bool,
    reads: bool,
    read: String,
    /// `Struct` or `Union`.
    shape: &'static str,
    presets: Vec<String>,
    reading: Vec<String>,
    writes: bool,
    write: String,
    writing: Vec<String>,
}

/// A field, a member of a union or a value.
#[derive(Serialize)]
struct MemberView {
    docs: Vec<String>,
    line: String,
}

impl TypesView {
    pub fn of(code: &Code<'_>, contract: &Contract) -> Self {
        let types = contract.types().filter(|(id, def)| {
            let used = [Direction::Read, Direction::Write];
            !def.novisit || used.into_iter().any(|it| code.helpers.needs(*id, it))
        });
        let collections = code.helpers.collections.iter();
        Self {
            namespace: code.names.namespace.clone(),
            id: quoted(contract.id.as_bytes()),
            roles: constants(code, contract),
            types: types.map(|(id, def)| type_view(code, contract, id, def)).collect(),
            collections: collections
                .map(|(codec, direction)| collection(code, contract, codec, *direction))
                .collect(),
            times: code.helpers.times,
            read_time: code.names.read_time.clone(),
        }
    }
}

fn constants(code: &Code<'_>, contract: &Contract) -> Vec<ConstantsView> {
    let roles = contract.roles.iter().zip(&code.names.roles);
    roles
        .filter(|(role, _)| !role.operations.is_empty())
        .map(|(role, names)| {
            let rows = role.operations.iter().zip(&names.operations);
            let rows = rows.map(|(operation, names)| {
                (
                    names.constant.clone(),
                    format!("= {}", quoted(operation.wire_name.as_bytes())),
                    true,
                )
            });
            ConstantsView { name: names.interface.clone(), constants: aligned(rows.collect()) }
        })
        .collect()
}

fn type_view(code: &Code<'_>, contract: &Contract, id: TypeId, def: &TypeDef) -> TypeView {
    let names = &code.names.types[id.0];
    let mut view = TypeView {
        docs: comment(&def.docs, def.deprecated.as_deref()),
        name: names.name.clone(),
        table: names.table.clone(),
        new: names.new.clone(),
        recursive: def.recursive,
        reads: code.helpers.needs(id, Direction::Read),
        read: names.read.clone(),
        write: names.write.clone(),
        ..TypeView::default()
    };
    match (&def.kind, code.plan.get(id)) {
        (TypeKind::Struct(_), TypePlan::Struct(plan)) => {
            record(code, contract, &mut view, id, plan)
        }
        (TypeKind::Union(_), TypePlan::Union(_)) => union(code, &mut view, id, contract),
        (TypeKind::Enum(_), TypePlan::Enum(plan)) => {
            enumeration(code, contract, &mut view, id, plan)
        }
        _ => {}
    }
    if !matches!(def.kind, TypeKind::Enum(_)) {
        view.writes = code.helpers.needs(id, Direction::Write);
    }
    view
}

/// Lines with what stands before them as docs, aligned as gofmt does.
fn members(rows: Vec<(Vec<String>, String, String)>) -> Vec<MemberView> {
    let (docs, cells): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(|(docs, name, rest)| {
            let follows = docs.is_empty();
            (docs, (name, rest, follows))
        })
        .unzip();
    let lines = aligned(cells);
    docs.into_iter().zip(lines).map(|(docs, line)| MemberView { docs, line }).collect()
}

fn enumeration(
    code: &Code<'_>,
    contract: &Contract,
    view: &mut TypeView,
    id: TypeId,
    plan: &EnumPlan,
) {
    let TypeKind::Enum(values) = &contract.get(id).kind else { return };
    let names = &code.names.types[id.0];
    view.is_enum = true;
    view.members = members(
        values
            .iter()
            .zip(&names.members)
            .map(|(value, name)| {
                let mut docs = value.docs.clone();
                if docs.is_empty() {
                    docs.extend(value.display.clone());
                }
                let docs = comment(&docs, value.deprecated.as_deref());
                (docs, name.clone(), format!("{} = {}", names.name, value.number))
            })
            .collect(),
    );
    // The type is a column of its own, but has the same width in each line.
    let rows = plan.values.iter();
    view.rows = rows
        .map(|(name, value)| format!("{{Value: {value}, Name: {}}},", quoted(name.as_bytes())))
        .collect();
}

fn row(name: &str, optional: bool) -> String {
    let optional = if optional { ", Optional: true" } else { "" };
    format!("{{Name: {}{optional}}},", quoted(name.as_bytes()))
}

/// The table of a record's fields.
pub(super) fn rows(plan: &RecordPlan) -> Vec<String> {
    plan.fields.iter().map(|field| row(&field.key, field.missing != Missing::Error)).collect()
}

/// The defaults to be set before fields are read: `place` holds zero values. Each field is `place.NAME`.
pub(super) fn presets(
    code: &Code<'_>,
    out: &mut Lines,
    plan: &RecordPlan,
    place: &str,
    names: &[String],
) {
    for (field, name) in plan.fields.iter().zip(names) {
        if let Some(default) = preset(code, &field.codec, &field.missing) {
            out.push(format!("{place}.{name} = {}", expression(code, &field.codec, default)));
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
    code: &Code<'_>,
    out: &mut Lines,
    plan: &RecordPlan,
    place: &str,
    names: &[String],
) {
    for (at, (field, name)) in plan.fields.iter().zip(names).enumerate() {
        out.push(format!("case {at}:"));
        let mut lines = Lines::new(1);
        let preset = preset(code, &field.codec, &field.missing).is_some();
        let to = Place::Variable(format!("{place}.{name}"));
        code.read(&mut lines, "r", &field.codec, &to, preset);
        lines.lines.iter().for_each(|line| out.push(line));
    }
}

fn record(
    code: &Code<'_>,
    contract: &Contract,
    view: &mut TypeView,
    id: TypeId,
    plan: &RecordPlan,
) {
    let def = contract.get(id);
    let fields = def.fields().unwrap_or_default();
    let names = &code.names.types[id.0].members;
    view.is_empty = fields.is_empty();
    view.members = members(
        fields
            .iter()
            .zip(&plan.fields)
            .zip(names)
            .map(|((field, plan), name)| {
                let docs = comment(&field.docs, field.deprecated.as_deref());
                (docs, name.clone(), code.ty(&plan.codec))
            })
            .collect(),
    );
    let defaults = plan.fields.iter().zip(names).filter_map(|(field, name)| {
        let value = match (&field.codec, preset(code, &field.codec, &field.missing)) {
            (codec, Some(default)) => expression(code, codec, default),
            (Codec::Struct(inner), None) if code.with_defaults[inner.0] => {
                format!("{}()", code.names.types[inner.0].new)
            }
            _ => return None,
        };
        Some((format!("{name}:"), format!("{value},"), true))
    });
    view.defaults = aligned(defaults.collect());
    view.has_defaults = !view.defaults.is_empty();
    view.rows = rows(plan);
    view.shape = "Struct";
    let mut lines = Lines::new(0);
    presets(code, &mut lines, plan, "v", names);
    view.presets = lines.lines;
    let mut lines = Lines::new(0);
    if view.reads {
        cases(code, &mut lines, plan, "v", names);
    }
    view.reading = lines.lines;
    if code.helpers.needs(id, Direction::Write) {
        let mut out = Lines::new(0);
        begin(&mut out, &format!("w.Struct({})", plan.fields.len()), def.recursive);
        for (field, name) in plan.fields.iter().zip(names) {
            out.push(format!("w.Key({})", quoted(field.key.as_bytes())));
            code.write(&mut out, "w", &field.codec, &Place::Variable(format!("v.{name}")));
        }
        out.push("w.End()");
        view.writing = out.lines;
    }
}

/// Begins a list, a map or a struct; a recursive one ends at the limit of depth.
pub(super) fn begin(out: &mut Lines, call: &str, recursive: bool) {
    if recursive {
        out.block(format!("if !{call} {{"), |out| out.push("return"));
    } else {
        out.push(call);
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

fn union(code: &Code<'_>, view: &mut TypeView, id: TypeId, contract: &Contract) {
    let TypePlan::Union(plan) = code.plan.get(id) else { return };
    let names = &code.names.types[id.0];
    let recursive = contract.get(id).recursive;
    let about = format!("{} holds one of its members: the first that is not nil.", names.name);
    if !view.docs.is_empty() {
        view.docs.push("//".to_owned());
    }
    view.docs.extend(commented(&[about]));
    let optional: Vec<Codec> =
        plan.members.iter().map(|(_, codec)| Codec::Optional(Box::new(codec.clone()))).collect();
    view.members = members(
        optional
            .iter()
            .zip(&names.members)
            .map(|(codec, name)| (Vec::new(), name.clone(), code.ty(codec)))
            .collect(),
    );
    view.rows = plan.members.iter().map(|(name, _)| row(name, false)).collect();
    view.shape = "Union";
    let mut out = Lines::new(0);
    if view.reads {
        for (at, ((_, codec), name)) in plan.members.iter().zip(&names.members).enumerate() {
            out.push(format!("case {at}:"));
            let mut lines = Lines::new(1);
            let place = format!("v.{name}");
            if nilable(codec) {
                code.read(&mut lines, "r", codec, &Place::Variable(place), false);
            } else {
                lines.push(format!("{place} = new({})", code.ty(codec)));
                code.read(&mut lines, "r", codec, &Place::Pointer(place), false);
            }
            lines.lines.iter().for_each(|line| out.push(line));
        }
    }
    view.reading = out.lines;
    if code.helpers.needs(id, Direction::Write) {
        let mut out = Lines::new(0);
        begin(&mut out, "w.Struct(1)", recursive);
        out.push("switch {");
        for ((key, codec), name) in plan.members.iter().zip(&names.members) {
            let place = format!("v.{name}");
            out.push(format!("case {place} != nil:"));
            let mut lines = Lines::new(1);
            lines.push(format!("w.Key({})", quoted(key.as_bytes())));
            let from = if nilable(codec) { Place::Variable(place) } else { Place::Pointer(place) };
            code.write(&mut lines, "w", codec, &from);
            lines.lines.iter().for_each(|line| out.push(line));
        }
        out.push("default:");
        out.push("\tw.Fail(\"no member\")");
        out.push("}");
        out.push("w.End()");
        view.writing = out.lines;
    }
}
