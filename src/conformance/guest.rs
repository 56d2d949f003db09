//! Relays, built from a contract: one for each language, kept by what they were made from.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::toolchain::{Kind, Toolchain, cache_folder};
use crate::generate::{Problem, Unit, Wanted, generate, module_name};
use crate::ir::Contract;
use crate::targets::{self, Files, Job, Options, Side};
use crate::wire::Plan;

/// What a change in how relays are built is called; it is part of every key of the cache.
const RECIPE: &str = "2";

/// How many workshops there were.
static WORKSHOPS: AtomicUsize = AtomicUsize::new(0);

/// What a relay is: a module, or a program of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A WebAssembly module.
    Wasm,
    /// A native program (Rust).
    Native,
}

/// Why there is no relay.
#[derive(Clone, Debug)]
pub enum BuildFailure {
    /// The contract cannot be generated for the language.
    Generate(String),
    /// The generated code does not compile: the compiler's words.
    Compile(String),
    /// A folder cannot be read or written.
    Io(String),
}

impl fmt::Display for BuildFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Generate(text) => write!(f, "it cannot be generated: {text}"),
            Self::Compile(text) => write!(f, "it does not compile: {text}"),
            Self::Io(text) => write!(f, "it cannot be built: {text}"),
        }
    }
}

impl std::error::Error for BuildFailure {}

impl From<io::Error> for BuildFailure {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// The sources of a relay: what `gen` writes below `contracts/`, and the relay beside it.
///
/// # Errors
/// Why the contract cannot be generated.
pub fn sources(contract: &Contract, roles: &[usize], kind: Kind) -> Result<Files, BuildFailure> {
    let target = targets::find(kind.language())
        .ok_or_else(|| BuildFailure::Generate(format!("there is no target {kind}")))?;
    let options = Options { go_package: Some("relay/contracts".to_owned()), ..Options::default() };
    let unit = Unit { contract, schema: contract.source.clone(), module: None };
    let wanted = Wanted {
        side: Some(Side::Both),
        go_package: options.go_package.clone().filter(|_| kind.language() == "tinygo"),
        ..Wanted::default()
    };
    let generated =
        generate(target, &[unit], &wanted, &Files::new()).map_err(|problem| words(&problem))?;
    let mut files = Files::new();
    for (path, content) in generated.files.iter() {
        files.insert(format!("contracts/{path}"), content);
    }
    let plan = Plan::of(contract);
    let module = module_name(target, contract);
    let job = Job { contract, plan: &plan, module: &module, side: Side::Both, options: &options };
    files.extend(target.relay(&job, roles));
    Ok(files)
}

fn words(problem: &Problem) -> BuildFailure {
    BuildFailure::Generate(match problem {
        Problem::Contracts(reports) => {
            let texts: Vec<&str> = reports.iter().map(|(_, r)| r.message.as_str()).collect();
            texts.join("; ")
        }
        other => format!("{other:?}"),
    })
}

/// The relay of these sources: from the cache, or built now.
///
/// # Errors
/// Why it cannot be built.
pub fn build(files: &Files, toolchain: &Toolchain, form: Form) -> Result<PathBuf, BuildFailure> {
    let root = cache_folder().ok_or_else(|| BuildFailure::Io("there is no cache folder".into()))?;
    let folder = root.join("guests").join(key(files, toolchain, form));
    let name = if form == Form::Native { "native" } else { "relay.wasm" };
    let kept = folder.join(name);
    if kept.is_file() {
        return Ok(kept);
    }
    fs::create_dir_all(&folder)?;
    // Somebody else may be at the same, in another thread or process; whoever is first wins, and all are right.
    let number = WORKSHOPS.fetch_add(1, Ordering::Relaxed);
    let workshop = folder.join(format!("build-{}-{number}", std::process::id()));
    let made = make(files, toolchain, form, &root, &workshop);
    let kept = made.and_then(|made| {
        let complete = workshop.join("complete");
        fs::copy(made, &complete)?;
        fs::rename(&complete, &kept)?;
        Ok(kept)
    });
    let _ = fs::remove_dir_all(&workshop);
    kept
}

fn make(
    files: &Files,
    toolchain: &Toolchain,
    form: Form,
    root: &Path,
    workshop: &Path,
) -> Result<PathBuf, BuildFailure> {
    let shared = root.join("rust");
    // The lock comes first: cargo takes sources that are older than its last build for those that it has built.
    let lock = (toolchain.kind == Kind::Rust).then(|| locked(root)).transpose()?;
    for (path, content) in files.iter() {
        let path = workshop.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, content)?;
    }
    if lock.is_some() {
        forget(&shared);
    }
    let made = match form {
        Form::Wasm => toolchain
            .build(workshop, "relay", &shared, true)
            .map_err(|error| BuildFailure::Compile(error.to_string()))?,
        Form::Native => native(workshop, &shared)?,
    };
    // What cargo put into the shared folder is the next relay's soon.
    let own = workshop.join("made");
    fs::copy(made, &own)?;
    drop(lock);
    Ok(own)
}

/// Rust's relays share what cargo compiles for all of them, so they are built one after the other, in all processes.
fn locked(root: &Path) -> io::Result<fs::File> {
    fs::create_dir_all(root)?;
    let file = fs::File::create(root.join("rust.lock"))?;
    file.lock()?;
    Ok(file)
}

/// Lets cargo forget the last relay: all relays are one package to it, wherever they lie.
fn forget(shared: &Path) {
    for folder in ["release", "wasm32-unknown-unknown/release"] {
        let prints = fs::read_dir(shared.join(folder).join(".fingerprint"));
        for print in prints.into_iter().flatten().flatten() {
            if print.file_name().to_string_lossy().starts_with("relay-") {
                // What is left is only built once more than needed.
                let _ = fs::remove_dir_all(print.path());
            }
        }
    }
}

/// A native program is built by the cargo that is there, whichever compiles the modules.
fn native(workshop: &Path, shared: &Path) -> Result<PathBuf, BuildFailure> {
    let mut command = Command::new("cargo");
    command.current_dir(workshop).env_remove("RUSTFLAGS");
    command.args(["build", "--release", "--quiet", "--bin", "native", "--target-dir"]).arg(shared);
    let output = command.output()?;
    if output.status.success() {
        return Ok(shared.join("release").join(format!("native{}", std::env::consts::EXE_SUFFIX)));
    }
    Err(BuildFailure::Compile(String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// A name for what a relay is made from: its sources, its compiler, and how it is built.
fn key(files: &Files, toolchain: &Toolchain, form: Form) -> String {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    add(RECIPE.as_bytes());
    add(format!("{} {} {form:?}", toolchain.kind, toolchain.version).as_bytes());
    add(toolchain.words().as_bytes());
    for (path, content) in files.iter() {
        add(path.as_bytes());
        add(content);
    }
    let digest = hash.finalize();
    format!("{}-{}", toolchain.kind, super::show::hex(&digest[..16]))
}
