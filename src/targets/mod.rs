//! What can be generated: one [`Target`] a language, from the same IR and the same wire plan.

pub mod assemblyscript;
pub mod descriptor;
pub mod docs;
pub mod files;
pub mod header;
pub mod naming;
pub mod rust;
pub mod text;
pub mod tinygo;
pub mod zig;

use crate::diagnostic::Diagnostic;
use crate::ir::{Contract, Implementer};
use crate::wire::Plan;

pub use files::Files;
pub use header::Header;

/// A language.
///
/// No target writes the record at the top of a contract's file: [`crate::generate`] puts it before what comes from here, as
/// comments with a blank line behind them.
pub trait Target: Sync {
    /// Its name in `--lang`.
    fn id(&self) -> &'static str;

    /// Other names for it in `--lang`.
    fn aliases(&self) -> &'static [&'static str] {
        &[]
    }

    /// Which of the [`Options`] it takes, by their names on the command line: `serde`, `views`, `allocator`, `go-package`.
    fn options(&self) -> &'static [&'static str] {
        &[]
    }

    /// What begins a comment of one line.
    fn comment(&self) -> &'static str {
        "//"
    }

    /// The runtime: what all contracts share, under `wapc/`. It depends on neither schema nor options, so that its files can begin
    /// with the record already.
    fn runtime(&self) -> Files;

    /// The module name of a contract; see [`naming::module_words`].
    fn module(&self, contract: &Contract) -> String;

    /// Whether a module of this name could not be named in the language, or would hide what generated code needs. A contract's
    /// own module is called something else then; a name that somebody chose is refused.
    fn reserves(&self, _module: &str) -> bool {
        false
    }

    /// The files of one contract.
    ///
    /// # Errors
    /// What of the contract cannot be expressed, with places in the schema.
    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>>;

    /// The entry file for these modules, sorted and without duplicates; none for a language that needs none. `options` holds
    /// what was asked for with any of them, as far as it concerns all.
    fn entry(&self, modules: &[String], options: &Options) -> Files;

    /// A relay: a program on the public generated API that implements every operation of these roles and forwards it over
    /// the generated client. The paths are relative to a folder of its own, whose `contracts/` holds the output of `gen`.
    ///
    /// The roles are positions in [`Contract::roles`]: at least one, all of one side, without an operation in common.
    fn relay(&self, job: &Job<'_>, roles: &[usize]) -> Files;
}

/// All targets, in the order in which people see them.
pub static ALL: &[&dyn Target] =
    &[&rust::Rust, &tinygo::TinyGo, &assemblyscript::AssemblyScript, &zig::Zig];

/// The target of that name, or with that alias.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Target> {
    ALL.iter().copied().find(|target| target.id() == name || target.aliases().contains(&name))
}

/// What one contract is generated from.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Its wire format.
    pub plan: &'a Plan,
    /// Its module name, as [`Target::module`] or `--name` gives it.
    pub module: &'a str,
    /// Which interfaces and clients.
    pub side: Side,
    /// What else was asked for.
    pub options: &'a Options,
}

/// Which interfaces and clients are generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// For actors: the interfaces of actor-side roles, clients of provider-side ones.
    Guest,
    /// For providers: the reverse.
    Host,
    /// All.
    #[default]
    Both,
}

impl Side {
    /// Whether the interface (with its dispatch) of a role of this implementer is generated.
    #[must_use]
    pub const fn implements(self, implementer: Implementer) -> bool {
        !matches!(
            (self, implementer),
            (Self::Guest, Implementer::Provider) | (Self::Host, Implementer::Actor)
        )
    }

    /// Whether the client of a role of this implementer is generated.
    #[must_use]
    pub const fn calls(self, implementer: Implementer) -> bool {
        !matches!(
            (self, implementer),
            (Self::Guest, Implementer::Actor) | (Self::Host, Implementer::Provider)
        )
    }

    /// Its name in `--side`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Host => "host",
            Self::Both => "both",
        }
    }
}

/// What else can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Rust: derive serde's traits on the types.
    pub serde: bool,
    /// Rust: borrowed `…Ref<'a>` structs for handlers.
    pub views: bool,
    /// Rust: modules allocate with the small allocator of the runtime. It holds for all contracts of a directory.
    pub allocator: bool,
    /// Go: the import path of the output directory.
    pub go_package: Option<String>,
}
