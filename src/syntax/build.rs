//! From a piece of text to its part of the syntax tree. This is the only file that names pest's `Rule`.

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::ast::{
    Alias, Annotation, Argument, Definition, Description, Directive, Enum, EnumValue, Field,
    Import, ImportName, Name, Namespace, Operation, Parameters, Requirement, Return, Role, Spanned,
    Type, TypeRef, TypeRefKind, Union, Value,
};
use crate::syntax::failure::{Expected, Failure};
use crate::syntax::text::{dedent, split_lines, unescape};
use crate::syntax::words::DefinitionKind;

#[derive(pest_derive::Parser)]
#[grammar = "syntax/widl.pest"]
struct Grammar;

/// A piece of a source, with the place of its first byte.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub text: &'a str,
    pub start: u32,
    pub source: SourceId,
}

/// Parses a definition, or the head of one that has a body; the body is left empty.
pub(super) fn definition(
    kind: DefinitionKind,
    piece: Text<'_>,
    out: &mut Vec<Diagnostic>,
) -> Result<Definition, Failure> {
    let rule = match kind {
        DefinitionKind::Namespace => Rule::namespace_definition,
        DefinitionKind::Import => Rule::import_definition,
        DefinitionKind::Alias => Rule::alias_definition,
        DefinitionKind::Scalar => Rule::scalar_definition,
        DefinitionKind::Interface => Rule::interface_head,
        DefinitionKind::Role => Rule::role_head,
        DefinitionKind::Type | DefinitionKind::Unknown => Rule::type_head,
        DefinitionKind::Union => Rule::union_definition,
        DefinitionKind::Enum => Rule::enum_head,
        DefinitionKind::Directive => Rule::directive_definition,
        DefinitionKind::Function => Rule::func_definition,
    };
    let (mut builder, mut parts) = parse(rule, piece, out)?;
    let description = builder.description(&mut parts);
    let span = builder.whole();
    parts.next();
    Ok(match kind {
        DefinitionKind::Namespace => {
            let name = builder.text_or_name(&mut parts);
            Definition::Namespace(Namespace {
                description,
                name,
                annotations: builder.annotations(&mut parts),
                span,
            })
        }
        DefinitionKind::Import => Definition::Import(builder.import(&mut parts, span)),
        DefinitionKind::Alias | DefinitionKind::Scalar => {
            let name = builder.text_or_name(&mut parts);
            parts.next();
            let ty = builder.type_ref(&mut parts);
            Definition::Alias(Alias {
                description,
                name,
                ty,
                annotations: builder.annotations(&mut parts),
                span,
            })
        }
        DefinitionKind::Interface | DefinitionKind::Role => {
            let name = is_next(&parts, Rule::name).then(|| builder.name(&mut parts));
            let annotations = builder.annotations(&mut parts);
            let is_interface = kind == DefinitionKind::Interface;
            Definition::Role(Role {
                description,
                name,
                is_interface,
                annotations,
                operations: Vec::new(),
                span,
            })
        }
        DefinitionKind::Type | DefinitionKind::Unknown => {
            let name = builder.name(&mut parts);
            let implements = next_if(&mut parts, Rule::implements)
                .map(|pair| pair.into_inner().skip(1).map(|name| builder.name_of(&name)).collect())
                .unwrap_or_default();
            let annotations = builder.annotations(&mut parts);
            Definition::Type(Type {
                description,
                name,
                implements,
                annotations,
                fields: Vec::new(),
                span,
            })
        }
        DefinitionKind::Union => {
            let name = builder.name(&mut parts);
            let annotations = builder.annotations(&mut parts);
            parts.next();
            let mut members = Vec::new();
            while is_next(&parts, Rule::type_ref) {
                members.push(builder.type_ref(&mut parts));
            }
            Definition::Union(Union { description, name, annotations, members, span })
        }
        DefinitionKind::Enum => {
            let name = builder.name(&mut parts);
            let annotations = builder.annotations(&mut parts);
            Definition::Enum(Enum { description, name, annotations, values: Vec::new(), span })
        }
        DefinitionKind::Directive => {
            Definition::Directive(builder.directive(&mut parts, description, span))
        }
        DefinitionKind::Function => {
            Definition::Function(builder.operation(&mut parts, description, span))
        }
    })
}

/// Parses an operation of a role.
pub(super) fn operation(piece: Text<'_>, out: &mut Vec<Diagnostic>) -> Result<Operation, Failure> {
    let (mut builder, mut parts) = parse(Rule::operation, piece, out)?;
    let description = builder.description(&mut parts);
    let span = builder.whole();
    Ok(builder.operation(&mut parts, description, span))
}

/// Parses a field of a type.
pub(super) fn field(piece: Text<'_>, out: &mut Vec<Diagnostic>) -> Result<Field, Failure> {
    let (mut builder, mut parts) = parse(Rule::field, piece, out)?;
    Ok(builder.parameter(&mut parts))
}

