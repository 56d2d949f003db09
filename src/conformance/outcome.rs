//! What comes out of a run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::cases::Case;
use super::chain::Mismatch;
use super::counts::Counts;
use super::required::Unmet;
use super::toolchain::{Kind, Missing, Toolchain};
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
    /// How many came out otherwise than they should, and need not.
    pub advice: usize,
    /// What was not run, and why: one of the two is not there.
    pub skipped: Vec<Skipped>,
    /// How many do not concern the two.
    pub inapplicable: usize,
}

/// Cases of a contract that were not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The contract's id.
    pub contract: String,
    /// The names of the cases.
    pub cases: Vec<Arc<str>>,
    /// Why.
    pub reason: String,
}

impl Cell {
    /// How many cases came out how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            passed: self.passed.len(),
            failed: self.failed,
            known: self.known,
            advice: self.advice,
            skipped: self.skipped.iter().map(|skipped| skipped.cases.len()).sum(),
            inapplicable: self.inapplicable,
        }
    }

    /// Whether any case ran.
    #[must_use]
    pub fn ran(&self) -> bool {
        self.counts().ran() > 0
    }
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

/// What a case that did not pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It has to pass.
    Failed,
    /// It is in the list of known failures.
    Known,
    /// It should pass, and need not.
    Advice,
}

impl Failure {
    /// What it is.
    #[must_use]
    pub const fn class(&self) -> Class {
        match (&self.known, self.required) {
            (Some(_), _) => Class::Known,
            (None, true) => Class::Failed,
            (None, false) => Class::Advice,
        }
    }
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

/// What fails beside cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is, in a word or two.
    pub kind: &'static str,
    /// What is wrong, in a line.
    pub title: String,
    /// More of it, if there is more.
    pub text: String,
}

/// Everything that came out.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// By actor and provider.
    pub cells: BTreeMap<(Language, Language), Cell>,
    /// The cases that did not pass, in order.
    pub failures: Vec<Failure>,
    /// Relays that could not be built or started.
    pub broken: Vec<Broken>,
    /// Toolchains that are missing.
    pub missing: Vec<Missing>,
    /// Compilers that were required, and of which nothing ran.
    pub unmet: Vec<Unmet>,
    /// What was left out though nobody asked for that, and why.
    pub left_out: Vec<(Language, String)>,
    /// The compilers that were there.
    pub toolchains: Vec<Toolchain>,
    /// What the random values were made from.
    pub seed: u64,
    /// Which cases were asked for, if not all.
    pub case: Option<String>,
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

impl Outcome {
    /// Whether everything ran that had to, and nothing failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.counts().failed == 0 && self.faults().is_empty()
    }

    /// How many cases came out how, in all pairs.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.cells.values().map(Cell::counts).sum()
    }

    /// Adds a case that did not pass, and counts it in its pair.
    pub fn add(&mut self, failure: Failure) {
        let cell = self.cells.entry((failure.actor, failure.provider)).or_default();
        match failure.class() {
            Class::Failed => cell.failed += 1,
            Class::Known => cell.known += 1,
            Class::Advice => cell.advice += 1,
        }
        self.failures.push(failure);
    }

    /// Whether any case ran in any pair.
    #[must_use]
    pub fn ran(&self) -> bool {
        self.cells.values().any(Cell::ran)
    }

    /// What fails beside cases: relays that cannot be had, known failures that pass, what is required and did not run, and a run
    /// of nothing.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let fault = |kind, title, text| Fault { kind, title, text };
        let mut faults = Vec::new();
        for Broken { contract, language, reason } in &self.broken {
            let title = format!("{} for {contract}", language.name());
            faults.push(fault("relay", title, reason.clone()));
        }
        for entry in &self.unexpected {
            let title = format!("a known failure passes: {entry}");
            faults.push(fault("known failure", title, String::new()));
        }
        for unmet in &self.unmet {
            faults.push(fault("requirement", unmet.to_string(), String::new()));
        }
        if !self.ran() {
            faults.push(fault("run", "no pair ran".to_owned(), String::new()));
        }
        faults
    }
}
