//! Every language as actor against every language as provider.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::cases::role_sets;
use super::guest::{self, Form};
use super::known::Used;
use super::native::Native;
pub use super::outcome::{Broken, Cell, Class, Failure, Fault, Language, Outcome, Skipped, Tested};
use super::pair::{self, NotRun, Stage};
use super::party::{Program, Wasm};
use super::toolchain::{self, Kind, Missing, Toolchain};
use super::{Options, Watch, peer, required};
use crate::engine::{Engine, Module};
use crate::ir::{Contract, Implementer};
use crate::targets::Files;
use crate::wire::Plan;

/// Builds what is missing and runs all pairs.
///
/// # Errors
/// The engine cannot be made.
pub fn run(
    contracts: &[&Contract],
    options: &Options,
    watch: &dyn Watch,
) -> Result<Outcome, String> {
    let engine = Engine::with_limits(peer::limits(&options.peers));
    let engine = engine.map_err(|error| error.to_string())?;
    let (seed, case) = (options.seed.seed, options.case.clone());
    let mut outcome = Outcome { seed, case, ..Outcome::default() };
    let toolchains = find(options, &mut outcome);
    let start = Instant::now();
    let plans: Vec<Plan> = contracts.iter().copied().map(Plan::of).collect();
    let mut stages = Vec::new();
    for (contract, plan) in contracts.iter().copied().zip(&plans) {
        for (implementer, roles) in role_sets(contract) {
            let stage = Stage::new((contract, plan), &engine, (implementer, &roles), options);
            *outcome.cases.entry(contract.id.clone()).or_default() += stage.count();
            if stage.count() > 0 {
                stages.push((stage, roles));
            }
        }
    }
    build(&mut stages, &toolchains, &engine, options, watch, &mut outcome);
    for (stage, _) in &mut stages {
        peer::join(stage, &options.peers, &mut outcome);
    }
    outcome.building = start.elapsed();
    let start = Instant::now();
    let mut used = Used::new();
    let meet = meet(&toolchains, options);
    watch.running(meet.len() * stages.len());
    for (stage, _) in &stages {
        let there = |language: &Language| {
            *language == Language::Harness || stage.relays.contains_key(language)
        };
        let able = meet.iter().filter(|(actor, provider)| there(actor) && there(provider));
        watch.runs(&stage.contract.id, able.count());
        pairs(stage, &meet, options, watch, &mut outcome, &mut used);
    }
    let names: BTreeSet<&str> =
        stages.iter().flat_map(|(stage, _)| &stage.cases).map(|case| case.name.as_str()).collect();
    let ran = outcome.cells.iter().filter(|(_, cell)| cell.skipped.is_empty());
    let ran: Vec<_> = ran.map(|((actor, provider), _)| (actor.name(), provider.name())).collect();
    outcome.unexpected = options.known.unused(&used, &names, &ran);
    outcome.running = start.elapsed();
    outcome.unmet = required::unmet(options, &outcome);
    outcome.tested = tested(contracts, &plans, stages.into_iter().map(|(stage, _)| stage));
    Ok(outcome)
}

/// The cases of all stages, by contract.
fn tested<'a>(
    contracts: &[&Contract],
    plans: &[Plan],
    stages: impl Iterator<Item = Stage<'a>>,
) -> Vec<Tested> {
    let nothing = |(contract, plan): (&&Contract, &Plan)| Tested {
        contract: contract.id.clone(),
        plan: plan.clone(),
        cases: Vec::new(),
    };
    let mut all: Vec<Tested> = contracts.iter().zip(plans).map(nothing).collect();
    for stage in stages {
        if let Some(tested) = all.iter_mut().find(|tested| tested.contract == stage.contract.id) {
            tested.cases.extend(stage.tested());
        }
    }
    all
}

/// Each compiler is asked for its version, and some take their time.
fn find(options: &Options, outcome: &mut Outcome) -> Vec<(Kind, Result<Toolchain, Missing>)> {
    let found: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = options
            .languages
            .iter()
            .map(|&kind| (kind, scope.spawn(move || toolchain::find(kind))))
            .collect();
        asked
            .into_iter()
            .map(|(kind, asked)| (kind, asked.join().unwrap_or_else(|panic| resume_unwind(panic))))
            .collect()
    });
    outcome.toolchains = found.iter().filter_map(|(_, found)| found.clone().ok()).collect();
    if options.native && !options.languages.contains(&Kind::Rust) {
        let reason = "it is Rust, and the languages of the run leave rust out".to_owned();
        outcome.left_out.push((Language::Native, reason));
    }
    outcome.missing = found.iter().filter_map(|(_, found)| found.clone().err()).collect();
    found
}

/// One relay to be built.
struct Task {
    stage: usize,
    language: Language,
    files: Result<Files, String>,
    toolchain: Toolchain,
}

