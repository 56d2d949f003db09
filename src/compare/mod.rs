//! What differs between two versions of a contract, and who no longer understands whom.
//!
//! Both versions are compared as they go over the wire: what is read leniently, such as a wider integer, a bin for a string, or a
//! field that is not known, is no difference. What only generated names show, such as the name of a type, is none either.

mod codecs;
mod effect;
mod operations;
mod records;

use crate::ir::{Contract, TypeId};
use crate::source::Span;
use crate::wire::Plan;
use effect::{Flow, Whom};
use std::collections::{HashMap, HashSet};

/// How much a change matters, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What was understood before is not any more, or is taken for something else.
    Breaking,
    /// What was understood before still is; what is new is not understood by the old version.
    Careful,
    /// Both versions understand each other.
    Compatible,
}

/// Where a change is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the old version: it is gone.
    Old(Span),
    /// In the new version.
    New(Span),
    /// In neither: nothing is left to point at.
    Nowhere,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much it matters.
    pub level: Level,
    /// What it is, such as "`Set.expires` is required now".
    pub message: String,
    /// Who refuses what of whom, a sentence each; none for a compatible change.
    pub effects: Vec<String>,
    /// Where it is.
    pub place: Place,
}

/// All changes from `old` to `new`, in the order of the new version.
#[must_use]
pub fn compare(old: &Contract, new: &Contract) -> Vec<Change> {
    let (old_plan, new_plan) = (Plan::of(old), Plan::of(new));
    let mut comparison = Comparison {
        old: Version { contract: old, plan: &old_plan },
        new: Version { contract: new, plan: &new_plan },
        changes: Vec::new(),
        noted: HashMap::new(),
        seen: HashSet::new(),
    };
    comparison.contracts();
    comparison.changes
}

/// One of the two versions.
#[derive(Clone, Copy)]
struct Version<'a> {
    contract: &'a Contract,
    plan: &'a Plan,
}

struct Comparison<'a> {
    old: Version<'a>,
    new: Version<'a>,
    changes: Vec<Change>,
    /// Where the change of each message stands.
    noted: HashMap<String, usize>,
    /// The pairs of types that were compared, each way that they are sent.
    seen: HashSet<(TypeId, TypeId, Flow)>,
}

impl Comparison<'_> {
    /// Notes a change. What is seen again on another way has more effects, and is no other change.
    fn note(&mut self, level: Level, message: String, place: Place, flow: Flow, whom: &[Whom]) {
        let at = *self.noted.entry(message).or_insert_with_key(|message| {
            let message = message.clone();
            self.changes.push(Change { level, message, effects: Vec::new(), place });
            self.changes.len() - 1
        });
        let change = &mut self.changes[at];
        change.level = change.level.min(level);
        for whom in whom {
            let effect = flow.sentence(*whom);
            if !change.effects.contains(&effect) {
                change.effects.push(effect);
            }
        }
    }
}
