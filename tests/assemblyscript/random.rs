//! Random schemas, and those of `CONTRACTC_CORPUS`, compile without a word of the tools.

use std::fmt::Write as _;

use contractc::generate::Unit;
use contractc::ir::{Contract, Implementer};
use contractc::targets::Side;

use crate::everything;
use crate::project::{Project, generated_as, relay};
use crate::schemas;

/// One program that holds the relays of all contracts, of actors and of providers: each a file of its own. Their operations may have
/// names in common, so that it compiles, but would not run. What only one side gets, of the first contracts, is held to tsc; `formatted` to prettier.
pub fn compile(name: &str, contracts: &[(String, Contract)], formatted: &str) {
    let project = Project::new(name);
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|(module, contract)| Unit {
            contract,
            schema: format!("{module}.widl"),
            module: Some(module.clone()),
        })
        .collect();
    project.write_all("contracts/", &generated_as(&units, Side::Both));
    let some = &units[..units.len().min(50)];
    project.write_all("guest/", &generated_as(some, Side::Guest));
    project.write_all("host/", &generated_as(some, Side::Host));
    let mut entry = String::new();
    for (side, implementer) in [("actor", Implementer::Actor), ("provider", Implementer::Provider)]
    {
        for (module, contract) in contracts {
            let Some(files) = relay(contract, module, implementer) else { continue };
            for (_, content) in files.iter() {
                project.write(&format!("{side}_{module}.ts"), content);
                let _ = writeln!(entry, "import \"./{side}_{module}\";");
            }
        }
    }
    entry.push_str("\nexport { __guest_call } from \"./contracts\";\n");
    project.write("all.ts", entry.as_bytes());
    std::thread::scope(|scope| {
        scope.spawn(|| project.compile("all.ts", &["--use", "abort="]));
        project.lint_with(formatted);
    });
}

#[test]
fn random_schemas_compile() {
    compile("random", &everything::random(), "contracts/**/*.ts");
}

/// A type that does not fit into a line is one that asc reads, if not as prettier would have it.
#[test]
fn long_names_compile() {
    let long = |name: &str| format!("{name}{}", "x".repeat(80));
    let (record, kind, union) = (long("Record"), long("Kind"), long("Union"));
    let mut types = Vec::new();
    for of in ["i32", "string", &record, &kind] {
        let of = [
            format!("{of}?"),
            format!("[{of}?]?"),
            format!("{{string: {of}?}}?"),
            format!("{{{kind}: [{of}]}}?"),
            format!("{{u8: {{i32: [{of}?]?}}?}}?"),
        ];
        types.extend(of);
    }
    let mut schema = "namespace \"long\"\n".to_owned();
    let _ =
        writeln!(schema, "enum {kind} {{ one two }} union {union} = {record} | {kind} | string");
    for (name, width) in [(record.as_str(), 40), ("Short", 1)] {
        let _ = writeln!(schema, "type {name} {{");
        for (at, ty) in types.iter().enumerate() {
            let _ = writeln!(schema, "  {}{at}: {ty}", "f".repeat(width));
        }
        schema.push_str("}\n");
    }
    schema.push_str("role Store @provider {\n");
    for (at, ty) in types.iter().enumerate() {
        let _ = writeln!(schema, "  call{at}(a: {ty}, {}: {ty}): {ty}", long("b"));
    }
    schema.push_str("}\n");
    let contract = schemas::checked("long.widl", &schema).expect("it is valid");
    compile("long", &[("long".to_owned(), contract)], "contracts/wapc/*.ts");
}

#[test]
fn schemas_from_outside_compile() {
    let contracts = everything::outside();
    if !contracts.is_empty() {
        compile("corpus", &contracts, "contracts/**/*.ts");
    }
}
