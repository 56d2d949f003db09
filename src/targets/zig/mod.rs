//! Zig: one file a contract, over a runtime that tables drive.

mod comments;
mod literals;
mod names;
mod relay;
mod roles;
mod spelling;
mod types;

use std::sync::LazyLock;

use serde::Serialize;

use super::descriptor::{Descriptor, Direction};
use super::naming::module_words;
use super::template::Templates;
use super::{Files, Job, Options, Target};
use crate::diagnostic::Diagnostic;
use crate::ir::Contract;

use names::Names;
use spelling::{quoted, text};

/// The target `zig`.
pub struct Zig;

/// The files of the runtime, as they are.
const RUNTIME: &[(&str, &str)] = &[
    ("abi.zig", include_str!("../../../generators/zig/runtime/abi.zig")),
    ("check.zig", include_str!("../../../generators/zig/runtime/check.zig")),
    ("context.zig", include_str!("../../../generators/zig/runtime/context.zig")),
    ("datetime.zig", include_str!("../../../generators/zig/runtime/datetime.zig")),
    ("guest.zig", include_str!("../../../generators/zig/runtime/guest.zig")),
    ("keys.zig", include_str!("../../../generators/zig/runtime/keys.zig")),
    ("map.zig", include_str!("../../../generators/zig/runtime/map.zig")),
    ("provider.zig", include_str!("../../../generators/zig/runtime/provider.zig")),
    ("reader.zig", include_str!("../../../generators/zig/runtime/reader.zig")),
    ("region.zig", include_str!("../../../generators/zig/runtime/region.zig")),
    ("text.zig", include_str!("../../../generators/zig/runtime/text.zig")),
    ("transport.zig", include_str!("../../../generators/zig/runtime/transport.zig")),
    ("wapc.zig", include_str!("../../../generators/zig/runtime/wapc.zig")),
    ("wire.zig", include_str!("../../../generators/zig/runtime/wire.zig")),
    ("writer.zig", include_str!("../../../generators/zig/runtime/writer.zig")),
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    Templates::new(&[
        ("file", include_str!("../../../generators/zig/file.hbs")),
        ("entry", include_str!("../../../generators/zig/entry.hbs")),
        ("descriptor", include_str!("../../../generators/zig/descriptor.hbs")),
        ("struct", include_str!("../../../generators/zig/struct.hbs")),
        ("enum", include_str!("../../../generators/zig/enum.hbs")),
        ("union", include_str!("../../../generators/zig/union.hbs")),
        ("operations", include_str!("../../../generators/zig/operations.hbs")),
        ("role", include_str!("../../../generators/zig/role.hbs")),
        ("client", include_str!("../../../generators/zig/client.hbs")),
        ("relay", include_str!("../../../generators/zig/relay.hbs")),
    ])
});

impl Target for Zig {
    fn id(&self) -> &'static str {
        "zig"
    }

    fn runtime(&self) -> Files {
        let mut files = Files::new();
        for (name, content) in RUNTIME {
            files.insert_static(format!("wapc/{name}"), content);
        }
        files
    }

    fn module(&self, contract: &Contract) -> String {
        module_words(contract)
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let names = Names::of(job.contract);
        let mut items = Vec::new();
        if job.contract.roles.iter().any(|role| job.side.implements(role.implementer)) {
            items.push(descriptor(job.contract));
        }
        items.extend(types::print(job, &names));
        items.extend(roles::print(job, &names));
        let file =
            File { docs: comments::file(job.contract), namespace: text(&job.contract.id), items };
        let mut files = Files::new();
        files.insert(format!("{}.zig", job.module), TEMPLATES.render("file", &file));
        Ok(files)
    }

    fn entry(&self, modules: &[String], _options: &Options) -> Files {
        let modules = modules
            .iter()
            .map(|module| Module { name: quoted(module), path: text(&format!("{module}.zig")) });
        let entry = Entry { modules: modules.collect() };
        let mut files = Files::new();
        files.insert("contracts.zig", TEMPLATES.render("entry", &entry));
        files
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::print(job, roles)
    }
}

#[derive(Serialize)]
struct File {
    docs: Vec<String>,
    namespace: String,
    items: Vec<String>,
}

#[derive(Serialize)]
struct Entry {
    modules: Vec<Module>,
}

#[derive(Serialize)]
struct Module {
    name: String,
    path: String,
}

/// Prints one declaration, without the line end after it.
fn item(template: &str, view: &impl Serialize) -> String {
    let mut text = TEMPLATES.render(template, view);
    text.truncate(text.trim_end().len());
    text
}

#[derive(Serialize)]
struct DescriptorView {
    name: String,
    version: String,
    long_description: String,
    operations: Vec<DescribedOperation>,
}

#[derive(Serialize)]
struct DescribedOperation {
    name: String,
    direction: &'static str,
    doctext: String,
}

fn descriptor(contract: &Contract) -> String {
    let descriptor = Descriptor::of(contract);
    let operations = descriptor.supported_operations.iter().map(|operation| DescribedOperation {
        name: text(&operation.name),
        direction: match operation.direction {
            Direction::ToActor => ".to_actor",
            Direction::ToProvider => ".to_provider",
            Direction::Both => ".both",
        },
        doctext: text(&operation.doctext),
    });
    let view = DescriptorView {
        name: text(&descriptor.name),
        version: text(&descriptor.version),
        long_description: text(&descriptor.long_description),
        operations: operations.collect(),
    };
    item("descriptor", &view)
}