/// Parses a value of an enumeration.
pub(super) fn enum_value(piece: Text<'_>, out: &mut Vec<Diagnostic>) -> Result<EnumValue, Failure> {
    let (mut builder, mut parts) = parse(Rule::enum_value, piece, out)?;
    let description = builder.description(&mut parts);
    let name = builder.name(&mut parts);
    let index = next_if(&mut parts, Rule::equals)
        .and_then(|_| parts.next())
        .map(|number| Spanned { value: builder.integer(&number), span: builder.span(&number) });
    let display = next_if(&mut parts, Rule::display).map(|display| {
        let mut inner = display.into_inner();
        next_if(&mut inner, Rule::as_word);
        builder.text_or_name(&mut inner)
    });
    let annotations = builder.annotations(&mut parts);
    Ok(EnumValue { description, name, index, display, annotations, span: builder.whole() })
}

/// The names of all rules of the grammar that leave a trace in a parsed piece.
#[doc(hidden)]
#[must_use]
pub fn productions() -> Vec<String> {
    let silent = ["WHITESPACE", "COMMENT"];
    Rule::all_rules()
        .iter()
        .map(|rule| format!("{rule:?}"))
        .filter(|name| !silent.contains(&name.as_str()))
        .collect()
}

/// Parses the piece with a rule: the parts of that rule, and a builder for them.
fn parse<'a, 'd>(
    rule: Rule,
    piece: Text<'a>,
    out: &'d mut Vec<Diagnostic>,
) -> Result<(Builder<'a, 'd>, Parts<'a>), Failure> {
    match Grammar::parse(rule, piece.text) {
        Ok(mut pairs) => {
            let parts = pairs.next().map_or(pairs, Pair::into_inner);
            Ok((Builder { piece, out }, parts))
        }
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            let mut expected = Vec::new();
            if let ErrorVariant::ParsingError { positives, .. } = error.variant {
                expected.extend(positives.into_iter().map(what));
                expected.sort_unstable();
                expected.dedup();
            }
            Err(Failure { at: piece.start + at as u32, expected })
        }
    }
}

/// A rule in the words of a report.
fn what(rule: Rule) -> Expected {
    match rule {
        Rule::EOI => Expected::End,
        Rule::description => Expected::Description,
        Rule::string | Rule::block | Rule::display => Expected::Text,
        Rule::int | Rule::float => Expected::Integer,
        Rule::type_ref | Rule::list_type | Rule::map_type | Rule::stream | Rule::unnamed => {
            Expected::Type
        }
        Rule::value | Rule::list_value | Rule::map_value | Rule::argument => Expected::Value,
        Rule::parameters | Rule::unary_braces | Rule::unary_brackets => Expected::Parameters,
        Rule::returns | Rule::colon => Expected::Mark(":"),
        Rule::default | Rule::equals => Expected::Mark("="),
        Rule::optional => Expected::Mark("?"),
        Rule::annotation => Expected::Annotation,
        Rule::implements | Rule::implements_word => Expected::Word("implements"),
        Rule::from_word => Expected::Word("from"),
        Rule::as_word => Expected::Word("as"),
        Rule::on_word => Expected::Word("on"),
        Rule::requirements | Rule::require_word => Expected::Word("require"),
        Rule::import_all | Rule::import_names => Expected::ImportedNames,
        Rule::arguments => Expected::Mark("("),
        Rule::requirement => Expected::Mark("@"),
        _ => Expected::Name,
    }
}

type Parts<'a> = Pairs<'a, Rule>;

fn next_if<'a>(parts: &mut Parts<'a>, rule: Rule) -> Option<Pair<'a, Rule>> {
    if is_next(parts, rule) { parts.next() } else { None }
}

fn is_next(parts: &Parts<'_>, rule: Rule) -> bool {
    parts.peek().is_some_and(|part| part.as_rule() == rule)
}

/// Makes parts of the tree from parts of a piece. The grammar guarantees their order, so that a part that is not there can only
/// be an optional one.
struct Builder<'a, 'd> {
    piece: Text<'a>,
    out: &'d mut Vec<Diagnostic>,
}

