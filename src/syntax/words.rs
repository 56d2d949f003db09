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

/// Whether a definition starts at `at`: one of its words and what follows it, with nothing before that needs another token, unless it
/// is plain all the same.
pub(super) fn starts_definition(text: &str, tokens: &[Token], at: usize) -> bool {
    let kind = DefinitionKind::of(word(text, tokens[at]));
    let Some(next) = tokens.get(at + 1) else { return false };
    let follows = match kind {
        DefinitionKind::Unknown => false,
        DefinitionKind::Namespace | DefinitionKind::Alias => {
            matches!(next.kind, Kind::Name | Kind::String)
        }
        DefinitionKind::Import => matches!(next.byte, b'*' | b'{'),
        DefinitionKind::Interface => next.kind == Kind::Name || matches!(next.byte, b'@' | b'{'),
        DefinitionKind::Directive => next.byte == b'@',
        _ => next.kind == Kind::Name,
    };
    follows && (at == 0 || !binds(tokens[at - 1]) || is_plain(text, tokens, at))
}

/// Whether a definition starts at `at` as plainly as nothing else does, even inside of a body, where members have such names too.
pub(super) fn is_plain(text: &str, tokens: &[Token], at: usize) -> bool {
    let [word_token, name, after, ..] = tokens[at..] else { return false };
    if !word_token.new_line || name.new_line {
        return false;
    }
    match DefinitionKind::of(word(text, word_token)) {
        kind if kind.has_body() && name.kind == Kind::Name => match after.byte {
            b'{' => true,
            b'@' => line_ends_with_brace(&tokens[at..]),
            _ => word(text, after) == "implements",
        },
        DefinitionKind::Alias | DefinitionKind::Union => {
            name.kind == Kind::Name && after.byte == b'='
        }
        DefinitionKind::Import => name.byte == b'*' && after.kind == Kind::Name,
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
