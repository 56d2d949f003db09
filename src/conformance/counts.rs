//! What came of cases, in numbers. All reports take theirs from here.

use std::iter::Sum;

/// How many cases came out how, in one pair or in all: each case of a run is in exactly one of these, in each pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They passed.
    pub passed: usize,
    /// They failed.
    pub failed: usize,
    /// They failed as the list of known failures says.
    pub known: usize,
    /// They came out otherwise than they should, where they need not.
    pub advice: usize,
    /// They did not run, since one of the two is not there.
    pub skipped: usize,
    /// They do not concern the pair: a provider's life is the harness's to see, and calls beside calls take two modules.
    pub inapplicable: usize,
}

impl Counts {
    /// How many ran.
    #[must_use]
    pub const fn ran(self) -> usize {
        self.passed + self.failed + self.known + self.advice
    }

    /// How many ran or should have: what concerns the pair.
    #[must_use]
    pub const fn told(self) -> usize {
        self.ran() + self.skipped
    }

    /// How many there are: as many as the run has cases, for each pair.
    #[must_use]
    pub const fn all(self) -> usize {
        self.told() + self.inapplicable
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            known: sum.known + one.known,
            advice: sum.advice + one.advice,
            skipped: sum.skipped + one.skipped,
            inapplicable: sum.inapplicable + one.inapplicable,
        })
    }
}
