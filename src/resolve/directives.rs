//! Declared directives, and the annotations that must agree with them.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir;
use crate::source::Span;
use crate::syntax::ast::{self, Definition, Name};

use super::annotations::Place;
use super::values::Argument;
use super::{Resolver, docs, load, types};

/// The directives of all units.
#[derive(Debug, Default)]
pub(super) struct Directives<'a> {
    /// For each unit, what it declares or imports: where it is declared, and the declaration.
    scopes: Vec<HashMap<&'a str, (usize, &'a ast::Directive)>>,
    /// The types of their parameters.
    parameters: HashMap<(usize, &'a str), Vec<Option<ir::Type>>>,
}

impl<'a> Directives<'a> {
    /// The names a unit knows.
    pub(super) fn names(&self, unit: usize) -> Vec<&'a str> {
        let mut names: Vec<&str> =
            self.scopes.get(unit).into_iter().flat_map(HashMap::keys).copied().collect();
        names.sort_unstable();
        names
    }

    /// Whether a unit knows directives of another.
    pub(super) fn come_from(&self, unit: usize, other: usize) -> bool {
        self.scopes.get(unit).is_some_and(|known| known.values().any(|(home, _)| *home == other))
    }

    fn get(&self, unit: usize, name: &str) -> Option<(usize, &'a ast::Directive)> {
        self.scopes.get(unit)?.get(name).copied()
    }
}

impl<'a> Resolver<'a> {
    /// Collects the directives of all units, and what of them imports bring.
    pub(super) fn declare_directives(&mut self) {
        let units = self.units;
        self.directives.scopes = vec![HashMap::new(); units.len()];
        for (unit, known) in units.iter().enumerate() {
            for directive in declared(&known.file) {
                let name = directive.name.value.as_str();
                match self.directives.scopes[unit].get(name) {
                    Some((_, first)) => {
                        let first = first.name.span;
                        let report = Diagnostic::new(
                            Code::DUPLICATE_DIRECTIVE,
                            format!("`@{name}` is declared twice"),
                        );
                        self.report_twice(report, directive.name.span, first);
                    }
                    None => {
                        self.directives.scopes[unit].insert(name, (unit, directive));
                    }
                }
            }
        }
        // Imports of imports bring theirs, too; units of an import have higher numbers only if they were read later.
        let edges: Vec<Vec<usize>> =
            units.iter().map(|unit| unit.imports.iter().flatten().copied().collect()).collect();
        for unit in super::graph::dependencies_first(&edges) {
            for (import, target) in load::imports(&units[unit].file).zip(&units[unit].imports) {
                let Some(target) = *target else { continue };
                if target == unit {
                    continue;
                }
                let brought = self.directives.scopes[target].clone();
                for (name, directive) in brought {
                    let wanted = import
                        .names
                        .as_ref()
                        .is_none_or(|names| names.iter().any(|import| import.name.value == name));
                    if wanted {
                        self.directives.scopes[unit].entry(name).or_insert(directive);
                    }
                }
            }
        }
    }

    /// Whether an imported name is that of a directive.
    pub(super) fn imports_directive(&self, from: usize, name: &Name) -> bool {
        declared(&self.units[from].file).any(|directive| directive.name.value == name.value)
    }

