//! Rust: one module a contract, and the runtime beside it.
//!
//! The generator writes lines, however long, without indentation; [`layout`] sets them as rustfmt would.

mod client;
mod context;
mod decode;
mod docs;
mod encode;
mod entry;
mod layout;
mod literal;
mod names;
mod print;
mod relay;
mod role;
mod runtime;
mod serde;
mod turn;
mod types;
mod views;

use super::naming::module_words;
use super::{Files, Job, Options, Target};
use crate::diagnostic::Diagnostic;
use crate::ir::Contract;
use context::Context;
use literal::quoted;
use print::Print;

/// The target `rust`.
#[derive(Clone, Copy, Debug)]
pub struct Rust;

impl Target for Rust {
    fn id(&self) -> &'static str {
        "rust"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["rs"]
    }

    fn options(&self) -> &'static [&'static str] {
        &["serde", "views", "allocator"]
    }

    fn runtime(&self) -> Files {
        runtime::files()
    }

    fn module(&self, contract: &Contract) -> String {
        let words = module_words(contract);
        if self.reserves(&words) { format!("{words}_") } else { words }
    }

    fn reserves(&self, module: &str) -> bool {
        // The entry file says `#[rustfmt::skip]`, which would be looked for in a module of that name.
        names::is_keyword(module) || module == "rustfmt"
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let mut files = Files::new();
        files.insert(format!("{}.rs", job.module), module(job));
        Ok(files)
    }

    fn entry(&self, modules: &[String], options: &Options) -> Files {
        entry::files(modules, options.allocator)
    }

    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files {
        relay::files(job, roles)
    }
}

/// The text of a contract's module.
fn module(job: &Job<'_>) -> String {
    let context = Context::new(job);
    let mut items = String::new();
    constants(&mut items, &context);
    types::items(&mut items, &context);
    for at in 0..job.contract.roles.len() {
        role::items(&mut items, &context, at);
        client::items(&mut items, &context, at);
    }
    role::descriptor(&mut items, &context);
    serde::items(&mut items, &context);
    let imports = context.imports();
    let id = docs::line(&job.contract.id);
    let mut text = format!("//! Contract `{id}`.\n");
    if !job.contract.docs.is_empty() {
        text.push_str("//!\n");
    }
    for line in docs::lines(&job.contract.docs) {
        text.put(format_args!("//!{line}\n"));
    }
    print::module(&text, &imports, &items)
}

/// What the contract is called, and its operations.
fn constants(out: &mut String, context: &Context<'_>) {
    let id = quoted(&context.plan.contract);
    out.item(format_args!(
        "/// The name of this contract on the wire.
        pub const NAMESPACE: &str = {id};"
    ));
    if !context.names.operations.is_empty() {
        out.push_str("\n/// The names of the operations on the wire.\npub mod operation {\n");
        for (name, wire) in &context.names.operations {
            out.put(format_args!("pub const {}: &str = {};\n", names::ident(name), quoted(wire)));
        }
        out.push_str("}\n");
    }
}
