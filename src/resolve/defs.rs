//! Structs, enums and unions.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{EnumValue, Member, TypeDef, TypeKind};
use crate::source::Span;
use crate::syntax::ast::{self, TypeRefKind};

use super::annotations::{Place, deprecated};
use super::scope::{DefId, Node};
use super::{Resolver, docs};

impl<'a> Resolver<'a> {
    /// Makes a type of each definition, by number.
    pub(super) fn define_types(&mut self) {
        let own = self.by_id.iter().map(|&def| &self.defs[def]).filter(|def| def.unit == 0);
        let names = own.map(|def| def.name()).collect();
        self.lint_case(0, names, "types");
        for def in self.by_id.clone() {
            let unit = self.defs[def].unit;
            let name = self.defs[def].name();
            self.lint_type_case(unit, name);
            let (description, written, place) = match self.defs[def].node {
                Node::Type(ty) => (&ty.description, &ty.annotations, Place::Type),
                Node::Enum(ty) => (&ty.description, &ty.annotations, Place::Enum),
                Node::Union(ty) => (&ty.description, &ty.annotations, Place::Union),
                Node::Alias(_) => continue,
            };
            let annotations = self.annotate(unit, written, place, &[]);
            let kind = match self.defs[def].node {
                Node::Type(_) => self.define_struct(def),
                Node::Enum(ty) => self.define_enum(def, ty),
                Node::Union(ty) => self.define_union(unit, ty),
                Node::Alias(_) => continue,
            };
            self.types.push(TypeDef {
                name: self.type_name(def).to_owned(),
                docs: docs(description),
                deprecated: deprecated(&annotations),
                kind,
                recursive: false,
                novisit: annotations.iter().any(|annotation| annotation.name == "novisit"),
                imported: unit != 0,
                annotations,
                span: name.span,
            });
        }
    }

    fn define_struct(&self, def: DefId) -> TypeKind {
        let rows = self.layouts[def].iter();
        TypeKind::Struct(rows.filter_map(|&row| self.rows[row].field.clone()).collect())
    }

    fn define_enum(&mut self, def: DefId, ty: &'a ast::Enum) -> TypeKind {
        let unit = self.defs[def].unit;
        let mut names: HashMap<&str, Span> = HashMap::new();
        let mut numbers: HashMap<i128, Span> = HashMap::new();
        let mut values: Vec<EnumValue> = Vec::with_capacity(ty.values.len());
        let mut next: i128 = 0;
        let mut before: Option<&ast::EnumValue> = None;
        let mut free: Option<i128> = None;
        for value in &ty.values {
            let annotations = self.annotate(
                unit,
                &value.annotations,
                Place::EnumValue,
                &[(Place::Enum, &ty.annotations)],
            );
            let (number, span) = value
                .index
                .as_ref()
                .map_or((next, value.name.span), |index| (index.value, index.span));
            next = number + 1;
            let before = before.replace(value);
            if let Some(first) = names.insert(&value.name.value, value.name.span) {
                let report = Diagnostic::new(
                    Code::DUPLICATE_ENUM_VALUE,
                    format!("`{}` has two values `{}`", ty.name.value, value.name.value),
                );
                self.report_twice(report, value.name.span, first);
                continue;
            }
            if let Some(&first) = numbers.get(&number) {
                let free = (number..)
                    .take(1000)
                    .find(|free| !numbers.contains_key(free))
                    .unwrap_or(number);
                let report = Diagnostic::new(
                    Code::DUPLICATE_ENUM_NUMBER,
                    format!("two values of `{}` are {number}", ty.name.value),
                );
                self.report(
                    report
                        .at(span, format!("`{}` is {number}", value.name.value))
                        .and(first, format!("the first that is {number}"))
                        .help(format!(
                            "give it another number, such as `{} = {free}`",
                            value.name.value
                        )),
                );
            } else {
                numbers.insert(number, span);
            }
            // One that goes on counting from a number that does not fit is not wrong by itself.
            let counted_on = value.index.is_none() && i32::try_from(number - 1).is_err();
            if i32::try_from(number).is_err() && !counted_on {
                let free = *free.get_or_insert_with(|| free_number(ty));
                self.report_enum_number(value, before, number, free);
            }
            // It has a name even where its number is wrong: a default that names it is right.
            let number = i32::try_from(number).unwrap_or_default();
            values.push(EnumValue {
                name: value.name.value.clone(),
                number,
                display: value.display.as_ref().map(|display| display.value.clone()),
                docs: docs(&value.description),
                deprecated: deprecated(&annotations),
                annotations,
                span: value.name.span,
            });
        }
        if ty.values.is_empty() && !self.incomplete.contains(&def) {
            let report =
                Diagnostic::new(Code::EMPTY_ENUM, format!("`{}` has no values", ty.name.value));
            self.report(
                report
                    .at(ty.name.span, "no value of it could ever be sent")
                    .help("declare at least one value"),
            );
        }
        self.lint_case(unit, ty.values.iter().map(|value| &value.name).collect(), "values");
        TypeKind::Enum(values)
    }

