//! Cuts the tokens into definitions, and their bodies into members, so that a mistake in one leaves its neighbours alone.

use std::ops::Range;

use crate::syntax::failure::Context;
use crate::syntax::token::{Kind, Token};
use crate::syntax::type_words;
use crate::syntax::words::{self, DefinitionKind};

/// A definition: ranges of tokens.
pub(super) struct Piece {
    pub kind: DefinitionKind,
    /// Its first word is not that of its kind, but was likely meant to be.
    pub misspelt: bool,
    /// All of it, or what stands before its body.
    pub head: Range<usize>,
    /// The members, if it has a body.
    pub body: Option<Vec<Range<usize>>>,
    /// All of it.
    pub all: Range<usize>,
}

/// Cuts a file into its definitions.
pub(super) fn definitions(text: &str, tokens: &[Token]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let piece = definition(text, tokens, at);
        at = piece.all.end.max(at + 1);
        pieces.push(piece);
    }
    pieces
}

/// All pieces that the grammar has a rule for.
pub(super) fn pieces(text: &str, tokens: &[Token]) -> Vec<(Context, Range<usize>)> {
    let mut pieces = Vec::new();
    for piece in definitions(text, tokens) {
        if piece.misspelt || piece.kind == DefinitionKind::Unknown {
            continue;
        }
        pieces.push((Context::Definition(piece.kind), piece.head));
        let member = Context::member_of(piece.kind);
        pieces.extend(piece.body.into_iter().flatten().map(|range| (member, range)));
    }
    pieces
}

fn definition(text: &str, tokens: &[Token], start: usize) -> Piece {
    let mut word = start;
    while word < tokens.len() && is_text(tokens[word]) {
        word += 1;
    }
    let first = tokens.get(word).map_or("", |token| words::word(text, *token));
    let exact = DefinitionKind::of(first);
    let kind = if exact == DefinitionKind::Unknown { DefinitionKind::meant(first) } else { exact };
    let misspelt = kind != exact;
    let mut at = word;
    while at < tokens.len() {
        let token = tokens[at];
        if at > word && ends(text, tokens, kind, word, at) {
            break;
        }
        if token.kind != Kind::Open {
            at += 1;
            continue;
        }
        let resume = token.resume as usize;
        if token.byte == b'{' && (kind.has_body() || kind == DefinitionKind::Unknown) {
            let close = resume - usize::from(token.closed);
            let body = members(text, tokens, at + 1..close, kind);
            return Piece { kind, misspelt, head: start..at, body: Some(body), all: start..resume };
        }
        at = resume;
    }
    Piece { kind, misspelt, head: start..at, body: None, all: start..at }
}

/// Whether another definition starts at `at`, after that of the word at `word`.
fn ends(text: &str, tokens: &[Token], kind: DefinitionKind, word: usize, at: usize) -> bool {
    if at == word + 1 && !tokens[at].new_line {
        return false;
    }
    // `import A, B from "…"`: names without their braces.
    let bare = |token: &Token| {
        token.kind == Kind::Name && !token.new_line && words::word(text, *token) != "from"
    };
    if kind == DefinitionKind::Import
        && at - word < MOST_BARE
        && tokens[word + 1..=at].iter().all(bare)
    {
        return false;
    }
    if is_text(tokens[at]) {
        // The description of the next one, unless this one needs a text here.
        let before = tokens[at - 1];
        let path = kind == DefinitionKind::Import && words::word(text, before) == "from";
        let taken = words::binds(before) || path || at == word + 1;
        return !taken
            && tokens.get(at + 1).is_some_and(|next| !is_text(*next))
            && starts(text, tokens, at + 1);
    }
    starts(text, tokens, at)
}

/// Whether a definition starts here: a known word with what follows it, or an unknown one at the start of a line.
fn starts(text: &str, tokens: &[Token], at: usize) -> bool {
    if words::starts_definition(text, tokens, at) {
        return true;
    }
    const CONTINUE: [&str; 6] = ["implements", "on", "require", "from", "as", "stream"];
    let (token, before) = (tokens[at], tokens[at - 1]);
    token.kind == Kind::Name
        && token.separated
        && !words::binds(before)
        && !CONTINUE.contains(&words::word(text, token))
        && !CONTINUE.contains(&words::word(text, before))
        && DefinitionKind::of(words::word(text, before)) == DefinitionKind::Unknown
        && tokens.get(at + 1).is_some_and(|next| {
            !next.new_line && matches!(next.kind, Kind::Name | Kind::String | Kind::Open)
        })
}

