//! Descriptions as Go's doc comments, in the form that gofmt gives them.

use crate::targets::text::Text;

/// Prints a description, with a paragraph for a deprecation.
pub(super) fn comment(out: &mut Text, docs: &[String], deprecated: Option<&str>) {
    let mut lines = normal(docs);
    if let Some(reason) = deprecated {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let reason = clean(reason);
        let reason = if reason.is_empty() { "it should not be used any more." } else { &reason };
        let paragraph = format!("Deprecated: {reason}");
        lines.extend(wrapped(&paragraph, WIDTH).into_iter().map(str::to_owned));
    }
    commented(out, &lines);
}

/// Prints lines of text as comment lines.
pub(super) fn commented(out: &mut Text, lines: &[String]) {
    for line in lines {
        match line.as_str() {
            "" => out.line("//"),
            line => out.line(format_args!("// {line}")),
        }
    }
}

/// A line without what cannot stand in a comment, or would mean something there.
fn clean(line: &str) -> String {
    let line: String = line.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect();
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut line = words.join(" ");
    if line.starts_with('[') && line.contains("]: ") {
        line = line.replacen("]: ", "] : ", 1); // else the target of a link, which gofmt moves
    }
    if line.starts_with("+build") {
        line.insert(0, '\\'); // else a build constraint
    }
    line
}

/// An item of a list: its mark, as gofmt prints it, and its text.
fn item(line: &str) -> Option<(String, &str)> {
    let (mark, text) = line.split_once(' ')?;
    if matches!(mark, "-" | "*" | "+" | "•") {
        return Some(("  - ".to_owned(), text));
    }
    let number = mark.strip_suffix(['.', ')'])?;
    let small = !number.is_empty() && number.len() < 3 && !number.starts_with('0');
    (small && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| (format!("{:>3} ", format!("{number}.")), text))
}

/// How many characters a line of a comment has at most, where its words allow it.
const WIDTH: usize = 97;

/// A line as several that are not too long. None of the later ones begins with what would mean something there.
fn wrapped(line: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = line;
    while rest.chars().count() > width {
        let limit = rest.char_indices().nth(width + 1).map_or(rest.len(), |(at, _)| at);
        let plain = |at: &usize| {
            let next = &rest[at + 1..];
            let first = next.split(' ').next().unwrap_or_default();
            let number = first.strip_suffix(['.', ')']).unwrap_or_default();
            !next.starts_with(['#', '[', '+', '-', '*', '•', '\\'])
                && !next.starts_with("//")
                && (number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()))
        };
        let breaks = |part: &str| {
            part.match_indices(' ').map(|(at, _)| at).filter(plain).collect::<Vec<_>>()
        };
        let before = breaks(&rest[..limit]).last().copied();
        let Some(at) = before.or_else(|| breaks(rest).first().copied()) else { break };
        lines.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    lines.push(rest);
    lines
}

/// The lines as gofmt would leave them: no line is indented but in lists, no two are blank.
fn normal(docs: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut list = None;
    for line in docs {
        let line = clean(line);
        let blank = lines.last().is_none_or(String::is_empty);
        if let Some((mark, text)) = item(&line) {
            if list.is_some() && blank {
                lines.pop();
            }
            // A list has marks of one kind; an item of the other belongs to the one before it.
            let kind = mark.starts_with("  -");
            let inner = *list.get_or_insert(kind) != kind;
            let (mark, text) = if inner { ("    ".to_owned(), &*line) } else { (mark, text) };
            let wrapped = wrapped(text, WIDTH - 4);
            lines.push(mark + wrapped[0]);
            lines.extend(wrapped[1..].iter().map(|line| format!("    {line}")));
        } else if line.is_empty() {
            if !blank {
                lines.push(line);
            }
        } else if list.is_some() && !blank {
            lines.extend(wrapped(&line, WIDTH - 4).iter().map(|line| format!("    {line}")));
        } else {
            lines.extend(wrapped(&line, WIDTH).into_iter().map(str::to_owned));
            list = None;
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    for at in 0..lines.len() {
        if is_heading(&lines, at) {
            lines[at].insert_str(0, "# ");
        } else if let Some(text) = lines[at].strip_prefix('#') {
            // A heading of another kind, or none: gofmt takes a space for one.
            lines[at] = if text.starts_with([' ', '\t']) {
                format!("# {}", text.trim())
            } else {
                lines[at].clone()
            };
        }
    }
    lines
}

/// Whether a line is what Go once took for a heading, and gofmt now marks as one: it stands alone between two paragraphs,
/// begins with a capital, ends with a letter or digit, and has no punctuation.
fn is_heading(lines: &[String], at: usize) -> bool {
    let blank = |at: usize| lines.get(at).is_some_and(String::is_empty);
    if at == 0 || !blank(at - 1) || !blank(at + 1) {
        return false;
    }
    let Some(next) = lines.get(at + 2) else { return false };
    let line = &lines[at];
    if next.starts_with(' ') || !line.starts_with(char::is_uppercase) {
        return false;
    }
    if !line.ends_with(char::is_alphanumeric)
        || line.contains(&";:!?+*/=[]{}_^°&§~%#@<\">\\"[..].chars().collect::<Vec<_>>()[..])
    {
        return false;
    }
    let apostrophes = line.split('\'').skip(1).all(|rest| rest == "s" || rest.starts_with("s "));
    let stops = line.split('.').skip(1).all(|rest| !rest.is_empty() && !rest.starts_with(' '));
    apostrophes && stops
}

#[cfg(test)]
mod tests {
    use super::comment;
    use crate::targets::text::Text;

    fn printed(lines: &[&str]) -> String {
        let mut out = Text::new("\t");
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        comment(&mut out, &lines, None);
        out.finish().trim_end().to_owned()
    }

    #[test]
    fn lists_and_headings_are_as_gofmt_prints_them() {
        assert_eq!(printed(&["a", "- b", "c", "", "d"]), "// a\n//   - b\n//     c\n//\n// d");
        assert_eq!(printed(&["a", "", "Title", "", "b"]), "// a\n//\n// # Title\n//\n// b");
        assert_eq!(printed(&["a", "", "No title.", "", "b"]), "// a\n//\n// No title.\n//\n// b");
        assert_eq!(printed(&["  a \0 b", "", "", "c", ""]), "// a b\n//\n// c");
        assert_eq!(printed(&["1. a", "", "2. b"]), "//  1. a\n//  2. b");
        assert_eq!(printed(&["- a", "1. b", "2. c"]), "//   - a\n//     1. b\n//     2. c");
        assert_eq!(printed(&["1. a", "", "- b", "1. c"]), "//  1. a\n//     - b\n//  1. c");
    }

    #[test]
    fn long_lines_break_between_words() {
        let long = "word ".repeat(30);
        let text = printed(&[&long]);
        assert!(text.lines().count() == 2 && text.lines().all(|line| line.len() <= 100), "{text}");
        let unbroken = "x".repeat(200);
        assert_eq!(printed(&[&unbroken]), format!("// {unbroken}"));
        let list = format!("{} - no item", "word ".repeat(18) + "words");
        assert!(!printed(&[&list]).contains("\n// - "), "{list}");
    }
}
