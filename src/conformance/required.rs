//! What a run was required to run, and did not.

use std::fmt;

use super::Options;
use super::outcome::{Language, Outcome};
use super::toolchain::{Kind, Missing};

/// A compiler whose modules had to run, and did not.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Which.
    pub kind: Kind,
    /// Why not.
    pub why: Why,
}

/// Why nothing of a compiler ran.
#[derive(Clone, Debug)]
pub enum Why {
    /// It is not among [`Options::languages`].
    LeftOut,
    /// It is not there.
    Missing(Missing),
    /// A module of somebody's own ran, and no relay of any compiler.
    OwnModule,
    /// There was no relay, or nothing to run it with.
    NoPair,
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is required, and ", self.kind)?;
        match &self.why {
            Why::LeftOut => f.write_str("the languages of the run leave it out"),
            Why::Missing(missing) => {
                write!(f, "cannot be had: {}; install: {}", missing.reason, missing.install)
            }
            Why::OwnModule => f.write_str("the run is of a module of yours alone"),
            Why::NoPair => f.write_str("no pair with it ran"),
        }
    }
}

/// What is required and did not run, whatever the reason.
pub(super) fn unmet(options: &Options, outcome: &Outcome) -> Vec<Unmet> {
    let mut unmet: Vec<Unmet> = Vec::new();
    for &kind in &options.required {
        let pairs = || outcome.cells.iter().filter(|(_, cell)| cell.ran());
        let language = Language::Guest(kind);
        if pairs().any(|((actor, provider), _)| [actor, provider].contains(&&language))
            || unmet.iter().any(|other| other.kind == kind)
        {
            continue;
        }
        let own = pairs().any(|((actor, provider), _)| [actor, provider].contains(&&Language::Own));
        let missing = outcome.missing.iter().find(|missing| missing.kind == kind);
        let why = match missing {
            _ if own => Why::OwnModule,
            _ if !options.languages.contains(&kind) => Why::LeftOut,
            Some(missing) => Why::Missing(missing.clone()),
            None => Why::NoPair,
        };
        unmet.push(Unmet { kind, why });
    }
    unmet
}
