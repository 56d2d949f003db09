//! The names each file sees: its own definitions, and what its imports bring.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Scalar;
use crate::source::Span;
use crate::syntax::ast::{self, Definition, Name};

use super::{Resolver, graph, load};

/// The number of a definition among those of all units.
pub(super) type DefId = usize;

/// A type or an alias.
#[derive(Clone, Copy, Debug)]
pub(super) struct Def<'a> {
    pub unit: usize,
    pub node: Node<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'a> {
    Type(&'a ast::Type),
    Union(&'a ast::Union),
    Enum(&'a ast::Enum),
    Alias(&'a ast::Alias),
}

impl<'a> Def<'a> {
    pub fn name(&self) -> &'a Name {
        match self.node {
            Node::Type(node) => &node.name,
            Node::Union(node) => &node.name,
            Node::Enum(node) => &node.name,
            Node::Alias(node) => &node.name,
        }
    }
}

/// What a file sees.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    names: HashMap<&'a str, Binding>,
    /// In the order in which they came in.
    order: Vec<&'a str>,
    /// Whether an `import *` brought less than it should have: then any name may be one of the missing ones.
    pub open: bool,
}

/// A name a file sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub target: Target,
    /// Where it came in: its definition here, its name in an import, or the path of `import *`.
    pub span: Span,
    pub origin: Origin,
    pub used: bool,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    Def(DefId),
    /// Something that was reported already.
    Broken,
    /// Different things from two `import *`; this is the place of the second.
    Ambiguous(Span),
}

/// How a name came into a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Origin {
    Own,
    Named,
    /// By the import of that number in the file.
    Star(usize),
}

impl<'a> Scope<'a> {
    pub fn get(&self, name: &str) -> Option<&Binding> {
        self.names.get(name)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Binding> {
        self.names.get_mut(name)
    }

    fn put(&mut self, name: &'a str, binding: Binding) {
        if self.names.insert(name, binding).is_none() {
            self.order.push(name);
        }
    }

    /// All names, in the order in which they came in.
    pub fn names(&self) -> Vec<&'a str> {
        self.order.clone()
    }

    /// All names with what they stand for, in the order in which they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Binding)> {
        self.order.iter().filter_map(|&name| Some((name, self.names.get(name)?)))
    }
}

/// A builtin type's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Builtin {
    Scalar(Scalar),
    /// Another name for one.
    Synonym(Scalar),
    Void,
}

/// The builtin type of that name.
pub(super) fn builtin(name: &str) -> Option<Builtin> {
    Some(match name {
        "void" => Builtin::Void,
        "any" | "struct" => Builtin::Synonym(Scalar::Value),
        "ID" | "link" => Builtin::Synonym(Scalar::String),
        _ => Builtin::Scalar(Scalar::ALL.into_iter().find(|scalar| scalar.name() == name)?),
    })
}

impl<'a> Resolver<'a> {
    /// Fills the scopes of all units, imported ones first.
    pub(super) fn bind_names(&mut self) {
        let edges: Vec<Vec<usize>> = self
            .units
            .iter()
            .map(|unit| unit.imports.iter().flatten().copied().collect())
            .collect();
        self.scopes = vec![Scope::default(); self.units.len()];
        for unit in 0..self.units.len() {
            self.bind_own(unit);
        }
        for unit in graph::dependencies_first(&edges) {
            let (file, targets) = (&self.units[unit].file, &self.units[unit].imports);
            // A name that is asked for comes before all that `*` brings, wherever it stands.
            for (import, target) in load::imports(file).zip(targets) {
                if let Some(names) = &import.names {
                    self.bind_named(unit, names, *target);
                }
            }
            for (number, (import, target)) in load::imports(file).zip(targets).enumerate() {
                match *target {
                    _ if import.names.is_some() => {}
                    Some(target) => self.bind_star(unit, number, import, target),
                    None => self.scopes[unit].open = true,
                }
            }
        }
    }

