//! Which types belong to the contract, and in what order: those of the schema, then the imported ones that it needs.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::TypeId;
use crate::syntax::ast::{self, Annotation, Definition, Parameters, TypeRef, TypeRefKind};

use super::Resolver;
use super::scope::{DefId, Node, Target};

impl<'a> Resolver<'a> {
    /// Gives each type its number: first those that belong to the contract, then the others.
    pub(super) fn order_types(&mut self) {
        let needed = self.needed();
        let is_type = |def: &DefId| !matches!(self.defs[*def].node, Node::Alias(_));
        let all = || (0..self.defs.len()).filter(is_type);
        let kept: Vec<DefId> = all().filter(|def| needed[*def]).collect();
        let left: Vec<DefId> = all().filter(|def| !needed[*def]).collect();
        self.kept = kept.len();
        self.by_id = kept;
        self.by_id.extend(left);
        self.ids = vec![None; self.defs.len()];
        for (id, &def) in self.by_id.iter().enumerate() {
            self.ids[def] = Some(TypeId(id));
        }
        self.check_names();
    }

    /// The name of a type in the contract.
    pub(super) fn type_name(&self, def: DefId) -> &'a str {
        let declared = || self.defs[def].name().value.as_str();
        self.renamed.get(&def).copied().unwrap_or_else(declared)
    }

    /// Types of different files must not meet under one name.
    fn check_names(&mut self) {
        let mut seen: HashMap<&str, DefId> = HashMap::new();
        let kept: Vec<DefId> = self.by_id[..self.kept].to_vec();
        for def in kept {
            let (name, place) = (self.type_name(def), self.defs[def].name());
            let unit = self.defs[def].unit;
            let Some(first) = seen.get(name).map(|&first| &self.defs[first]) else {
                seen.insert(name, def);
                continue;
            };
            if first.unit == unit && first.name().value == place.value {
                continue; // Reported as defined twice.
            }
            let first = first.name().span;
            let report = Diagnostic::new(
                Code::TYPES_MEET,
                format!("two different types named `{name}` meet in this contract"),
            );
            let path = &self.units[unit].path;
            self.report(report.at(place.span, "one").and(first, "the other").help(format!(
                "import one of them under another name: `import {{ {} as Other{} }} from \"{path}\"`",
                place.value,
                super::scope::pascal(&place.value)
            )));
        }
    }

    /// For each definition, whether the contract needs it.
    fn needed(&self) -> Vec<bool> {
        let mut needed = vec![false; self.defs.len()];
        let mut open: Vec<DefId> = Vec::new();
        for (def, known) in self.defs.iter().enumerate() {
            if known.unit == 0 {
                needed[def] = true;
                open.push(def);
            }
        }
        let mut names: Vec<(usize, &'a str)> = Vec::new();
        for definition in &self.units[0].file.definitions {
            match definition {
                Definition::Role(role) => {
                    role.operations.iter().for_each(|op| operation_names(op, &mut names));
                }
                Definition::Function(operation) => operation_names(operation, &mut names),
                _ => {}
            }
        }
        // The bases of a struct are looked through, but not needed themselves: their fields are copied.
        let mut looked_through = vec![false; self.defs.len()];
        loop {
            for (unit, name) in names.drain(..) {
                if let Some(def) = self.defined(unit, name)
                    && !needed[def]
                {
                    needed[def] = true;
                    open.push(def);
                }
            }
            let Some(def) = open.pop() else { break };
            if std::mem::replace(&mut looked_through[def], true) {
                continue;
            }
            let unit = self.defs[def].unit;
            match self.defs[def].node {
                Node::Enum(_) => {}
                Node::Alias(alias) => type_names(unit, &alias.ty, false, &mut names),
                Node::Union(union) => {
                    union.members.iter().for_each(|ty| type_names(unit, ty, false, &mut names));
                }
                Node::Type(ty) => {
                    for field in &ty.fields {
                        let key = is_reference(&field.annotations);
                        type_names(unit, &field.ty, key, &mut names);
                    }
                    for base in &ty.implements {
                        if let Some(base) = self.defined(unit, &base.value) {
                            open.push(base);
                        }
                    }
                }
            }
        }
        needed
    }

    fn defined(&self, unit: usize, name: &str) -> Option<DefId> {
        match self.scopes[unit].get(name)?.target {
            Target::Def(def) => Some(def),
            Target::Broken | Target::Ambiguous(_) => None,
        }
    }
}

/// Whether a field is a key that refers to something, and so a string.
pub(super) fn is_reference(annotations: &[Annotation]) -> bool {
    annotations
        .iter()
        .any(|annotation| matches!(annotation.name.value.as_str(), "ref" | "reference"))
}

fn operation_names<'a>(operation: &'a ast::Operation, names: &mut Vec<(usize, &'a str)>) {
    let parameters = match &operation.parameters {
        Parameters::List(fields) => fields.as_slice(),
        Parameters::Unary(field) => std::slice::from_ref(&**field),
    };
    for field in parameters {
        type_names(0, &field.ty, is_reference(&field.annotations), names);
    }
    if let Some(returns) = &operation.returns {
        type_names(0, &returns.ty, false, names);
    }
}

/// The names in a type. In a reference, all but the keys of maps are replaced by `string`.
fn type_names<'a>(unit: usize, ty: &'a TypeRef, key: bool, names: &mut Vec<(usize, &'a str)>) {
    match &ty.kind {
        TypeRefKind::Name(name) if !key => names.push((unit, name)),
        TypeRefKind::Name(_) => {}
        TypeRefKind::List(item) => type_names(unit, item, key, names),
        TypeRefKind::Map(from, to) => {
            type_names(unit, from, false, names);
            type_names(unit, to, key, names);
        }
    }
}