fn build(
    stages: &mut [(Stage<'_>, Vec<usize>)],
    toolchains: &[(Kind, Result<Toolchain, Missing>)],
    engine: &Engine,
    options: &Options,
    watch: &dyn Watch,
    outcome: &mut Outcome,
) {
    let mut tasks = Vec::new();
    for (number, (stage, roles)) in stages.iter().enumerate() {
        for (kind, found) in toolchains {
            let Ok(toolchain) = found else { continue };
            let files = guest::sources(stage.contract, roles, *kind);
            let files = files.map_err(|error| error.to_string());
            let task = |language| Task {
                stage: number,
                language,
                files: files.clone(),
                toolchain: toolchain.clone(),
            };
            tasks.push(task(Language::Guest(*kind)));
            if *kind == Kind::Rust && options.native {
                tasks.push(task(Language::Native));
            }
        }
    }
    watch.building(tasks.len());
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(tasks.len()) {
            scope.spawn(|| {
                while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let contract = &stages_id(stages, task.stage);
                    watch.builds(task.language, contract);
                    let program = program(task, engine);
                    watch.built(task.language, contract, program.is_ok());
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((task.stage, task.language, program));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(stage, language, _)| (*stage, *language));
    for (number, language, program) in done {
        let stage = &mut stages[number].0;
        match program {
            Ok(program) => drop(stage.relays.insert(language, program)),
            Err(reason) => {
                let contract = stage.contract.id.clone();
                stage.lacking.insert(language, reason.clone());
                outcome.broken.push(Broken { contract, language, reason });
            }
        }
    }
}

fn stages_id(stages: &[(Stage<'_>, Vec<usize>)], at: usize) -> String {
    stages.get(at).map_or_else(String::new, |(stage, _)| stage.contract.id.clone())
}

fn program(task: &Task, engine: &Engine) -> Result<Box<dyn Program>, String> {
    let files = task.files.as_ref().map_err(Clone::clone)?;
    if task.language == Language::Native {
        let path = guest::build(files, &task.toolchain, Form::Native);
        return Ok(Box::new(Native(path.map_err(|error| error.to_string())?)));
    }
    let path = guest::build(files, &task.toolchain, Form::Wasm).map_err(|e| e.to_string())?;
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let module = Module::named(engine, task.language.name(), &bytes);
    Ok(Box::new(Wasm(module.map_err(|error| error.to_string())?)))
}

/// The actors and providers that meet.
fn meet(
    toolchains: &[(Kind, Result<Toolchain, Missing>)],
    options: &Options,
) -> Vec<(Language, Language)> {
    let guests: Vec<Language> = toolchains.iter().map(|(kind, _)| Language::Guest(*kind)).collect();
    let mut rows = vec![Language::Harness];
    rows.extend(&guests);
    let mut columns = guests;
    if options.native && toolchains.iter().any(|(kind, _)| *kind == Kind::Rust) {
        columns.push(Language::Native);
    }
    peer::pairs(&rows, &columns, &options.peers)
}

/// Runs the cases of a stage through all pairs.
fn pairs(
    stage: &Stage<'_>,
    meet: &[(Language, Language)],
    options: &Options,
    watch: &dyn Watch,
    outcome: &mut Outcome,
    used: &mut Used,
) {
    let mut work = Vec::new();
    for &(actor, provider) in meet {
        // The one that is called first is the actor, of a role that providers implement; else the provider.
        let (first, second) = match stage.implementer {
            Implementer::Provider => (actor, provider),
            Implementer::Actor => (provider, actor),
        };
        let chain: Vec<Language> =
            [first, second].into_iter().filter(|l| *l != Language::Harness).collect();
        work.push(((actor, provider), chain));
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((pair, chain)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = pair::run(stage, chain);
                    watch.ran(pair.0, pair.1, &stage.contract.id);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.insert(*pair, (chain, result));
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    for ((actor, provider), (chain, result)) in done {
        let cell = outcome.cells.entry((actor, provider)).or_default();
        let ran = match result {
            Ok(ran) => ran,
            Err(not_run) => {
                let contract = stage.contract.id.clone();
                let reason = match not_run {
                    NotRun::Skipped(reason) => reason,
                    NotRun::Broken(language, reason) => {
                        let (contract, reason) = (contract.clone(), reason);
                        outcome.broken.push(Broken { contract, language, reason: reason.clone() });
                        reason
                    }
                };
                let cases = stage.concerning(chain);
                cell.inapplicable += stage.count() - cases.len();
                cell.skipped.push(Skipped { contract, cases, reason });
                continue;
            }
        };
        cell.inapplicable += ran.inapplicable;
        cell.passed.extend(ran.passed);
        for pair::Failed { case, mismatch, required } in ran.failures {
            let known = options.known.find(&case.name, actor.name(), provider.name(), &mismatch);
            if let Some((entry, _)) = &known {
                used.insert((*entry, actor.name(), provider.name()));
            }
            let known = known.map(|(_, reason)| reason);
            let contract = stage.contract.id.clone();
            outcome.add(Failure { contract, actor, provider, case, mismatch, known, required });
        }
    }
}
