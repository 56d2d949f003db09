//! `contractc gen`.

mod diff;
mod go_package;
mod options;
mod summary;

use std::path::{Path, PathBuf};

use super::args::{Format, Gen};
use super::load::{self, Loaded};
use super::report;
use super::{Failure, Outcome, Result, paths, standing};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::Batch;
use crate::diagnostic::suggest::closest;
use crate::disk::{self, Change, Differing};
use crate::generate::{self, Generated, Problem, Unit};
use crate::source::SourceMap;
use crate::targets::{self, Target};

/// One language's share of the work.
struct Output {
    target: &'static dyn Target,
    directory: PathBuf,
    generated: Generated,
    differing: Differing,
    /// Whether the allocator was asked for, or asked to go.
    allocator: Option<bool>,
}

pub(super) fn run(args: &Gen) -> Result {
    let targets = languages(&args.lang)?;
    options::check(args, &targets)?;
    let command = format!("gen {{}} {}", options::again(args));
    let (loaded, unreadable) = load::all(&args.schemas, &args.input, &command)?;
    super::fail(unreadable)?;
    if report::for_generation(&loaded, args.input.format)? {
        return Ok(Outcome::Findings);
    }
    let names = names(&args.name, &targets, &loaded)?;
    let mut outputs = Vec::new();
    let mut reports = Vec::new();
    for target in &targets {
        let directory = directory(args, *target, targets.len());
        match output(args, *target, directory, &loaded, &names)? {
            Ok(output) => outputs.push(output),
            Err(found) => reports.extend(found),
        }
    }
    if !reports.is_empty() {
        print(&reports, &loaded, args.input.format)?;
        return Ok(Outcome::Findings);
    }
    if args.check {
        return check(&outputs, args);
    }
    if !args.dry_run {
        let changes: Vec<_> = outputs.iter().map(change).collect();
        disk::write(&changes)?;
    }
    if args.input.format == Format::Text {
        super::print(summary::text(&outputs, args.dry_run).as_bytes())?;
    }
    Ok(Outcome::Fine)
}

fn change(output: &Output) -> Change<'_> {
    Change {
        directory: &output.directory,
        files: &output.generated.files,
        paths: &output.differing.paths,
        left_over: &output.generated.left_over,
    }
}

/// The targets of `--lang`, each once.
fn languages(names: &[String]) -> std::result::Result<Vec<&'static dyn Target>, Failure> {
    let mut found: Vec<&'static dyn Target> = Vec::new();
    for name in names {
        let target = targets::find(name).ok_or_else(|| {
            let all: Vec<&str> = targets::ALL.iter().map(|target| target.id()).collect();
            let near = known_as(name).or_else(|| closest(name, all.iter().copied()));
            Failure::new(format!("there is no target `{name}`")).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the targets are {}", all.join(", ")),
            })
        })?;
        if found.iter().all(|it| it.id() != target.id()) {
            found.push(target);
        }
    }
    Ok(found)
}

/// The target that a language of another name is compiled by.
fn known_as(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "typescript" | "ts" | "assembly-script" | "asc" => Some("assemblyscript"),
        "golang" => Some("tinygo"),
        _ => None,
    }
}

fn directory(args: &Gen, target: &dyn Target, languages: usize) -> PathBuf {
    let out = PathBuf::from(&args.out);
    if languages > 1 { out.join(target.id()) } else { out }
}

