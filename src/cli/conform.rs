//! `contractc conform`.

mod progress;

use std::path::Path;

use self::progress::Progress;
use super::args::{Conform, Format, Input, ReportFormat};
use super::load::load;
use super::{Failure, Outcome, Result, report};
use crate::conformance::cases::Seed;
use crate::conformance::known::Known;
use crate::conformance::required::{Unmet, Why};
use crate::conformance::toolchain::{Kind, Missing};
use crate::conformance::{self, Options};
use crate::diagnostic::suggest::closest;
use crate::disk;
use crate::ir::{Contract, Implementer};

pub(super) fn run(args: &Conform) -> Result {
    let input = Input { include: args.include.clone(), format: Format::Text };
    let mut loaded = Vec::new();
    for schema in &args.schemas {
        loaded.push(load(schema, &input, "conform {}")?);
    }
    if loaded.iter().any(|schema| schema.checked.contract.is_none()) {
        report::schemas(&loaded, Format::Text)?;
        return Ok(Outcome::Findings);
    }
    let contracts: Vec<&Contract> =
        loaded.iter().filter_map(|schema| schema.checked.contract.as_ref()).collect();
    let required = required(args)?;
    let options = Options {
        languages: if args.langs.is_empty() { Kind::ALL.to_vec() } else { kinds(&args.langs)? },
        required: required.iter().map(|(kind, _)| *kind).collect(),
        native: !args.no_native,
        case: args.case.clone(),
        seed: Seed { seed: args.seed, ..Seed::default() },
        known: args.known.as_deref().map_or_else(|| Ok(Known::default()), known)?,
        ..Options::default()
    };
    let own = match (&args.actor, &args.provider) {
        (Some(path), _) => Some((path, Implementer::Actor)),
        (_, Some(path)) => Some((path, Implementer::Provider)),
        _ => None,
    };
    let outcome = if let Some((path, side)) = own {
        let bytes = std::fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
        if !bytes.starts_with(b"\0asm") {
            return Err(Failure::new(format!("`{}` is no WebAssembly module", path.display()))
                .help("it is what the guest's compiler makes, as in `my_provider.wasm`"));
        }
        conformance::module::run(&contracts, &bytes, side, &options)
            .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?
    } else {
        let progress = Progress::new(args.quiet);
        let outcome = conformance::run(&contracts, &options, progress.watch());
        progress.end();
        outcome.map_err(Failure::new)?
    };
    if outcome.cases.values().all(|count| *count == 0) {
        return Err(match &args.case {
            Some(_) => Failure::new("no case has such a name")
                .help("the names begin with the contract's module, as in `keyvalue/Get/*`"),
            None => Failure::new("the contract has no operations: there is nothing to run"),
        });
    }
    let text = match args.format {
        ReportFormat::Table => conformance::report::table(&outcome),
        ReportFormat::Json => conformance::report::json(&outcome),
        ReportFormat::Junit => conformance::report::junit(&outcome),
        ReportFormat::Html => conformance::report::html(&outcome),
        ReportFormat::Github => conformance::report::github(&outcome),
    };
    match &args.output {
        None => super::print(text.as_bytes())?,
        Some(path) => disk::write_file(path, text.as_bytes())?,
    }
    for unmet in &outcome.unmet {
        let asked = required.iter().find(|(kind, _)| *kind == unmet.kind);
        lacking(unmet, asked.map_or("--require", |(_, asked)| asked), args).print();
    }
    if !outcome.ran() {
        nothing(&outcome).print();
    }
    Ok(Outcome::findings(!outcome.passed()))
}

/// What `--require` and the environment ask for, and which of the two does.
fn required(args: &Conform) -> std::result::Result<Vec<(Kind, &'static str)>, Failure> {
    let asked: Vec<Kind> = kinds(&args.require)?;
    let mut required: Vec<_> = asked.into_iter().map(|kind| (kind, "--require")).collect();
    let from_environment = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
    // The variable names other tools, too.
    let named = from_environment.split(',').filter_map(|name| Kind::named(name.trim()));
    required.extend(named.map(|kind| (kind, "CONTRACTC_REQUIRE")));
    Ok(required)
}

/// What is required and did not run, in the words of the command line.
fn lacking(unmet: &Unmet, asked: &str, args: &Conform) -> Failure {
    let required = format!("{} is required ({asked})", unmet.kind);
    let own = if args.actor.is_some() { "--actor" } else { "--provider" };
    match &unmet.why {
        Why::LeftOut => Failure::new(format!("{required}, and --langs leaves it out")),
        Why::OwnModule => Failure::new(format!("{required}, and {own} runs your module alone")),
        Why::NoPair => Failure::new(format!("{required}, and no pair with it ran")),
        Why::Missing(Missing { reason, install, .. }) => {
            Failure::new(format!("{required}, and cannot be had: {reason}")).help(install)
        }
    }
}

/// What to say of a run of nothing.
fn nothing(outcome: &conformance::Outcome) -> Failure {
    let missing: Vec<_> = outcome.missing.iter().map(|missing| missing.kind.name()).collect();
    let install: Vec<_> = outcome.missing.iter().map(|missing| missing.install.as_str()).collect();
    match install[..] {
        [] => Failure::new("no pair ran"),
        [install] => Failure::new(format!("no pair ran: {} is missing", missing[0])).help(install),
        _ => Failure::new(format!("no pair ran: {} are missing", missing.join(", ")))
            .help("`contractc toolchain list` says how to get each"),
    }
}

fn kinds(names: &[String]) -> std::result::Result<Vec<Kind>, Failure> {
    let known = |name: &String| {
        Kind::named(name).ok_or_else(|| {
            let near = closest(name, Kind::ALL.iter().map(|kind| kind.name()));
            Failure::new(format!("there is no toolchain `{name}`")).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "they are rust, tinygo, go, assemblyscript and zig".to_owned(),
            })
        })
    };
    names.iter().map(known).collect()
}

fn known(path: &Path) -> std::result::Result<Known, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))?;
    Known::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}
