//! Random schemas, and those of `CONTRACTC_CORPUS`, compile without a word of Go's tools.

use contractc::generate::Unit;
use contractc::ir::Contract;
use contractc::targets::Side;

use crate::everything;
use crate::go::{Project, WASM, generated_as};

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
    compile("random", &everything::random());
}

#[test]
fn schemas_from_outside_compile() {
    let contracts = everything::outside();
    if !contracts.is_empty() {
        compile("corpus", &contracts);
    }
}
