//! The content of an output directory: runtime, contracts and entry file of one language.
//!
//! A directory holds any number of contracts of one language. The record at the top of each generated file
//! ([`Header`]) says what it was generated from, so that one contract can be generated anew, and the
//! others and the entry file stay right. Nothing is read or written here.

mod chosen;
mod problem;
mod standing;

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Contract;
use crate::targets::header::ContractHeader;
use crate::targets::naming::{RESERVED_MODULES, is_device};
use crate::targets::{Files, Header, Job, Options, Side, Target};
use crate::wire::Plan;

pub use chosen::{Refused, chosen};
pub use problem::Problem;
use standing::Standing;

/// The version that generated files carry.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One contract to generate.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Its schema, as the record is to name it: a path relative to the output directory, with `/`, or an embedded schema's id.
    pub schema: String,
    /// The module name to give it; by default the one it had, or the one its id gives.
    pub module: Option<String>,
}

/// What was asked for. What is `None` stays as it was for a contract that stands in the directory; what the language does not take
/// is nothing to it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which interfaces and clients.
    pub side: Option<Side>,
    /// Rust: serde's derives.
    pub serde: Option<bool>,
    /// Rust: borrowed structs for handlers.
    pub views: Option<bool>,
    /// Rust: the small allocator in modules.
    pub allocator: Option<bool>,
    /// Go: the import path of the output directory.
    pub go_package: Option<String>,
    /// Whether contracts that stand in the directory and are not given go.
    pub prune: bool,
}

/// What an output directory should hold.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files to write, paths relative to the directory.
    pub files: Files,
    /// Files of ours that stand there and are no longer produced.
    pub left_over: Vec<String>,
    /// The contracts that stand there beside the given ones, and stay.
    pub others: Vec<ContractHeader>,
    /// The contracts that stood there and do so no longer.
    pub gone: Vec<Gone>,
    /// The modules of the entry file: these contracts and those that stand there.
    pub modules: Vec<String>,
}

/// A contract that stood in the directory and does so no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its module.
    pub module: String,
    /// Its id.
    pub id: String,
    /// Its schema, as the record names it.
    pub schema: String,
    /// The id of the contract that this schema gives now; `None` if the contract was only not given.
    pub now: Option<String>,
}

/// Generates contracts into a directory that holds `existing`: the files in it that begin with a record of ours.
///
/// # Errors
/// Why nothing can be written.
pub fn generate(
    target: &dyn Target,
    units: &[Unit<'_>],
    wanted: &Wanted,
    existing: &Files,
) -> Result<Generated, Problem> {
    let standing = Standing::read(existing);
    if let Some(found) = standing.other_language(target.id()) {
        return Err(Problem::OtherLanguage { found, wanted: target.id().to_owned() });
    }
    let ids: HashSet<&str> = units.iter().map(|unit| unit.contract.id.as_str()).collect();
    let headers: Vec<ContractHeader> =
        units.iter().map(|unit| header(target, unit, &ids, wanted, &standing)).collect();
    let (gone, others) = split(&standing, &headers, wanted.prune);
    let modules = modules(&headers, &others)?;

    let mut files = stamped(target, None, target.runtime());
    if let Some(problem) = standing.other_version(&files, &others, existing) {
        return Err(problem);
    }
    let allocator = headers.iter().chain(others.iter().copied()).any(|it| it.options.allocator);
    let shared = Options { allocator, ..Options::default() };
    files.extend(stamped(target, None, target.entry(&modules, &shared)));
    let mut reports = Vec::new();
    for (at, (unit, header)) in units.iter().zip(headers).enumerate() {
        match contract(target, unit.contract, &header) {
            Ok(made) => files.extend(stamped(target, Some(header), made)),
            Err(errors) => reports.extend(errors.into_iter().map(|error| (at, error))),
        }
    }
    if !reports.is_empty() {
        return Err(Problem::Contracts(reports));
    }
    let left_over = standing.left_over(&files, &others);
    let others = others.into_iter().cloned().collect();
    Ok(Generated { files, left_over, others, gone, modules })
}

/// The contracts beside the given ones: those that go, and those that stay. Several runs may share a directory, so a contract that is
/// not given stays; but not where its schema is given and has become another contract.
fn split<'a>(
    standing: &'a Standing,
    headers: &[ContractHeader],
    prune: bool,
) -> (Vec<Gone>, Vec<&'a ContractHeader>) {
    let mut gone = Vec::new();
    let mut stay = Vec::new();
    for before in standing.beside(headers) {
        let now = headers.iter().find(|header| header.schema == before.schema);
        if now.is_none() && !prune {
            stay.push(before);
            continue;
        }
        gone.push(Gone {
            module: before.module.clone(),
            id: before.id.clone(),
            schema: before.schema.clone(),
            now: now.map(|header| header.id.clone()),
        });
    }
    (gone, stay)
}

