//! The files of a compilation: the root, and what it imports.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{LoadError, Loaded, Loader, SourceMap, Span};
use crate::syntax::ast::{Definition, Import};
use crate::syntax::{ast, parse};

use super::{Unit, graph};

/// All files of a compilation.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Their texts; the root is the first.
    pub sources: SourceMap,
    /// Those that could be parsed at all; the root is the first, unless it could not.
    pub units: Vec<Unit>,
    /// What is wrong with the texts and the imports.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the root and everything that it imports, each file once.
#[must_use]
pub fn load(root: Loaded, loader: &dyn Loader) -> Graph {
    let mut loading = Loading {
        loader,
        seen: HashMap::new(),
        graph: Graph { sources: SourceMap::new(), units: Vec::new(), diagnostics: Vec::new() },
    };
    if loading.add(root).is_some() {
        let mut next = 0;
        while next < loading.graph.units.len() {
            loading.imports_of(next);
            next += 1;
        }
    }
    let mut graph = loading.graph;
    break_cycles(&mut graph);
    graph
}

struct Loading<'l> {
    loader: &'l dyn Loader,
    /// The units by path; `None` for a text that could not be parsed at all.
    seen: HashMap<String, Option<usize>>,
    graph: Graph,
}

impl Loading<'_> {
    /// Parses a text, unless that was done before.
    fn add(&mut self, loaded: Loaded) -> Option<usize> {
        if let Some(unit) = self.seen.get(&loaded.path) {
            return *unit;
        }
        let graph = &mut self.graph;
        let path = loaded.path.clone();
        let id = graph.sources.add_loaded(loaded);
        let parsed = graph.sources.get(id).map(parse);
        let unit = parsed.and_then(|parsed| {
            let broken = parsed.diagnostics.iter().any(Diagnostic::is_error);
            graph.diagnostics.extend(parsed.diagnostics);
            parsed.file.map(|file| {
                graph.units.push(Unit { path: path.clone(), file, imports: Vec::new(), broken });
                graph.units.len() - 1
            })
        });
        self.seen.insert(path, unit);
        unit
    }

    fn imports_of(&mut self, unit: usize) {
        let importer = self.graph.units[unit].path.clone();
        let wanted: Vec<ast::Name> =
            imports(&self.graph.units[unit].file).map(|import| import.from.clone()).collect();
        for from in wanted {
            let target = match self.loader.load(&importer, &from.value) {
                Ok(loaded) => self.add(loaded),
                Err(error) => {
                    self.graph.diagnostics.push(not_found(&from, error));
                    None
                }
            };
            self.graph.units[unit].imports.push(target);
        }
    }
}

/// The imports of a file.
pub(super) fn imports(file: &ast::File) -> impl Iterator<Item = &Import> {
    file.definitions.iter().filter_map(|definition| match definition {
        Definition::Import(import) => Some(import),
        _ => None,
    })
}

fn not_found(from: &ast::Name, error: LoadError) -> Diagnostic {
    let report =
        Diagnostic::new(Code::IMPORT_NOT_FOUND, format!("cannot import \"{}\"", from.value))
            .at(from.span, error.reason);
    let report =
        error.tried.iter().fold(report, |report, place| report.note(format!("looked at {place}")));
    match error.help {
        Some(help) => report.help(help),
        None if error.tried.is_empty() => report,
        None => {
            report.help("a path is relative to the importing file; other folders are given with -I")
        }
    }
}

/// Reports each cycle of imports, with its path, and cuts the import that closes it.
fn break_cycles(graph: &mut Graph) {
    let edges: Vec<Vec<usize>> =
        graph.units.iter().map(|unit| unit.imports.iter().flatten().copied().collect()).collect();
    for cycle in graph::cycles(&edges) {
        let spans: Vec<Span> = (0..cycle.len())
            .filter_map(|at| import_span(graph, cycle[at], cycle[(at + 1) % cycle.len()]))
            .collect();
        let path: Vec<&str> = cycle.iter().map(|&unit| graph.units[unit].path.as_str()).collect();
        let mut report = Diagnostic::new(
            Code::IMPORT_CYCLE,
            format!("files import each other in a circle: {}", graph::shown(&path)),
        );
        if let Some((last, others)) = spans.split_last() {
            report = report.at(*last, "this import closes the circle");
            for span in others.iter().take(20) {
                report = report.and(*span, "by way of this import");
            }
        }
        graph
            .diagnostics
            .push(report.help("move what both files need into a third one, which imports neither"));
        if let (Some(&from), Some(&to)) = (cycle.last(), cycle.first()) {
            for target in &mut graph.units[from].imports {
                if *target == Some(to) {
                    *target = None;
                }
            }
            // What the cut import would have brought must not be reported as missing.
            graph.units[from].broken = true;
        }
    }
}

/// The place of the import in one unit that leads to another.
fn import_span(graph: &Graph, from: usize, to: usize) -> Option<Span> {
    let unit = &graph.units[from];
    let mut imports = imports(&unit.file).zip(&unit.imports);
    imports.find(|(_, target)| **target == Some(to)).map(|(import, _)| import.from.span)
}
