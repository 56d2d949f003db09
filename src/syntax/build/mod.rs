//! From a piece of text to its part of the syntax tree. This is the only module that names pest's `Rule`.

mod definitions;
mod parts;

use std::collections::BTreeSet;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

use crate::diagnostic::reports::Reports;
use crate::source::{SourceId, Span};
use crate::syntax::failure::{Context, Expected, Failure};
use crate::syntax::token::Token;
use crate::syntax::words::DefinitionKind;

pub(super) use definitions::{definition, enum_value, field, operation};
use parts::Builder;

#[derive(pest_derive::Parser)]
#[grammar = "syntax/widl.pest"]
struct Grammar;

/// A piece of a source: its tokens, and the bare text of them.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Text<'a> {
    pub bare: &'a str,
    pub tokens: &'a [Token],
    pub source: SourceId,
}

impl<'a> Text<'a> {
    /// The piece that consists of these tokens of a bare text; there is at least one.
    pub fn new(bare: &'a str, tokens: &'a [Token], source: SourceId) -> Option<Self> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        let end = last.bare + (last.end - last.start);
        Some(Self { bare: bare.get(first.bare as usize..end as usize)?, tokens, source })
    }

    /// The place in the source of the byte at `at` of the bare text.
    fn place(&self, at: usize) -> u32 {
        let at = self.tokens[0].bare + at as u32;
        let index = self.tokens.partition_point(|token| token.bare <= at).saturating_sub(1);
        let token = self.tokens[index];
        (token.start + (at - token.bare)).min(token.end)
    }

    /// The place in the source of a range of the bare text that is not empty.
    fn span(&self, start: usize, end: usize) -> Span {
        let start = self.place(start);
        let end = self.tokens[0].bare + end as u32;
        let index = self.tokens.partition_point(|token| token.bare < end).saturating_sub(1);
        let token = self.tokens[index];
        let end = (token.start + (end - token.bare)).min(token.end);
        Span::new(self.source, start, end.max(start))
    }

    /// The place of all of it.
    fn whole(&self) -> Span {
        self.span(0, self.bare.len())
    }
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
    match Grammar::parse(rule(context), piece.bare) {
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
            Err(Failure { at: piece.place(at), expected })
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
pub(super) fn trace(context: Context, piece: Text<'_>, found: &mut BTreeSet<String>) {
    if let Ok(pairs) = Grammar::parse(rule(context), piece.bare) {
        found.extend(pairs.flatten().map(|pair| format!("{:?}", pair.as_rule())));
    }
}
