//! Relays compile, for both sides of a contract.

use contractc::ir::{Contract, Implementer};
use contractc::targets::{Job, Options, Side, Target as _};
use contractc::wire::Plan;

use crate::go::{Project, WASM, target};
use crate::schemas::{fixture, shipped};

fn relay(contract: &Contract, implementer: Implementer) {
    let roles: Vec<usize> = (0..contract.roles.len())
        .filter(|at| contract.roles[*at].implementer == implementer)
        .collect();
    if roles.is_empty() {
        return;
    }
    let module = target().module(contract);
    let project = Project::named(&format!("relay-{module}-{implementer:?}"), "relay");
    project.generate(&[contract], Side::Both);
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
    assert_eq!(project.run("gofmt -l .", &[]), "");
    project.run("go vet .", WASM);
    project.run("go build -buildmode=c-shared -o relay.wasm .", WASM);
}

#[test]
fn relays_compile() {
    let mut contracts = shipped();
    contracts.retain(|it| ["wasmcloud:keyvalue", "wasmcloud:messaging"].contains(&it.id.as_str()));
    contracts.push(fixture("schemas/kitchen-sink.widl"));
    contracts.push(fixture("schemas/keywords.widl"));
    for contract in contracts {
        relay(&contract, Implementer::Actor);
        relay(&contract, Implementer::Provider);
    }
}
