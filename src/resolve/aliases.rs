//! What aliases stand for.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Type;
use crate::syntax::ast::{TypeRef, TypeRefKind};

use super::scope::{DefId, Node, Target};
use super::{Resolver, graph};

/// A message cannot nest deeper, so a type cannot be of use that does.
const DEEPEST: usize = 128;

impl Resolver<'_> {
    /// Resolves all aliases, those first that others are made of.
    pub(super) fn resolve_aliases(&mut self) {
        self.aliases = vec![None; self.defs.len()];
        let edges: Vec<Vec<DefId>> = (0..self.defs.len()).map(|def| self.aliases_in(def)).collect();
        for cycle in graph::cycles(&edges) {
            self.report_alias_cycle(&cycle);
        }
        let (component, cyclic) = graph::components(&edges);
        for def in graph::dependencies_first(&edges) {
            let Node::Alias(alias) = self.defs[def].node else { continue };
            if cyclic[component[def]] {
                continue;
            }
            let Some(ty) = self.resolve_type(self.defs[def].unit, &alias.ty) else { continue };
            if depth(&ty) > DEEPEST {
                let report = Diagnostic::new(
                    Code::DEEP_TYPE,
                    format!("`{}` nests too deep", alias.name.value),
                );
                self.report(
                    report.at(alias.ty.span, format!("more than {DEEPEST} lists and maps")),
                );
                continue;
            }
            self.aliases[def] = Some(ty);
        }
    }

    fn report_alias_cycle(&mut self, cycle: &[DefId]) {
        let names: Vec<&str> =
            cycle.iter().map(|&def| self.defs[def].name().value.as_str()).collect();
        let mut report = Diagnostic::new(
            Code::ALIAS_CYCLE,
            format!("an alias stands for itself: {}", graph::shown(&names)),
        );
        for (at, &def) in cycle.iter().enumerate().take(20) {
            if let Node::Alias(alias) = self.defs[def].node {
                report = if at == 0 {
                    report.at(alias.ty.span, "so there is nothing that it stands for")
                } else {
                    report.and(alias.ty.span, "by way of this one")
                };
            }
        }
        self.report(report.help("for a structure that contains itself, declare a `type`"));
    }

    /// The aliases that an alias is made of.
    fn aliases_in(&self, def: DefId) -> Vec<DefId> {
        let mut found = Vec::new();
        if let Node::Alias(alias) = self.defs[def].node {
            self.collect_aliases(self.defs[def].unit, &alias.ty, &mut found);
        }
        found
    }

    fn collect_aliases(&self, unit: usize, ty: &TypeRef, found: &mut Vec<DefId>) {
        match &ty.kind {
            TypeRefKind::Name(name) => {
                if let Some(binding) = self.scopes[unit].get(name)
                    && let Target::Def(def) = binding.target
                    && let Node::Alias(_) = self.defs[def].node
                {
                    found.push(def);
                }
            }
            TypeRefKind::List(item) => self.collect_aliases(unit, item, found),
            TypeRefKind::Map(key, value) => {
                self.collect_aliases(unit, key, found);
                self.collect_aliases(unit, value, found);
            }
        }
    }
}

/// How many lists and maps are nested in a type.
fn depth(mut ty: &Type) -> usize {
    let mut depth = 0;
    loop {
        ty = match ty {
            Type::Optional(inner) => inner,
            Type::List(inner) | Type::Map(_, inner) => {
                depth += 1;
                inner
            }
            Type::Scalar(_) | Type::Named(_) => return depth,
        };
    }
}
