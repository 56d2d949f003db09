//! Go, for TinyGo and the upstream compiler, from one source.

mod client;
mod code;
mod collections;
mod docs;
mod handler;
mod helpers;
mod layout;
mod literal;
mod names;
mod relay;
mod roles;
mod types;

use crate::diagnostic::{Code as DiagnosticCode, Diagnostic};
use crate::ir::Contract;
use crate::wire::{Codec, Response};

use super::files::runtime;
use super::text::Text;
use super::{Files, Job, Options, Target};
use code::Code;
use docs::comment;
use helpers::{Direction, Helpers};
use names::Names;

/// The target.
pub struct TinyGo;

/// What a level is indented by.
const INDENT: &str = "\t";

impl Target for TinyGo {
    fn id(&self) -> &'static str {
        "tinygo"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["go"]
    }

    fn options(&self) -> &'static [&'static str] {
        &["go-package"]
    }

    fn runtime(&self) -> Files {
        runtime![
            "tinygo":
            "collection.go" "configuration.go" "datetime.go" "error.go" "guest.go" "handler.go" "map.go"
            "native.go" "provider.go" "reader.go" "record.go" "transport.go" "writer.go"
        ]
    }

    fn module(&self, contract: &Contract) -> String {
        names::package(contract)
    }

    fn reserves(&self, module: &str) -> bool {
        names::is_no_package(module)
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let Some(go_package) = &job.options.go_package else {
            return Err(vec![no_package()]);
        };
        let mut names = Names::of(job.contract);
        let helpers = helpers(job, &mut names);
        let with_defaults = types::with_defaults(job.plan);
        let code = Code {
            plan: job.plan,
            names: &names,
            helpers: &helpers,
            with_defaults: &with_defaults,
            package: "",
        };
        let package = Package { name: job.module, path: go_package };

        let mut types = Text::new(INDENT);
        types::print(&mut types, &code, job.contract);
        let mut clients = Text::new(INDENT);
        client::print(&mut clients, &code, job);
        let mut handlers = Text::new(INDENT);
        handler::print(&mut handlers, &code, job);

        let mut files = Files::new();
        let mut about = Text::new(INDENT);
        describe(&mut about, job);
        for (name, head, body) in [
            ("types.go", about, types),
            ("client.go", Text::new(INDENT), clients),
            ("handler.go", Text::new(INDENT), handlers),
        ] {
            let body = body.finish();
            if !body.is_empty() {
                files.insert(package.file(name), package.source(head, &body));
            }
        }
        Ok(files)
    }

    fn entry(&self, _modules: &[String], _options: &Options) -> Files {
        Files::new()
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::files(job, roles)
    }
}

/// The report that nobody knows where the packages are imported from.
fn no_package() -> Diagnostic {
    Diagnostic::new(
        DiagnosticCode::GO_PACKAGE,
        "Go needs the import path of the output directory, and no `go.mod` stands above it",
    )
    .help("run `go mod init example.com/NAME` first, or give `--go-package IMPORT/PATH`")
}

/// The comment of a package.
fn describe(out: &mut Text, job: &Job<'_>) {
    let mut text = vec![format!("Package {} holds the contract {}.", job.module, job.contract.id)];
    if !job.contract.docs.is_empty() {
        text.push(String::new());
        text.extend(job.contract.docs.iter().cloned());
    }
    comment(out, &text, None);
}

/// What the clients and handlers of a side read and write.
fn helpers(job: &Job<'_>, names: &mut Names) -> Helpers {
    let mut needed: Vec<(&Codec, Direction)> = Vec::new();
    for (role, operations) in job.contract.roles.iter().zip(&job.plan.roles) {
        let sides = [
            (job.side.calls(role.implementer), Direction::Write, Direction::Read),
            (job.side.implements(role.implementer), Direction::Read, Direction::Write),
        ];
        for (_, request, response) in sides.into_iter().filter(|side| side.0) {
            for operation in operations {
                needed
                    .extend(roles::parameter_codecs(operation).into_iter().map(|it| (it, request)));
                if let Response::Value(value) = &operation.response {
                    needed.push((&value.codec, response));
                }
            }
        }
    }
    Helpers::of(job.plan, names, needed.into_iter())
}

/// A package that is being printed.
struct Package<'a> {
    name: &'a str,
    /// The import path of the output directory.
    path: &'a str,
}

impl Package<'_> {
    fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.name)
    }

    /// A file with what its code imports, behind the comment of the package.
    fn source(&self, mut out: Text, body: &str) -> String {
        out.line(format_args!("package {}", self.name));
        out.blank();
        let standard = ["math", "time"].map(|name| (name, format!("{name}.")));
        let standard: Vec<_> =
            standard.iter().filter(|(_, prefix)| layout::uses(body, prefix)).collect();
        let runtime = layout::uses(body, "wapc.").then(|| format!("\"{}/wapc\"", self.path));
        match (standard.as_slice(), runtime) {
            ([], None) => {}
            ([], Some(runtime)) => {
                out.line(format_args!("import {runtime}"));
                out.blank();
            }
            (standard, runtime) => {
                out.block("import (", ")", |out| {
                    for (name, _) in standard {
                        out.line(format_args!("\"{name}\""));
                    }
                    if let Some(runtime) = runtime {
                        out.blank();
                        out.line(runtime);
                    }
                });
                out.blank();
            }
        }
        out.append(body);
        out.finish()
    }
}
