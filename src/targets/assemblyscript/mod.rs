//! AssemblyScript: one file a contract, printed as prettier would print it.

mod code;
mod doc;
mod names;
mod read;
mod relay;
mod roles;
mod runtime;
mod spelling;
mod types;
mod uses;
mod write;

use std::sync::LazyLock;

use serde::Serialize;

use super::descriptor::{Descriptor, Direction};
use super::naming::{RESERVED_MODULES, module_words};
use super::template::Templates;
use super::{Files, Job, Options, Side, Target};
use crate::diagnostic::Diagnostic;
use crate::ir::{Contract, Field, Type, TypeDef, TypeId, TypeKind};

use code::Lines;
use doc::{Right, call, concat, group, text};
use names::Names;
use read::Reading;
use roles::Roles;
use spelling::{comment, quoted};
use types::Types;
use uses::Uses;
use write::Writing;

/// The target `assemblyscript`.
pub struct AssemblyScript;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    Templates::new(&[
        ("file", include_str!("../../../generators/assemblyscript/file.hbs")),
        ("index", include_str!("../../../generators/assemblyscript/index.hbs")),
        ("enum", include_str!("../../../generators/assemblyscript/enum.hbs")),
        ("class", include_str!("../../../generators/assemblyscript/class.hbs")),
        ("operations", include_str!("../../../generators/assemblyscript/operations.hbs")),
        ("role", include_str!("../../../generators/assemblyscript/role.hbs")),
        ("client", include_str!("../../../generators/assemblyscript/client.hbs")),
        ("handler", include_str!("../../../generators/assemblyscript/handler.hbs")),
        ("descriptor", include_str!("../../../generators/assemblyscript/descriptor.hbs")),
        ("relay", include_str!("../../../generators/assemblyscript/relay.hbs")),
    ])
});

impl Target for AssemblyScript {
    fn id(&self) -> &'static str {
        "assemblyscript"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["as"]
    }

    fn runtime(&self) -> Files {
        let mut files = Files::new();
        for (name, content) in runtime::FILES {
            files.insert_static(format!("wapc/{name}"), content);
        }
        files
    }

    fn module(&self, contract: &Contract) -> String {
        let words = module_words(contract);
        let taken =
            RESERVED_MODULES.contains(&words.as_str()) || names::variables().contains(&words);
        if taken { words + "_" } else { words }
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let mut files = Files::new();
        files.insert(format!("{}.ts", job.module), print(job));
        Ok(files)
    }

    fn entry(&self, modules: &[String], _options: &Options) -> Files {
        let mut names: Vec<String> = modules.to_vec();
        names.push("wapc".to_owned());
        names.sort();
        let listed = doc::spaced(names.iter().map(text).collect());
        let exports = concat([text("export "), group([text("{"), listed, text("}")]), text(";")]);
        let mut exported = Lines::at(0);
        exported.add(&exports);
        let view = Index { modules: names, exports: exported.finish() };
        let mut files = Files::new();
        files.insert("index.ts", TEMPLATES.render("index", &view));
        files
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::print(job, roles)
    }
}

#[derive(Serialize)]
struct Index {
    modules: Vec<String>,
    exports: Vec<String>,
}

#[derive(Serialize)]
struct File {
    docs: Vec<String>,
    contract_id: Vec<String>,
    items: Vec<String>,
}

/// Prints one declaration, without the line end after it.
fn item(template: &str, view: &impl Serialize) -> String {
    let mut text = TEMPLATES.render(template, view);
    text.truncate(text.trim_end().len());
    text
}

fn print(job: &Job<'_>) -> String {
    let contract = job.contract;
    let names = Names::of(contract);
    let types = Types { contract, names: &names, prefix: String::new() };
    let fallible = write::fallible(contract);
    let reading = Reading { types: &types, plan: job.plan };
    let writing = Writing { types: &types, plan: job.plan, fallible: &fallible };
    let roles = Roles { job, types: &types, reading: &reading, writing: &writing };

    let mut items = Vec::new();
    let mut defaults = Vec::new();
    for (id, def) in contract.types().filter(|(_, def)| !def.novisit) {
        items.push(declaration(id, def, &types, &mut defaults));
    }
    for (at, role) in contract.roles.iter().enumerate() {
        let view = roles.view(at);
        items.push(item("operations", &view));
        if job.side.implements(role.implementer) {
            items.push(item("role", &view));
        }
        if job.side.calls(role.implementer) {
            items.push(item("client", &view));
        }
        if job.side.implements(role.implementer) {
            items.push(item("handler", &view));
        }
    }
    if job.side != Side::Guest {
        items.push(descriptor(contract, &names));
    }
    items.extend(defaults);
    let uses = Uses::of(job);
    for (id, def) in contract.types() {
        let mut lines = Lines::at(0);
        if uses.read[id.0] {
            reading.function(id, &mut lines);
            items.push(lines.finish().join("\n"));
        }
        let mut lines = Lines::at(0);
        if uses.written[id.0] && !matches!(def.kind, TypeKind::Enum(_)) {
            writing.function(id, &mut lines);
            items.push(lines.finish().join("\n"));
        }
    }
    let mut contract_id = Lines::at(0);
    let left = text("export const CONTRACT_ID");
    contract_id.statement(doc::assign(left, false, text(quoted(&contract.id)), Right::Before));
    let file =
        File { docs: comment(&contract.docs, None), contract_id: contract_id.finish(), items };
    TEMPLATES.render("file", &file)
}

