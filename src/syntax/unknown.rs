//! Reports about what the language does not know.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::syntax::failure::{self, Context};
use crate::syntax::token::{Kind, Token};
use crate::syntax::type_words::Types;
use crate::syntax::words::{self, DEFINITIONS, DefinitionKind};

/// The report about a piece, of which the token at `at` is the first that is no token of the language.
pub(super) fn in_piece(
    source: &Source,
    piece: &[Token],
    at: usize,
    context: Context,
) -> Diagnostic {
    let word = |token: &Token| words::word(&source.text, *token);
    let quoted = |token: &Token| {
        source.text[token.start as usize..].starts_with(['\'', '‘', '’', '“', '”', '`'])
    };
    // The word before a text that has no quotes.
    let before = match context {
        Context::Definition(DefinitionKind::Import) => Some("from"),
        Context::Definition(DefinitionKind::Namespace) if !quoted(&piece[at]) => Some("namespace"),
        _ => None,
    };
    let text = piece[..at].iter().position(|token| Some(word(token)) == before);
    if let Some(text) = text.filter(|text| piece[text + 1].kind == Kind::Name) {
        return failure::unquoted(source, &piece[text..]);
    }
    generic(source, piece, at).unwrap_or_else(|| token(source, piece[at]))
}

/// The report about `Name<…>`.
fn generic(source: &Source, piece: &[Token], at: usize) -> Option<Diagnostic> {
    let name = at.checked_sub(1).filter(|name| piece[*name].kind == Kind::Name)?;
    if piece[at].byte != b'<' {
        return None;
    }
    let (written, span) = Types { source, piece }.at(name)?;
    Some(
        Diagnostic::new(
            Code::UNKNOWN_CHARACTER,
            "`<` has no meaning in WIDL, whose types have no `<…>`",
        )
        .at(span, "a type of another language")
        .help(format!("write `{written}`")),
    )
}

/// The report about what is no token of the language.
fn token(source: &Source, token: Token) -> Diagnostic {
    let span = Span::new(source.id, token.start, token.end);
    let text = &source.text[span.range()];
    let first = text.chars().next().unwrap_or_default();
    let help = match first {
        '\'' | '‘' | '’' | '“' | '”' | '`' => {
            "strings are written in double quotes: `\"text\"`"
        }
        '<' | '>' => "a list is written `[T]`, a map `{K: V}`, an optional `T?`",
        '-' if text == "-" => "a name consists of letters, digits and `_`",
        letter if letter.is_alphanumeric() => {
            "a name consists of the letters a to z in either case, digits and `_`"
        }
        '!' => "every type is required unless it is marked with `?`",
        '-' => "a result is written `: T`",
        _ => "",
    };
    let what = if first.is_control() {
        format!("U+{:04X}", u32::from(first))
    } else {
        format!("`{text}`")
    };
    let diagnostic =
        Diagnostic::new(Code::UNKNOWN_CHARACTER, format!("{what} has no meaning in WIDL"))
            .at(span, "unknown");
    if help.is_empty() { diagnostic } else { diagnostic.help(help) }
}

/// The report about a definition that starts with no word that starts one, given its head and what it was likely meant to be.
pub(super) fn definition(
    source: &Source,
    head: &[Token],
    meant: DefinitionKind,
) -> Option<Diagnostic> {
    let span = |token: Token| Span::new(source.id, token.start, token.end);
    let first = head.iter().find(|token| !matches!(token.kind, Kind::String | Kind::Block));
    let Some(&first) = first else {
        return head.first().map(|text| failure::lost_description(span(*text)));
    };
    if first.kind == Kind::Unknown {
        return Some(token(source, first));
    }
    let text = &source.text[span(first).range()];
    let next = head.iter().find(|token| token.start >= first.end).map_or(0, |token| token.byte);
    let help = match meant.word() {
        "" if matches!(next, b'(' | b'{' | b'[' | b':') => {
            "operations belong in a `role`, fields in a `type`".to_owned()
        }
        "" => format!("a definition starts with {}", listed(&DEFINITIONS.map(|(word, _)| word))),
        word => format!("did you mean `{word}`?"),
    };
    Some(
        Diagnostic::new(Code::UNKNOWN_DEFINITION, format!("expected a definition, found `{text}`"))
            .at(span(first), "no definition starts like this")
            .help(help),
    )
}

/// The words, as a list for people.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