    /// Checks an annotation against its declaration; false if it has none.
    pub(super) fn check_declared(
        &mut self,
        unit: usize,
        annotation: &'a ast::Annotation,
        place: Place,
        beside: &'a [ast::Annotation],
        around: &[(Place, &'a [ast::Annotation])],
    ) -> bool {
        let name = annotation.name.value.as_str();
        let Some((home, directive)) = self.directives.get(unit, name) else { return false };
        let places: Vec<&str> =
            directive.locations.iter().map(|location| location.value.as_str()).collect();
        if !places.is_empty() && !places.iter().any(|at| stands(place, at)) {
            let report = Diagnostic::new(
                Code::DIRECTIVE_LOCATION,
                format!("`@{name}` cannot stand on {}", place.name()),
            );
            self.report(
                report
                    .at(annotation.span, "not here")
                    .and(directive.name.span, "declared here")
                    .help(format!("it is for {}", or(&places))),
            );
        }
        self.check_arguments(home, directive, annotation);
        for requirement in &directive.requires {
            let namespace = self.namespace(unit).map(|namespace| namespace.annotations.as_slice());
            let levels = around.iter().copied().chain([(place, beside)]);
            let mut levels =
                levels.chain(namespace.map(|annotations| (Place::Namespace, annotations)));
            let wanted = requirement.directive.value.as_str();
            let has = |annotations: &[ast::Annotation]| {
                annotations.iter().any(|annotation| annotation.name.value == wanted)
            };
            let met = requirement.locations.iter().any(|at| at.value == SELF && has(beside))
                || levels.any(|(place, annotations)| {
                    requirement.locations.iter().any(|at| stands(place, &at.value))
                        && has(annotations)
                });
            if !met {
                let at: Vec<&str> =
                    requirement.locations.iter().map(|at| at.value.as_str()).collect();
                let report = Diagnostic::new(
                    Code::MISSING_REQUIREMENT,
                    format!("`@{name}` requires `@{wanted}` on {}", or(&at)),
                );
                self.report(
                    report
                        .at(annotation.span, format!("without `@{wanted}`"))
                        .and(requirement.directive.span, "required here")
                        .help(format!("add `@{wanted}` there, or take `@{name}` away")),
                );
            }
        }
        true
    }

    fn check_arguments(
        &mut self,
        home: usize,
        directive: &'a ast::Directive,
        annotation: &'a ast::Annotation,
    ) {
        let name = directive.name.value.as_str();
        let types = self.parameter_types(home, directive);
        let mut given: HashMap<&str, &ast::Argument> = HashMap::new();
        let mut unknown = false;
        for argument in &annotation.arguments {
            let wanted = argument.name.value.as_str();
            if let Some(first) = given.insert(wanted, argument) {
                let report =
                    Diagnostic::new(Code::DUPLICATE_ARGUMENT, format!("`{wanted}` is given twice"));
                let first = first.value.span;
                self.report(report.at(argument.value.span, "the second").and(first, "the first"));
                continue;
            }
            let parameters = &directive.parameters;
            match parameters.iter().position(|parameter| parameter.name.value == wanted) {
                Some(at) => {
                    if let Some(ty) = types.get(at).cloned().flatten() {
                        self.arguments.push(Argument { ty, value: &argument.value });
                    }
                }
                None => {
                    unknown = true;
                    let names: Vec<&str> =
                        parameters.iter().map(|parameter| parameter.name.value.as_str()).collect();
                    let mut report = Diagnostic::new(
                        Code::UNKNOWN_ARGUMENT,
                        format!("`@{name}` has no argument `{wanted}`"),
                    )
                    .at(argument.name.span, "not declared")
                    .and(directive.name.span, "the declaration");
                    report.help = self.did_you_mean(wanted, |_| names.clone()).or_else(|| {
                        match names.as_slice() {
                            [] => Some("it has no arguments at all".to_owned()),
                            _ => Some(format!("it has {}", known(&names))),
                        }
                    });
                    self.report(report);
                }
            }
        }
        // An unknown one may be a missing one that is misspelt.
        for parameter in directive.parameters.iter().filter(|_| !unknown) {
            let wanted = parameter.name.value.as_str();
            let must = !parameter.ty.optional && parameter.default.is_none();
            if must && !given.contains_key(wanted) {
                let report = Diagnostic::new(
                    Code::MISSING_ARGUMENT,
                    format!("`@{name}` lacks its argument `{wanted}`"),
                );
                self.report(
                    report
                        .at(annotation.span, "not given")
                        .and(
                            parameter.name.span,
                            "declared here, neither optional nor with a default",
                        )
                        .help(format!("write `@{name}({wanted}: …)`")),
                );
            }
        }
    }

    fn parameter_types(&self, home: usize, directive: &ast::Directive) -> Vec<Option<ir::Type>> {
        let key = (home, directive.name.value.as_str());
        self.directives.parameters.get(&key).cloned().unwrap_or_default()
    }

    /// Checks the declarations themselves; needs the aliases.
    pub(super) fn check_directives(&mut self) {
        let units = self.units;
        for (unit, known) in units.iter().enumerate() {
            for directive in declared(&known.file) {
                let mut types = Vec::with_capacity(directive.parameters.len());
                let mut seen: HashMap<&str, Span> = HashMap::new();
                for parameter in &directive.parameters {
                    let name = &parameter.name;
                    if let Some(first) = seen.insert(&name.value, name.span) {
                        let message = format!(
                            "`@{}` has two arguments `{}`",
                            directive.name.value, name.value
                        );
                        let report = Diagnostic::new(Code::DUPLICATE_PARAMETER, message);
                        self.report_twice(report, name.span, first);
                    }
                    let ty = self.resolve_type(unit, &parameter.ty);
                    if let (Some(ty), Some(value)) = (&ty, &parameter.default) {
                        self.arguments.push(Argument { ty: ty.clone(), value });
                    }
                    types.push(ty);
                }
                self.directives.parameters.insert((unit, &directive.name.value), types);
                let required = directive.requires.iter();
                let locations = required.clone().flat_map(|requirement| &requirement.locations);
                let locations = locations.filter(|location| location.value != SELF);
                for location in directive.locations.iter().chain(locations) {
                    self.check_location(location);
                }
                for requirement in required {
                    let wanted = &requirement.directive;
                    if self.directives.get(unit, &wanted.value).is_none() && !known.broken {
                        let mut report = Diagnostic::new(
                            Code::UNKNOWN_DIRECTIVE,
                            format!("`@{}` is not declared", wanted.value),
                        )
                        .at(wanted.span, "required, but nowhere declared");
                        report.help =
                            self.did_you_mean(&wanted.value, |known| known.directives.names(unit));
                        self.report(report);
                    }
                }
            }
        }
    }

    fn check_location(&mut self, location: &Name) {
        if Place::ALL.iter().any(|place| stands(*place, &location.value)) {
            return;
        }
        let names: Vec<&str> = Place::ALL.iter().map(|place| place.name()).collect();
        let mut report = Diagnostic::new(
            Code::UNKNOWN_LOCATION,
            format!("`{}` is no place for an annotation", location.value),
        )
        .at(location.span, "unknown");
        report.help = self
            .did_you_mean(&location.value, |_| names.clone())
            .or_else(|| Some(format!("the places are {}", joined(&names, "and"))));
        self.report(report);
    }

    /// The directives of the schema, as the contract keeps them.
    pub(super) fn kept_directives(&self) -> Vec<ir::Directive> {
        let directives = declared(&self.units[0].file);
        directives
            .map(|directive| ir::Directive {
                name: directive.name.value.clone(),
                docs: docs(&directive.description),
                parameters: directive
                    .parameters
                    .iter()
                    .map(|parameter| (parameter.name.value.clone(), types::written(&parameter.ty)))
                    .collect(),
                locations: directive.locations.iter().map(|at| at.value.clone()).collect(),
            })
            .collect()
    }
}

fn declared(file: &ast::File) -> impl Iterator<Item = &ast::Directive> {
    file.definitions.iter().filter_map(|definition| match definition {
        Definition::Directive(directive) => Some(directive),
        _ => None,
    })
}

/// In a requirement: the very thing that bears the annotation.
const SELF: &str = "SELF";

/// Whether a place goes by that name. `SCALAR` is another word for an alias, and `FUNCTION` for an operation.
fn stands(place: Place, name: &str) -> bool {
    match name {
        "SCALAR" => place == Place::Alias,
        "FUNCTION" => place == Place::Operation,
        _ => place.name() == name,
    }
}

/// `A, B or C`
pub(super) fn or(words: &[&str]) -> String {
    joined(words, "or")
}

/// Names between backticks: `A`, `B` and `C`.
pub(super) fn known(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    joined(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [all @ .., end] => format!("{} {last} {end}", all.join(", ")),
    }
}
