//! Definitions and their members.

use super::{Builder, Parts, Rule, Text, is_next, next_if, parse};
use crate::diagnostic::reports::Reports;
use crate::source::Span;
use crate::syntax::ast::{
    Alias, Definition, Description, Directive, Enum, EnumValue, Field, Import, ImportName, Name,
    Namespace, Operation, Parameters, Requirement, Return, Role, Spanned, Type, Union,
};
use crate::syntax::failure::{Context, Failure};
use crate::syntax::words::DefinitionKind;

/// Parses a definition, or the head of one that has a body; the body is left empty.
pub(in crate::syntax) fn definition(
    kind: DefinitionKind,
    piece: Text<'_>,
    out: &mut Reports,
) -> Result<Definition, Failure> {
    let (mut builder, mut parts) = parse(Context::Definition(kind), piece, out)?;
    let description = builder.description(&mut parts);
    let span = builder.whole();
    let word = parts.next().map_or(span, |word| builder.span(&word));
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
                word,
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
pub(in crate::syntax) fn operation(
    piece: Text<'_>,
    out: &mut Reports,
) -> Result<Operation, Failure> {
    let (mut builder, mut parts) = parse(Context::Operation, piece, out)?;
    let description = builder.description(&mut parts);
    let span = builder.whole();
    Ok(builder.operation(&mut parts, description, span))
}

/// Parses a field of a type.
pub(in crate::syntax) fn field(piece: Text<'_>, out: &mut Reports) -> Result<Field, Failure> {
    let (mut builder, mut parts) = parse(Context::Field, piece, out)?;
    Ok(builder.parameter(&mut parts))
}

/// Parses a value of an enumeration.
pub(in crate::syntax) fn enum_value(
    piece: Text<'_>,
    out: &mut Reports,
) -> Result<EnumValue, Failure> {
    let (mut builder, mut parts) = parse(Context::EnumValue, piece, out)?;
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

impl<'a> Builder<'a, '_> {
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
}
