//! Fields, and what `implements` copies.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, Literal, Type};
use crate::source::Span;
use crate::syntax::ast;

use super::annotations::Place;
use super::reach::is_reference;
use super::scope::{DefId, Node, Target, builtin};
use super::{Resolver, docs, graph, types};

/// The number of a declared field among all.
pub(super) type RowId = usize;

/// A field or a parameter, as it is declared.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub ast: &'a ast::Field,
    /// Without its default.
    pub field: Option<ir::Field>,
    pub default: Evaluation,
}

impl Row<'_> {
    /// What a copy of it costs.
    fn weight(&self) -> usize {
        self.ast.span.range().len().max(LEAST_COPIED)
    }
}

/// A default, evaluated when it is first asked for: one can contain another.
#[derive(Clone, Debug)]
pub(super) enum Evaluation {
    Open,
    Busy,
    Done(Option<Literal>),
}

/// No more bytes of fields, as they are written, are copied by `implements`, in all structs together: a chain of them grows
/// by the square of its length.
const MOST_COPIED: usize = 16 << 20;

/// What a field counts at least: that of a copy is more than a few letters.
const LEAST_COPIED: usize = 64;

impl<'a> Resolver<'a> {
    /// Declares the fields of all structs, and copies those of their bases.
    pub(super) fn lay_out_structs(&mut self) {
        self.layouts = vec![Vec::new(); self.defs.len()];
        let edges: Vec<Vec<DefId>> = (0..self.defs.len()).map(|def| self.bases(def)).collect();
        for cycle in graph::cycles(&edges) {
            self.report_base_cycle(&cycle);
        }
        let mut own = vec![Vec::new(); self.defs.len()];
        for (def, rows) in own.iter_mut().enumerate() {
            if let Node::Type(ty) = self.defs[def].node {
                *rows = self.declare_fields(self.defs[def].unit, ty);
            }
        }
        let mut copied = 0;
        for def in graph::dependencies_first(&edges) {
            let Node::Type(ty) = self.defs[def].node else { continue };
            if edges[def].iter().any(|base| self.incomplete.contains(base)) {
                self.incomplete.insert(def);
            }
            if edges[def].is_empty() {
                self.layouts[def] = std::mem::take(&mut own[def]);
                continue;
            }
            let before = copied;
            let rows = edges[def].iter().flat_map(|&base| &self.layouts[base]);
            copied += rows.map(|&row| self.rows[row].weight()).sum::<usize>();
            if copied > MOST_COPIED {
                self.incomplete.insert(def);
                if before <= MOST_COPIED {
                    self.report(
                        Diagnostic::new(
                            Code::TOO_MANY_FIELDS,
                            "`implements` copies too many fields",
                        )
                        .at(ty.name.span, "with the copies of the types before it")
                        .help("hold the other type in a field, instead of copying it"),
                    );
                }
                continue;
            }
            self.layouts[def] = self.with_bases(ty, &edges[def], &own[def]);
        }
    }

    /// The structs whose fields a struct copies.
    fn bases(&mut self, def: DefId) -> Vec<DefId> {
        let Node::Type(ty) = self.defs[def].node else { return Vec::new() };
        let unit = self.defs[def].unit;
        let mut bases = Vec::new();
        for name in &ty.implements {
            match self.base(unit, name) {
                Some(base) => bases.push(base),
                // The fields that it would bring are not missing by another mistake.
                None => _ = self.incomplete.insert(def),
            }
        }
        bases
    }

    /// The struct that a name after `implements` means; `None` if that was reported.
    fn base(&mut self, unit: usize, name: &ast::Name) -> Option<DefId> {
        let target = match self.look_up(unit, &name.value, name.span) {
            Some(Target::Def(def)) => Some(def),
            Some(Target::Broken | Target::Ambiguous(_)) => return None,
            None if builtin(&name.value).is_some() => None,
            None => {
                self.unknown_type(unit, &name.value, name.span);
                return None;
            }
        };
        let base = match target.map(|def| (def, self.defs[def].node, &self.aliases[def])) {
            Some((_, Node::Alias(_), None)) => return None,
            Some((_, Node::Alias(_), Some(Type::Named(id)))) => Some(self.by_id[id.0]),
            Some((def, ..)) => Some(def),
            None => None,
        };
        let base = base.filter(|&base| matches!(self.defs[base].node, Node::Type(_)));
        if base.is_none() {
            let message = format!("`{}` has no fields to copy", name.value);
            self.report(
                Diagnostic::new(Code::NOT_A_STRUCT, message)
                    .at(name.span, "not declared with `type`")
                    .help("only a `type` can be named after `implements`"),
            );
        }
        base
    }

