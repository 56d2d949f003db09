//! Generated code that is broken on purpose, one construct at a time: it compiles, and the harness names the field.
//!
//! `fixtures/conformance/mutations/LANGUAGE.txt` has the mutants, each with the field that is to be named. The first of a
//! language are tried, all with `MUTATIONS=all`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use contractc::conformance::cases::{Case, role_sets};
use contractc::conformance::chain::{Chain, Route, Side};
use contractc::conformance::guest::{Form, build, sources};
use contractc::conformance::party::Wasm;
use contractc::conformance::toolchain::{Kind, Toolchain};
use contractc::engine::{Engine, Module};
use contractc::targets::Files;
use contractc::wire::Plan;

use crate::{cases, tools};

/// How many are tried without being asked for all: a swapped field, a wrong width, a lost None, an unsorted map, an off-by-one
/// length, an unchecked bound.
const SOME: usize = 6;

struct Mutant {
    name: String,
    path: String,
    from: String,
    to: String,
    field: String,
}

fn mutants(kind: Kind) -> Vec<Mutant> {
    let name = if kind == Kind::TinyGo { "go" } else { kind.name() };
    let path = format!("{}/fixtures/conformance/mutations/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
    let blocks = text.split("\n== ").skip(1).map(|block| {
        let (head, lines) = block.split_once('\n').expect("a mutant has lines");
        let (name, path) = head.split_once(" @ ").expect("a mutant has a file");
        let marked = |mark: char| {
            let lines: Vec<&str> = lines.lines().filter_map(|l| l.strip_prefix(mark)).collect();
            lines.join("\n")
        };
        let (name, path) = (name.to_owned(), path.to_owned());
        let field = marked('?').trim().to_owned();
        assert!(!field.is_empty(), "{name}: no field");
        Mutant { name, path, from: marked('-'), to: marked('+'), field }
    });
    let mutants: Vec<Mutant> = blocks.collect();
    assert!(mutants.len() >= 25, "{path}: {} mutants", mutants.len());
    let all = std::env::var("MUTATIONS").is_ok_and(|value| value == "all");
    let count = if all { mutants.len() } else { SOME };
    mutants.into_iter().take(count).collect()
}

/// The sources with the mutant in them.
fn mutated(files: &Files, mutant: &Mutant) -> Files {
    let mut mutated = Files::new();
    for (path, content) in files.iter() {
        if path != mutant.path {
            mutated.insert(path, content);
            continue;
        }
        let text = std::str::from_utf8(content).expect("generated code is UTF-8");
        assert_eq!(text.matches(&mutant.from).count(), 1, "{}: {}", mutant.name, mutant.from);
        mutated.insert(path, text.replacen(&mutant.from, &mutant.to, 1));
    }
    mutated
}

/// The field that a comparison names, if one catches the module.
fn caught(
    engine: &Engine,
    wasm: &[u8],
    plan: &Plan,
    cases: &[Case],
    route: Route<'_>,
) -> Option<String> {
    let relay = Wasm(Module::new(engine, wasm).expect("a mutant is a module"));
    let mut chain = Chain::start(&[&relay], route).expect("a mutant starts");
    cases.iter().find_map(|case| {
        let mismatch = chain.run(plan, case).err()?;
        let compared = !matches!(mismatch.found, Side::Words(_));
        mismatch.field.clone().filter(|_| compared)
    })
}

fn language(kind: Kind) {
    let Some(toolchain) = tools::toolchain(kind) else { return };
    let contract = cases::contract("fixtures/conformance/mutants.widl");
    let plan = Plan::of(&contract);
    let (implementer, roles) = role_sets(&contract).remove(0);
    let cases = cases::cases(&contract, &plan, &roles);
    let route = Route { contract: &contract.id, implementer };
    let engine = Engine::new().unwrap();
    let files = sources(&contract, &roles, kind).unwrap();
    let whole = std::fs::read(built(&files, &toolchain, "nothing")).unwrap();
    assert_eq!(caught(&engine, &whole, &plan, &cases, route), None, "{kind} without a mutant");

    let mutants = mutants(kind);
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let files = mutated(&files, mutant);
                    let path = built(&files, &toolchain, &mutant.name);
                    let wasm = std::fs::read(path).unwrap();
                    let field = caught(&engine, &wasm, &plan, &cases, route);
                    println!("{kind}: {}: {field:?}", mutant.name);
                    if field.is_none_or(|field| !field.starts_with(&mutant.field)) {
                        survivors.lock().unwrap().push(mutant.name.clone());
                    }
                }
            });
        }
    });
    let survivors = survivors.into_inner().unwrap();
    assert!(survivors.is_empty(), "{kind}: nothing names the field of: {survivors:?}");
}

fn built(files: &Files, toolchain: &Toolchain, name: &str) -> std::path::PathBuf {
    build(files, toolchain, Form::Wasm).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn rust() {
    language(Kind::Rust);
}

#[test]
fn go() {
    language(Kind::Go);
}

#[test]
fn assemblyscript() {
    language(Kind::AssemblyScript);
}

#[test]
fn zig() {
    language(Kind::Zig);
}
