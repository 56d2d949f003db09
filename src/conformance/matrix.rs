//! Every language as actor against every language as provider.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::cases::{Case, Maker, Subject, role_sets};
use super::chain::{Chain, Mismatch, Route, Step};
use super::guest::{self, Form};
use super::native::Native;
use super::party::{Program, Wasm};
use super::toolchain::{self, Kind, Missing, Toolchain};
use super::{Options, Watch, crowd, life, shrink};
use crate::engine::{Engine, Module};
use crate::ir::{Contract, Implementer};
use crate::targets::Files;
use crate::wire::Plan;

/// A row or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// The harness itself: it calls the other side directly.
    Harness,
    /// Modules of a compiler.
    Guest(Kind),
    /// The native Rust program.
    Native,
    /// A module that contractc did not generate.
    Own,
}

impl Language {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harness => "harness",
            Self::Guest(kind) => kind.name(),
            Self::Native => "native",
            Self::Own => "yours",
        }
    }
}

/// What came of an actor and a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// How many cases passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// How many failed as the list of known failures says.
    pub known: usize,
    /// Why there are none.
    pub skipped: Option<String>,
}

/// A case that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The contract's id.
    pub contract: String,
    /// The actor's language.
    pub actor: Language,
    /// The provider's.
    pub provider: Language,
    /// The case.
    pub case: Case,
    /// What did not come out as it had to.
    pub mismatch: Mismatch,
    /// The reason in the list of known failures, if it is there.
    pub known: Option<String>,
    /// Whether it has to be otherwise; else it is advice.
    pub required: bool,
}

/// A relay that cannot be had.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The contract's id.
    pub contract: String,
    /// The language.
    pub language: Language,
    /// Why.
    pub reason: String,
}

/// Everything that came out.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// By actor and provider.
    pub cells: BTreeMap<(Language, Language), Cell>,
    /// The cases that failed, in order.
    pub failures: Vec<Failure>,
    /// Relays that could not be built or started.
    pub broken: Vec<Broken>,
    /// Toolchains that are missing.
    pub missing: Vec<Missing>,
    /// How many distinct cases there are, by contract.
    pub cases: BTreeMap<String, usize>,
    /// Entries of the list of known failures that passed.
    pub unexpected: Vec<String>,
    /// How long it took to build the relays.
    pub building: Duration,
    /// How long it took to run the cases.
    pub running: Duration,
}

/// One set of roles.
struct Stage<'a> {
    contract: &'a Contract,
    plan: &'a Plan,
    module: String,
    engine: &'a Engine,
    implementer: Implementer,
    cases: Vec<Case>,
    /// The life of a provider; empty for actors.
    life: Vec<Step>,
    relays: BTreeMap<Language, Box<dyn Program>>,
    /// Why a language has none.
    lacking: BTreeMap<Language, String>,
}

/// Builds what is missing and runs all pairs.
///
/// # Errors
/// The engine cannot be made.
pub fn run(
    contracts: &[&Contract],
    options: &Options,
    watch: &dyn Watch,
) -> Result<Outcome, String> {
    let engine = Engine::new().map_err(|error| error.to_string())?;
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
                cases,
                life,
                relays: BTreeMap::new(),
                lacking: BTreeMap::new(),
            };
            stages.push((stage, roles));
        }
    }
    build(&mut stages, &toolchains, &engine, options, watch, &mut outcome);
    outcome.building = start.elapsed();
    let start = Instant::now();
    let mut used = BTreeSet::new();
    for (stage, _) in &stages {
        pairs(stage, &toolchains, options, watch, &mut outcome, &mut used);
    }
    let names: BTreeSet<&str> =
        stages.iter().flat_map(|(stage, _)| &stage.cases).map(|case| case.name.as_str()).collect();
    outcome.unexpected = options.known.unused(&used, |case, actor, provider| {
        let ran = |cell: &Cell| cell.skipped.is_none();
        let mut cells = outcome.cells.iter();
        let cell = cells.find(|((a, p), _)| a.name() == actor && p.name() == provider);
        names.contains(case) && cell.is_some_and(|(_, cell)| ran(cell))
    });
    outcome.running = start.elapsed();
    Ok(outcome)
}

fn find(options: &Options, outcome: &mut Outcome) -> Vec<(Kind, Result<Toolchain, Missing>)> {
    let found: Vec<_> =
        options.languages.iter().map(|kind| (*kind, toolchain::find(*kind))).collect();
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
    used: &mut BTreeSet<usize>,
) {
    let guests: Vec<Language> = toolchains.iter().map(|(kind, _)| Language::Guest(*kind)).collect();
    let mut rows = vec![Language::Harness];
    rows.extend(&guests);
    let mut columns = guests;
    if options.native && toolchains.iter().any(|(kind, _)| *kind == Kind::Rust) {
        columns.push(Language::Native);
    }
    let mut work = Vec::new();
    for actor in &rows {
        for provider in &columns {
            // The one that is called first is the actor, of a role that providers implement; else the provider.
            let (first, second) = match stage.implementer {
                Implementer::Provider => (*actor, *provider),
                Implementer::Actor => (*provider, *actor),
            };
            let chain: Vec<Language> =
                [first, second].into_iter().filter(|l| *l != Language::Harness).collect();
            work.push(((*actor, *provider), chain));
        }
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((pair, chain)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = pair_of(stage, chain);
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
        let (count, failures) = match result {
            Ok(result) => result,
            Err(reason) => {
                cell.skipped.get_or_insert(reason);
                continue;
            }
        };
        cell.passed += count.saturating_sub(failures.len());
        for (case, mismatch) in failures {
            let known = options.known.find(&case.name, actor.name(), provider.name(), &mismatch);
            if let Some((entry, _)) = &known {
                cell.known += 1;
                used.insert(*entry);
            } else {
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
                required: true,
            });
        }
    }
}

/// How many cases were run with these relays, and which failed; or why not.
fn pair_of(
    stage: &Stage<'_>,
    chain: &[Language],
) -> Result<(usize, Vec<(Case, Mismatch)>), String> {
    let mut relays: Vec<&dyn Program> = Vec::new();
    for language in chain {
        match stage.relays.get(language) {
            Some(relay) => relays.push(relay.as_ref()),
            None => {
                let reason = stage.lacking.get(language);
                return Err(reason.map_or_else(
                    || format!("{} is missing", language.name()),
                    |reason| format!("{}: {reason}", language.name()),
                ));
            }
        }
    }
    let route = Route { contract: &stage.contract.id, implementer: stage.implementer };
    let mut exchanges = Chain::start(&relays, route)?;
    let mut failures = Vec::new();
    for case in &stage.cases {
        if let Err(mismatch) = exchanges.run(stage.plan, case) {
            failures.push(shrink::smallest(stage.plan, case, *mismatch, &mut exchanges));
        }
    }
    let mut count = stage.cases.len();
    if stage.implementer == Implementer::Provider {
        let subject = Subject { contract: stage.contract, plan: stage.plan, module: &stage.module };
        if let [relay] = relays[..] {
            let mut alone = Chain::start(&[relay], route)?;
            count += stage.life.len();
            failures.extend(life::run(subject, &stage.life, &mut alone));
        }
        if let [actor, provider] = relays[..]
            && let (Some(actor), Some(provider)) = (actor.module(), provider.module())
        {
            let id = &stage.contract.id;
            let (more, failed) = crowd::run(stage.engine, id, actor, provider, &stage.cases)?;
            count += more;
            failures.extend(failed);
        }
    }
    Ok((count, failures))
}
