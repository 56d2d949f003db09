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

use std::sync::LazyLock;

use serde::Serialize;

use crate::diagnostic::{Code as DiagnosticCode, Diagnostic};
use crate::ir::Contract;
use crate::wire::{Codec, Response};

use super::template::Templates;
use super::{Files, Job, Options, Target};
use code::Code;
use docs::comment;
use helpers::{Direction, Helpers};
use names::Names;

/// The target.
pub struct TinyGo;

/// The files of the runtime, under `wapc/`.
const RUNTIME: [(&str, &str); 13] = [
    ("collection.go", include_str!("../../../generators/tinygo/runtime/collection.go")),
    ("configuration.go", include_str!("../../../generators/tinygo/runtime/configuration.go")),
    ("datetime.go", include_str!("../../../generators/tinygo/runtime/datetime.go")),
    ("error.go", include_str!("../../../generators/tinygo/runtime/error.go")),
    ("guest.go", include_str!("../../../generators/tinygo/runtime/guest.go")),
    ("handler.go", include_str!("../../../generators/tinygo/runtime/handler.go")),
    ("map.go", include_str!("../../../generators/tinygo/runtime/map.go")),
    ("native.go", include_str!("../../../generators/tinygo/runtime/native.go")),
    ("provider.go", include_str!("../../../generators/tinygo/runtime/provider.go")),
    ("reader.go", include_str!("../../../generators/tinygo/runtime/reader.go")),
    ("record.go", include_str!("../../../generators/tinygo/runtime/record.go")),
    ("transport.go", include_str!("../../../generators/tinygo/runtime/transport.go")),
    ("writer.go", include_str!("../../../generators/tinygo/runtime/writer.go")),
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    Templates::new(&[
        ("file", include_str!("../../../generators/tinygo/file.hbs")),
        ("types", include_str!("../../../generators/tinygo/types.hbs")),
        ("client", include_str!("../../../generators/tinygo/client.hbs")),
        ("handler", include_str!("../../../generators/tinygo/handler.hbs")),
        ("relay", include_str!("../../../generators/tinygo/relay.hbs")),
    ])
});

impl Target for TinyGo {
    fn id(&self) -> &'static str {
        "tinygo"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["go"]
    }

    fn runtime(&self) -> Files {
        let mut files = Files::new();
        for (name, text) in RUNTIME {
            files.insert_static(format!("wapc/{name}"), text);
        }
        files
    }

    fn module(&self, contract: &Contract) -> String {
        names::package(contract)
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

        let mut files = Files::new();
        let types = TEMPLATES.render("types", &types::TypesView::of(&code, job.contract));
        files.insert(package.file("types.go"), package.source(about(job), &types));
        let clients = client::ClientsView::of(&code, job);
        if !clients.is_empty() {
            let source = package.source(Vec::new(), &TEMPLATES.render("client", &clients));
            files.insert(package.file("client.go"), source);
        }
        let handlers = handler::HandlersView::of(&code, job);
        if !handlers.is_empty() {
            let source = package.source(Vec::new(), &TEMPLATES.render("handler", &handlers));
            files.insert(package.file("handler.go"), source);
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
fn about(job: &Job<'_>) -> Vec<String> {
    let mut text = vec![format!("Package {} holds the contract {}.", job.module, job.contract.id)];
    if !job.contract.docs.is_empty() {
        text.push(String::new());
        text.extend(job.contract.docs.iter().cloned());
    }
    comment(&text, None)
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

#[derive(Serialize)]
struct FileView<'a> {
    docs: Vec<String>,
    package: &'a str,
    imports: Vec<String>,
    body: &'a str,
}

impl Package<'_> {
    fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.name)
    }

    /// A file with what its code imports.
    fn source(&self, docs: Vec<String>, body: &str) -> String {
        let standard = ["math", "time"];
        let standard: Vec<String> = standard
            .into_iter()
            .filter(|name| layout::uses(body, &format!("{name}.")))
            .map(|name| format!("\"{name}\""))
            .collect();
        let runtime = layout::uses(body, "wapc.").then(|| format!("\"{}/wapc\"", self.path));
        let imports = match (standard.is_empty(), runtime) {
            (true, None) => Vec::new(),
            (true, Some(runtime)) => vec![format!("import {runtime}"), String::new()],
            (false, runtime) => {
                let mut lines = vec!["import (".to_owned()];
                lines.extend(standard.iter().map(|name| format!("\t{name}")));
                if let Some(runtime) = runtime {
                    lines.extend([String::new(), format!("\t{runtime}")]);
                }
                lines.extend([")".to_owned(), String::new()]);
                lines
            }
        };
        let view = FileView { docs, package: self.name, imports, body: body.trim_end() };
        TEMPLATES.render("file", &view)
    }
}
