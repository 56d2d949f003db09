//! `contractc toolchain`.

use std::fmt::Write as _;

use super::args::{Toolchain as Args, ToolchainCommand};
use super::{Failure, Outcome, Result};
use crate::conformance::toolchain::{self, Kind, Missing, Toolchain};

pub(super) fn run(args: &Args) -> Result {
    match &args.command {
        ToolchainCommand::List => list(),
        ToolchainCommand::Install { names } => install(names),
        ToolchainCommand::Path { name } => path(name),
    }
}

fn list() -> Result {
    let mut text = String::new();
    for kind in Kind::ALL {
        let _ = match toolchain::find(kind) {
            Ok(Toolchain { version, origin, .. }) => {
                writeln!(text, "{:<15} {:<9} {origin}", kind.name(), version.to_string())
            }
            Err(Missing { reason, install, .. }) => {
                writeln!(text, "{:<15} {:<9} {reason}; to mend: {install}", kind.name(), "missing")
            }
        };
    }
    super::print(text.as_bytes())?;
    Ok(Outcome::Fine)
}

/// Installs what is asked for and is not there, and says what could not be.
fn install(names: &[String]) -> Result {
    let mut wanted = Vec::new();
    for name in names {
        let (name, version) = match name.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (name.as_str(), None),
        };
        match (name, version) {
            // TinyGo comes from no registry: it is used where it is, and `all` does not fail for it.
            ("all", None) => wanted.extend(
                Kind::ALL.into_iter().filter(|kind| *kind != Kind::TinyGo).map(|kind| (kind, None)),
            ),
            _ => wanted.push((known(name)?, version)),
        }
    }
    let mut failed = false;
    for (kind, version) in wanted {
        match toolchain::install(kind, version, &mut |step| eprintln!("{kind}: {step}")) {
            Ok(found) => {
                super::print(
                    format!("{kind} {} from {}\n", found.version, found.origin).as_bytes(),
                )?;
            }
            Err(error) => {
                failed = true;
                let failure = Failure::new(error.to_string());
                if error.help.is_empty() { failure } else { failure.help(error.help) }.print();
            }
        }
    }
    Ok(Outcome::findings(failed))
}

fn path(name: &str) -> Result {
    let found = match name.split_once('@') {
        Some((name, version)) => toolchain::find_version(known(name)?, version),
        None => toolchain::find(known(name)?),
    };
    let found = found.map_err(|missing| {
        Failure::new(format!("{}: {}", missing.kind, missing.reason)).help(missing.install)
    })?;
    super::print(format!("{}\n", found.words()).as_bytes())?;
    Ok(Outcome::Fine)
}

fn known(name: &str) -> std::result::Result<Kind, Failure> {
    Kind::named(name).ok_or_else(|| {
        Failure::new(format!("there is no toolchain `{name}`"))
            .help("they are rust, tinygo, go, assemblyscript and zig; `all` stands for all of them")
    })
}
