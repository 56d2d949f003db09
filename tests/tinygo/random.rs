//! Random schemas, and those of `CONTRACTC_CORPUS`, compile without a word of Go's tools.

use std::fs;
use std::path::Path;

use contractc::generate::Unit;
use contractc::ir::Contract;
use contractc::targets::Side;

use crate::go::{Project, WASM, generated_as};
use crate::random_schema::schema;
use crate::schemas;

fn compile(name: &str, contracts: &[(String, Contract)]) {
    let Some(project) = Project::new(name) else { return };
    for side in [Side::Guest, Side::Host] {
        let units: Vec<Unit<'_>> = contracts
            .iter()
            .map(|(module, contract)| Unit {
                contract,
                schema: format!("{module}.widl"),
                module: Some(module.clone()),
            })
            .collect();
        let folder = side.name();
        let package = format!("{}/{folder}", project.module);
        for (path, content) in generated_as(&units, side, &package).iter() {
            project.write(&format!("{folder}/{path}"), content);
        }
    }
    // vet compiles, too.
    project.check_format();
    project.go("vet ./...", WASM);
}

#[test]
fn random_schemas_compile() {
    let contract = |seed: u64| {
        let mut contract = schemas::checked("random.widl", &schema(seed)).ok()?;
        contract.id = format!("{} {seed}", contract.id);
        Some((format!("s{seed}"), contract))
    };
    let contracts: Vec<_> = (1..=220).filter_map(contract).take(200).collect();
    assert_eq!(contracts.len(), 200, "some random schemas are not accepted any more");
    compile("random", &contracts);
}

#[test]
fn schemas_from_outside_compile() {
    let Some(folder) = std::env::var_os("CONTRACTC_CORPUS") else { return };
    let mut contracts = Vec::new();
    for (at, path) in schemas::below(Path::new(&folder)).iter().enumerate() {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Ok(mut contract) = schemas::checked(&path.to_string_lossy(), &text) else { continue };
        let streams = contract.roles.iter().flat_map(|role| &role.operations).any(|it| it.stream);
        if !streams {
            contract.id = format!("{} {at}", contract.id);
            contracts.push((format!("doc{at}"), contract));
        }
    }
    assert!(!contracts.is_empty(), "no schema below {}", folder.display());
    compile("corpus", &contracts);
}
