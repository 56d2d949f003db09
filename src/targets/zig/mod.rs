//! Zig: one file a contract, over a runtime that tables drive.

mod comments;
mod literals;
mod names;
mod relay;
mod roles;
mod spelling;
mod types;

use super::descriptor::{Descriptor, Direction};
use super::files::runtime;
use super::naming::module_words;
use super::text::Text;
use super::{Files, Job, Options, Target};
use crate::diagnostic::Diagnostic;
use crate::ir::Contract;

use names::Names;
use spelling::{quoted, text};

/// The target `zig`.
pub struct Zig;

/// What a level is indented by.
const INDENT: &str = "    ";

impl Target for Zig {
    fn id(&self) -> &'static str {
        "zig"
    }

    fn runtime(&self) -> Files {
        runtime![
            "zig":
            "abi.zig" "check.zig" "context.zig" "datetime.zig" "guest.zig" "keys.zig" "map.zig"
            "provider.zig" "reader.zig" "region.zig" "text.zig" "transport.zig" "wapc.zig" "wire.zig"
            "writer.zig"
        ]
    }

    fn module(&self, contract: &Contract) -> String {
        module_words(contract)
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let names = Names::of(job.contract);
        let mut out = Text::new(INDENT);
        comments::file(&mut out, job.contract);
        out.blank();
        out.line("const wapc = @import(\"wapc/wapc.zig\");");
        out.blank();
        out.line("/// The id of the contract: the namespace of its calls.");
        out.line(format_args!("pub const namespace = {};", text(&job.contract.id)));
        if job.contract.roles.iter().any(|role| job.side.implements(role.implementer)) {
            descriptor(&mut out, job.contract);
        }
        types::print(&mut out, job, &names);
        roles::print(&mut out, job, &names);
        let mut files = Files::new();
        files.insert(format!("{}.zig", job.module), out.finish());
        Ok(files)
    }

    fn entry(&self, modules: &[String], _options: &Options) -> Files {
        let mut out = Text::new(INDENT);
        out.line("//! The contracts of this module, and the runtime that they share.");
        out.blank();
        out.line("pub const wapc = @import(\"wapc/wapc.zig\");");
        for module in modules {
            let path = text(&format!("{module}.zig"));
            out.line(format_args!("pub const {} = @import({path});", quoted(module)));
        }
        let mut files = Files::new();
        files.insert("contracts.zig", out.finish());
        files
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::print(job, roles)
    }
}

fn descriptor(out: &mut Text, contract: &Contract) {
    let descriptor = Descriptor::of(contract);
    out.blank();
    out.line("/// What a provider of the contract says about itself, unless it has a `descriptor` of its own.");
    out.block("pub const descriptor: wapc.Descriptor = .{", "};", |out| {
        out.line(".id = namespace,");
        out.line(format_args!(".name = {},", text(&descriptor.name)));
        out.line(format_args!(".version = {},", text(&descriptor.version)));
        out.line(format_args!(".long_description = {},", text(&descriptor.long_description)));
        out.block(".supported_operations = &.{", "},", |out| {
            for operation in &descriptor.supported_operations {
                let direction = match operation.direction {
                    Direction::ToActor => "to_actor",
                    Direction::ToProvider => "to_provider",
                    Direction::Both => "both",
                };
                out.block(".{", "},", |out| {
                    out.line(format_args!(".name = {},", text(&operation.name)));
                    out.line(format_args!(".direction = .{direction},"));
                    out.line(format_args!(".doctext = {},", text(&operation.doctext)));
                });
            }
        });
    });
}
