//! All cases through one pair of relays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cases::{Case, Subject};
use super::chain::{Chain, Mismatch, Route, Step};
use super::outcome::Language;
use super::party::Program;
use super::{crowd, life, peer, shrink};
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
    /// The life of a provider; empty for actors.
    pub(super) life: Vec<Step>,
    pub(super) relays: BTreeMap<Language, Box<dyn Program>>,
    /// Why a language has none.
    pub(super) lacking: BTreeMap<Language, String>,
}

/// What came of a pair.
#[derive(Default)]
pub(super) struct Ran {
    /// The names of the cases that passed.
    pub(super) passed: Vec<Arc<str>>,
    /// How many were not, since one of the two cannot know of them.
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
    if stage.implementer == Implementer::Provider {
        let subject = Subject { contract: stage.contract, plan: stage.plan, module: &stage.module };
        if let [relay] = relays[..] {
            let mut alone = Chain::start(&[relay], route).map_err(broken)?;
            let failed = life::run(subject, &stage.life, &mut alone);
            let names = stage.life.iter().map(|step| step.case.name.as_str());
            let names = names.filter(|name| failed.iter().all(|(case, _)| case.name != *name));
            ran.passed.extend(names.map(Arc::from));
            ran.failures.extend(failed.into_iter().map(Failed::from));
        } else if matches!(chain.last(), Some(Language::Peer(_))) {
            ran.inapplicable += stage.life.len();
        }
        if let [actor, provider] = relays[..]
            && let (Some(actor), Some(provider)) = (actor.module(), provider.module())
        {
            let id = &stage.contract.id;
            let crowd = crowd::run(stage.engine, id, actor, provider, &agreed);
            let (passed, failed) = crowd.map_err(broken)?;
            ran.passed.extend(passed);
            ran.failures.extend(failed.into_iter().map(Failed::from));
        }
    }
    Ok(ran)
}
