//! Defaults and arguments: literals, checked against their types.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Literal, Scalar, Type, TypeId, TypeKind};
use crate::source::Span;
use crate::syntax::ast::{Spanned, Value};

use super::structs::{Evaluation, RowId};
use super::{Resolver, datetime};

/// The argument of an annotation, with the type its directive declares.
#[derive(Clone, Debug)]
pub(super) struct Argument<'a> {
    pub ty: Type,
    pub value: &'a Spanned<Value>,
}

/// No default is filled in with more values that are not written there: through the defaults of fields, a few letters
/// can stand for any number.
const LARGEST: usize = 1_000;

/// And all defaults of a schema together with no more.
pub(super) const MOST_FILLED_IN: usize = 1_000_000;

/// And the defaults of all fields, those that `implements` copies too, consist of no more.
const MOST_COPIED: usize = 4_000_000;

/// A message cannot nest deeper.
const DEEPEST: usize = 128;

/// One literal on its way.
pub(super) struct Work {
    /// How many more values may be filled in.
    left: usize,
    /// How many structures it is in.
    pub(super) depth: usize,
}

impl Work {
    pub(super) const fn new(depth: usize) -> Self {
        Self { left: LARGEST, depth }
    }
}

impl Resolver<'_> {
    /// Evaluates all defaults, and checks the arguments of annotations.
    pub(super) fn evaluate_defaults(&mut self) {
        for row in 0..self.rows.len() {
            self.default_of(row, 0);
        }
        for argument in std::mem::take(&mut self.arguments) {
            let mut work = Work::new(0);
            self.literal(&argument.ty, argument.value, &mut work);
        }
        self.copy_defaults();
    }

    /// Puts the defaults into the fields of all structs.
    fn copy_defaults(&mut self) {
        let mut left = MOST_COPIED;
        for (at, ty) in self.types.iter_mut().enumerate() {
            let TypeKind::Struct(fields) = &mut ty.kind else { continue };
            // A field whose type is unknown is left out of the struct.
            let rows = self.layouts[self.by_id[at]].iter().map(|&row| &self.rows[row]);
            let known = rows.filter(|row| row.field.is_some());
            for (field, row) in fields.iter_mut().zip(known) {
                let Evaluation::Done(Some(default)) = &row.default else { continue };
                let Some(rest) = left.checked_sub(size(default)) else {
                    let report = Diagnostic::new(
                        Code::HUGE_VALUE,
                        "the defaults of this schema are too large together",
                    );
                    let place = row.ast.name.span;
                    self.reports.push(report.at(place, "one of those that many types have"));
                    return;
                };
                left = rest;
                field.default = Some(default.clone());
            }
        }
    }

    /// The default of a field, and whether it has one; evaluated when it is first asked for.
    pub(super) fn default_of(&mut self, row: RowId, depth: usize) -> Option<Literal> {
        match &self.rows[row].default {
            Evaluation::Done(literal) => return literal.clone(),
            Evaluation::Busy => return None,
            Evaluation::Open => {}
        }
        let (field, ty) =
            (self.rows[row].ast, self.rows[row].field.as_ref().map(|field| field.ty.clone()));
        self.rows[row].default = Evaluation::Busy;
        let literal = ty.zip(field.default.as_ref()).and_then(|(ty, value)| {
            let mut work = Work::new(depth);
            self.literal(&ty, value, &mut work)
        });
        self.rows[row].default = Evaluation::Done(literal.clone());
        literal
    }

    /// The literal that a value stands for as one of that type; `None` if that was reported.
    pub(super) fn literal(
        &mut self,
        ty: &Type,
        value: &Spanned<Value>,
        work: &mut Work,
    ) -> Option<Literal> {
        match ty {
            Type::Optional(_) if value.value == Value::Null => Some(Literal::None),
            Type::Optional(inner) => self.literal(inner, value, work),
            _ if value.value == Value::Null => {
                let what = self.describe(ty);
                let report =
                    Diagnostic::new(Code::NULL_VALUE, format!("`null` where {what} is needed"));
                self.report(
                    report
                        .at(value.span, "this type has no null")
                        .help("make the type optional with `?`, or leave the default away"),
                );
                None
            }
            Type::Scalar(scalar) => self.scalar(*scalar, value),
            Type::Named(id) => match &self.types.get(id.0)?.kind {
                TypeKind::Enum(_) => self.enum_value(*id, value),
                TypeKind::Struct(_) => self.struct_value(*id, value, work),
                TypeKind::Union(_) => self.union_value(*id, value, work),
            },
            Type::List(item) => {
                let Value::List(items) = &value.value else { return self.mismatch(ty, value) };
                self.deeper(work, value.span)?;
                let items: Vec<Option<Literal>> =
                    items.iter().map(|value| self.literal(item, value, work)).collect();
                work.depth -= 1;
                items.into_iter().collect::<Option<_>>().map(Literal::List)
            }
            Type::Map(key, item) => {
                let Value::Map(entries) = &value.value else { return self.mismatch(ty, value) };
                self.deeper(work, value.span)?;
                let map = self.map_value(*key, item, entries, work);
                work.depth -= 1;
                map
            }
        }
    }

    /// Counts values; false, and reported, when there are too many.
    pub(super) fn spend(&mut self, work: &mut Work, span: Span, values: usize) -> bool {
        let left = work.left.checked_sub(values).zip(self.filled_in.checked_sub(values));
        match left {
            Some((left, filled_in)) => {
                (work.left, self.filled_in) = (left, filled_in);
                true
            }
            None => {
                if work.left != 0 {
                    work.left = 0;
                    let report = Diagnostic::new(Code::HUGE_VALUE, "this value is too large");
                    self.report(
                        report
                            .at(
                                span,
                                format!(
                                    "the defaults that fill it in are more than {LARGEST} values"
                                ),
                            )
                            .help("make some of the fields optional, without a default"),
                    );
                }
                false
            }
        }
    }

    pub(super) fn deeper(&mut self, work: &mut Work, span: Span) -> Option<()> {
        if work.depth >= DEEPEST {
            let report = Diagnostic::new(Code::HUGE_VALUE, "this value nests too deep");
            self.report(report.at(span, format!("more than {DEEPEST} structures, lists and maps")));
            return None;
        }
        work.depth += 1;
        Some(())
    }

    fn scalar(&mut self, scalar: Scalar, value: &Spanned<Value>) -> Option<Literal> {
        let ty = Type::Scalar(scalar);
        match (scalar, &value.value) {
            (Scalar::F32 | Scalar::F64, Value::Int(number)) => {
                // Straight to the type: by way of f64 it would be rounded twice.
                let single = scalar == Scalar::F32;
                let number = if single { f64::from(*number as f32) } else { *number as f64 };
                self.float(scalar, number, value)
            }
            (Scalar::F32 | Scalar::F64, Value::Float(number)) => self.float(scalar, *number, value),
            (Scalar::Bool, Value::Bool(value)) => Some(Literal::Bool(*value)),
            (Scalar::String, Value::String(text)) => Some(Literal::String(text.clone())),
            (Scalar::Bytes, Value::String(text)) => Some(Literal::Bytes(text.clone().into_bytes())),
            (Scalar::DateTime, Value::String(text)) => match datetime::parse(text) {
                Some((seconds, nanos)) => Some(Literal::DateTime(seconds, nanos)),
                None => {
                    let report =
                        Diagnostic::new(Code::INVALID_DATETIME, format!("`{text}` is no instant"));
                    self.report(
                        report
                            .at(value.span, "not as RFC 3339 writes one")
                            .help("write it as in \"2021-03-01T12:30:00Z\""),
                    );
                    None
                }
            },
            (Scalar::Raw | Scalar::Value, _) => {
                let report = Diagnostic::new(
                    Code::NO_LITERAL,
                    format!("a `{}` cannot be written in a schema", scalar.name()),
                );
                self.report(
                    report
                        .at(value.span, "it stands for bytes that are already encoded")
                        .help("make the field optional with `?`, and leave the default away"),
                );
                None
            }
            (_, Value::Int(number)) => match scalar.integer_range() {
                Some((least, most)) if (least..=most).contains(number) => {
                    Some(Literal::Int(*number))
                }
                Some((least, most)) => {
                    let report = Diagnostic::new(
                        Code::OUT_OF_RANGE,
                        format!("{number} does not fit `{}`", scalar.name()),
                    );
                    self.report(report.at(value.span, format!("it holds {least} to {most}")));
                    None
                }
                None => self.mismatch(&ty, value),
            },
            _ => self.mismatch(&ty, value),
        }
    }

    fn float(&mut self, scalar: Scalar, number: f64, value: &Spanned<Value>) -> Option<Literal> {
        let rounded = if scalar == Scalar::F32 { f64::from(number as f32) } else { number };
        if rounded.is_finite() {
            return Some(Literal::Float(rounded));
        }
        let report = Diagnostic::new(
            Code::OUT_OF_RANGE,
            format!("{number:e} does not fit `{}`", scalar.name()),
        );
        self.report(report.at(value.span, "too large for it"));
        None
    }

    /// Reports a value of another kind than its type.
    pub(super) fn mismatch(&mut self, ty: &Type, value: &Spanned<Value>) -> Option<Literal> {
        let report = self.mismatched(ty, value);
        self.report(report);
        None
    }

    /// The report of a value of another kind than its type.
    pub(super) fn mismatched(&self, ty: &Type, value: &Spanned<Value>) -> Diagnostic {
        let (wanted, found) = (self.describe(ty), kind(&value.value));
        let mut report =
            Diagnostic::new(Code::WRONG_VALUE, format!("{found} where {wanted} is needed"))
                .at(value.span, format!("this is {found}"));
        report.help = self.remedy(ty, &value.value);
        report
    }

    /// A type for people, with its article.
    pub(super) fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Scalar(scalar) => match scalar.name() {
                name if name.starts_with('i') => format!("an `{name}`"),
                name => format!("a `{name}`"),
            },
            Type::Named(TypeId(id)) => {
                self.types.get(*id).map_or_else(String::new, |def| format!("a `{}`", def.name))
            }
            Type::Optional(inner) => self.describe(inner),
            Type::List(_) => "a list".to_owned(),
            Type::Map(..) => "a map".to_owned(),
        }
    }
}

/// What a value is, for people.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Int(_) => "an integer",
        Value::Float(_) => "a number with a fraction",
        Value::String(_) => "a text",
        Value::Bool(_) => "a bool",
        Value::Null => "null",
        Value::Name(_) => "a bare name",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
    }
}

/// How many values a literal consists of.
pub(super) fn size(literal: &Literal) -> usize {
    1 + match literal {
        Literal::List(items) | Literal::Struct(_, items) => items.iter().map(size).sum(),
        Literal::Map(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
        Literal::Union(_, _, value) => size(value),
        _ => 0,
    }
}