impl<'a> Builder<'a, '_> {
    fn whole(&self) -> Span {
        Span::new(
            self.piece.source,
            self.piece.start,
            self.piece.start + self.piece.text.len() as u32,
        )
    }

    /// The place of a part, without the blanks that pest counts to it.
    fn span(&self, part: &Pair<'_, Rule>) -> Span {
        let start = self.piece.start + part.as_span().start() as u32;
        Span::new(self.piece.source, start, start + part.as_str().len() as u32)
    }

    fn name_of(&self, part: &Pair<'_, Rule>) -> Name {
        Spanned { value: part.as_str().to_owned(), span: self.span(part) }
    }

    fn name(&self, parts: &mut Parts<'a>) -> Name {
        match parts.next() {
            Some(part) => self.name_of(&part),
            None => Spanned { value: String::new(), span: self.whole() },
        }
    }

    /// A name or a string, whose value is its text.
    fn text_or_name(&self, parts: &mut Parts<'a>) -> Name {
        match parts.next() {
            Some(part) if part.as_rule() == Rule::string => {
                Spanned { value: string_value(&part), span: self.span(&part) }
            }
            Some(part) => self.name_of(&part),
            None => Spanned { value: String::new(), span: self.whole() },
        }
    }

    fn description(&self, parts: &mut Parts<'a>) -> Description {
        let part = next_if(parts, Rule::description)?;
        let span = self.span(&part);
        let text = part.into_inner().next()?;
        let value = match text.as_rule() {
            Rule::block => block_lines(&text),
            _ => split_lines(&string_value(&text)).into_iter().map(str::to_owned).collect(),
        };
        Some(Spanned { value, span })
    }

    fn annotations(&mut self, parts: &mut Parts<'a>) -> Vec<Annotation> {
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

    fn argument(&mut self, part: Pair<'a, Rule>) -> Argument {
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

    fn import(&mut self, parts: &mut Parts<'a>, span: Span) -> Import {
        let names = parts.next().filter(|part| part.as_rule() == Rule::import_names).map(|names| {
            names
                .into_inner()
                .map(|part| {
                    let mut inner = part.into_inner();
                    let name = self.name(&mut inner);
                    let alias = next_if(&mut inner, Rule::as_word).map(|_| self.name(&mut inner));
                    ImportName { name, alias }
                })
                .collect()
        });
        parts.next();
        let from = self.text_or_name(parts);
        Import { names, from, annotations: self.annotations(parts), span }
    }

    fn directive(
        &mut self,
        parts: &mut Parts<'a>,
        description: Description,
        span: Span,
    ) -> Directive {
        let name = self.name(parts);
        let parameters = next_if(parts, Rule::parameters)
            .map(|parameters| self.parameters(parameters))
            .unwrap_or_default();
        parts.next();
        let locations = self.locations(parts);
        let mut requires = Vec::new();
        if let Some(requirements) = next_if(parts, Rule::requirements) {
            for part in requirements.into_inner().skip(1) {
                let mut inner = part.into_inner();
                let directive = self.name(&mut inner);
                inner.next();
                requires.push(Requirement { directive, locations: self.locations(&mut inner) });
            }
        }
        Directive { description, name, parameters, locations, requires, span }
    }

    fn locations(&self, parts: &mut Parts<'a>) -> Vec<Name> {
        parts
            .next()
            .map(|part| part.into_inner().map(|name| self.name_of(&name)).collect())
            .unwrap_or_default()
    }

    fn operation(
        &mut self,
        parts: &mut Parts<'a>,
        description: Description,
        span: Span,
    ) -> Operation {
        let name = self.name(parts);
        let parameters = match parts.next() {
            Some(part) if part.as_rule() == Rule::parameters => {
                Parameters::List(self.parameters(part))
            }
            Some(part) => Parameters::Unary(Box::new(self.unary(&mut part.into_inner()))),
            None => Parameters::List(Vec::new()),
        };
        let returns = next_if(parts, Rule::returns).map(|part| {
            let mut inner = part.into_inner();
            inner.next();
            let stream = next_if(&mut inner, Rule::stream).is_some();
            Return { stream, ty: self.type_ref(&mut inner) }
        });
        Operation {
            description,
            name,
            parameters,
            returns,
            annotations: self.annotations(parts),
            span,
        }
    }

    fn parameters(&mut self, part: Pair<'a, Rule>) -> Vec<Field> {
        let mut inner = part.into_inner();
        let mut parameters = Vec::new();
        while is_next(&inner, Rule::parameter) {
            parameters.push(self.parameter(&mut inner));
        }
        parameters
    }

    fn unary(&mut self, parts: &mut Parts<'a>) -> Field {
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

    fn parameter(&mut self, parts: &mut Parts<'a>) -> Field {
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

    fn type_ref(&self, parts: &mut Parts<'a>) -> TypeRef {
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

    fn value(&mut self, parts: &mut Parts<'a>) -> Spanned<Value> {
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

    fn entry(&mut self, part: Pair<'a, Rule>) -> (Name, Spanned<Value>) {
        let mut inner = part.into_inner();
        let key = self.text_or_name(&mut inner);
        inner.next();
        (key, self.value(&mut inner))
    }

    fn integer(&mut self, part: &Pair<'_, Rule>) -> i128 {
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

    fn float(&mut self, part: &Pair<'_, Rule>) -> f64 {
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
