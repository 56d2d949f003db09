//! The relay: a program on the generated API that passes every call on.

use crate::ir::Implementer;
use crate::targets::text::Text;
use crate::targets::{Files, Job};

use super::code::Code;
use super::helpers::Helpers;
use super::layout::uses;
use super::names::Names;
use super::{INDENT, roles};

/// What all roles of a provider share,
const PROVIDER: &str = include_str!("../../../generators/tinygo/relay/provider.go");
/// and those of an actor.
const ACTOR: &str = include_str!("../../../generators/tinygo/relay/actor.go");

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
    let mut types = Text::new(INDENT);
    roles.iter().for_each(|at| role(&mut types, &code, *at, provider));

    let mut out = Text::new(INDENT);
    out.line("// Command relay answers every operation by calling it on somebody else.");
    out.line("package main");
    out.blank();
    let path = job.options.go_package.as_deref().unwrap_or("relay/contracts");
    out.block("import (", ")", |out| {
        if uses(types.as_str(), "time.") {
            out.line("\"time\"");
            out.blank();
        }
        out.line(format_args!("contract \"{path}/{}\"", job.module));
        out.line(format_args!("\"{path}/wapc\""));
    });
    out.blank();
    out.append(if provider { PROVIDER } else { ACTOR });
    out.append(types.as_str());
    out.blank();
    out.block("func init() {", "}", |out| {
        out.line("shared := &relay{}");
        for at in roles {
            let register = &names.roles[*at].register;
            out.line(format_args!("contract.{register}(role{at}{{shared}})"));
        }
    });
    out.blank();
    out.line("func main() {}");

    let mut files = Files::new();
    files.insert("go.mod", "module relay\n\ngo 1.21\n");
    files.insert("main.go", out.finish());
    files
}

/// A type with the methods of a role.
fn role(out: &mut Text, code: &Code<'_>, at: usize, provider: bool) {
    let names = &code.names.roles[at];
    out.blank();
    out.line(format_args!("type role{at} struct{{ *relay }}"));
    for (operation, plan) in names.operations.iter().zip(&code.plan.roles[at]) {
        let codecs = roles::parameter_codecs(plan);
        let arguments: Vec<String> = (0..codecs.len()).map(|at| format!("arg{at}")).collect();
        let typed = arguments.iter().zip(codecs);
        let typed = typed.map(|(name, codec)| format!("{name} {}", code.ty(codec)));
        let origin = provider.then(|| "origin wapc.Origin".to_owned());
        let parameters = origin.into_iter().chain(typed).collect::<Vec<_>>().join(", ");
        let (results, failure) = match roles::result_type(code, plan) {
            None => ("error".to_owned(), "err"),
            Some(ty) => (format!("(result {ty}, err error)"), "result, err"),
        };
        let method = &operation.method;
        out.blank();
        out.block(
            format_args!("func (c role{at}) {method}({parameters}) {results} {{"),
            "}",
            |out| {
                let origin = if provider { "origin" } else { "" };
                out.line(format_args!("target, err := c.target({origin})"));
                out.block("if err != nil {", "}", |out| out.line(format_args!("return {failure}")));
                let (new, arguments) = (&names.new_client, arguments.join(", "));
                out.line(format_args!("return contract.{new}(target).{method}({arguments})"));
            },
        );
    }
}