#[derive(Serialize)]
struct EnumView {
    comment: Vec<String>,
    name: String,
    values: Vec<ValueView>,
}

#[derive(Serialize)]
struct ValueView {
    comment: Vec<String>,
    name: String,
    number: i32,
}

#[derive(Serialize)]
struct ClassView {
    comment: Vec<String>,
    name: String,
    empty: bool,
    fields: Vec<FieldView>,
}

#[derive(Serialize)]
struct FieldView {
    comment: Vec<String>,
    declaration: Vec<String>,
}

fn declaration(id: TypeId, def: &TypeDef, types: &Types<'_>, defaults: &mut Vec<String>) -> String {
    let names = &types.names.types[id.0];
    let mut described = def.docs.clone();
    if matches!(def.kind, TypeKind::Union(_)) {
        if !described.is_empty() {
            described.push(String::new());
        }
        described.push("One of the members is set, the others are null.".to_owned());
    }
    let comment_of_type = comment(&described, def.deprecated.as_deref());
    let field = |docs: &[String], deprecated: Option<&str>, doc| {
        let mut lines = Lines::at(1);
        lines.statement(doc);
        FieldView { comment: comment(docs, deprecated), declaration: lines.finish() }
    };
    let fields: Vec<FieldView> = match &def.kind {
        TypeKind::Enum(values) => {
            let values = values.iter().zip(&names.members).map(|(value, name)| ValueView {
                comment: comment(&value.docs, value.deprecated.as_deref()),
                name: name.clone(),
                number: value.number,
            });
            let view = EnumView {
                comment: comment_of_type,
                name: names.name.clone(),
                values: values.collect(),
            };
            return item("enum", &view);
        }
        TypeKind::Struct(fields) => fields
            .iter()
            .zip(&names.members)
            .map(|(own, name)| {
                let value = initial(id, own, name, types, defaults);
                let doc = types.declaration(name, &own.ty, value);
                field(&own.docs, own.deprecated.as_deref(), doc)
            })
            .collect(),
        TypeKind::Union(members) => members
            .iter()
            .zip(&names.members)
            .map(|(member, name)| {
                let ty = Type::Optional(Box::new(member.ty.required().clone()));
                let doc = types.declaration(name, &ty, (text("null"), Right::Inside));
                field(&[], None, doc)
            })
            .collect(),
    };
    let view = ClassView {
        comment: comment_of_type,
        name: names.name.clone(),
        empty: fields.is_empty(),
        fields,
    };
    item("class", &view)
}

/// The initial value of a field: an expression, or the call of a function that is added to the defaults.
fn initial(
    id: TypeId,
    field: &Field,
    member: &str,
    types: &Types<'_>,
    defaults: &mut Vec<String>,
) -> (doc::Doc, Right) {
    let Some(default) = &field.default else { return types.initial(&field.ty) };
    if let Some(value) = types.literal(default, &field.ty) {
        return value;
    }
    let own = &types.names.types[id.0].name;
    let name = super::naming::Case::Pascal.apply(member);
    let name = types.names.function(&[]).take(format!("default{own}{name}"));
    let mut lines = Lines::at(0);
    let head = format!("function {name}");
    lines.add(&code::signature(&head, Vec::new(), types.ty(field.ty.required()), " {"));
    lines.nested(|lines| {
        let value = types.build(default, &field.ty, &mut types.names.function(&[]), lines);
        lines.statement(concat([text("return "), value]));
    });
    lines.line("}");
    defaults.push(lines.finish().join("\n"));
    (call(name, Vec::new()), Right::Inside)
}

#[derive(Serialize)]
struct DescriptorView {
    name: String,
    lines: Vec<String>,
}

fn descriptor(contract: &Contract, names: &Names) -> String {
    let described = Descriptor::of(contract);
    let own = names.own.value.clone();
    let mut lines = Lines::at(1);
    let new = call("new wapc.Descriptor", vec![text("CONTRACT_ID")]);
    lines.constant(&own, new, Right::Inside);
    for (field, text_of, default) in [
        ("name", &described.name, described.id.as_str()),
        ("version", &described.version, "0.0.0"),
        ("longDescription", &described.long_description, ""),
    ] {
        if text_of != default {
            lines.assign(&format!("{own}.{field}"), text(quoted(text_of)), Right::Before);
        }
    }
    for operation in &described.supported_operations {
        let direction = match operation.direction {
            Direction::ToActor => "wapc.Direction.ToActor",
            Direction::ToProvider => "wapc.Direction.ToProvider",
            Direction::Both => "wapc.Direction.Both",
        };
        let arguments =
            vec![text(quoted(&operation.name)), text(direction), text(quoted(&operation.doctext))];
        lines.statement(call(format!("{own}.add"), arguments));
    }
    lines.line(&format!("return {own};"));
    item("descriptor", &DescriptorView { name: names.descriptor.clone(), lines: lines.finish() })
}
