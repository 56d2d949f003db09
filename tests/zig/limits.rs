//! What a module does at its limits, in a small host of its own.

use std::process::Command;

use contractc::targets::zig::Zig;
use contractc::targets::{Job, Options, Side, Target};
use contractc::wire::Plan;

use crate::{compilers, project, schemas};

#[test]
fn depth_stack_and_memory_are_bounded() {
    if Command::new("node").arg("--version").output().is_err() {
        compilers::skipped("SKIPPED limits of Zig modules: no node; install Node 20");
        return;
    }
    let here = project::root().join("tests/zig/limits");
    let (_, contract) = schemas::file("tests/zig/limits/wide.widl");
    let (plan, options) = (Plan::of(&contract), Options::default());
    let job = Job {
        contract: &contract,
        plan: &plan,
        module: "wide",
        side: Side::Both,
        options: &options,
    };
    let relay = Zig.relay(&job, &[0]);
    let mut files = project::below_contracts(&project::files(
        &[("wide.widl".to_owned(), contract.clone())],
        Side::Both,
    ));
    files.extend(relay);
    let folder = compilers::folder("limits");
    compilers::write(&folder, &files);
    let calls = if std::env::var_os("CONTRACTC_ALL").is_some() { "90000" } else { "20000" };
    for (version, zig) in compilers::installed("limits of Zig modules") {
        compilers::module(zig, &folder, "relay.zig", "ReleaseSmall");
        let mut node = Command::new("node");
        node.arg(here.join("limits.mjs")).args(["relay.zig-ReleaseSmall.wasm", calls]);
        println!("{version}");
        compilers::run(node, &folder, &[]);
    }
}