/// No more names are taken for those of an import without braces.
const MOST_BARE: usize = 32;

fn is_text(token: Token) -> bool {
    matches!(token.kind, Kind::String | Kind::Block)
}

/// Cuts a body into members.
fn members(
    text: &str,
    tokens: &[Token],
    body: Range<usize>,
    kind: DefinitionKind,
) -> Vec<Range<usize>> {
    let mut members = Vec::new();
    let mut start = body.start;
    let mut at = body.start;
    while at < body.end {
        if at > start && member_starts(text, tokens, start, at, kind) {
            // The text before a member describes it, unless it is its neighbour's default or display name.
            let described =
                at - 1 > start && is_text(tokens[at - 1]) && !is_taken(tokens, at - 1, kind)
                    || at - 1 == start && is_text(tokens[start]);
            let next = if described { at - 1 } else { at };
            if next > start {
                members.push(start..next);
                start = next;
            }
        }
        at = match (tokens[at].kind, tokens[at].byte) {
            (Kind::Open, _) => (tokens[at].resume as usize).max(at + 1),
            // `Map<K, V>` is no type here; but it is one mistake.
            (Kind::Unknown, b'<') => type_words::generic_end(tokens, at).unwrap_or(at + 1),
            _ => at + 1,
        };
    }
    if start < body.end {
        members.push(start..body.end);
    }
    members
}

/// Whether a text belongs to the member before it.
fn is_taken(tokens: &[Token], at: usize, kind: DefinitionKind) -> bool {
    let before = tokens[at - 1];
    match kind {
        DefinitionKind::Enum => {
            tokens[at].kind == Kind::String
                && !tokens[at].new_line
                && (matches!(before.kind, Kind::Name | Kind::Number) || words::binds(before))
        }
        _ => words::binds(before),
    }
}

fn member_starts(
    text: &str,
    tokens: &[Token],
    start: usize,
    at: usize,
    kind: DefinitionKind,
) -> bool {
    let (token, before) = (tokens[at], tokens[at - 1]);
    if before.byte == b'@' && before.kind == Kind::Mark {
        return false;
    }
    let next = tokens.get(at + 1);
    let next_byte = next.map_or(0, |next| next.byte);
    let named = token.kind == Kind::Name;
    if kind == DefinitionKind::Enum {
        return named && enum_value_starts(text, tokens, start, at);
    }
    // `a: stream`, after which the type still comes.
    let after_stream =
        at >= start + 2 && words::word(text, before) == "stream" && tokens[at - 2].byte == b':';
    let is_stream = before.byte == b':' && words::word(text, token) == "stream";
    match kind {
        DefinitionKind::Role | DefinitionKind::Interface
            if named && matches!(next_byte, b'(' | b'{' | b'[') =>
        {
            // `Names(): string[]`: brackets of another language.
            let is_result = before.byte == b':' || after_stream;
            return !(is_stream || is_result && type_words::is_suffix(tokens, at + 1));
        }
        DefinitionKind::Type if named && next_byte == b':' => return true,
        _ => {}
    }
    if !token.separated || words::binds(before) || after_stream {
        return false;
    }
    match token.kind {
        Kind::Name | Kind::Number | Kind::Unknown => true,
        Kind::String | Kind::Block => next_byte == b':',
        Kind::Open | Kind::Close | Kind::Mark => false,
    }
}

fn enum_value_starts(text: &str, tokens: &[Token], start: usize, at: usize) -> bool {
    let (token, before) = (tokens[at], tokens[at - 1]);
    if before.byte == b'=' && !token.new_line {
        return false;
    }
    if token.new_line {
        return true;
    }
    if token.separated {
        return true;
    }
    // `as` before a text, or before a name that stands for one by mistake.
    let is_as =
        |at: usize| at > start && words::word(text, tokens[at]) == "as" && !tokens[at].new_line;
    let takes_text = tokens
        .get(at + 1)
        .is_some_and(|next| !next.new_line && matches!(next.kind, Kind::String | Kind::Name));
    let word = is_as(at) && takes_text;
    let named = is_as(at - 1);
    !word && !named
}
