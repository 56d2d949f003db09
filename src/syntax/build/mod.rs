//! From a piece of text to its part of the syntax tree. This is the only module that names pest's `Rule`.

mod definitions;
mod parts;

use std::collections::BTreeSet;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

use crate::source::SourceId;
use crate::syntax::failure::{Context, Expected, Failure};
use crate::syntax::reports::Reports;
use crate::syntax::words::DefinitionKind;

pub(super) use definitions::{definition, enum_value, field, operation};
use parts::Builder;

#[derive(pest_derive::Parser)]
#[grammar = "syntax/widl.pest"]
struct Grammar;

/// A piece of a source, with the place of its first byte.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Text<'a> {
    pub text: &'a str,
    pub start: u32,
    pub source: SourceId,
}

/// The rule of a piece.
fn rule(context: Context) -> Rule {
    match context {
        Context::Definition(DefinitionKind::Namespace) => Rule::namespace_definition,
        Context::Definition(DefinitionKind::Import) => Rule::import_definition,
        Context::Definition(DefinitionKind::Alias) => Rule::alias_definition,
        Context::Definition(DefinitionKind::Scalar) => Rule::scalar_definition,
        Context::Definition(DefinitionKind::Interface) => Rule::interface_head,
        Context::Definition(DefinitionKind::Role) => Rule::role_head,
        Context::Definition(DefinitionKind::Type | DefinitionKind::Unknown) => Rule::type_head,
        Context::Definition(DefinitionKind::Union) => Rule::union_definition,
        Context::Definition(DefinitionKind::Enum) => Rule::enum_head,
        Context::Definition(DefinitionKind::Directive) => Rule::directive_definition,
        Context::Definition(DefinitionKind::Function) => Rule::func_definition,
        Context::Operation => Rule::operation,
        Context::Field => Rule::field,
        Context::EnumValue => Rule::enum_value,
    }
}

/// Parses the piece with a rule: the parts of that rule, and a builder for them.
fn parse<'a, 'd>(
    context: Context,
    piece: Text<'a>,
    out: &'d mut Reports,
) -> Result<(Builder<'a, 'd>, Parts<'a>), Failure> {
    match Grammar::parse(rule(context), piece.text) {
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

/// The parts of a rule.
type Parts<'a> = Pairs<'a, Rule>;

fn next_if<'a>(parts: &mut Parts<'a>, rule: Rule) -> Option<Pair<'a, Rule>> {
    if is_next(parts, rule) { parts.next() } else { None }
}

fn is_next(parts: &Parts<'_>, rule: Rule) -> bool {
    parts.peek().is_some_and(|part| part.as_rule() == rule)
}

/// The names of all productions of the grammar but the silent ones, which leave no trace.
pub(super) fn productions() -> BTreeSet<String> {
    let grammar = include_str!("../widl.pest");
    let silent: Vec<&str> = grammar
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(_, body)| body.trim_start().starts_with("_{"))
        .map(|(name, _)| name.trim())
        .collect();
    Rule::all_rules()
        .iter()
        .map(|rule| format!("{rule:?}"))
        .filter(|name| !silent.contains(&name.as_str()))
        .collect()
}

/// Adds the names of the productions that a piece consists of.
pub(super) fn trace(context: Context, text: &str, found: &mut BTreeSet<String>) {
    if let Ok(pairs) = Grammar::parse(rule(context), text) {
        found.extend(pairs.flatten().map(|pair| format!("{:?}", pair.as_rule())));
    }
}
