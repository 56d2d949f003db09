//! Texts and comments, as prettier would print them.

use std::fmt::Write;

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

/// The lines of a doc comment, without indentation; none for no text.
pub(super) fn comment(docs: &[String], deprecated: Option<&str>) -> Vec<String> {
    let mut lines: Vec<String> = docs.iter().map(|line| plain(line)).collect();
    if let Some(reason) = deprecated {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let reason: Vec<&str> = reason.split_whitespace().collect();
        lines.push(plain(format!("@deprecated {}", reason.join(" ")).trim_end()));
    }
    match lines.as_slice() {
        [] => Vec::new(),
        [line] => vec![format!("/** {} */", line.trim_start())],
        _ => {
            let mut comment = vec!["/**".to_owned()];
            comment.extend(lines.iter().map(|line| format!(" * {line}").trim_end().to_owned()));
            comment.push(" */".to_owned());
            comment
        }
    }
}

/// A line that can stand in a comment.
fn plain(line: &str) -> String {
    let line = line.replace(is_awkward, " ").replace("*/", "*\\/");
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{comment, quoted};

    #[test]
    fn quotes_are_chosen_as_prettier_chooses_them() {
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("\"a\""), "'\"a\"'");
        assert_eq!(quoted("\"'"), "\"\\\"'\"");
        assert_eq!(quoted("\\\n\u{1}é"), "\"\\\\\\n\\u0001é\"");
    }

    #[test]
    fn a_comment_does_not_end_early() {
        assert_eq!(comment(&["a */ b".to_owned()], None), ["/** a *\\/ b */"]);
        assert_eq!(
            comment(&["a".to_owned(), String::new(), "b ".to_owned()], Some("")),
            ["/**", " * a", " *", " * b", " *", " * @deprecated", " */"]
        );
    }
}
