//! Versions of compilers.

use std::fmt;

/// Three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// `major.minor.patch`
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The first version in what a compiler prints of itself: `go version go1.26.8 linux/amd64`, `Version 0.28.20`, `1.95.0-nightly`.
    #[must_use]
    pub fn in_text(text: &str) -> Option<Self> {
        let numeral = |c: char| c.is_ascii_digit() || c == '.';
        text.split(|c| !numeral(c)).find_map(|word| {
            let mut numbers = word.split('.').map(str::parse);
            let major = numbers.next()?.ok()?;
            let minor = numbers.next()?.ok()?;
            let patch = numbers.next().and_then(Result::ok).unwrap_or(0);
            Some(Self { major, minor, patch })
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn compilers_print_versions_in_many_ways() {
        for (text, version) in [
            ("go version go1.26.8 linux/amd64", Version::new(1, 26, 8)),
            (
                "tinygo version 0.34.0 linux/amd64 (using go version go1.23.1)",
                Version::new(0, 34, 0),
            ),
            ("Version 0.28.20\n", Version::new(0, 28, 20)),
            ("0.17.1-dev.12+abc", Version::new(0, 17, 1)),
            ("rustc 1.95.0 (59807616e 2026-04-14)", Version::new(1, 95, 0)),
            ("go version go1.24 darwin/arm64", Version::new(1, 24, 0)),
        ] {
            assert_eq!(Version::in_text(text), Some(version), "{text}");
        }
        assert_eq!(Version::in_text("no version"), None);
    }
}
