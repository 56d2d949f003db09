//! Relays compile, for both sides of a contract.

use contractc::ir::{Contract, Implementer};
use contractc::targets::{Job, Options, Side};
use contractc::wire::Plan;

use crate::go::{Project, WASM, target};
use crate::schemas;

fn relay(unit: &(String, Contract), implementer: Implementer) {
    let contract = &unit.1;
    let roles: Vec<usize> = (0..contract.roles.len())
        .filter(|at| contract.roles[*at].implementer == implementer)
        .collect();
    if roles.is_empty() {
        return;
    }
    let module = target().module(contract);
    let Some(project) = Project::named(&format!("relay-{module}-{implementer:?}"), "relay") else {
        return;
    };
    project.generate(std::slice::from_ref(unit), Side::Both);
    let options = Options { go_package: Some("relay/contracts".to_owned()), ..Options::default() };
    let job = Job {
        contract,
        plan: &Plan::of(contract),
        module: &module,
        side: Side::Both,
        options: &options,
    };
    for (path, content) in target().relay(&job, &roles).iter() {
        project.write(path, content);
    }
    project.check_format();
    project.go("vet .", WASM);
}

#[test]
fn relays_compile() {
    for schema in [
        "schemas/keyvalue",
        "schemas/messaging",
        "fixtures/schemas/kitchen-sink",
        "fixtures/schemas/keywords",
    ] {
        let contract = schemas::file(&format!("{schema}.widl"));
        relay(&contract, Implementer::Actor);
        relay(&contract, Implementer::Provider);
    }
}