    fn report_base_cycle(&mut self, cycle: &[DefId]) {
        let names: Vec<&str> =
            cycle.iter().map(|&def| self.defs[def].name().value.as_str()).collect();
        let mut report = Diagnostic::new(
            Code::IMPLEMENTS_CYCLE,
            format!("a type implements itself: {}", graph::shown(&names)),
        );
        for (at, &def) in cycle.iter().enumerate().take(20) {
            let span = self.defs[def].name().span;
            report = if at == 0 {
                report.at(span, "this type")
            } else {
                report.and(span, "by way of this one")
            };
        }
        self.report(report.help("take one `implements` away"));
    }

    fn declare_fields(&mut self, unit: usize, ty: &'a ast::Type) -> Vec<RowId> {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut rows = Vec::with_capacity(ty.fields.len());
        for field in &ty.fields {
            // Annotations and type are looked at in any case: their mistakes are mistakes of their own.
            let row =
                self.declare_field(unit, field, &[(Place::Type, &ty.annotations)], Place::Field);
            if let Some(&first) = seen.get(field.name.value.as_str()) {
                let report = Diagnostic::new(
                    Code::DUPLICATE_FIELD,
                    format!("`{}` has two fields `{}`", ty.name.value, field.name.value),
                );
                self.report_twice(report, field.name.span, first);
                continue;
            }
            seen.insert(&field.name.value, field.name.span);
            rows.push(row);
        }
        self.lint_case(unit, rows.iter().map(|&row| &self.rows[row].ast.name).collect(), "fields");
        rows
    }

    /// Declares a field or a parameter.
    pub(super) fn declare_field(
        &mut self,
        unit: usize,
        field: &'a ast::Field,
        around: &[(Place, &'a [ast::Annotation])],
        place: Place,
    ) -> RowId {
        let annotations = self.annotate(unit, &field.annotations, place, around);
        let deprecated = super::annotations::deprecated(&annotations);
        let ty = self.resolve_type(unit, &field.ty);
        let ty = if is_reference(&field.annotations) { ty.map(types::reference) } else { ty };
        let default =
            if field.default.is_some() { Evaluation::Open } else { Evaluation::Done(None) };
        self.rows.push(Row {
            ast: field,
            default,
            field: ty.map(|ty| ir::Field {
                name: field.name.value.clone(),
                docs: docs(&field.description),
                ty,
                default: None,
                boxed: false,
                deprecated,
                annotations,
                span: field.name.span,
            }),
        });
        self.rows.len() - 1
    }

    /// The fields of the bases, each once, and then a struct's own.
    fn with_bases(&mut self, ty: &ast::Type, bases: &[DefId], own: &[RowId]) -> Vec<RowId> {
        let mut names: HashMap<&'a str, RowId> = HashMap::new();
        let mut rows = Vec::new();
        let inherited: Vec<RowId> =
            bases.iter().flat_map(|&base| self.layouts[base].iter().copied()).collect();
        for row in inherited.into_iter().chain(own.iter().copied()) {
            let ast = self.rows[row].ast;
            match names.get(ast.name.value.as_str()) {
                None => {
                    names.insert(&ast.name.value, row);
                    rows.push(row);
                }
                // The same field, by way of two bases.
                Some(&first) if first == row => {}
                Some(&first) => {
                    let first = self.rows[first].ast.name.span;
                    let report = Diagnostic::new(
                        Code::INHERITED_FIELD,
                        format!("`{}` gets two fields `{}`", ty.name.value, ast.name.value),
                    );
                    let clash = if own.contains(&row) {
                        report
                            .at(ast.name.span, "declared here")
                            .and(first, "and copied from here by `implements`")
                            .help("take the one of the two away that is not needed, or rename it")
                    } else {
                        report
                            .at(ty.name.span, "by `implements`")
                            .and(first, "one is copied from here")
                            .and(ast.name.span, "another from here")
                            .help("move the field into a type that both implement, or rename one")
                    };
                    self.report(clash);
                }
            }
        }
        rows
    }
}