/// The modules of `--name`, by contract id.
fn names(
    arguments: &[String],
    targets: &[&dyn Target],
    loaded: &[Loaded],
) -> std::result::Result<Vec<(String, String)>, Failure> {
    let mut names = Vec::new();
    for argument in arguments {
        let (id, module) = argument.rsplit_once('=').ok_or_else(|| {
            Failure::new(format!("`--name {argument}` is not of the form ID=MODULE"))
                .help("for example `--name example:keyvalue=example_keyvalue`")
        })?;
        for target in targets {
            generate::chosen(*target, module)
                .map_err(|refused| Failure::new(refused.reason).help(refused.help))?;
        }
        let ids: Vec<&str> = loaded
            .iter()
            .filter_map(|it| Some(it.checked.contract.as_ref()?.id.as_str()))
            .collect();
        if !ids.contains(&id) {
            return Err(Failure::new(format!(
                "`--name {argument}`: no schema given is of the contract `{id}`"
            ))
            .help(format!("the contracts given are {}", ids.join(", "))));
        }
        if names.iter().any(|(named, _)| named == id) {
            return Err(Failure::new(format!("`--name` names the contract `{id}` twice")));
        }
        names.push((id.to_owned(), module.to_owned()));
    }
    Ok(names)
}

/// Reports, each with the position of its schema.
type Reports = Vec<(Option<usize>, Diagnostic)>;

/// Generates one language in memory, or says what is in the way.
fn output(
    args: &Gen,
    target: &'static dyn Target,
    directory: PathBuf,
    loaded: &[Loaded],
    names: &[(String, String)],
) -> std::result::Result<std::result::Result<Output, Reports>, Failure> {
    let existing = standing::read(&directory)?;
    let units: Vec<Unit<'_>> = loaded.iter().filter_map(|it| unit(it, &directory, names)).collect();
    let wanted = options::wanted(args, &directory);
    let problem = match generate::generate(target, &units, &wanted, &existing) {
        Ok(generated) => {
            let differing = disk::differing(&directory, &generated.files)?;
            if differing.foreign.is_empty() || args.force {
                let allocator = wanted.allocator;
                return Ok(Ok(Output { target, directory, generated, differing, allocator }));
            }
            Problem::NotOurs { paths: differing.foreign }
        }
        Err(problem) => problem,
    };
    let command = format!("contractc gen --lang {}", target.id());
    Ok(Err(problem.reports(&paths::slashed(&directory), &command, &args.schemas)))
}

/// Prints reports, each beside the sources of its schema.
fn print(
    reports: &[(Option<usize>, Diagnostic)],
    loaded: &[Loaded],
    format: Format,
) -> std::result::Result<(), Failure> {
    let nowhere = SourceMap::new();
    let batches: Vec<Batch<'_>> = reports
        .iter()
        .map(|(at, report)| {
            let sources =
                at.and_then(|at| loaded.get(at)).map_or(&nowhere, |it| &it.checked.sources);
            (std::slice::from_ref(report), sources)
        })
        .collect();
    report::print(&batches, format)
}

fn unit<'a>(loaded: &'a Loaded, directory: &Path, names: &[(String, String)]) -> Option<Unit<'a>> {
    let contract = loaded.checked.contract.as_ref()?;
    let schema = match &loaded.file {
        None => contract.id.clone(),
        Some(file) => {
            let base = std::env::current_dir().unwrap_or_default();
            let from = paths::absolute(&base, directory);
            paths::slashed(&paths::relative(&from, &paths::absolute(&base, file)))
        }
    };
    let module = names.iter().find(|(id, _)| *id == contract.id).map(|(_, module)| module.clone());
    Some(Unit { contract, schema, module })
}

/// `--check`: what is not as it should be.
fn check(outputs: &[Output], args: &Gen) -> Result {
    let text: String = outputs.iter().map(diff::text).collect();
    super::print(text.as_bytes())?;
    outputs.iter().flat_map(summary::notes).for_each(|note| eprintln!("{note}"));
    let stale: usize =
        outputs.iter().map(|it| it.differing.paths.len() + it.generated.left_over.len()).sum();
    if stale == 0 {
        return Ok(Outcome::Fine);
    }
    let schemas: Vec<String> = args.schemas.iter().map(|it| options::word(it)).collect();
    let command = format!("contractc gen {} {}", schemas.join(" "), options::again(args));
    eprintln!("{} not up to date; to mend: {command}", super::check::count(stale, "file"));
    Ok(Outcome::Findings)
}