    fn bind_own(&mut self, unit: usize) {
        let file = &self.units[unit].file;
        for definition in &file.definitions {
            let node = match definition {
                Definition::Type(node) => Node::Type(node),
                Definition::Union(node) => Node::Union(node),
                Definition::Enum(node) => Node::Enum(node),
                Definition::Alias(node) => Node::Alias(node),
                _ => continue,
            };
            let def = Def { unit, node };
            let name = def.name();
            self.defs.push(def);
            if let Some(Builtin::Scalar(_) | Builtin::Void) = builtin(&name.value) {
                self.report_builtin_name(name);
                continue;
            }
            if let Some(first) = self.scopes[unit].get(&name.value) {
                let first = first.span;
                let report = Diagnostic::new(
                    Code::DUPLICATE_TYPE,
                    format!("`{}` is defined twice", name.value),
                );
                self.report_twice(report, name.span, first);
                continue;
            }
            let target = Target::Def(self.defs.len() - 1);
            let binding = Binding { target, span: name.span, origin: Origin::Own, used: true };
            self.scopes[unit].put(&name.value, binding);
        }
        for name in &file.broken {
            if name.value.is_empty() {
                self.scopes[unit].open = true;
                continue;
            }
            match self.scopes[unit].get(&name.value).map(|binding| binding.target) {
                Some(Target::Def(def)) => {
                    self.incomplete.insert(def);
                }
                Some(_) => {}
                None => {
                    let (target, origin) = (Target::Broken, Origin::Own);
                    let binding = Binding { target, span: name.span, origin, used: true };
                    self.scopes[unit].put(&name.value, binding);
                }
            }
        }
    }

    fn report_builtin_name(&mut self, name: &Name) {
        let message = format!("`{}` is the name of a builtin type", name.value);
        let report = Diagnostic::new(Code::BUILTIN_NAME, message)
            .at(name.span, "this name is taken")
            .help(format!("give it another name, such as `My{}`", pascal(&name.value)));
        self.report(report);
    }

    /// `import { A, B as C } from "…"`
    fn bind_named(&mut self, unit: usize, names: &'a [ast::ImportName], from: Option<usize>) {
        for import in names {
            let (name, local) = (&import.name, import.alias.as_ref().unwrap_or(&import.name));
            if let Some(Builtin::Scalar(_) | Builtin::Void) = builtin(&local.value) {
                self.report_builtin_name(local);
                continue;
            }
            let target = match from {
                None => Target::Broken,
                Some(from) => match self.scopes[from].get(&name.value) {
                    Some(binding) => binding.target,
                    None => {
                        if !self.imports_directive(from, name) {
                            self.unknown_import(from, name);
                        }
                        Target::Broken
                    }
                },
            };
            match self.scopes[unit].get(&local.value) {
                // What it stands for is not known.
                Some(first) if first.target == Target::Broken => {}
                Some(first) if first.target == target && first.origin == Origin::Named => {
                    let report = Diagnostic::new(
                        Code::UNUSED_IMPORT,
                        format!("`{}` is imported twice", local.value),
                    );
                    let report = report.at(local.span, "the second").and(first.span, "the first");
                    self.lint(unit, report.help("take one of them away"));
                }
                Some(first) => {
                    let (first, own) = (first.span, first.origin == Origin::Own);
                    let report = Diagnostic::new(
                        Code::DUPLICATE_IMPORT,
                        format!("`{}` comes into this file twice", local.value),
                    );
                    let here = if own { "defined here" } else { "imported here" };
                    self.report(report.at(local.span, "imported here").and(first, here).help(
                        format!(
                            "import it under another name: `{} as Other{}`",
                            name.value,
                            pascal(&name.value)
                        ),
                    ));
                }
                None => {
                    if let (Target::Def(def), 0, Some(alias)) = (target, unit, &import.alias) {
                        self.renamed.entry(def).or_insert(&alias.value);
                    }
                    let used = matches!(target, Target::Broken);
                    let binding = Binding { target, span: local.span, origin: Origin::Named, used };
                    self.scopes[unit].put(&local.value, binding);
                }
            }
        }
    }

