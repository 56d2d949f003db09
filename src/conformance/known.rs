//! Failures that are known, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{Mismatch, Side};
use super::show::hex;
use super::toolchain::Kind;

/// What stands for every language of ours, beside the name of a [peer](super::peer): all of them fail in the same way.
const OURS: &str = "ours";

/// The entries that failed as they say, each with the actor and the provider.
pub type Used = BTreeSet<(usize, &'static str, &'static str)>;

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

impl Entry {
    fn stands_for(&self, actor: &str, provider: &str) -> bool {
        (self.actor == actor || self.actor == OURS)
            && (self.provider == provider || self.provider == OURS)
    }
}

impl Known {
    /// Reads a list: an entry a line, `CASE | ACTOR | PROVIDER | EXPECTED | FOUND | REASON`, payloads in hex. `ours` beside a peer
    /// stands for every language of ours: each of them has to fail as the entry says. Lines that begin with `#` are remarks.
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
            let own = |name: &str| {
                ["harness", "native", OURS].contains(&name) || Kind::named(name).is_some()
            };
            if [actor, provider].contains(&OURS) && own(actor) && own(provider) {
                return Err(format!("line {number}: `ours` stands beside a peer alone"));
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

    /// How many entries have each reason.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<&str, usize> {
        let mut reasons = BTreeMap::new();
        for entry in &self.0 {
            *reasons.entry(entry.reason.as_str()).or_default() += 1;
        }
        reasons
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
            entry.case == case
                && entry.stands_for(actor, provider)
                && entry.expected == text(&mismatch.expected)
                && entry.found == text(&mismatch.found)
        })?;
        Some((number, self.0[number].reason.clone()))
    }

    /// The entries that did not fail, of the cases and pairs that ran.
    #[must_use]
    pub fn unused(
        &self,
        used: &Used,
        cases: &BTreeSet<&str>,
        pairs: &[(&'static str, &'static str)],
    ) -> Vec<String> {
        let mut unused = Vec::new();
        for (number, entry) in self.0.iter().enumerate() {
            if !cases.contains(entry.case.as_str()) {
                continue;
            }
            for &(actor, provider) in pairs {
                if entry.stands_for(actor, provider) && !used.contains(&(number, actor, provider)) {
                    unused.push(format!("{} ({actor} × {provider})", entry.case));
                }
            }
        }
        unused
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# remark\nkv/Get/a | ours | old | 01 | 02 | because\n";

    fn found(bytes: &[u8]) -> Mismatch {
        let side = |bytes: &[u8]| Side::Payload(bytes.to_vec(), String::new());
        Mismatch { what: String::new(), field: None, expected: side(&[1]), found: side(bytes) }
    }

    #[test]
    fn an_entry_of_ours_holds_for_each_language() {
        let known = Known::parse(LIST).unwrap();
        assert!(known.find("kv/Get/a", "zig", "old", &found(&[2])).is_some());
        assert!(known.find("kv/Get/a", "zig", "old", &found(&[3])).is_none());
        assert!(known.find("kv/Get/a", "old", "zig", &found(&[2])).is_none());
        assert_eq!(known.reasons(), BTreeMap::from([("because", 1)]));
    }

    #[test]
    fn one_language_that_passes_is_unexpected() {
        let known = Known::parse(LIST).unwrap();
        let (cases, pairs) = (BTreeSet::from(["kv/Get/a"]), [("zig", "old"), ("go", "old")]);
        let used = Used::from([(0, "zig", "old")]);
        assert_eq!(known.unused(&used, &cases, &pairs), ["kv/Get/a (go × old)"]);
        assert!(known.unused(&used, &BTreeSet::new(), &pairs).is_empty());
    }

    #[test]
    fn a_list_says_what_is_wrong_with_it() {
        for (line, error) in [
            ("a | b | c", "line 1: an entry has 6 parts with ` | ` between them, not 3"),
            ("a* | zig | go | 01 | 02 | r", "line 1: an entry is one case, without wildcards"),
            ("a | ours | go | 01 | 02 | r", "line 1: `ours` stands beside a peer alone"),
            ("a | ours | ours | 01 | 02 | r", "line 1: `ours` stands beside a peer alone"),
        ] {
            assert_eq!(Known::parse(line).unwrap_err(), error);
        }
    }
}
