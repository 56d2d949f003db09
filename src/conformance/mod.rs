//! The conformance harness: every language against every language, judged to the byte.
//!
//! For a contract, a [relay](guest) is generated and built in each language; a [chain](chain) of two of them stands between the
//! harness and itself, as actor and provider. The [cases](cases) come from the schema alone, and what has to come out at both
//! ends is what the oracle ([`crate::wire`]) says. [`run`] does all of that, and [`report`] tells.
//!
//! ```no_run
//! use contractc::conformance::{self, Options, Quiet};
//!
//! # let contract: contractc::ir::Contract = todo!();
//! let outcome = conformance::run(&[&contract], &Options::default(), &Quiet)?;
//! assert!(outcome.passed(), "{}", conformance::report::table(&outcome));
//! # Ok::<(), String>(())
//! ```

mod around;
pub mod cases;
pub mod chain;
pub mod counts;
pub mod crowd;
pub mod guest;
pub mod known;
pub mod life;
pub mod matrix;
pub mod module;
pub mod native;
mod outcome;
mod pair;
pub mod party;
pub mod peer;
pub mod random;
pub mod report;
pub mod required;
pub mod show;
pub mod shrink;
pub mod toolchain;

use crate::ir::Contract;
use cases::Seed;
use known::Known;
use matrix::Language;
use peer::Peer;
use toolchain::Kind;

pub use counts::Counts;
pub use matrix::{Cell, Class, Failure, Fault, Outcome, Skipped, Tested, run};

/// What is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which compilers' guests.
    pub languages: Vec<Kind>,
    /// Which of them have to run: what does not, for whatever reason, fails.
    pub required: Vec<Kind>,
    /// Whether the native Rust program is a provider, too.
    pub native: bool,
    /// Which cases: all whose names contain this; `*` stands for anything.
    pub case: Option<String>,
    /// Which random values.
    pub seed: Seed,
    /// Which failures are known.
    pub known: Known,
    /// Relays of other generators. Where there are any, only pairs of one of ours and one of these are run.
    pub peers: Vec<Peer>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            languages: Kind::ALL.to_vec(),
            required: Vec::new(),
            native: true,
            case: None,
            seed: Seed::default(),
            known: Known::default(),
            peers: Vec::new(),
        }
    }
}

impl Options {
    /// Whether a case was asked for.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        let Some(pattern) = &self.case else { return true };
        let mut rest = name;
        for part in pattern.split('*') {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

/// Is told how far things are, from several threads.
pub trait Watch: Sync {
    /// So many relays are going to be built, or taken from the cache.
    fn building(&self, _count: usize) {}
    /// This one is begun.
    fn builds(&self, _language: Language, _contract: &str) {}
    /// This one is there, or failed.
    fn built(&self, _language: Language, _contract: &str, _fine: bool) {}
    /// So many pairs are going to run, of all contracts.
    fn running(&self, _pairs: usize) {}
    /// This contract's cases are begun, in so many pairs.
    fn runs(&self, _contract: &str, _pairs: usize) {}
    /// This pair has run.
    fn ran(&self, _actor: Language, _provider: Language, _contract: &str) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Watch for Quiet {}

/// What the names of a contract's cases begin with.
#[must_use]
pub fn prefix(contract: &Contract) -> String {
    crate::targets::naming::module_words(contract)
}
