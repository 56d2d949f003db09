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

use super::descriptor::{Descriptor, Direction};
use super::naming::module_words;
use super::text::Text;
use super::{Files, Job, Options, Side, Target};
use crate::diagnostic::Diagnostic;
use crate::ir::{Contract, Field, Type, TypeDef, TypeId, TypeKind};

use code::{Code, INDENT};
use doc::{Right, call, concat, group, text};
use names::{Names, TypeNames};
use read::Reading;
use roles::Roles;
use spelling::{comment, quoted};
use types::Types;
use uses::Uses;
use write::Writing;

/// The target `assemblyscript`.
pub struct AssemblyScript;

impl Target for AssemblyScript {
    fn id(&self) -> &'static str {
        "assemblyscript"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["as"]
    }

    fn runtime(&self) -> Files {
        runtime::files()
    }

    fn module(&self, contract: &Contract) -> String {
        let words = module_words(contract);
        if self.reserves(&words) { words + "_" } else { words }
    }

    fn reserves(&self, module: &str) -> bool {
        names::variables().contains(module)
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let mut files = Files::new();
        files.insert(format!("{}.ts", job.module), print(job));
        Ok(files)
    }

    fn entry(&self, modules: &[String], _options: &Options) -> Files {
        let mut names: Vec<&str> = modules.iter().map(String::as_str).collect();
        names.push("wapc");
        names.sort_unstable();
        let mut out = Text::new(INDENT);
        out.line(UNLINTED);
        out.blank();
        for name in &names {
            out.line(format_args!("import * as {name} from \"./{name}\";"));
        }
        out.blank();
        let listed = doc::spaced(names.into_iter().map(text).collect());
        out.add(&concat([text("export "), group([text("{"), listed, text("}")]), text(";")]));
        out.line("export { __guest_call } from \"./wapc\";");
        let mut files = Files::new();
        files.insert("index.ts", out.finish());
        files
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::print(job, roles)
    }
}

/// The linter of a project leaves generated files alone.
const UNLINTED: &str = "/* eslint-disable */";

fn print(job: &Job<'_>) -> String {
    let contract = job.contract;
    let names = Names::of(contract);
    let types = Types { contract, names: &names, prefix: String::new() };
    let fallible = write::fallible(contract);
    let reading = Reading { types: &types, plan: job.plan };
    let writing = Writing { types: &types, plan: job.plan, fallible: &fallible };
    let roles = Roles { job, types: &types, reading: &reading, writing: &writing };

    let mut out = Text::new(INDENT);
    out.line(UNLINTED);
    out.blank();
    out.line("import * as wapc from \"./wapc\";");
    out.blank();
    comment(&mut out, &contract.docs, None);
    let id = text(quoted(&contract.id));
    out.statement(doc::assign(text("export const CONTRACT_ID"), false, id, Right::Before));
    let mut defaults = Text::new(INDENT);
    for (id, def) in contract.types().filter(|(_, def)| !def.novisit) {
        declaration(&mut out, id, def, &types, &mut defaults);
    }
    for at in 0..contract.roles.len() {
        roles.print(at, &mut out);
    }
    if job.side != Side::Guest {
        descriptor(&mut out, contract, &names);
    }
    out.append(defaults.as_str());
    let uses = Uses::of(job);
    for (id, def) in contract.types() {
        if uses.read[id.0] {
            out.blank();
            reading.function(id, &mut out);
        }
        if uses.written[id.0] && !matches!(def.kind, TypeKind::Enum(_)) {
            out.blank();
            writing.function(id, &mut out);
        }
    }
    out.finish()
}

fn declaration(out: &mut Text, id: TypeId, def: &TypeDef, types: &Types<'_>, defaults: &mut Text) {
    let TypeNames { name, members: names, .. } = &types.names.types[id.0];
    out.blank();
    let deprecated = def.deprecated.as_deref();
    match &def.kind {
        TypeKind::Enum(values) => {
            comment(out, &def.docs, deprecated);
            out.braces(format_args!("export enum {name}"), |out| {
                for (value, name) in values.iter().zip(names) {
                    comment(out, value.described(), value.deprecated.as_deref());
                    out.line(format_args!("{name} = {},", value.number));
                }
            });
        }
        TypeKind::Struct(fields) if fields.is_empty() => {
            comment(out, &def.docs, deprecated);
            out.line(format_args!("export class {name} {{}}"));
        }
        TypeKind::Struct(fields) => {
            comment(out, &def.docs, deprecated);
            out.braces(format_args!("export class {name}"), |out| {
                for (field, name) in fields.iter().zip(names) {
                    comment(out, &field.docs, field.deprecated.as_deref());
                    let value = initial(id, field, name, types, defaults);
                    out.statement(types.declaration(name, &field.ty, value));
                }
            });
        }
        TypeKind::Union(members) => {
            let mut described = def.docs.clone();
            if !described.is_empty() {
                described.push(String::new());
            }
            described.push("One of the members is set, the others are null.".to_owned());
            comment(out, &described, deprecated);
            out.braces(format_args!("export class {name}"), |out| {
                for (member, name) in members.iter().zip(names) {
                    let ty = Type::Optional(Box::new(member.ty.required().clone()));
                    let null = (text("null"), Right::Inside);
                    out.statement(types.declaration(name, &ty, null));
                }
            });
        }
    }
}

/// The initial value of a field: an expression, or the call of a function that is added to the defaults.
fn initial(
    id: TypeId,
    field: &Field,
    member: &str,
    types: &Types<'_>,
    defaults: &mut Text,
) -> (doc::Doc<'static>, Right) {
    let Some(default) = &field.default else { return types.initial(&field.ty) };
    if let Some(value) = types.literal(default, &field.ty) {
        return value;
    }
    let own = &types.names.types[id.0].name;
    let name = super::naming::Case::Pascal.apply(member);
    let name = types.names.function(&[]).take(format!("default{own}{name}"));
    let head = format!("function {name}");
    defaults.blank();
    defaults.add(&code::signature(&head, Vec::new(), types.ty(field.ty.required()), " {"));
    defaults.nested(|lines| {
        let value = types.build(default, &field.ty, &mut types.names.function(&[]), lines);
        lines.statement(concat([text("return "), value]));
    });
    defaults.line("}");
    (call(name, Vec::new()), Right::Inside)
}

fn descriptor(out: &mut Text, contract: &Contract, names: &Names) {
    let described = Descriptor::of(contract);
    let own = &names.own.value;
    out.blank();
    out.line("/** What a provider of this contract says of itself, where it says nothing else. */");
    let head = format!("export function {}(): wapc.Descriptor", names.descriptor);
    out.braces(head, |out| {
        let new = call("new wapc.Descriptor", vec![text("CONTRACT_ID")]);
        out.constant(own, new, Right::Inside);
        for (field, text_of, default) in [
            ("name", &described.name, described.id.as_str()),
            ("version", &described.version, "0.0.0"),
            ("longDescription", &described.long_description, ""),
        ] {
            if text_of != default {
                let left = format!("{own}.{field}");
                out.assign(&left, text(quoted(text_of)), Right::Before);
            }
        }
        for operation in &described.supported_operations {
            let direction = match operation.direction {
                Direction::ToActor => "wapc.Direction.ToActor",
                Direction::ToProvider => "wapc.Direction.ToProvider",
                Direction::Both => "wapc.Direction.Both",
            };
            let name = text(quoted(&operation.name));
            let arguments = vec![name, text(direction), text(quoted(&operation.doctext))];
            out.statement(call(format!("{own}.add"), arguments));
        }
        out.line(format_args!("return {own};"));
    });
}
