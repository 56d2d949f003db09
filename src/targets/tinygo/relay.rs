//! The relay: a program on the generated API that passes every call on.

use serde::Serialize;

use crate::ir::Implementer;
use crate::targets::{Files, Job};

use super::code::Code;
use super::helpers::Helpers;
use super::layout::uses;
use super::names::Names;
use super::{TEMPLATES, roles};

#[derive(Serialize)]
struct RelayView {
    imports: Vec<String>,
    provider: bool,
    roles: Vec<RoleView>,
}

#[derive(Serialize)]
struct RoleView {
    #[serde(rename = "type")]
    ty: String,
    new_client: String,
    register: String,
    operations: Vec<OperationView>,
}

#[derive(Serialize)]
struct OperationView {
    method: String,
    parameters: String,
    results: String,
    origin: &'static str,
    failure: &'static str,
    arguments: String,
}

/// The files of a relay that exports these roles.
pub(super) fn files(job: &Job<'_>, roles: &[usize]) -> Files {
    let names = Names::of(job.contract);
    let helpers = Helpers::default();
    let code = Code {
        plan: job.plan,
        names: &names,
        helpers: &helpers,
        with_defaults: &[],
        package: "contract.",
    };
    let provider =
        roles.iter().any(|at| job.contract.roles[*at].implementer == Implementer::Provider);
    let roles: Vec<RoleView> = roles.iter().map(|at| role(&code, *at, provider)).collect();
    let path = job.options.go_package.as_deref().unwrap_or("relay/contracts");
    let signatures = roles.iter().flat_map(|role| &role.operations);
    let times = signatures
        .into_iter()
        .any(|it| uses(&it.parameters, "time.") || uses(&it.results, "time."));
    let mut imports = vec!["import (".to_owned()];
    if times {
        imports.extend(["\t\"time\"".to_owned(), String::new()]);
    }
    imports.push(format!("\tcontract \"{path}/{}\"", job.module));
    imports.push(format!("\t\"{path}/wapc\""));
    imports.extend([")".to_owned(), String::new()]);

    let mut files = Files::new();
    files.insert("go.mod", "module relay\n\ngo 1.21\n");
    files.insert("main.go", TEMPLATES.render("relay", &RelayView { imports, provider, roles }));
    files
}

fn role(code: &Code<'_>, at: usize, provider: bool) -> RoleView {
    let names = &code.names.roles[at];
    let operations = names.operations.iter().zip(&code.plan.roles[at]);
    RoleView {
        ty: format!("role{at}"),
        new_client: names.new_client.clone(),
        register: names.register.clone(),
        operations: operations
            .map(|(names, plan)| {
                let codecs = roles::parameter_codecs(plan);
                let arguments: Vec<String> =
                    (0..codecs.len()).map(|at| format!("arg{at}")).collect();
                let typed = arguments.iter().zip(codecs);
                let typed = typed.map(|(name, codec)| format!("{name} {}", code.ty(codec)));
                let origin = provider.then(|| "origin wapc.Origin".to_owned());
                let result = roles::result_type(code, plan);
                OperationView {
                    method: names.method.clone(),
                    parameters: origin.into_iter().chain(typed).collect::<Vec<_>>().join(", "),
                    failure: if result.is_some() { "result, err" } else { "err" },
                    results: result.map_or_else(
                        || "error".to_owned(),
                        |ty| format!("(result {ty}, err error)"),
                    ),
                    origin: if provider { "origin" } else { "" },
                    arguments: arguments.join(", "),
                }
            })
            .collect(),
    }
}
