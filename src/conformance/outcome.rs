//! What comes out of a run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::cases::Case;
use super::chain::Mismatch;
use super::toolchain::{Kind, Missing};
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
    /// A [peer](super::peer).
    Peer(&'static str),
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
            Self::Peer(name) => name,
        }
    }
}

/// What came of an actor and a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The names of the cases that passed.
    pub passed: Vec<Arc<str>>,
    /// How many failed.
    pub failed: usize,
    /// How many failed as the list of known failures says.
    pub known: usize,
    /// How many were not run, since one of the two cannot know of them.
    pub inapplicable: usize,
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

/// What was tested of a contract.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Its id.
    pub contract: String,
    /// Its wire format.
    pub plan: Plan,
    /// The cases, of all roles.
    pub cases: Vec<Case>,
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
    /// What they are.
    pub tested: Vec<Tested>,
    /// Entries of the list of known failures that passed.
    pub unexpected: Vec<String>,
    /// How long it took to build the relays.
    pub building: Duration,
    /// How long it took to run the cases.
    pub running: Duration,
}
