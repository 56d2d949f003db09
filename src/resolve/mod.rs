//! From syntax trees to a [`Contract`].
//!
//! Each step takes what the steps before it found: the [`load`]ed files and their imports; the names each file sees
//! (`scope`); the order of the types (`reach`); types as they are written (`types`) and `aliases`; fields, and what `implements`
//! copies (`structs`); all types (`defs`) and their recursion (`cycles`); `roles`; defaults (`values`, `literals`, `remedies`); at
//! last the whole (`namespace`). On the way, annotations are checked (`annotations`, against `directives`), and `lints` are given.
//! Reports are collected in all of them; a contract comes out only if none is an error.

mod aliases;
mod annotations;
mod cycles;
mod datetime;
mod defs;
mod directives;
mod graph;
mod keys;
mod lints;
mod literals;
pub mod load;
mod namespace;
mod reach;
mod remedies;
mod roles;
mod scope;
mod structs;
mod types;
mod values;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Diagnostic, suggest};
use crate::ir::{Contract, Type, TypeDef, TypeId};
use crate::source::Span;
use crate::syntax::ast;

use directives::Directives;
use scope::{Def, DefId, Scope};
use structs::{Row, RowId};
use values::Argument;

/// A file with what its imports lead to.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The path of its source.
    pub path: String,
    /// Its syntax tree.
    pub file: ast::File,
    /// For each import of the file, in order, the number of the unit it leads to; `None` if that was reported.
    pub imports: Vec<Option<usize>>,
    /// Whether it had errors before: then there is no contract, and what it lacks is not reported.
    pub broken: bool,
}

/// Resolves the first unit into a contract, with the others as its imports.
///
/// All of the units are checked; lints are about the first one only. There is a contract if no report is an error.
#[must_use]
pub fn resolve(units: &[Unit]) -> (Option<Contract>, Vec<Diagnostic>) {
    if units.is_empty() {
        return (None, Vec::new());
    }
    let mut resolver = Resolver::new(units);
    resolver.bind_names();
    resolver.order_types();
    resolver.declare_directives();
    resolver.resolve_aliases();
    resolver.check_directives();
    resolver.lay_out_structs();
    resolver.define_types();
    resolver.find_cycles();
    let roles = resolver.define_roles();
    resolver.evaluate_defaults();
    let contract = resolver.assemble(roles);
    let diagnostics = resolver.reports.sorted();
    let failed =
        diagnostics.iter().any(Diagnostic::is_error) || units.iter().any(|unit| unit.broken);
    (contract.filter(|_| !failed), diagnostics)
}

/// Puts reports in the order of the text.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(Diagnostic::place);
}

/// What is known so far.
struct Resolver<'a> {
    units: &'a [Unit],
    /// All types and aliases of all units.
    defs: Vec<Def<'a>>,
    /// What each unit sees.
    scopes: Vec<Scope<'a>>,
    /// Those that lack parts because of syntax errors: nobody is told off for using what is missing.
    incomplete: HashSet<DefId>,
    /// The numbers of the types; `None` for aliases.
    ids: Vec<Option<TypeId>>,
    /// The reverse.
    by_id: Vec<DefId>,
    /// How many types belong to the contract; those with higher numbers are checked and left out.
    kept: usize,
    /// The names of types that were imported under another.
    renamed: HashMap<DefId, &'a str>,
    /// What aliases stand for; `None` if that was reported.
    aliases: Vec<Option<Type>>,
    /// All fields as they are declared, before `implements` copies them.
    rows: Vec<Row<'a>>,
    /// The fields of each struct.
    layouts: Vec<Vec<RowId>>,
    directives: Directives<'a>,
    /// Arguments of annotations, checked once all types are there.
    arguments: Vec<Argument<'a>>,
    types: Vec<TypeDef>,
    reports: Reports,
    /// What may be meant by annotations that are not known.
    unknown_annotations: HashMap<&'a str, Option<String>>,
    /// How many more names are looked at for suggestions: they take time, and nobody reads hundreds.
    suggestions: usize,
    /// How many more values may be put into defaults that leave them out, in all defaults together.
    filled_in: usize,
}

impl<'a> Resolver<'a> {
    fn new(units: &'a [Unit]) -> Self {
        Self {
            units,
            defs: Vec::new(),
            scopes: Vec::new(),
            incomplete: HashSet::new(),
            ids: Vec::new(),
            by_id: Vec::new(),
            kept: 0,
            renamed: HashMap::new(),
            aliases: Vec::new(),
            rows: Vec::new(),
            layouts: Vec::new(),
            directives: Directives::default(),
            arguments: Vec::new(),
            types: Vec::new(),
            reports: Reports::default(),
            unknown_annotations: HashMap::new(),
            suggestions: 50_000,
            filled_in: values::MOST_FILLED_IN,
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.reports.push(diagnostic);
    }

    /// Reports a lint; those of imported files are reported where these are checked themselves.
    fn lint(&mut self, unit: usize, diagnostic: Diagnostic) {
        if unit == 0 {
            self.reports.push(diagnostic);
        }
    }

    /// Reports `DUPLICATE`: a second definition with the place of the first.
    fn report_twice(&mut self, diagnostic: Diagnostic, second: Span, first: Span) {
        self.report(diagnostic.at(second, "defined again here").and(first, "first defined here"));
    }

    /// The candidate that was meant, as a help text. They are collected only if they are looked at.
    fn did_you_mean(
        &mut self,
        name: &str,
        candidates: impl FnOnce(&Self) -> Vec<&str>,
    ) -> Option<String> {
        if self.suggestions == 0 {
            return None;
        }
        let candidates = candidates(self);
        let left = self.suggestions.saturating_sub(candidates.len());
        let near = suggest::closest(name, candidates);
        let help = near.map(|near| format!("did you mean `{near}`?"));
        self.suggestions = left;
        help
    }

    /// The namespace of a unit.
    fn namespace(&self, unit: usize) -> Option<&'a ast::Namespace> {
        self.units[unit].file.definitions.iter().find_map(|definition| match definition {
            ast::Definition::Namespace(namespace) => Some(namespace),
            _ => None,
        })
    }
}

/// The lines of a description, from the first that says something to the last.
fn docs(description: &ast::Description) -> Vec<String> {
    let Some(lines) = description else { return Vec::new() };
    let says = |line: &String| !line.trim().is_empty();
    let first = lines.value.iter().position(says).unwrap_or(lines.value.len());
    let end = lines.value.iter().rposition(says).map_or(first, |last| last + 1);
    lines.value[first..end].to_vec()
}
