//! Descriptions as rustdoc reads them, without surprises.

use super::literal::quoted;
use crate::ir::Operation;

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
    let deprecated = operation.deprecated.as_deref();
    let fields = operation.input.parameters();
    if fields.iter().all(|field| field.docs.is_empty()) {
        return attributes(out, &operation.docs, deprecated);
    }
    let items = parameters.iter().zip(fields).filter(|(_, field)| !field.docs.is_empty());
    let items = items.map(|(name, field)| format!("- `{name}`: {}", field.docs.join(" ")));
    let lines: Vec<String> = with_list(&operation.docs, items).collect();
    attributes(out, &lines, deprecated);
}

/// The lines, each with the space that follows `///`.
pub fn lines(docs: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    for text in docs {
        let text = clean(text);
        let fence = text.trim_start().starts_with("```") || text.trim_start().starts_with("~~~");
        let text = if fence {
            code = !code;
            // A fence without a language would be compiled and run as a test.
            if code { format!("{}text", text.trim_start().split_at(3).0) } else { text }
        } else if code {
            text
        } else {
            line(unindented(&text))
        };
        lines.push(if text.is_empty() { text } else { format!(" {text}") });
    }
    if code {
        lines.push(" ```".to_owned());
    }
    lines
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

/// A line whose brackets are no links, and whose addresses are.
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.trim_end().to_owned();
    }
    let mut out = String::new();
    let mut code = false;
    let text = clean(text);
    let ticks_match = text.matches('`').count().is_multiple_of(2);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let ticks = word.matches('`').count();
        let is_code = ticks_match && (code || ticks > 0);
        if ticks % 2 == 1 {
            code = !code;
        }
        if is_code {
            out.push_str(word);
        } else if word.starts_with("http://") || word.starts_with("https://") {
            let end = word.trim_end_matches(['.', ',', ')', ';', ':', '!', '?']).len();
            let (address, rest) = word.split_at(end);
            out.push_str(&format!("<{address}>{rest}"));
        } else {
            for c in word.chars() {
                if matches!(c, '[' | ']' | '<' | '>') || (c == '`' && !ticks_match) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
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
