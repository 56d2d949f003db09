//! Texts and comments, as prettier would print them.

use std::borrow::Cow;
use std::fmt::Write;

use crate::targets::text::Text;

/// A string literal, in the quotes that need fewer escapes.
pub(super) fn quoted(text: &str) -> String {
    let doubles = text.matches('"').count();
    let quote = if doubles > text.matches('\'').count() { '\'' } else { '"' };
    let mut literal = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\\' => literal.push_str("\\\\"),
            c if c == quote => literal.extend(['\\', c]),
            c if is_awkward(c) => {
                let _ = write!(literal, "\\u{:04x}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}

/// Characters that are not seen, or that end a line.
fn is_awkward(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Prints a doc comment; nothing for no text.
pub(super) fn comment(out: &mut Text, docs: &[String], deprecated: Option<&str>) {
    let mut lines: Vec<Cow<'_, str>> = docs.iter().map(|line| plain(line)).collect();
    if let Some(reason) = deprecated {
        if !lines.is_empty() {
            lines.push("".into());
        }
        let reason: Vec<&str> = reason.split_whitespace().collect();
        let line = format!("@deprecated {}", reason.join(" "));
        lines.push(plain(&line).into_owned().into());
    }
    match lines.as_slice() {
        [] => {}
        [line] => out.line(format_args!("/** {} */", line.trim_start())),
        _ => {
            out.line("/**");
            for line in lines {
                match &*line {
                    "" => out.line(" *"),
                    line => out.line(format_args!(" * {line}")),
                }
            }
            out.line(" */");
        }
    }
}

/// A line that can stand in a comment.
fn plain(line: &str) -> Cow<'_, str> {
    if line.contains(is_awkward) || line.contains("*/") {
        let line = line.replace(is_awkward, " ").replace("*/", "*\\/");
        Cow::Owned(line.trim_end().to_owned())
    } else {
        Cow::Borrowed(line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::{comment, quoted};
    use crate::targets::text::Text;

    #[test]
    fn quotes_are_chosen_as_prettier_chooses_them() {
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("\"a\""), "'\"a\"'");
        assert_eq!(quoted("\"'"), "\"\\\"'\"");
        assert_eq!(quoted("\\\n\u{1}é"), "\"\\\\\\n\\u0001é\"");
    }

    fn printed(docs: &[&str], deprecated: Option<&str>) -> String {
        let docs: Vec<String> = docs.iter().map(|line| (*line).to_owned()).collect();
        let mut out = Text::new("  ");
        comment(&mut out, &docs, deprecated);
        out.finish()
    }

    #[test]
    fn a_comment_does_not_end_early() {
        assert_eq!(printed(&["a */ b"], None), "/** a *\\/ b */\n");
        assert_eq!(
            printed(&["a", "", "b "], Some("")),
            "/**\n * a\n *\n * b\n *\n * @deprecated\n */\n"
        );
    }
}