    /// Reports a number that is too large or too small: the one that is written, or the one after that of the value before.
    fn report_enum_number(
        &mut self,
        value: &ast::EnumValue,
        before: Option<&ast::EnumValue>,
        number: i128,
        free: i128,
    ) {
        let report = Diagnostic::new(Code::ENUM_NUMBER, format!("{number} does not fit an enum"));
        let report = match (&value.index, before) {
            (None, Some(before)) => {
                let (name, last) = (&value.name.value, &before.name.value);
                let place = before.index.as_ref().map_or(before.name.span, |index| index.span);
                report
                    .at(value.name.span, format!("follows `{last} = {}`", number - 1))
                    .and(before.name.span.to(place), "the largest number there is")
                    .help(format!("give it a number of its own, such as `{name} = {free}`"))
            }
            (index, _) => {
                let span = index.as_ref().map_or(value.name.span, |index| index.span);
                report.at(span, "values are 32-bit signed integers").help(format!(
                    "choose a number between {} and {}",
                    i32::MIN,
                    i32::MAX
                ))
            }
        };
        self.report(report);
    }

    fn define_union(&mut self, unit: usize, ty: &'a ast::Union) -> TypeKind {
        let mut names: HashMap<&str, Span> = HashMap::new();
        let mut members = Vec::with_capacity(ty.members.len());
        for member in &ty.members {
            let name = match &member.kind {
                TypeRefKind::Name(name) if !member.optional => name,
                kind => {
                    let what = match kind {
                        TypeRefKind::Name(_) => "an optional",
                        TypeRefKind::List(_) => "a list",
                        TypeRefKind::Map(..) => "a map",
                    };
                    let written = super::types::written(member);
                    let report = Diagnostic::new(
                        Code::UNNAMED_MEMBER,
                        format!("{what} as a member of a union has no name"),
                    );
                    self.report(
                        report.at(member.span, "a member is known by its name on the wire").help(
                            format!(
                                "name it: `alias SomeName = {written}`, and write `SomeName` here"
                            ),
                        ),
                    );
                    continue;
                }
            };
            if let Some(first) = names.insert(name, member.span) {
                let report = Diagnostic::new(
                    Code::DUPLICATE_MEMBER,
                    format!("`{}` has the member `{name}` twice", ty.name.value),
                );
                self.report_twice(report, member.span, first);
                continue;
            }
            let Some(resolved) = self.resolve_type(unit, member) else { continue };
            // The key is the name as it is written: an import elsewhere under another name does not change the wire.
            members.push(Member {
                name: name.clone(),
                ty: resolved,
                boxed: false,
                span: member.span,
            });
        }
        TypeKind::Union(members)
    }
}

/// The least number from 0 on that is not written beside a value.
fn free_number(ty: &ast::Enum) -> i128 {
    let written = ty.values.iter().filter_map(|value| Some(value.index.as_ref()?.value));
    let taken: HashSet<i128> = written.collect();
    (0..).find(|free| !taken.contains(free)).unwrap_or_default()
}