    fn unknown_import(&mut self, from: usize, name: &Name) {
        let imported = &self.units[from];
        if imported.broken || self.scopes[from].open {
            return;
        }
        let (path, units) = (&imported.path, self.units);
        let role = units[from].file.definitions.iter().find_map(|definition| match definition {
            Definition::Role(role) => role.name.as_ref().filter(|role| role.value == name.value),
            _ => None,
        });
        if let Some(role) = role {
            let report = Diagnostic::new(
                Code::IMPORTED_ROLE,
                format!("`{}` is a role, and roles are not imported", name.value),
            );
            self.report(
                report.at(name.span, "not a type").and(role.span, "the role").help(
                    "import the types that it uses; a program takes any number of contracts side by side",
                ),
            );
            return;
        }
        let help = self.did_you_mean(&name.value, |known| known.scopes[from].names());
        let mut report =
            Diagnostic::new(Code::UNKNOWN_IMPORT, format!("{path} has no type `{}`", name.value))
                .at(name.span, "not defined there");
        report.help = help;
        self.report(report);
    }

    /// `import * from "…"`
    fn bind_star(&mut self, unit: usize, number: usize, import: &ast::Import, from: usize) {
        let brought: Vec<(&'a str, Target)> =
            self.scopes[from].iter().map(|(name, binding)| (name, binding.target)).collect();
        self.scopes[unit].open |= self.scopes[from].open;
        for (name, target) in brought {
            let origin = Origin::Star(number);
            match self.scopes[unit].get_mut(name) {
                None => {
                    let binding = Binding { target, span: import.from.span, origin, used: false };
                    self.scopes[unit].put(name, binding);
                }
                Some(first) if first.target == target => {}
                // A name of one's own comes before those of `import *`; two of those must not be mixed up.
                Some(first) if matches!(first.origin, Origin::Star(_)) => {
                    if first.target == Target::Broken {
                        continue;
                    }
                    if target != Target::Broken {
                        first.target = Target::Ambiguous(import.from.span);
                    }
                }
                // Asked for by name, and so meant.
                Some(first) if first.origin == Origin::Named => {}
                Some(first) => {
                    let report = Diagnostic::new(
                        Code::HIDDEN_IMPORT,
                        format!("`{name}` hides the one that `import *` brings"),
                    );
                    let report = report
                        .at(first.span, "this one is meant wherever the name is used here")
                        .and(import.from.span, "this import has another of that name")
                        .help(format!(
                            "rename one of them, or import by name: `import {{ {name} as Other{} }}`",
                            pascal(name)
                        ));
                    self.lint(unit, report);
                }
            }
        }
    }

    /// What a type's name stands for in a unit; it counts as used.
    pub(super) fn look_up(&mut self, unit: usize, name: &str, span: Span) -> Option<Target> {
        let binding = self.scopes[unit].get_mut(name)?;
        binding.used = true;
        let (target, first) = (binding.target, binding.span);
        if let Target::Ambiguous(second) = target {
            let report = Diagnostic::new(
                Code::AMBIGUOUS_NAME,
                format!("`{name}` can mean two different types"),
            );
            self.report(
                report
                    .at(span, "which one?")
                    .and(first, "one comes from here")
                    .and(second, "another comes from here")
                    .help(format!(
                        "import the one that is meant by name: `import {{ {name} }} from …`"
                    )),
            );
            return Some(Target::Broken);
        }
        Some(target)
    }
}

/// A name with a capital letter in front.
pub(super) fn pascal(name: &str) -> String {
    heck::ToPascalCase::to_pascal_case(name)
}
