//! Finding compilers.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Kind, Missing, Origin, Toolchain, Version, cache};

/// Finds a compiler that will do.
///
/// # Errors
/// If there is none, or only one that is too old; the error says what to do.
pub fn find(kind: Kind) -> Result<Toolchain, Missing> {
    if kind == Kind::Rust {
        return rust();
    }
    if let Some(words) = variable(kind.variable()) {
        return named(kind, words);
    }
    let mut too_old = None;
    for (origin, words) in places(kind) {
        let Some(mut toolchain) = ask(kind, origin, words) else { continue };
        if toolchain.version >= kind.floor() {
            toolchain.environment.extend(environment(kind));
            return Ok(toolchain);
        }
        too_old.get_or_insert(toolchain);
    }
    Err(missing(kind, too_old.as_ref()))
}

/// The compiler that a variable of the environment names. Where it does not run, no other takes its place.
fn named(kind: Kind, words: Vec<OsString>) -> Result<Toolchain, Missing> {
    let origin = Origin::Variable(kind.variable());
    let Some(mut toolchain) = ask(kind, origin, words.clone()) else {
        return Err(misnamed(kind, &words));
    };
    if toolchain.version < kind.floor() {
        return Err(Missing { install: rename(kind), ..missing(kind, Some(&toolchain)) });
    }
    toolchain.environment.extend(environment(kind));
    Ok(toolchain)
}

/// What to say where a variable names something that is no compiler.
fn misnamed(kind: Kind, words: &[OsString]) -> Missing {
    let command: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let (variable, command) = (kind.variable(), command.join(" "));
    let reason = format!("${variable} is `{command}`, which does not run as {kind}");
    Missing { kind, reason, install: rename(kind) }
}

/// What to do about a variable that names the wrong thing.
fn rename(kind: Kind) -> String {
    format!("let ${} name another, or unset it", kind.variable())
}

/// Why the environment keeps a compiler from being found, if it does.
pub(super) fn fault_of_variable(kind: Kind) -> Option<Missing> {
    named(kind, variable(kind.variable())?).err()
}

/// Finds a compiler of exactly this version in the cache.
///
/// # Errors
/// If it is not there; the error says what to do.
pub fn find_version(kind: Kind, version: &str) -> Result<Toolchain, Missing> {
    in_cache(kind, version).ok_or_else(|| Missing {
        kind,
        reason: format!("{version} is not in the cache"),
        install: format!("contractc toolchain install {kind}@{version}"),
    })
}

/// A compiler of exactly this version in the cache.
pub(super) fn in_cache(kind: Kind, version: &str) -> Option<Toolchain> {
    let folder = cache::of(kind, version)?;
    let words = cached(kind, &folder)?;
    let mut toolchain = ask(kind, Origin::Cache(folder), words)?;
    toolchain.environment.extend(environment(kind));
    Some(toolchain)
}

/// Where a compiler may be, in the order in which it is looked for.
fn places(kind: Kind) -> Vec<(Origin, Vec<OsString>)> {
    let program = match kind {
        Kind::AssemblyScript => "asc",
        other => other.name(),
    };
    let mut places = vec![(Origin::Path, vec![program.into()])];
    if let Some(version) = kind.pinned()
        && let Some(folder) = cache::of(kind, version)
        && let Some(words) = cached(kind, &folder)
    {
        places.push((Origin::Cache(folder), words));
    }
    places
}

fn variable(name: &str) -> Option<Vec<OsString>> {
    let value = env::var(name).ok()?;
    let words: Vec<OsString> = value.split_whitespace().map(OsString::from).collect();
    (!words.is_empty()).then_some(words)
}

/// The words that run what is in a folder of the cache.
fn cached(kind: Kind, folder: &Path) -> Option<Vec<OsString>> {
    let words: Vec<OsString> = match kind {
        Kind::Zig => {
            let python = folder.join("bin/python");
            if python.exists() {
                vec![python.into(), "-m".into(), "ziglang".into()]
            } else {
                // Installed without a virtual environment: the wheel's own program.
                vec![folder.join("ziglang/zig").into()]
            }
        }
        Kind::AssemblyScript => {
            vec!["node".into(), folder.join("node_modules/assemblyscript/bin/asc.js").into()]
        }
        Kind::Go => vec![folder.join("bin/go").into()],
        Kind::Rust | Kind::TinyGo => return None,
    };
    Path::new(words.last().filter(|_| kind != Kind::Zig).or(words.first())?)
        .exists()
        .then_some(words)
}

