//! Recursion: which types can hold values of themselves, and whether such a value can end.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Type, TypeDef, TypeKind};
use crate::source::Span;

use super::{Resolver, graph};

/// How a type holds another.
#[derive(Clone, Copy, PartialEq)]
enum Hold {
    /// A part of the value itself.
    Value,
    /// The same, or nothing.
    Optional,
    /// Behind a list or a map.
    Behind,
}

impl Resolver<'_> {
    /// Marks recursive types and boxed fields, and reports types that contain themselves by value.
    pub(super) fn find_cycles(&mut self) {
        let edges = |wanted: fn(Hold) -> bool| -> Vec<Vec<usize>> {
            let held = self.types.iter().map(|def| held(def).filter(move |edge| wanted(edge.1)));
            held.map(|edges| edges.map(|(id, ..)| id).collect()).collect()
        };
        let (any, any_cyclic) = graph::components(&edges(|_| true));
        let (near, near_cyclic) = graph::components(&edges(|hold| hold != Hold::Behind));
        let by_value = edges(|hold| hold == Hold::Value);

        self.report_endless(&by_value);
        for (id, def) in self.types.iter_mut().enumerate() {
            def.recursive = any_cyclic[any[id]];
            if !near_cyclic[near[id]] {
                continue;
            }
            let inside = |ty: &Type| matches!(target(ty), Some((other, Hold::Optional)) if near[other] == near[id]);
            match &mut def.kind {
                TypeKind::Struct(fields) => {
                    fields.iter_mut().for_each(|field| field.boxed = inside(&field.ty));
                }
                TypeKind::Union(members) => {
                    members.iter_mut().for_each(|member| member.boxed = inside(&member.ty));
                }
                TypeKind::Enum(_) => {}
            }
        }
    }

    /// Reports types that contain themselves by value, one report for each knot of them.
    fn report_endless(&mut self, by_value: &[Vec<usize>]) {
        let (component, cyclic) = graph::components(by_value);
        let mut reported = vec![false; cyclic.len()];
        for cycle in graph::cycles(by_value) {
            if std::mem::replace(&mut reported[component[cycle[0]]], true) {
                continue;
            }
            let names: Vec<&str> = cycle.iter().map(|&id| self.types[id].name.as_str()).collect();
            let mut report = Diagnostic::new(
                Code::ENDLESS_TYPE,
                format!("a value of `{}` could never end: {}", names[0], graph::shown(&names)),
            );
            for (at, &id) in cycle.iter().enumerate().take(20) {
                let next = cycle[(at + 1) % cycle.len()];
                let span = holder(&self.types[id], next).unwrap_or(self.types[id].span);
                let text = format!("holds a `{}` by value", self.types[next].name);
                report = if at == 0 { report.at(span, text) } else { report.and(span, text) };
            }
            self.report(report.help(format!(
                "make one of them optional (`{}?`), a list or a map",
                self.types[cycle[1 % cycle.len()]].name
            )));
        }
    }
}

/// What the fields or members of a type hold, with their places.
fn held(def: &TypeDef) -> Box<dyn Iterator<Item = (usize, Hold, Span)> + '_> {
    fn edge(ty: &Type, span: Span) -> Option<(usize, Hold, Span)> {
        target(ty).map(|(id, hold)| (id, hold, span))
    }
    match &def.kind {
        TypeKind::Struct(fields) => {
            Box::new(fields.iter().filter_map(|field| edge(&field.ty, field.span)))
        }
        TypeKind::Union(members) => {
            Box::new(members.iter().filter_map(|member| edge(&member.ty, member.span)))
        }
        TypeKind::Enum(_) => Box::new(std::iter::empty()),
    }
}

/// The field or member of a type that holds another by value.
fn holder(def: &TypeDef, other: usize) -> Option<Span> {
    held(def).find(|(id, hold, _)| *id == other && *hold == Hold::Value).map(|(.., span)| span)
}

/// The struct, enum or union in a type, and how it is held. Keys of maps hold nothing.
fn target(mut ty: &Type) -> Option<(usize, Hold)> {
    let mut hold = Hold::Value;
    loop {
        ty = match ty {
            Type::Named(id) => return Some((id.0, hold)),
            Type::Scalar(_) => return None,
            Type::Optional(inner) => {
                if hold == Hold::Value {
                    hold = Hold::Optional;
                }
                inner
            }
            Type::List(inner) | Type::Map(_, inner) => {
                hold = Hold::Behind;
                inner
            }
        };
    }
}
