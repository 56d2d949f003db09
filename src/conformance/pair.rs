//! All cases through one pair of relays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cases::{Case, Maker, Subject};
use super::chain::{Chain, Mismatch, Route, Step};
use super::outcome::Language;
use super::party::Program;
use super::{Options, crowd, life, peer, shrink};
use crate::engine::Engine;
use crate::ir::{Contract, Implementer};
use crate::wire::Plan;

/// One set of roles.
pub(super) struct Stage<'a> {
    pub(super) contract: &'a Contract,
    pub(super) plan: &'a Plan,
    pub(super) module: String,
    pub(super) engine: &'a Engine,
    pub(super) implementer: Implementer,
    pub(super) cases: Vec<Case>,
    /// Their names, which the outcomes of all pairs share.
    pub(super) names: Vec<Arc<str>>,
    /// The life of a provider, if any step of it was asked for: each depends on those before it.
    pub(super) life: Vec<Step>,
    /// The steps that were asked for.
    pub(super) life_names: Vec<Arc<str>>,
    /// What is tried of two modules.
    pub(super) crowd: Vec<Case>,
    pub(super) crowd_names: Vec<Arc<str>>,
    /// What it is tried with, beside the cases.
    pub(super) beside: Vec<Case>,
    pub(super) relays: BTreeMap<Language, Box<dyn Program>>,
    /// Why a language has none.
    pub(super) lacking: BTreeMap<Language, String>,
}

impl<'a> Stage<'a> {
    /// Everything that these roles are asked, of what the options want.
    pub(super) fn new(
        (contract, plan): (&'a Contract, &'a Plan),
        engine: &'a Engine,
        (implementer, roles): (Implementer, &[usize]),
        options: &Options,
    ) -> Self {
        let module = super::prefix(contract);
        let subject = Subject { contract, plan, module: &module };
        let all = Maker::new(subject).cases(roles, options.seed);
        let (cases, mut beside): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|case| options.wants(&case.name));
        let (mut life, mut crowd) = (Vec::new(), Vec::new());
        if implementer == Implementer::Provider {
            life = life::steps(subject, roles);
            if cases.iter().chain(&beside).any(crowd::fits) {
                crowd = crowd::TRIALS.map(|rule| crowd::case(&module, rule)).into();
                crowd.retain(|case| options.wants(&case.name));
            }
        }
        beside.retain(|case| !crowd.is_empty() && crowd::fits(case));
        let name = |case: &Case| Arc::from(case.name.as_str());
        let steps = life.iter().map(|step| &step.case);
        let life_names: Vec<_> = steps.filter(|case| options.wants(&case.name)).map(name).collect();
        if life_names.is_empty() {
            life.clear();
        }
        Self {
            contract,
            plan,
            engine,
            implementer,
            names: cases.iter().map(name).collect(),
            cases,
            life,
            life_names,
            crowd_names: crowd.iter().map(name).collect(),
            crowd,
            beside,
            relays: BTreeMap::new(),
            lacking: BTreeMap::new(),
            module,
        }
    }

    /// How many cases there are.
    pub(super) fn count(&self) -> usize {
        self.names.len() + self.life_names.len() + self.crowd_names.len()
    }

    /// The names of the cases that concern these relays: a provider's life is the harness's to see, and what is tried of two
    /// modules takes two.
    pub(super) fn concerning(&self, chain: &[Language]) -> Vec<Arc<str>> {
        let mut names = self.names.clone();
        if chain.len() == 1 {
            names.extend(self.life_names.iter().cloned());
        } else if !chain.contains(&Language::Native) {
            names.extend(self.crowd_names.iter().cloned());
        }
        names
    }

    /// The cases, as reports tell them.
    pub(super) fn tested(self) -> impl Iterator<Item = Case> {
        let life = self.life.into_iter().map(|step| step.case);
        let life = life.filter(move |case| self.life_names.iter().any(|name| **name == case.name));
        self.cases.into_iter().chain(life).chain(self.crowd)
    }
}

