//! Literals of enums, structs, unions and maps.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Key, Literal, Scalar, Type, TypeId, TypeKind};
use crate::source::Span;
use crate::syntax::ast::{Name, Spanned, Value};

use super::directives;
use super::structs::Evaluation;
use super::values::{Work, size};
use super::{Resolver, keys};

impl Resolver<'_> {
    pub(super) fn enum_value(&mut self, id: TypeId, value: &Spanned<Value>) -> Option<Literal> {
        match &value.value {
            Value::Name(name) => self.enum_name(id, name, value.span),
            Value::Int(number) => {
                let TypeKind::Enum(values) = &self.types[id.0].kind else { return None };
                let named = values.iter().find(|value| i128::from(value.number) == *number);
                let help = named.map(|named| format!("write its name: `{}`", named.name));
                self.not_a_name(id, value, help)
            }
            Value::String(text) => {
                let help = format!("write its name without quotes: `{text}`");
                self.not_a_name(id, value, Some(help))
            }
            _ => self.mismatch(&Type::Named(id), value),
        }
    }

    fn not_a_name(
        &mut self,
        id: TypeId,
        value: &Spanned<Value>,
        help: Option<String>,
    ) -> Option<Literal> {
        let report = self.mismatched(&Type::Named(id), value);
        self.report(match help {
            Some(help) => report.help(help),
            None => report,
        });
        None
    }

    fn enum_name(&mut self, id: TypeId, name: &str, span: Span) -> Option<Literal> {
        let def = &self.types[id.0];
        let TypeKind::Enum(values) = &def.kind else { return None };
        if let Some(at) = values.iter().position(|value| value.name == name) {
            return Some(Literal::Enum(id, at));
        }
        if self.is_incomplete(id) {
            return None;
        }
        let message = format!("`{}` has no value `{name}`", def.name);
        let report = Diagnostic::new(Code::UNKNOWN_ENUM_VALUE, message)
            .at(span, "not one of its values")
            .and(def.span, "the enum");
        self.report_unknown(report, name, |known| known.names_in(id));
        None
    }

    pub(super) fn struct_value(
        &mut self,
        id: TypeId,
        value: &Spanned<Value>,
        work: &mut Work,
    ) -> Option<Literal> {
        let Value::Map(entries) = &value.value else {
            return self.mismatch(&Type::Named(id), value);
        };
        self.deeper(work, value.span)?;
        let rows = self.layouts[self.by_id[id.0]].clone();
        let incomplete = self.is_incomplete(id);
        let mut positions: HashMap<&str, usize> = HashMap::new();
        for (at, &row) in rows.iter().enumerate() {
            positions.insert(&self.rows[row].ast.name.value, at);
        }
        let mut given: Vec<Option<(&Name, &Spanned<Value>)>> = vec![None; rows.len()];
        let mut unknown = false;
        for (name, entry) in entries {
            match positions.get(name.value.as_str()) {
                Some(&at) => match given[at] {
                    Some((first, _)) => self.twice(name, first.span),
                    None => given[at] = Some((name, entry)),
                },
                None => {
                    // It may be the misspelt name of one that then seems to be missing.
                    unknown = true;
                    if !incomplete {
                        self.unknown_field(id, name);
                    }
                }
            }
        }
        let mut fields = Vec::with_capacity(rows.len());
        for (&row, given) in rows.iter().zip(given) {
            let (name, ty) = match &self.rows[row].field {
                Some(field) => (field.name.clone(), field.ty.clone()),
                None => continue,
            };
            let literal = match given {
                Some((_, entry)) => self.literal(&ty, entry, work),
                None if self.rows[row].ast.default.is_some() => {
                    self.filled_in(row, value.span, work)
                }
                None if ty.is_optional() => Some(Literal::None),
                None if unknown => None,
                None => {
                    let place = self.rows[row].ast.name.span;
                    let message = format!("`{}` needs its field `{name}`", self.types[id.0].name);
                    let report = Diagnostic::new(Code::MISSING_FIELD, message)
                        .at(value.span, "not given here")
                        .and(place, "neither optional nor with a default");
                    self.report(report.help(format!("add `{name}: …`")));
                    None
                }
            };
            fields.push(literal);
        }
        work.depth -= 1;
        fields.into_iter().collect::<Option<_>>().map(|fields| Literal::Struct(id, fields))
    }

    /// The default of a field that a literal leaves out.
    fn filled_in(&mut self, row: usize, span: Span, work: &mut Work) -> Option<Literal> {
        if let Evaluation::Busy = self.rows[row].default {
            let field = &self.rows[row].ast.name;
            let (name, place) = (&field.value, field.span);
            let report = Diagnostic::new(
                Code::ENDLESS_VALUE,
                format!("the default of `{name}` would contain itself"),
            );
            self.report(
                report
                    .at(span, format!("leaves `{name}` out, so its default is put in"))
                    .and(place, "which is the one that is being written")
                    .help(format!("write `{name}` here, such as `{name}: null`")),
            );
            return None;
        }
        let literal = self.default_of(row, work.depth)?;
        self.spend(work, span, size(&literal)).then_some(literal)
    }

    fn unknown_field(&mut self, id: TypeId, name: &Name) {
        let def = &self.types[id.0];
        let message = format!("`{}` has no field `{}`", def.name, name.value);
        let report = Diagnostic::new(Code::UNKNOWN_FIELD, message)
            .at(name.span, "not one of its fields")
            .and(def.span, "the type");
        self.report_unknown(report, &name.value, |known| known.names_in(id));
    }

    pub(super) fn union_value(
        &mut self,
        id: TypeId,
        value: &Spanned<Value>,
        work: &mut Work,
    ) -> Option<Literal> {
        let Value::Map(entries) = &value.value else {
            return self.mismatch(&Type::Named(id), value);
        };
        let def = &self.types[id.0];
        let TypeKind::Union(members) = &def.kind else { return None };
        let [(name, entry)] = entries.as_slice() else {
            let example = members.first().map_or("Member", |member| member.name.as_str());
            let report = Diagnostic::new(
                Code::UNION_VALUE,
                format!(
                    "a `{}` is exactly one of its members, and here are {}",
                    def.name,
                    entries.len()
                ),
            );
            let report = report
                .at(value.span, "exactly one entry is needed")
                .help(format!("write one member with its value: `{{{example}: …}}`"));
            self.report(report);
            return None;
        };
        let found = members.iter().position(|member| member.name == name.value);
        let Some(at) = found else {
            if self.is_incomplete(id) {
                return None;
            }
            let message = format!("`{}` has no member `{}`", def.name, name.value);
            let report = Diagnostic::new(Code::UNKNOWN_MEMBER, message)
                .at(name.span, "not one of its members")
                .and(def.span, "the union");
            self.report_unknown(report, &name.value, |known| known.names_in(id));
            return None;
        };
        let ty = members[at].ty.clone();
        self.deeper(work, value.span)?;
        let literal = self.literal(&ty, entry, work);
        work.depth -= 1;
        literal.map(|literal| Literal::Union(id, at, Box::new(literal)))
    }

    pub(super) fn map_value(
        &mut self,
        key: Key,
        item: &Type,
        entries: &[(Name, Spanned<Value>)],
        work: &mut Work,
    ) -> Option<Literal> {
        let mut seen: HashMap<Vec<u8>, Span> = HashMap::new();
        let mut pairs = Vec::with_capacity(entries.len());
        let mut complete = true;
        for (name, entry) in entries {
            let literal = self.map_key(key, name);
            let value = self.literal(item, entry, work);
            let (Some(literal), Some(value)) = (literal, value) else {
                complete = false;
                continue;
            };
            let number = match (&literal, key) {
                (Literal::Enum(id, at), _) => match &self.types[id.0].kind {
                    TypeKind::Enum(values) => values[*at].number,
                    _ => 0,
                },
                _ => 0,
            };
            let order = keys::order(&key, &literal, number);
            if let Some(&first) = seen.get(&order) {
                self.twice(name, first);
                complete = false;
                continue;
            }
            seen.insert(order.clone(), name.span);
            pairs.push((order, literal, value));
        }
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        complete
            .then(|| Literal::Map(pairs.into_iter().map(|(_, key, value)| (key, value)).collect()))
    }

    fn map_key(&mut self, key: Key, name: &Name) -> Option<Literal> {
        let value = match key {
            Key::Enum(id) => return self.enum_name(id, &name.value, name.span),
            Key::Scalar(Scalar::String) => return Some(Literal::String(name.value.clone())),
            Key::Scalar(Scalar::Bool) => match name.value.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                other => Value::String(other.to_owned()),
            },
            Key::Scalar(_) => match name.value.parse() {
                Ok(number) => Value::Int(number),
                Err(_) => Value::String(name.value.clone()),
            },
        };
        let value = Spanned { value, span: name.span };
        self.literal(&key.ty(), &value, &mut Work::new(0))
    }

    fn twice(&mut self, name: &Name, first: Span) {
        let report =
            Diagnostic::new(Code::DUPLICATE_KEY, format!("`{}` is given twice", name.value));
        self.report(
            report
                .at(name.span, "the second")
                .and(first, "the first")
                .help("take one of them away"),
        );
    }

    /// Reports a name that is none of the known ones.
    fn report_unknown(
        &mut self,
        mut report: Diagnostic,
        name: &str,
        known: impl Fn(&Self) -> Vec<&str>,
    ) {
        report.help = self.did_you_mean(name, &known).or_else(|| {
            if self.suggestions == 0 {
                return None;
            }
            let known = known(self);
            let first = &known[..known.len().min(12)];
            let more = if known.len() > first.len() { " and more" } else { "" };
            (!first.is_empty()).then(|| format!("known are {}{more}", directives::known(first)))
        });
        self.report(report);
    }

    /// The values of an enum, the members of a union, or the fields of a struct.
    fn names_in(&self, id: TypeId) -> Vec<&str> {
        match &self.types[id.0].kind {
            TypeKind::Enum(values) => values.iter().map(|value| value.name.as_str()).collect(),
            TypeKind::Union(members) => members.iter().map(|member| member.name.as_str()).collect(),
            TypeKind::Struct(fields) => fields.iter().map(|field| field.name.as_str()).collect(),
        }
    }

    /// Whether parts of a type are missing because of syntax errors.
    fn is_incomplete(&self, id: TypeId) -> bool {
        self.incomplete.contains(&self.by_id[id.0])
    }
}
