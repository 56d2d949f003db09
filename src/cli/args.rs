//! The arguments of the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// The compiler for WIDL contracts between WebAssembly actors and capability providers.
#[derive(Debug, Parser)]
#[command(name = "contractc", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 fine, 1 findings, 2 usage or input and output.")]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Generate bindings
    Gen(Gen),
    /// Check schemas and report what is wrong with them
    Check(Check),
    /// Say what changed between two versions of a contract, and whom it breaks
    Diff(Diff),
    /// Print the resolved contract as JSON
    Ir(Ir),
    /// Print the descriptor of a provider of the contract
    Descriptor(Descriptor),
    /// Explain a code of a report
    Explain(Explain),
    /// List the schemas that contractc ships, or print one
    Schemas(Schemas),
    /// Find, install and locate the compilers for guests
    #[cfg(feature = "conformance")]
    Toolchain(Toolchain),
    /// Run every language against every language, on a contract's own cases
    #[cfg(feature = "conformance")]
    Conform(Conform),
    /// Print a completion script for a shell
    Completions(Completions),
}

/// What all commands that read a schema take.
#[derive(Debug, ClapArgs)]
pub(super) struct Input {
    /// Look for imports here, too (after the folder of the importing file, before the shipped schemas)
    #[arg(short = 'I', long = "include", value_name = "DIR")]
    pub include: Vec<String>,
    /// How reports are printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
}

/// How reports are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with colour on a terminal
    Text,
    /// One JSON document
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Gen {
    /// Schema files, or shipped schemas by contract id (`wasmcloud:keyvalue`) or short name (`keyvalue`)
    #[arg(required = true, value_name = "SCHEMA")]
    pub schemas: Vec<String>,
    /// The languages: rust (or rs), tinygo (or go), assemblyscript (or as), zig
    #[arg(long, required = true, value_delimiter = ',', value_name = "LANG")]
    pub lang: Vec<String>,
    /// For actors, for providers, or for both [default: what it was, else both]
    #[arg(long, value_enum)]
    pub side: Option<SideArg>,
    /// The output directory; with several languages each has a folder of its own in it
    #[arg(short, long = "out", default_value = "contracts", value_name = "DIR")]
    pub out: String,
    /// Write nothing; fail if the output directory is not what would be written, with a diff of what changed
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
    /// Write nothing; say what would be written
    #[arg(long)]
    pub dry_run: bool,
    /// Remove the modules of contracts that stand in the output directory and are not given
    #[arg(long)]
    pub prune: bool,
    /// Overwrite files that contractc did not write, too
    #[arg(long)]
    pub force: bool,
    /// Name the module of a contract, in place of the name that its id gives
    #[arg(long, value_name = "ID=MODULE")]
    pub name: Vec<String>,
    /// Rust: derive serde's traits on the types; that stays so until `--no-serde`
    #[arg(long, overrides_with = "no_serde")]
    pub serde: bool,
    /// Rust: take `--serde` back
    #[arg(long, overrides_with = "serde")]
    pub no_serde: bool,
    /// Rust: give handlers borrowed structs; that stays so until `--no-views`
    #[arg(long, overrides_with = "no_views")]
    pub views: bool,
    /// Rust: take `--views` back
    #[arg(long, overrides_with = "views")]
    pub no_views: bool,
    /// Rust: let modules allocate with the small allocator of the runtime; that stays so until `--no-allocator`
    #[arg(long, overrides_with = "no_allocator")]
    pub allocator: bool,
    /// Rust: take `--allocator` back, for the contracts given
    #[arg(long, overrides_with = "allocator")]
    pub no_allocator: bool,
    /// Go: the import path of the output directory [default: from the nearest go.mod, else what it was]
    #[arg(long, value_name = "PATH")]
    pub go_package: Option<String>,
    #[command(flatten)]
    pub input: Input,
}

