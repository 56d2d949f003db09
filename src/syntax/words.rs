//! What words and marks tell about where definitions and members start. No word is reserved, so each needs its neighbours.

use crate::diagnostic::suggest;
use crate::syntax::token::{Kind, Token};

/// What a definition is, by its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DefinitionKind {
    Namespace,
    Import,
    Alias,
    Scalar,
    Interface,
    Role,
    Type,
    Union,
    Enum,
    Directive,
    Function,
    /// No word that starts a definition.
    Unknown,
}

/// The words that start a definition.
pub(super) const DEFINITIONS: [(&str, DefinitionKind); 11] = [
    ("namespace", DefinitionKind::Namespace),
    ("import", DefinitionKind::Import),
    ("alias", DefinitionKind::Alias),
    ("scalar", DefinitionKind::Scalar),
    ("interface", DefinitionKind::Interface),
    ("role", DefinitionKind::Role),
    ("type", DefinitionKind::Type),
    ("union", DefinitionKind::Union),
    ("enum", DefinitionKind::Enum),
    ("directive", DefinitionKind::Directive),
    ("func", DefinitionKind::Function),
];

impl DefinitionKind {
    /// The kind of definition that the word starts.
    pub fn of(word: &str) -> Self {
        DEFINITIONS.iter().find(|(name, _)| *name == word).map_or(Self::Unknown, |(_, kind)| *kind)
    }

    /// The kind of definition that a word was likely meant to start: one of another language, or a misspelt one.
    pub fn meant(word: &str) -> Self {
        match word {
            "struct" | "message" | "record" | "input" | "class" => Self::Type,
            "service" | "trait" | "protocol" => Self::Role,
            "fn" | "function" => Self::Function,
            _ => suggest::closest(word, DEFINITIONS.map(|(name, _)| name))
                .map_or(Self::Unknown, Self::of),
        }
    }

    /// The word that starts it.
    pub fn word(self) -> &'static str {
        DEFINITIONS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| *word)
    }

    /// Whether `{ … }` follows the head.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Interface | Self::Role | Self::Type | Self::Enum)
    }
}

/// Whether the token needs another one after it, so that no definition or member starts there.
pub(super) fn binds(token: Token) -> bool {
    token.kind == Kind::Mark && matches!(token.byte, b':' | b'=' | b'@' | b'|' | b'&' | b'.')
}

/// The text of a name; empty for other tokens.
pub(super) fn word(text: &str, token: Token) -> &str {
    if token.kind == Kind::Name { &text[token.start as usize..token.end as usize] } else { "" }
}

/// Whether a word of a definition and what follows it stand at `at`, with nothing that binds them to what is before.
pub(super) fn starts_definition(text: &str, tokens: &[Token], at: usize) -> bool {
    let kind = DefinitionKind::of(word(text, tokens[at]));
    if kind == DefinitionKind::Unknown || at > 0 && binds(tokens[at - 1]) {
        return false;
    }
    let Some(next) = tokens.get(at + 1) else { return false };
    match kind {
        DefinitionKind::Namespace => matches!(next.kind, Kind::Name | Kind::String),
        DefinitionKind::Alias => matches!(next.kind, Kind::Name | Kind::String),
        DefinitionKind::Import => matches!(next.byte, b'*' | b'{'),
        DefinitionKind::Interface => next.kind == Kind::Name || matches!(next.byte, b'@' | b'{'),
        DefinitionKind::Directive => next.byte == b'@',
        _ => next.kind == Kind::Name,
    }
}

/// The same inside of a body, where members have such names too: the definition must be plain to see.
pub(super) fn starts_definition_in_body(text: &str, tokens: &[Token], at: usize) -> bool {
    if !tokens[at].new_line || !starts_definition(text, tokens, at) || tokens[at + 1].new_line {
        return false;
    }
    let after = tokens.get(at + 2).copied();
    let byte = after.map_or(0, |token| token.byte);
    match DefinitionKind::of(word(text, tokens[at])) {
        kind if kind.has_body() && tokens[at + 1].kind == Kind::Name => {
            byte == b'{'
                || after.is_some_and(|token| word(text, token) == "implements")
                || byte == b'@' && line_ends_with_brace(&tokens[at..])
        }
        DefinitionKind::Alias | DefinitionKind::Union => byte == b'=',
        DefinitionKind::Import => byte == b'*',
        _ => false,
    }
}

fn line_ends_with_brace(tokens: &[Token]) -> bool {
    tokens[1..]
        .iter()
        .take_while(|token| !token.new_line)
        .last()
        .is_some_and(|token| token.byte == b'{')
}
