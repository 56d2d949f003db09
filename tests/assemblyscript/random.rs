//! Random schemas, and those of `CONTRACTC_CORPUS`, compile without a word of the tools.

use std::fmt::Write as _;

use contractc::generate::Unit;
use contractc::ir::{Contract, Implementer};
use contractc::targets::Side;

use crate::everything;
use crate::project::{Project, generated_as, relay};

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

#[test]
fn schemas_from_outside_compile() {
    let contracts = everything::outside();
    if !contracts.is_empty() {
        compile("corpus", &contracts, "contracts/**/*.ts");
    }
}
