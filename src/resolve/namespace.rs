//! The namespace, and the contract as a whole.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Alias, Contract, Role};
use crate::source::Span;
use crate::syntax::ast::{self, Definition};

use super::annotations::{Place, text};
use super::scope::Node;
use super::{Resolver, docs, load};

impl<'a> Resolver<'a> {
    /// Puts the contract together; `None` if something is missing in it.
    pub(super) fn assemble(&mut self, roles: Vec<Role>) -> Option<Contract> {
        let namespace = self.check_namespace();
        self.check_visits(&roles);
        let units = self.units;
        for (unit, known) in units.iter().enumerate() {
            for import in load::imports(&known.file) {
                self.annotate(unit, &import.annotations, Place::Import, &[]);
            }
        }
        self.lint_imports();
        let aliases = self.kept_aliases();
        let mut types = std::mem::take(&mut self.types);
        types.truncate(self.kept);

        let path = &self.units[0].path;
        let annotations = match namespace {
            Some(namespace) => self.annotate(0, &namespace.annotations, Place::Namespace, &[]),
            None => Vec::new(),
        };
        Some(Contract {
            id: namespace.map_or_else(|| stem(path).to_owned(), |name| name.name.value.clone()),
            namespaced: namespace.is_some(),
            source: path.clone(),
            docs: namespace.map(|namespace| docs(&namespace.description)).unwrap_or_default(),
            version: text(&annotations, "version", "value").map(str::to_owned),
            annotations,
            types,
            roles,
            aliases,
            directives: self.kept_directives(),
        })
    }

    /// The namespace of the schema, after a look at where it stands.
    fn check_namespace(&mut self) -> Option<&'a ast::Namespace> {
        let definitions = &self.units[0].file.definitions;
        let mut first: Option<&ast::Namespace> = None;
        for (at, definition) in definitions.iter().enumerate() {
            let Definition::Namespace(namespace) = definition else { continue };
            if namespace.name.value.trim().is_empty() {
                let report = Diagnostic::new(Code::EMPTY_NAMESPACE, "the namespace is empty");
                self.report(
                    report
                        .at(namespace.name.span, "it names the contract on the wire")
                        .help("name it as in `namespace \"example:inventory\"`"),
                );
            }
            match first {
                None => {
                    first = Some(namespace);
                    // Imports may come before it: they often bring the directives of its annotations.
                    let late = definitions[..at].iter().any(|before| {
                        !matches!(before, Definition::Import(_) | Definition::Directive(_))
                    });
                    if late {
                        let report = Diagnostic::new(
                            Code::LATE_NAMESPACE,
                            "the namespace stands behind other definitions",
                        );
                        self.lint(
                            0,
                            report
                                .at(namespace.name.span, "readers look for it at the top")
                                .help("move it to the beginning of the file"),
                        );
                    }
                }
                Some(first) => {
                    let report = Diagnostic::new(
                        Code::SECOND_NAMESPACE,
                        "a file has one namespace, and this is the second",
                    );
                    self.lint(
                        0,
                        report
                            .at(namespace.name.span, "this one is ignored")
                            .and(first.name.span, "this one counts")
                            .help("put the other contract into a file of its own"),
                    );
                }
            }
        }
        if first.is_none() && !self.units[0].broken {
            let stem = stem(&self.units[0].path);
            let report = Diagnostic::new(Code::NO_NAMESPACE, "there is no namespace");
            self.lint(
                0,
                report
                    .at(Span::new(self.units[0].file.source, 0, 0), "expected at the top")
                    .note(format!(
                        "calls are made in the namespace `{stem}`, after the file's name"
                    ))
                    .help(format!("begin the file with `namespace \"{stem}\"`")),
            );
        }
        first
    }

    fn kept_aliases(&mut self) -> Vec<Alias> {
        let mut kept = Vec::new();
        for def in 0..self.defs.len() {
            let (Node::Alias(alias), unit) = (self.defs[def].node, self.defs[def].unit) else {
                continue;
            };
            let annotations = self.annotate(unit, &alias.annotations, Place::Alias, &[]);
            self.lint_type_case(unit, &alias.name);
            if unit != 0 {
                continue;
            }
            if let Some(ty) = self.aliases[def].clone() {
                let name = alias.name.value.clone();
                kept.push(Alias { name, docs: docs(&alias.description), ty, annotations });
            }
        }
        kept
    }
}

/// The name of a file without its folders and its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}
