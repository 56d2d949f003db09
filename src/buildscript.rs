//! For a `build.rs`: generates Rust bindings into `OUT_DIR`, and tells cargo which files they depend on.
//!
//! ```no_run
//! // build.rs
//! use contractc::build::{Config, Side::Guest};
//!
//! Config::new().schema("keyvalue.widl").schema("wasmcloud:httpserver").side(Guest).compile();
//! ```
//!
//! The crate then includes the entry file:
//!
//! ```ignore
//! mod contracts {
//!     include!(concat!(env!("OUT_DIR"), "/contracts/mod.rs"));
//! }
//! ```
//!
//! Depend on contractc without its default features: `contractc = { version = "0.1", default-features = false }` under
//! `[build-dependencies]`.

use std::path::{Path, PathBuf};
use std::{env, fmt};

use crate::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{self, Batch, Look};
use crate::disk::{self, Change};
use crate::generate::{self, Generated, Problem, Unit, Wanted};
use crate::loader::{self, FileLoader, ReadError};
use crate::source::SourceMap;
use crate::targets::{self, Files, Target};

pub use crate::targets::Side;

/// What to generate.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Config {
    schemas: Vec<PathBuf>,
    include: Vec<PathBuf>,
    names: Vec<(String, String)>,
    wanted: Wanted,
    out_dir: Option<PathBuf>,
}

impl Config {
    /// No schemas yet; both sides.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema: a file, relative to the package, or one that contractc ships, by contract id.
    pub fn schema(mut self, schema: impl Into<PathBuf>) -> Self {
        self.schemas.push(schema.into());
        self
    }

    /// Adds a directory in which imports are looked for, too.
    pub fn include(mut self, directory: impl Into<PathBuf>) -> Self {
        self.include.push(directory.into());
        self
    }

    /// Which interfaces and clients are generated; both sides' by default.
    pub fn side(mut self, side: Side) -> Self {
        self.wanted.side = Some(side);
        self
    }

    /// Derives serde's traits on the types. The crate then depends on serde.
    pub fn serde(mut self, serde: bool) -> Self {
        self.wanted.serde = Some(serde);
        self
    }

    /// Gives handlers borrowed structs.
    pub fn views(mut self, views: bool) -> Self {
        self.wanted.views = Some(views);
        self
    }

    /// Lets modules allocate with the small allocator of the runtime: smaller and quicker than Rust's own in short calls, but
    /// it never joins blocks, nor gives memory back.
    pub fn allocator(mut self, allocator: bool) -> Self {
        self.wanted.allocator = Some(allocator);
        self
    }

    /// Names the module of a contract, in place of the name that its id gives.
    pub fn name(mut self, id: impl Into<String>, module: impl Into<String>) -> Self {
        self.names.push((id.into(), module.into()));
        self
    }

