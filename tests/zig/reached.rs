//! Zig looks only at what is reached: programs that reach everything.

use std::fmt::Write as _;
use std::path::Path;

use contractc::ir::{Contract, Implementer};
use contractc::targets::zig::Zig;
use contractc::targets::{Files, Job, Options, Side, Target};
use contractc::wire::Plan;

use crate::{compilers, goldens};

/// Generates contracts with their relays, and a program that calls every operation of every relay and names every client.
///
/// One module exports roles only if they have no operation in common; here each relay has one role.
pub fn program(folder: &Path, contracts: &[(String, Contract)], side: Side) {
    let files = goldens::files(contracts, side);
    let mut generated = Files::new();
    let mut all = String::from(
        "const std = @import(\"std\");\nconst contracts = @import(\"contracts/contracts.zig\");\nconst wapc = contracts.wapc;\n\n",
    );
    let mut calls = String::new();
    for (path, content) in files.iter() {
        generated.insert(format!("contracts/{path}"), content);
        let Some(module) = path.strip_suffix(".zig").filter(|path| !path.contains('/')) else {
            continue;
        };
        let text = std::str::from_utf8(content).expect("text");
        let lines = text.lines().filter_map(|line| line.strip_prefix("pub const "));
        for name in lines.filter_map(|line| line.strip_suffix(" = struct {")) {
            let _ = writeln!(
                all,
                "comptime {{\n    std.testing.refAllDecls(contracts.@\"{module}\".{name});\n}}"
            );
        }
    }
    if side == Side::Both {
        for (at, relay) in contracts.iter().flat_map(|(_, contract)| relays(contract)).enumerate() {
            generated.insert(format!("relay_{at}.zig"), relay);
            let _ = writeln!(
                all,
                "const relay_{at} = @import(\"relay_{at}.zig\");\nvar instance_{at}: relay_{at}.Relay = .{{}};"
            );
            let _ = writeln!(
                calls,
                "    _ = try wapc.dispatch(relay_{at}.roles, &instance_{at}, ctx, operation, payload);"
            );
        }
        let _ = writeln!(
            all,
            "pub fn dispatch(ctx: *wapc.Context, operation: []const u8, payload: []const u8) !void {{\n{calls}}}\n\ncomptime {{\n    _ = &dispatch;\n}}"
        );
    }
    generated.insert("all.zig", all);
    compilers::write(folder, &generated);
}

/// The relays of a contract: all roles of one side in one, if they have no operation in common, else one a role.
pub fn relays(contract: &Contract) -> Vec<Vec<u8>> {
    let plan = Plan::of(contract);
    let module = contractc::generate::module_name(&Zig, contract);
    let options = Options::default();
    let job = Job { contract, plan: &plan, module: &module, side: Side::Both, options: &options };
    let mut relays = Vec::new();
    for side in [Implementer::Actor, Implementer::Provider] {
        let roles: Vec<usize> = (0..contract.roles.len())
            .filter(|at| contract.roles[*at].implementer == side)
            .collect();
        let names = roles.iter().flat_map(|at| &contract.roles[*at].operations);
        let mut names: Vec<&str> = names.map(|operation| operation.wire_name.as_str()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        let groups: Vec<&[usize]> =
            if names.len() == count { vec![&roles] } else { roles.chunks(1).collect() };
        for roles in groups.into_iter().filter(|roles| !roles.is_empty()) {
            let files = Zig.relay(&job, roles);
            relays.push(files.get("relay.zig").expect("a relay").to_vec());
        }
    }
    relays
}

#[test]
fn goldens_compile() {
    let contracts = goldens::contracts();
    for side in [Side::Both, Side::Guest, Side::Host] {
        let folder = compilers::folder(&format!("goldens-{}", side.name()));
        program(&folder, &contracts, side);
        for (_, zig) in compilers::installed() {
            compilers::run(zig, &folder, &["build-obj", "all.zig", "-fno-emit-bin"]);
        }
    }
}