/// The record of a contract: what is asked for now, else what it (or, under another id, its schema) was, else the defaults. `ids`
/// are those of all contracts that are given.
fn header(
    target: &dyn Target,
    unit: &Unit<'_>,
    ids: &HashSet<&str>,
    wanted: &Wanted,
    standing: &Standing,
) -> ContractHeader {
    let same = standing.contract(&unit.contract.id);
    let before = same.or_else(|| standing.replaced(&unit.schema, ids));
    let kept = before.map(|before| before.options.clone()).unwrap_or_default();
    let takes = |option| target.options().contains(&option);
    let module = unit.module.clone().or_else(|| same.map(|same| same.module.clone()));
    ContractHeader {
        id: unit.contract.id.clone(),
        module: module.unwrap_or_else(|| module_name(target, unit.contract)),
        schema: unit.schema.clone(),
        side: wanted.side.or(before.map(|before| before.side)).unwrap_or_default(),
        options: Options {
            serde: wanted.serde.unwrap_or(kept.serde) && takes("serde"),
            views: wanted.views.unwrap_or(kept.views) && takes("views"),
            allocator: wanted.allocator.unwrap_or(kept.allocator) && takes("allocator"),
            go_package: wanted
                .go_package
                .clone()
                .or(kept.go_package)
                .filter(|_| takes("go-package")),
        },
    }
}

/// The module name that a contract has by default.
#[must_use]
pub fn module_name(target: &dyn Target, contract: &Contract) -> String {
    let mut module = target.module(contract);
    if RESERVED_MODULES.contains(&module.as_str()) || is_device(&module) {
        module.push('_');
    }
    module
}

/// The module names of all contracts in the directory, sorted. Two contracts never share one.
fn modules(headers: &[ContractHeader], others: &[&ContractHeader]) -> Result<Vec<String>, Problem> {
    let mut named: Vec<(&str, &str)> = headers
        .iter()
        .chain(others.iter().copied())
        .map(|header| (header.module.as_str(), header.id.as_str()))
        .collect();
    named.sort_unstable();
    for pair in named.windows(2) {
        if pair[0].0 == pair[1].0 {
            return Err(Problem::ModuleTaken {
                module: pair[0].0.to_owned(),
                contracts: [pair[0].1.to_owned(), pair[1].1.to_owned()],
            });
        }
    }
    Ok(named.into_iter().map(|(module, _)| module.to_owned()).collect())
}

/// The files of one contract.
fn contract(
    target: &dyn Target,
    contract: &Contract,
    header: &ContractHeader,
) -> Result<Files, Vec<Diagnostic>> {
    let streams: Vec<_> = contract
        .roles
        .iter()
        .flat_map(|role| &role.operations)
        .filter(|operation| operation.stream)
        .map(|operation| {
            Diagnostic::new(
                Code::STREAM,
                format!("the operation `{}` is a stream, which waPC cannot carry", operation.name),
            )
            .at(operation.span, "has a stream")
            .help("return a list, or let the provider call the actor once for each item")
        })
        .collect();
    if !streams.is_empty() {
        return Err(streams);
    }
    target.contract(&Job {
        contract,
        plan: &Plan::of(contract),
        module: &header.module,
        side: header.side,
        options: &header.options,
    })
}

/// The files with the record in front.
fn stamped(target: &dyn Target, contract: Option<ContractHeader>, made: Files) -> Files {
    let header = Header { version: VERSION.to_owned(), language: target.id().to_owned(), contract };
    let mut top = String::new();
    for line in header.lines() {
        top.push_str(target.comment());
        top.push(' ');
        top.push_str(&line);
        top.push('\n');
    }
    top.push('\n');
    made.behind(&top)
}