/// Which interfaces and clients are generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SideArg {
    /// For actors: interfaces of actor-side roles, clients of provider-side ones
    Guest,
    /// For providers: the reverse
    Host,
    /// All
    Both,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    /// Schema files, or shipped schemas by contract id or short name
    #[arg(required = true, value_name = "SCHEMA")]
    pub schemas: Vec<String>,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    #[command(flatten)]
    pub input: Input,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// The old version: a schema file, or a shipped schema by contract id or short name
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new version
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Fail, too, for what is new to the old version
    #[arg(long)]
    pub deny_warnings: bool,
    #[command(flatten)]
    pub input: Input,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Ir {
    /// A schema file, or a shipped schema by contract id or short name
    #[arg(value_name = "SCHEMA")]
    pub schema: String,
    #[command(flatten)]
    pub input: Input,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Descriptor {
    /// A schema file, or a shipped schema by contract id or short name
    #[arg(value_name = "SCHEMA")]
    pub schema: String,
    /// The provider's name [default: the contract id]
    #[arg(long)]
    pub name: Option<String>,
    /// The provider's version [default: the schema's `@version`, else 0.0.0]
    #[arg(long = "provider-version", value_name = "VERSION")]
    pub version: Option<String>,
    /// The provider's revision
    #[arg(long, default_value_t = 0)]
    pub revision: u32,
    /// The provider's description [default: the namespace's]
    #[arg(long)]
    pub description: Option<String>,
    /// The encoding
    #[arg(long, value_enum, default_value_t = Encoding::Json)]
    pub encoding: Encoding,
    /// Write it to a file
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<String>,
    #[command(flatten)]
    pub input: Input,
}

/// The encoding of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Encoding {
    /// JSON
    Json,
    /// MessagePack, as a provider answers `GetCapabilityDescriptor`
    Msgpack,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// The code, such as C0101; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Schemas {
    /// The schema to print, by contract id or short name; without one, all are listed
    #[arg(value_name = "SCHEMA")]
    pub schema: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[cfg(feature = "conformance")]
#[derive(Debug, ClapArgs)]
pub(super) struct Toolchain {
    #[command(subcommand)]
    pub command: ToolchainCommand,
}

#[cfg(feature = "conformance")]
#[derive(Debug, Subcommand)]
pub(super) enum ToolchainCommand {
    /// List the compilers, with their versions and places
    List,
    /// Install what is not there, from the registries of the languages, into a cache of contractc's own
    Install {
        /// rust, go, assemblyscript, zig or all; `zig@0.16.0` asks for one version
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
    /// Print the command that runs a compiler
    Path {
        /// rust, tinygo, go, assemblyscript or zig; `zig@0.16.0` asks for one version
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What the words of a report of `conform` mean.
#[cfg(feature = "conformance")]
const CONFORM: &str = "\
Actors and providers in a report:
  harness         contractc itself, in the place of one of the two
  native          a provider in Rust that is a program of this machine, and no module
  yours           the module of --actor or --provider
  all others      relays: what is generated for the contract, compiled for guests

What comes of a case, in each pair:
  passed          it came out as the contract says
  failed          it did not
  known           it failed as the list of --known says, which fails nothing
  ADVICE          what a module of yours should do and need not, which fails nothing
  skipped         it did not run, since a compiler is missing
  not applicable  it concerns other pairs: a provider's life is seen without an actor, and calls
                  beside calls take two modules

Exit codes: 0 everything that ran passed, 1 something failed, or was required and did not run, or
nothing ran, 2 usage or input and output.";

#[cfg(feature = "conformance")]
#[derive(Debug, ClapArgs)]
#[command(after_help = CONFORM)]
pub(super) struct Conform {
    /// The contracts: files, or shipped schemas by id or name
    #[arg(required = true, value_name = "SCHEMA")]
    pub schemas: Vec<String>,
    /// Look for imports here, too
    #[arg(short = 'I', long = "include", value_name = "DIR")]
    pub include: Vec<String>,
    /// Which compilers' guests; all that are installed, if not given. The native provider comes with rust
    #[arg(long, value_delimiter = ',', value_name = "LANGS", conflicts_with_all = ["actor", "provider"])]
    pub langs: Vec<String>,
    /// Leave out the native Rust provider
    #[arg(long, conflicts_with_all = ["actor", "provider"])]
    pub no_native: bool,
    /// An actor of your own, to be held to the contract
    #[arg(long, value_name = "FILE.wasm", conflicts_with = "provider")]
    pub actor: Option<std::path::PathBuf>,
    /// A provider of your own, to be held to the contract
    #[arg(long, value_name = "FILE.wasm")]
    pub provider: Option<std::path::PathBuf>,
    /// Only the cases whose names contain this; `*` stands for anything
    #[arg(long, value_name = "PATTERN")]
    pub case: Option<String>,
    /// Other random values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// How the outcome is told
    #[arg(long, value_enum, default_value_t = ReportFormat::Table, value_name = "FORMAT")]
    pub format: ReportFormat,
    /// Write the report to a file
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<std::path::PathBuf>,
    /// Compilers whose modules must run: what is required and does not run, for whatever reason, is a failure instead of a skip
    /// (`$CONTRACTC_REQUIRE` says the same)
    #[arg(long, value_delimiter = ',', value_name = "LANGS")]
    pub require: Vec<String>,
    /// A list of known failures
    #[arg(long, value_name = "FILE")]
    pub known: Option<std::path::PathBuf>,
    /// Do not say how far it is
    #[arg(short, long)]
    pub quiet: bool,
}

/// How the outcome of the harness is told.
#[cfg(feature = "conformance")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
    /// JUnit's XML
    Junit,
    /// One page, without anything beside it
    Html,
    /// Annotations of GitHub Actions, and the table
    Github,
}