/// What came of a pair.
#[derive(Default)]
pub(super) struct Ran {
    /// The names of the cases that passed.
    pub(super) passed: Vec<Arc<str>>,
    /// How many do not concern the two.
    pub(super) inapplicable: usize,
    /// Those that failed.
    pub(super) failures: Vec<Failed>,
}

/// A case that failed.
pub(super) struct Failed {
    pub(super) case: Case,
    pub(super) mismatch: Mismatch,
    /// Whether it has to be otherwise.
    pub(super) required: bool,
}

/// Why a pair did not run.
pub(super) enum NotRun {
    /// One of the two is not there, which has been told.
    Skipped(String),
    /// It is there, and does not start.
    Broken(Language, String),
}

impl From<(Case, Mismatch)> for Failed {
    fn from((case, mismatch): (Case, Mismatch)) -> Self {
        Self { case, mismatch, required: true }
    }
}

/// Runs the cases with these relays.
///
/// # Errors
/// Why not.
pub(super) fn run(stage: &Stage<'_>, chain: &[Language]) -> Result<Ran, NotRun> {
    let mut relays: Vec<&dyn Program> = Vec::new();
    for language in chain {
        match stage.relays.get(language) {
            Some(relay) => relays.push(relay.as_ref()),
            None => {
                let reason = stage.lacking.get(language);
                return Err(NotRun::Skipped(reason.map_or_else(
                    || format!("{} is missing", language.name()),
                    |reason| format!("{}: {reason}", language.name()),
                )));
            }
        }
    }
    let peer = chain.iter().any(|language| matches!(language, Language::Peer(_)));
    let route = Route { contract: &stage.contract.id, implementer: stage.implementer };
    let broken = |reason: String| {
        let names: Vec<&str> = chain.iter().map(|language| language.name()).collect();
        NotRun::Broken(chain[0], format!("{} does not start: {reason}", names.join(" before ")))
    };
    let mut exchanges = Chain::start(&relays, route).map_err(broken)?;
    let mut ran = Ran::default();
    let mut agreed = Vec::new();
    for (case, name) in stage.cases.iter().zip(&stage.names) {
        let Err(mismatch) = exchanges.run(stage.plan, case) else {
            agreed.push(case);
            ran.passed.push(Arc::clone(name));
            continue;
        };
        if peer {
            ran.failures.push(peer::judged(case, *mismatch));
        } else {
            let smallest = shrink::smallest(stage.plan, case, *mismatch, &mut exchanges);
            ran.failures.push(smallest.into());
        }
        if exchanges.broke() {
            exchanges = Chain::start(&relays, route).map_err(broken)?;
        }
    }
    if let [relay] = relays[..]
        && !stage.life.is_empty()
    {
        let subject = Subject { contract: stage.contract, plan: stage.plan, module: &stage.module };
        let mut alone = Chain::start(&[relay], route).map_err(broken)?;
        let mut failed = life::run(subject, &stage.life, &mut alone);
        failed.retain(|(case, _)| stage.life_names.iter().any(|name| **name == case.name));
        let passed = |name: &&Arc<str>| failed.iter().all(|(case, _)| case.name != ***name);
        ran.passed.extend(stage.life_names.iter().filter(passed).cloned());
        ran.failures.extend(failed.into_iter().map(Failed::from));
    }
    if let [actor, provider] = relays[..]
        && let (Some(actor), Some(provider)) = (actor.module(), provider.module())
        && !stage.crowd.is_empty()
    {
        for case in &stage.beside {
            if exchanges.run(stage.plan, case).is_ok() {
                agreed.push(case);
            }
        }
        let tried = crowd::run(stage.engine, &stage.contract.id, actor, provider, &agreed);
        for (rule, failed) in tried.map_err(broken)? {
            let asked = stage.crowd.iter().zip(&stage.crowd_names);
            let Some((_, name)) = asked.clone().find(|(case, _)| case.rule == rule) else {
                continue;
            };
            match failed {
                None => ran.passed.push(Arc::clone(name)),
                Some(failed) => ran.failures.push(failed.into()),
            }
        }
    }
    ran.inapplicable = stage.count() - ran.passed.len() - ran.failures.len();
    Ok(ran)
}
