//! What definitions and members consist of: names, texts, annotations, parameters, types and values.

use pest::iterators::Pair;

use super::{Parts, Rule, Text, is_next, next_if};
use crate::diagnostic::reports::Reports;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{
    Annotation, Argument, Description, Field, Name, Spanned, TypeRef, TypeRefKind, Value,
};
use crate::syntax::text::{dedent, split_lines, unescape};

/// Makes parts of the tree from parts of a piece. The grammar guarantees their order, so that a part that is not there can only
/// be an optional one.
pub(super) struct Builder<'a, 'd> {
    pub piece: Text<'a>,
    pub out: &'d mut Reports,
}

impl<'a> Builder<'a, '_> {
    pub fn whole(&self) -> Span {
        self.piece.whole()
    }

    pub fn span(&self, part: &Pair<'_, Rule>) -> Span {
        let span = part.as_span();
        self.piece.span(span.start(), span.end())
    }

    pub fn name_of(&self, part: &Pair<'_, Rule>) -> Name {
        Spanned { value: part.as_str().to_owned(), span: self.span(part) }
    }

    pub fn name(&self, parts: &mut Parts<'a>) -> Name {
        match parts.next() {
            Some(part) => self.name_of(&part),
            None => Spanned { value: String::new(), span: self.whole() },
        }
    }

    /// A name or a string, whose value is its text.
    pub fn text_or_name(&self, parts: &mut Parts<'a>) -> Name {
        match parts.next() {
            Some(part) if part.as_rule() == Rule::string => {
                Spanned { value: string_value(&part), span: self.span(&part) }
            }
            Some(part) => self.name_of(&part),
            None => Spanned { value: String::new(), span: self.whole() },
        }
    }

    pub fn description(&self, parts: &mut Parts<'a>) -> Description {
        let part = next_if(parts, Rule::description)?;
        let span = self.span(&part);
        let text = part.into_inner().next()?;
        let value = match text.as_rule() {
            Rule::block => block_lines(&text),
            _ => split_lines(&string_value(&text)).into_iter().map(str::to_owned).collect(),
        };
        Some(Spanned { value, span })
    }

    pub fn annotations(&mut self, parts: &mut Parts<'a>) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        while let Some(part) = next_if(parts, Rule::annotation) {
            let span = self.span(&part);
            let mut inner = part.into_inner();
            let name = self.name(&mut inner);
            let arguments = inner
                .next()
                .map(|arguments| arguments.into_inner().map(|part| self.argument(part)).collect());
            annotations.push(Annotation { name, arguments: arguments.unwrap_or_default(), span });
        }
        annotations
    }

    pub fn argument(&mut self, part: Pair<'a, Rule>) -> Argument {
        let span = self.span(&part);
        let mut inner = part.into_inner();
        let name = if is_next(&inner, Rule::name) {
            let name = self.name(&mut inner);
            inner.next();
            name
        } else {
            Spanned { value: "value".to_owned(), span }
        };
        Argument { name, value: self.value(&mut inner) }
    }

    pub fn parameters(&mut self, part: Pair<'a, Rule>) -> Vec<Field> {
        let mut inner = part.into_inner();
        let mut parameters = Vec::new();
        while is_next(&inner, Rule::parameter) {
            parameters.push(self.parameter(&mut inner));
        }
        parameters
    }

    pub fn unary(&mut self, parts: &mut Parts<'a>) -> Field {
        if is_next(parts, Rule::parameter) {
            return self.parameter(parts);
        }
        let mut inner = parts.next().map_or_else(|| parts.clone(), Pair::into_inner);
        let stream = next_if(&mut inner, Rule::stream).is_some();
        let ty = self.type_ref(&mut inner);
        let (name, span) = (unnamed(&ty), ty.span);
        Field {
            description: None,
            name: Spanned { value: name, span },
            stream,
            ty,
            default: None,
            annotations: Vec::new(),
            span,
        }
    }

    pub fn parameter(&mut self, parts: &mut Parts<'a>) -> Field {
        let mut span = self.whole();
        let mut inner = parts.clone();
        if let Some(part) = parts.next() {
            span = self.span(&part);
            inner = part.into_inner();
        }
        let description = self.description(&mut inner);
        let name = self.name(&mut inner);
        inner.next();
        let stream = next_if(&mut inner, Rule::stream).is_some();
        let ty = self.type_ref(&mut inner);
        let default = next_if(&mut inner, Rule::default).map(|part| {
            let mut inner = part.into_inner();
            inner.next();
            self.value(&mut inner)
        });
        Field {
            description,
            name,
            stream,
            ty,
            default,
            annotations: self.annotations(&mut inner),
            span,
        }
    }

    pub fn type_ref(&self, parts: &mut Parts<'a>) -> TypeRef {
        let Some(part) = parts.next() else {
            return TypeRef {
                kind: TypeRefKind::Name(String::new()),
                optional: false,
                span: self.whole(),
            };
        };
        let span = self.span(&part);
        let mut inner = part.into_inner();
        let kind = match inner.next() {
            Some(part) if part.as_rule() == Rule::list_type => {
                TypeRefKind::List(Box::new(self.type_ref(&mut part.into_inner())))
            }
            Some(part) if part.as_rule() == Rule::map_type => {
                let mut sides = part.into_inner();
                let key = self.type_ref(&mut sides);
                sides.next();
                TypeRefKind::Map(Box::new(key), Box::new(self.type_ref(&mut sides)))
            }
            part => {
                TypeRefKind::Name(part.map_or_else(String::new, |part| part.as_str().to_owned()))
            }
        };
        TypeRef { kind, optional: inner.next().is_some(), span }
    }

    pub fn value(&mut self, parts: &mut Parts<'a>) -> Spanned<Value> {
        let Some(part) = parts.next().and_then(|part| part.into_inner().next()) else {
            return Spanned { value: Value::Null, span: self.whole() };
        };
        let span = self.span(&part);
        let value = match part.as_rule() {
            Rule::int => Value::Int(self.integer(&part)),
            Rule::float => Value::Float(self.float(&part)),
            Rule::string => Value::String(string_value(&part)),
            Rule::block => Value::String(block_lines(&part).join("\n")),
            Rule::list_value => {
                let mut inner = part.into_inner();
                let mut items = Vec::new();
                while is_next(&inner, Rule::value) {
                    items.push(self.value(&mut inner));
                }
                Value::List(items)
            }
            Rule::map_value => {
                Value::Map(part.into_inner().map(|entry| self.entry(entry)).collect())
            }
            _ => match part.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                name => Value::Name(name.to_owned()),
            },
        };
        Spanned { value, span }
    }

    pub fn entry(&mut self, part: Pair<'a, Rule>) -> (Name, Spanned<Value>) {
        let mut inner = part.into_inner();
        let key = self.text_or_name(&mut inner);
        inner.next();
        (key, self.value(&mut inner))
    }

    pub fn integer(&mut self, part: &Pair<'_, Rule>) -> i128 {
        let text = part.as_str();
        match text.parse::<i128>() {
            Ok(value) if (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value) => value,
            _ => {
                self.out.push(
                    Diagnostic::new(
                        Code::NUMBER_OUT_OF_RANGE,
                        format!("`{text}` fits no integer type"),
                    )
                    .at(self.span(part), "out of range")
                    .help(format!(
                        "integers lie between {} (i64) and {} (u64)",
                        i64::MIN,
                        u64::MAX
                    )),
                );
                0
            }
        }
    }

    pub fn float(&mut self, part: &Pair<'_, Rule>) -> f64 {
        let value = part.as_str().parse::<f64>().unwrap_or(f64::INFINITY);
        if value.is_finite() {
            return value;
        }
        self.out.push(
            Diagnostic::new(
                Code::NUMBER_OUT_OF_RANGE,
                format!("`{}` fits no float type", part.as_str()),
            )
            .at(self.span(part), "out of range")
            .help(format!("the largest f64 is {:e}", f64::MAX)),
        );
        0.0
    }
}

/// The name of a parameter that is only a type: that of the innermost type, in lower camel case.
fn unnamed(ty: &TypeRef) -> String {
    match &ty.kind {
        TypeRefKind::Name(name) => {
            let upper = name.bytes().take_while(u8::is_ascii_uppercase).count().max(1);
            let first = if upper > 1 && upper < name.len() { upper - 1 } else { upper };
            name[..first].to_ascii_lowercase() + &name[first..]
        }
        TypeRefKind::List(item) => unnamed(item),
        TypeRefKind::Map(_, value) => unnamed(value),
    }
}

fn string_value(part: &Pair<'_, Rule>) -> String {
    let raw = part.as_str();
    unescape(&raw[1..raw.len() - 1])
}

fn block_lines(part: &Pair<'_, Rule>) -> Vec<String> {
    let raw = part.as_str();
    dedent(&raw[3..raw.len() - 3])
}