    /// Writes to another directory than `OUT_DIR/contracts`.
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// Generates the bindings. What is wrong with a schema is printed with its place, and ends the build.
    pub fn compile(&self) {
        if let Err(error) = self.try_compile() {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }

    /// Generates the bindings.
    ///
    /// # Errors
    /// What is wrong with a schema, with its place, or why a file cannot be read or written. Nothing is written then.
    pub fn try_compile(&self) -> Result<(), Error> {
        if self.schemas.is_empty() {
            return Err(Error::new(
                "no schema is given to generate bindings of",
                "add one: `Config::new().schema(\"keyvalue.widl\")`",
            ));
        }
        let directory = self.directory()?;
        let mut all = Vec::new();
        let mut faulty: Vec<(Vec<Diagnostic>, SourceMap)> = Vec::new();
        for schema in &self.schemas {
            let checked = self.check(schema)?;
            announce(&checked.sources);
            for report in &checked.diagnostics {
                if !report.is_error() {
                    println!("cargo::warning={}", one_line(report, &checked.sources));
                }
            }
            if checked.contract.is_none() {
                let errors: Vec<Diagnostic> =
                    checked.diagnostics.iter().filter(|it| it.is_error()).cloned().collect();
                faulty.push((errors, checked.sources.clone()));
            }
            all.push(checked);
        }
        if !faulty.is_empty() {
            let batches: Vec<Batch<'_>> = faulty.iter().map(|(all, at)| (&all[..], at)).collect();
            return Err(Error(render::text(&batches, Look::default())));
        }
        let target =
            targets::find("rust").ok_or_else(|| Error("error: no target `rust`".to_owned()))?;
        self.check_names(target, &all)?;
        let units: Vec<Unit<'_>> = all.iter().filter_map(|checked| self.unit(checked)).collect();
        let problem = match generate::generate(target, &units, &self.wanted, &Files::new()) {
            Ok(Generated { files, .. }) => {
                let disk::Differing { paths, foreign, .. } = disk::differing(&directory, &files)?;
                if foreign.is_empty() {
                    let change = Change {
                        directory: &directory,
                        files: &files,
                        paths: &paths,
                        left_over: &[],
                    };
                    return Ok(disk::write(&[change])?);
                }
                Problem::NotOurs { paths: foreign }
            }
            Err(problem) => problem,
        };
        let not_ours = matches!(problem, Problem::NotOurs { .. });
        let schemas: Vec<String> = self.schemas.iter().map(|it| it.display().to_string()).collect();
        let nowhere = SourceMap::new();
        let command = "contractc gen --lang rust";
        let directory = directory.display().to_string();
        let mut reports = problem.reports(&directory, command, &schemas);
        if not_ours {
            for (_, report) in &mut reports {
                report.help =
                    Some("remove what stands there, or give another `out_dir`".to_owned());
            }
        }
        let batches: Vec<Batch<'_>> = reports
            .iter()
            .map(|(at, report)| {
                let sources = at.map_or(&nowhere, |at| &all[at].sources);
                (std::slice::from_ref(report), sources)
            })
            .collect();
        Err(Error(render::text(&batches, Look::default())))
    }

    fn directory(&self) -> Result<PathBuf, Error> {
        match (&self.out_dir, env::var_os("OUT_DIR")) {
            (Some(directory), _) => Ok(directory.clone()),
            (None, Some(out)) => Ok(Path::new(&out).join("contracts")),
            (None, None) => Err(Error::new(
                "OUT_DIR is not set",
                "call this from a build script, or give `out_dir`",
            )),
        }
    }

    fn check(&self, schema: &Path) -> Result<Checked, Error> {
        crate::check_file(schema, &FileLoader::new(&self.include)).map_err(|error| {
            let argument = schema.display().to_string();
            let message = format!("cannot read `{argument}`: {error}");
            if !matches!(error, ReadError::Missing) {
                return Error(format!("error: {message}"));
            }
            let near = loader::file_like(&argument)
                .or_else(|| loader::shipped_like(&argument).map(|shipped| shipped.id.to_owned()));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            // A path is relative to where cargo runs the build script: the package.
            let folder = std::path::absolute(schema).ok();
            let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
            let help = format!(
                "{near}it was looked for in `{}`; paths are relative to the package",
                folder.display()
            );
            Error::new(&message, &help)
        })
    }

    /// Whether the chosen names can be given, and are those of contracts.
    fn check_names(&self, target: &dyn Target, all: &[Checked]) -> Result<(), Error> {
        let ids: Vec<&str> =
            all.iter().filter_map(|it| Some(it.contract.as_ref()?.id.as_str())).collect();
        for (id, module) in &self.names {
            generate::chosen(target, module)
                .map_err(|refused| Error::new(&refused.reason, &refused.help))?;
            if !ids.contains(&id.as_str()) {
                return Err(Error::new(
                    &format!("`name(\"{id}\", \"{module}\")`: no schema is of that contract"),
                    &format!("the contracts are {}", ids.join(", ")),
                ));
            }
        }
        Ok(())
    }

    fn unit<'a>(&self, checked: &'a Checked) -> Option<Unit<'a>> {
        let contract = checked.contract.as_ref()?;
        let module = self.names.iter().find(|(id, _)| *id == contract.id);
        let module = module.map(|(_, module)| module.clone());
        Some(Unit { contract, schema: contract.source.clone(), module })
    }
}

/// Tells cargo which files were read, those of imports included.
fn announce(sources: &SourceMap) {
    for source in sources.iter().filter(|source| !source.embedded) {
        println!("cargo::rerun-if-changed={}", source.path);
    }
}

/// `keyvalue.widl:3:5: text`
fn one_line(report: &Diagnostic, sources: &SourceMap) -> String {
    let place = report.primary.as_ref().and_then(|label| {
        let source = sources.get(label.span.source)?;
        let position = source.position(label.span.start);
        Some(format!("{}:{}:{}: ", source.path, position.line, position.column))
    });
    format!("{}{} [{}]", place.unwrap_or_default(), report.message, report.code)
}

/// Why no bindings were generated, in words, with places as `FILE:LINE:COLUMN`.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    fn new(message: &str, help: &str) -> Self {
        Self(format!("error: {message}\n  help: {help}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same as for people: `fn main() -> Result<(), Error>` prints this.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<disk::Error> for Error {
    fn from(error: disk::Error) -> Self {
        Self(format!("error: {error}"))
    }
}