/// Runs a compiler for its version.
fn ask(kind: Kind, origin: Origin, words: Vec<OsString>) -> Option<Toolchain> {
    let argument = match kind {
        Kind::Go | Kind::TinyGo | Kind::Zig => "version",
        Kind::AssemblyScript | Kind::Rust => "--version",
    };
    let (program, arguments) = words.split_first()?;
    let text = output(Command::new(program).args(arguments).arg(argument))?;
    let version = Version::in_text(&text)?;
    Some(Toolchain {
        kind,
        version,
        origin,
        program: program.clone(),
        arguments: arguments.to_vec(),
        environment: Vec::new(),
        build_std: false,
    })
}

/// The standard output of a command that succeeds.
fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// What a compiler needs in its environment.
fn environment(kind: Kind) -> Vec<(OsString, OsString)> {
    match kind {
        Kind::Go => {
            [("GOOS", "wasip1"), ("GOARCH", "wasm"), ("GOFLAGS", "-mod=mod"), ("GOWORK", "off")]
                .map(|(key, value)| (key.into(), value.into()))
                .to_vec()
        }
        _ => Vec::new(),
    }
}

/// cargo, with a target for guests: that of rustup, or the one that the system's packages compile with the guest.
fn rust() -> Result<Toolchain, Missing> {
    let found = match variable(Kind::Rust.variable()) {
        Some(words) => Some(named(Kind::Rust, words)?),
        None => ask(Kind::Rust, Origin::Path, vec!["cargo".into()]),
    };
    if let Some(toolchain) = &found
        && toolchain.version >= Kind::Rust.floor()
        && has_target(Path::new("rustc"))
    {
        return Ok(toolchain.clone());
    }
    if let Some(toolchain) = system_rust() {
        return Ok(toolchain);
    }
    let old = found.as_ref().filter(|toolchain| toolchain.version < Kind::Rust.floor());
    let mut missing = missing(Kind::Rust, old);
    if found.is_some() && old.is_none() {
        missing.reason = "cargo is there, without the target wasm32-unknown-unknown".to_owned();
    }
    Err(missing)
}

/// Whether a rustc has the standard library for guests.
fn has_target(rustc: &Path) -> bool {
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    output(&mut command).is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Debian's packages rustc-web, cargo-web, rust-web-src and lld-22, which compile the standard library with the guest.
fn system_rust() -> Option<Toolchain> {
    let (cargo, rustc) = (PathBuf::from("/usr/bin/cargo"), PathBuf::from("/usr/bin/rustc"));
    let mut toolchain = ask(Kind::Rust, Origin::System, vec![cargo.into()])?;
    if toolchain.version < Kind::Rust.floor() {
        return None;
    }
    let mut set = |key: &str, value: OsString| toolchain.environment.push((key.into(), value));
    set("RUSTC", rustc.clone().into());
    if has_target(&rustc) {
        return Some(toolchain);
    }
    let sysroot = output(Command::new(&rustc).args(["--print", "sysroot"]))?;
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.toml");
    let linker =
        (14..30).rev().map(|version| format!("wasm-ld-{version}")).chain(["wasm-ld".into()]);
    let linker = linker.into_iter().find(|name| on_path(name))?;
    set("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.into());
    set("RUSTC_BOOTSTRAP", "1".into());
    toolchain.build_std = true;
    sources.exists().then_some(toolchain)
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// What to say where there is none.
fn missing(kind: Kind, old: Option<&Toolchain>) -> Missing {
    let reason = match old {
        Some(old) => {
            format!(
                "the one from {} is {}, and {} is the oldest that will do",
                old.origin,
                old.version,
                kind.floor()
            )
        }
        None => "not found".to_owned(),
    };
    let install = match kind {
        Kind::TinyGo => {
            "see the installation page of tinygo.org; no package registry has it".to_owned()
        }
        _ => format!("contractc toolchain install {kind}"),
    };
    Missing { kind, reason, install }
}
