//! All schemas compile in Go, each side, without a word of its tools.

use contractc::ir::Contract;
use contractc::targets::Side;

use crate::go::{Project, WASM};
use crate::schemas::{fixture, shipped};

const SIDES: [Side; 3] = [Side::Guest, Side::Host, Side::Both];

fn compile(name: &str, contracts: &[Contract]) {
    let contracts: Vec<&Contract> = contracts.iter().collect();
    for side in SIDES {
        let project = Project::new(&format!("{name}-{}", side.name()));
        project.generate(&contracts, side);
        project.lint();
        project.run("go build ./...", WASM);
    }
}

#[test]
fn shipped_schemas_compile() {
    compile("shipped", &shipped());
}

#[test]
fn kitchen_sink_and_keywords_compile() {
    compile("fixtures", &[fixture("schemas/kitchen-sink.widl"), fixture("schemas/keywords.widl")]);
}
