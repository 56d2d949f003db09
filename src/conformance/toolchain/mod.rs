//! Compilers for guests: found, installed, run.
//!
//! A compiler is taken from the environment variable that names it (`CONTRACTC_ZIG`, …; it may be several words), else
//! from `PATH`, else from a cache of our own, one for each user. What is in the cache was put there by [`install`], from the
//! language's own registry and pinned by version, and works offline from then on.

mod build;
mod cache;
mod find;
mod install;
mod verify;
mod version;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;

pub use build::BuildError;
pub use cache::folder as cache_folder;
pub use find::{find, find_version};
pub use install::{InstallError, install};
pub use verify::verify;
pub use version::Version;

/// A compiler. TinyGo and upstream Go are two, for one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// rustc, with the target wasm32-unknown-unknown.
    Rust,
    /// TinyGo.
    TinyGo,
    /// Upstream Go.
    Go,
    /// asc, on Node.
    AssemblyScript,
    /// Zig.
    Zig,
}

impl Kind {
    /// All of them, in the order in which people see them.
    pub const ALL: [Self; 5] =
        [Self::Rust, Self::TinyGo, Self::Go, Self::AssemblyScript, Self::Zig];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::TinyGo => "tinygo",
            Self::Go => "go",
            Self::AssemblyScript => "assemblyscript",
            Self::Zig => "zig",
        }
    }

    /// The [target](crate::targets::Target) whose output it compiles.
    #[must_use]
    pub const fn language(self) -> &'static str {
        match self {
            Self::Go => "tinygo",
            other => other.name(),
        }
    }

    /// The compiler of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The oldest version that will do.
    const fn floor(self) -> Version {
        match self {
            Self::Rust => Version::new(1, 82, 0),
            Self::TinyGo => Version::new(0, 34, 0),
            Self::Go => Version::new(1, 24, 0),
            Self::AssemblyScript => Version::new(0, 21, 0),
            Self::Zig => Version::new(0, 15, 0),
        }
    }

    /// The version that [`install`] pins; `None` for what it does not pin.
    const fn pinned(self) -> Option<&'static str> {
        match self {
            Self::Rust | Self::TinyGo => None,
            Self::Go => Some("1.27.3"),
            Self::AssemblyScript => Some("0.28.20"),
            Self::Zig => Some("0.17.1"),
        }
    }

    /// The environment variable that names it.
    const fn variable(self) -> &'static str {
        match self {
            Self::Rust => "CONTRACTC_CARGO",
            Self::TinyGo => "TINYGO",
            Self::Go => "CONTRACTC_GO",
            Self::AssemblyScript => "CONTRACTC_ASC",
            Self::Zig => "CONTRACTC_ZIG",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A compiler that was found.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// Which.
    pub kind: Kind,
    /// Its version.
    pub version: Version,
    /// Where it comes from.
    pub origin: Origin,
    program: OsString,
    /// The arguments that always come first.
    arguments: Vec<OsString>,
    /// The environment that it needs.
    environment: Vec<(OsString, OsString)>,
    /// Rust: whether the standard library is compiled with the guest.
    build_std: bool,
}

/// Where a compiler comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An environment variable names it.
    Variable(&'static str),
    /// `PATH`.
    Path,
    /// Packages of the system that are not first on `PATH`.
    System,
    /// Our own cache.
    Cache(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::Path => f.write_str("PATH"),
            Self::System => f.write_str("system packages"),
            Self::Cache(folder) => write!(f, "{}", folder.display()),
        }
    }
}

impl Toolchain {
    /// The compiler, with what it needs around it.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    /// The words of [`Toolchain::command`], as they can be typed.
    #[must_use]
    pub fn words(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.arguments);
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }
}

/// Why a compiler cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub kind: Kind,
    /// Why, as a sentence without a full stop.
    pub reason: String,
    /// What to do: a command, or where to read on.
    pub install: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; install: {}", self.kind, self.reason, self.install)
    }
}

impl std::error::Error for Missing {}
