//! Descriptions as rustdoc reads them, without surprises.

use super::literal::quoted;
use crate::ir::Operation;
use crate::targets::docs;

/// Prints the description and the deprecation of an item, each in a line of its own.
pub fn attributes(out: &mut String, docs: &[String], deprecated: Option<&str>) {
    if docs.iter().all(|line| is_plain(line)) {
        for line in docs {
            out.push_str(if line.is_empty() { "///" } else { "/// " });
            out.extend([line.trim_end(), "\n"]);
        }
    } else {
        for line in lines(docs) {
            out.extend(["///", &line, "\n"]);
        }
    }
    match deprecated {
        None => {}
        Some("") => out.push_str("#[deprecated]\n"),
        Some(note) => out.extend(["#[deprecated(note = ", &quoted(note), ")]\n"]),
    }
}

/// Prints the description of an operation, with that of its parameters, and the deprecation.
pub fn method(out: &mut String, operation: &Operation, parameters: &[String]) {
    let item = |name: &str, text: &str| format!("- `{name}`: {text}");
    let lines = docs::of_operation(operation, parameters, item);
    attributes(out, &lines, operation.deprecated.as_deref());
}

/// The lines, each with the space that follows `///`.
pub fn lines(docs: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for text in docs {
        let text = clean(text);
        let text = match (&open, fence(&text)) {
            (None, Some(mark)) => {
                open = Some(mark.to_owned());
                // A fence without a language would be compiled and run as a test.
                format!("{mark}text")
            }
            (Some(begin), Some(mark)) if mark.starts_with(&**begin) && text.trim() == mark => {
                open = None;
                mark.to_owned()
            }
            (Some(_), _) => text,
            (None, None) => line(unindented(&text)),
        };
        lines.push(if text.is_empty() { text } else { format!(" {text}") });
    }
    lines.extend(open.map(|mark| format!(" {mark}")));
    lines
}

/// The mark of a line that may begin or end a block of code.
fn fence(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    (length > 2 && !(mark == '`' && rest.contains('`'))).then(|| &text[..length])
}

/// Whether nothing of a line means anything to rustdoc beside its words; it begins with one.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !b"[]<>`~".contains(&byte);
    text.bytes().all(is_plain) && !text.starts_with(' ') && !text.contains("http")
}

/// Four spaces would make a line a code block.
fn unindented(text: &str) -> &str {
    let rest = text.trim_start();
    let indent = text.len() - rest.len();
    if indent < 4 && !text.starts_with('\t') { text } else { rest }
}

/// A line whose addresses are links, and whose brackets are none but around the words for one.
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.trim_end().to_owned();
    }
    let text = clean(text);
    let mut out = String::new();
    let mut rest = &*text;
    while let Some(first) = rest.chars().next() {
        let begins = out.is_empty() || out.ends_with([' ', '(']);
        let (mark, kept, end) = if let Some(whole) = code(rest).or_else(|| link(rest)) {
            ("", whole, "")
        } else if let Some(address) = begins.then(|| address(rest)).flatten() {
            ("<", address, ">")
        } else {
            let mark = if matches!(first, '[' | ']' | '<' | '>' | '`') { "\\" } else { "" };
            (mark, &rest[..first.len_utf8()], "")
        };
        out.extend([mark, kept, end]);
        rest = &rest[kept.len()..];
    }
    out
}

/// Code at the start of a text: as many backticks end it as begin it.
fn code(text: &str) -> Option<&str> {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let ticks = run(text);
    let mut end = ticks;
    while end > 0 {
        end += text[end..].find('`')?;
        let closing = run(&text[end..]);
        end += closing;
        if closing == ticks {
            return Some(&text[..end]);
        }
    }
    None
}

/// A link to an address, `<…>` or `[…](…)`, at the start of a text.
fn link(text: &str) -> Option<&str> {
    let means_something = |c: char| c.is_whitespace() || "[]<>`".contains(c);
    let (start, close) = if text.starts_with('<') {
        (1, '>')
    } else {
        let label = text.strip_prefix('[')?.split_once("](")?.0;
        if label.contains(['[', ']', '<', '>', '`']) {
            return None;
        }
        (label.len() + 3, ')')
    };
    let target = text[start..].split_once(close)?.0;
    let is_address = target.starts_with("http://") || target.starts_with("https://");
    (is_address && !target.contains(means_something)).then(|| &text[..=start + target.len()])
}

/// A bare address at the start of a text, without the punctuation of the sentence.
fn address(text: &str) -> Option<&str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end = text.find([' ', '<', '>', '`']).unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ')', ';', ':', '!', '?']))
}

/// Without control characters, which a comment cannot hold.
fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn links_and_code_are_left_alone() {
        let same = [
            "See <https://example.com/a_b>, or [the page](https://example.com/?q=1).",
            "`a[0] < b` and ``a`b[1]``.",
        ];
        assert_eq!(same.map(line), same);
        let bare = "At https://example.com/x, (http://example.org).";
        assert_eq!(line(bare), "At <https://example.com/x>, (<http://example.org>).");
        let texts = ["[a] <b> `c", "[a](b) <http", "[`a`](http://x y)", "``a`[b]"];
        let escaped =
            [r"\[a\] \<b\> \`c", r"\[a\](b) \<http", r"\[`a`\](<http://x> y)", r"\``a`\[b\]"];
        assert_eq!(texts.map(line), escaped);
    }

    #[test]
    fn code_is_never_compiled_and_always_ends() {
        let printed =
            |docs: &[&str]| lines(&docs.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert_eq!(printed(&["~~~", "```", "a"]), [" ~~~text", " ```", " a", " ~~~"]);
        assert_eq!(printed(&["````", "```", "````"]), [" ````text", " ```", " ````"]);
        assert_eq!(printed(&["```a``` b", "[c]"]), [" ```a``` b", " \\[c\\]"]);
    }
}
