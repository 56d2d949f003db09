//! Failures that are known, each with its reason.

use std::collections::BTreeSet;

use super::chain::{Mismatch, Side};
use super::show::hex;

/// The list of known failures.
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<Entry>);

/// One case between two parties, what had to come out, what does, and why.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    case: String,
    actor: String,
    provider: String,
    expected: String,
    found: String,
    reason: String,
}

impl Known {
    /// Reads a list: an entry a line, `CASE | ACTOR | PROVIDER | EXPECTED | FOUND | REASON`, payloads in hex. Lines that begin with
    /// `#` are remarks.
    ///
    /// # Errors
    /// The number of a line that is no entry.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut entries = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
            let [case, actor, provider, expected, found, reason] = parts[..] else {
                return Err(format!(
                    "line {number}: an entry has 6 parts with ` | ` between them, not {}",
                    parts.len()
                ));
            };
            if case.contains('*') {
                return Err(format!("line {number}: an entry is one case, without wildcards"));
            }
            if reason.is_empty() {
                return Err(format!("line {number}: the reason is missing"));
            }
            let [case, actor, provider, expected, found, reason] =
                [case, actor, provider, expected, found, reason].map(str::to_owned);
            entries.push(Entry { case, actor, provider, expected, found, reason });
        }
        Ok(Self(entries))
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number and the reason of the entry for this failure, if it is known to fail in this way.
    #[must_use]
    pub fn find(
        &self,
        case: &str,
        actor: &str,
        provider: &str,
        mismatch: &Mismatch,
    ) -> Option<(usize, String)> {
        let number = self.0.iter().position(|entry| {
            (entry.case.as_str(), entry.actor.as_str(), entry.provider.as_str())
                == (case, actor, provider)
                && entry.expected == text(&mismatch.expected)
                && entry.found == text(&mismatch.found)
        })?;
        Some((number, self.0[number].reason.clone()))
    }

    /// The entries that did not fail, of those that ran.
    #[must_use]
    pub fn unused(
        &self,
        used: &BTreeSet<usize>,
        ran: impl Fn(&str, &str, &str) -> bool,
    ) -> Vec<String> {
        self.0
            .iter()
            .enumerate()
            .filter(|(number, entry)| {
                !used.contains(number) && ran(&entry.case, &entry.actor, &entry.provider)
            })
            .map(|(_, entry)| format!("{} ({} × {})", entry.case, entry.actor, entry.provider))
            .collect()
    }
}

/// One side of a comparison as a list of known failures gives it.
#[must_use]
pub fn text(side: &Side) -> String {
    match side {
        Side::Payload(bytes, _) => hex(bytes),
        Side::Error(text) | Side::Words(text) => text.replace(['\n', '\r'], " "),
    }
}
