//! Zig looks only at what is reached: programs that reach everything.

use std::fmt::Write as _;
use std::path::Path;

use contractc::generate::{Unit, module_name};
use contractc::ir::{Contract, Implementer};
use contractc::targets::zig::Zig;
use contractc::targets::{Job, Options, Side, Target};
use contractc::wire::Plan;

use crate::{compilers, everything, project};

/// Generates contracts with their relays, and a program that calls every operation of every relay and names all else.
fn program(folder: &Path, units: &[Unit<'_>], side: Side) {
    let generated = project::generated(units, side);
    let mut files = project::below_contracts(&generated);
    let mut all = String::from(
        "const std = @import(\"std\");\nconst contracts = @import(\"contracts/contracts.zig\");\nconst wapc = contracts.wapc;\n\n",
    );
    for (path, content) in generated.iter() {
        let module = path.strip_suffix(".zig").filter(|path| !path.contains('/'));
        let Some(module) = module.filter(|module| *module != "contracts") else { continue };
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
        let mut calls = String::new();
        let relays = units.iter().flat_map(|unit| {
            relays(
                unit.contract,
                &unit.module.clone().unwrap_or_else(|| module_name(&Zig, unit.contract)),
            )
        });
        for (at, relay) in relays.enumerate() {
            files.insert(format!("relay_{at}.zig"), relay);
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
    files.insert("all.zig", all);
    compilers::write(folder, &files);
}

/// The relays of a contract: all roles of one side in one, if they have no operation in common, else one a role.
fn relays(contract: &Contract, module: &str) -> Vec<Vec<u8>> {
    let plan = Plan::of(contract);
    let options = Options::default();
    let job = Job { contract, plan: &plan, module, side: Side::Both, options: &options };
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
            relays.push(Zig.relay(&job, roles).get("relay.zig").expect("a relay").to_vec());
        }
    }
    relays
}

/// Compiles all contracts with the newest compiler, and the first ones with the older ones, too, and what only one side gets of them.
pub fn compile(name: &str, units: &[Unit<'_>], first: usize) {
    let mut compilers = compilers::installed(&format!("{name} in Zig"));
    let older = compilers.split_off(compilers.len().min(1));
    let Some((_, newest)) = compilers.pop() else { return };
    let first = &units[..units.len().min(first)];
    let sides = [(first, Side::Guest), (first, Side::Host), (units, Side::Both)];
    for (units, side) in sides {
        let folder = compilers::folder(&format!("{name}-{}", side.name()));
        program(&folder, units, side);
        compilers::run(
            compilers::again(&newest),
            &folder,
            &["build-obj", "all.zig", "-fno-emit-bin"],
        );
        compilers::run(compilers::again(&newest), &folder, &["fmt", "--check", "contracts"]);
    }
    let folder = compilers::folder(&format!("{name}-older"));
    program(&folder, first, Side::Both);
    for (_, zig) in older {
        compilers::run(zig, &folder, &["build-obj", "all.zig", "-fno-emit-bin"]);
    }
}

/// 200 random schemas, and the documents below `CONTRACTC_CORPUS` that are right and without streams.
#[test]
fn everything_compiles() {
    let mut contracts = everything::random();
    contracts.extend(everything::outside());
    println!("{} contracts", contracts.len());
    let units: Vec<_> = contracts
        .iter()
        .map(|(module, contract)| Unit {
            contract,
            schema: format!("{module}.widl"),
            module: Some(module.clone()),
        })
        .collect();
    compile("everything", &units, 50);
}
