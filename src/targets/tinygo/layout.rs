//! Columns, as gofmt lays them out.

/// Lines of two cells, the second ones under each other. A line that does not follow on the one before, since a comment
/// stands between them, begins columns of its own.
pub(super) fn aligned(rows: Vec<(String, String, bool)>) -> Vec<String> {
    let mut lines = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        let mut end = at + 1;
        while end < rows.len() && rows[end].2 {
            end += 1;
        }
        let width = rows[at..end].iter().map(|row| row.0.chars().count()).max().unwrap_or(0);
        for (first, second, _) in &rows[at..end] {
            let gap = " ".repeat(width - first.chars().count());
            lines.push(format!("{first}{gap} {second}"));
        }
        at = end;
    }
    lines
}

/// Whether code uses a package, beside comments and strings.
pub(super) fn uses(code: &str, package: &str) -> bool {
    code.contains(package)
        && code.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
            let mut rest = line;
            while let Some(at) = rest.find(package) {
                let before = &rest[..at];
                let quotes = before.replace("\\\\", "").replace("\\\"", "").matches('"').count();
                let part =
                    before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
                if quotes % 2 == 0 && !part {
                    return true;
                }
                // Past the word, and, inside of a string, past its end.
                let next = if quotes % 2 == 1 { string_end(&rest[at..]) } else { package.len() };
                rest = &rest[at + next..];
            }
            false
        })
}

/// Where a string ends that began before `text`.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{aligned, uses};

    #[test]
    fn a_comment_ends_the_columns() {
        let row = |a: &str, follows| (a.to_owned(), "int".to_owned(), follows);
        let lines = aligned(vec![row("A", true), row("Longer", false), row("B", true)]);
        assert_eq!(lines, ["A int", "Longer int", "B      int"]);
    }

    #[test]
    fn a_package_in_a_string_is_not_used() {
        assert!(uses("\tx := time.Unix(0, 0)", "time."));
        assert!(!uses("// time.Unix", "time."));
        assert!(!uses("x = \"time.a\\\"time.b\"", "time."));
        assert!(uses("x = \"time.a\" + time.b", "time."));
        assert!(!uses("x = uptime.a", "time."));
    }
}
