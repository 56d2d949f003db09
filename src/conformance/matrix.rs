//! Every language as actor against every language as provider.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::cases::{Maker, Subject, role_sets};
use super::guest::{self, Form};
use super::known::Used;
use super::native::Native;
pub use super::outcome::{Broken, Cell, Failure, Fault, Language, Outcome, Tested};
use super::pair::{self, Stage};
use super::party::{Program, Wasm};
use super::toolchain::{self, Kind, Missing, Toolchain};
use super::{Options, Watch, life, peer, required};
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
    let mut outcome = Outcome::default();
    let toolchains = find(options, &mut outcome);
    let start = Instant::now();
    let plans: Vec<Plan> = contracts.iter().copied().map(Plan::of).collect();
    let mut stages = Vec::new();
    for (contract, plan) in contracts.iter().copied().zip(&plans) {
        let module = super::prefix(contract);
        for (implementer, roles) in role_sets(contract) {
            let maker = Maker::new(Subject { contract, plan, module: &module });
            let mut cases = maker.cases(&roles, options.seed);
            cases.retain(|case| options.wants(&case.name));
            *outcome.cases.entry(contract.id.clone()).or_default() += cases.len();
            let subject = Subject { contract, plan, module: &module };
            let mut life = Vec::new();
            if implementer == Implementer::Provider {
                life = life::steps(subject, &roles);
                life.retain(|step| options.wants(&step.case.name));
                *outcome.cases.entry(contract.id.clone()).or_default() += life.len();
            }
            if cases.is_empty() && life.is_empty() {
                continue;
            }
            let stage = Stage {
                contract,
                plan,
                module: module.clone(),
                engine: &engine,
                implementer,
                names: cases.iter().map(|case| Arc::from(case.name.as_str())).collect(),
                cases,
                life,
                relays: BTreeMap::new(),
                lacking: BTreeMap::new(),
            };
            stages.push((stage, roles));
        }
    }
    build(&mut stages, &toolchains, &engine, options, watch, &mut outcome);
    for (stage, _) in &mut stages {
        peer::join(stage, &options.peers, &mut outcome);
    }
    outcome.building = start.elapsed();
    let start = Instant::now();
    let mut used = Used::new();
    for (stage, _) in &stages {
        pairs(stage, &toolchains, options, watch, &mut outcome, &mut used);
    }
    let names: BTreeSet<&str> =
        stages.iter().flat_map(|(stage, _)| &stage.cases).map(|case| case.name.as_str()).collect();
    let ran = outcome.cells.iter().filter(|(_, cell)| cell.skipped.is_none());
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
            tested.cases.extend(stage.cases);
            tested.cases.extend(stage.life.into_iter().map(|step| step.case));
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

/// Runs the cases of a stage through all pairs.
fn pairs(
    stage: &Stage<'_>,
    toolchains: &[(Kind, Result<Toolchain, Missing>)],
    options: &Options,
    watch: &dyn Watch,
    outcome: &mut Outcome,
    used: &mut Used,
) {
    let guests: Vec<Language> = toolchains.iter().map(|(kind, _)| Language::Guest(*kind)).collect();
    let mut rows = vec![Language::Harness];
    rows.extend(&guests);
    let mut columns = guests;
    if options.native && toolchains.iter().any(|(kind, _)| *kind == Kind::Rust) {
        columns.push(Language::Native);
    }
    let mut work = Vec::new();
    for (actor, provider) in peer::pairs(&rows, &columns, &options.peers) {
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
                    done.insert(*pair, result);
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    for ((actor, provider), result) in done {
        let cell = outcome.cells.entry((actor, provider)).or_default();
        let ran = match result {
            Ok(ran) => ran,
            Err(pair::NotRun::Skipped(reason)) => {
                cell.skipped.get_or_insert(reason);
                continue;
            }
            Err(pair::NotRun::Broken(language, reason)) => {
                let contract = stage.contract.id.clone();
                let known = |other: &Broken| other.contract == contract && other.reason == reason;
                if !outcome.broken.iter().any(known) {
                    outcome.broken.push(Broken { contract, language, reason: reason.clone() });
                }
                cell.skipped.get_or_insert(reason);
                continue;
            }
        };
        cell.inapplicable += ran.inapplicable;
        cell.passed.extend(ran.passed);
        for pair::Failed { case, mismatch, required } in ran.failures {
            let known = options.known.find(&case.name, actor.name(), provider.name(), &mismatch);
            if let Some((entry, _)) = &known {
                cell.known += 1;
                used.insert((*entry, actor.name(), provider.name()));
            } else if required {
                cell.failed += 1;
            }
            let known = known.map(|(_, reason)| reason);
            let contract = stage.contract.id.clone();
            outcome.failures.push(Failure {
                contract,
                actor,
                provider,
                case,
                mismatch,
                known,
                required,
            });
        }
    }
}
