//! Columns, as gofmt lays them out.

use crate::targets::text::Text;

/// A line of two cells.
pub(super) struct Row<F> {
    pub first: String,
    pub second: String,
    /// The comment above it.
    pub docs: Option<F>,
}

/// Prints lines of two cells, the second ones under each other. A line that does not follow on the one before, since a comment
/// stands between them, begins columns of its own.
pub(super) fn aligned<F: FnOnce(&mut Text)>(out: &mut Text, mut rows: Vec<Row<F>>) {
    let mut width = 0;
    for at in 0..rows.len() {
        if at == 0 || rows[at].docs.is_some() {
            let columns = rows[at + 1..].iter().take_while(|row| row.docs.is_none());
            let columns = std::iter::once(&rows[at]).chain(columns);
            width = columns.map(|row| row.first.chars().count()).max().unwrap_or(0);
        }
        if let Some(docs) = rows[at].docs.take() {
            docs(out);
        }
        let Row { first, second, .. } = &rows[at];
        let gap = width - first.chars().count() + 1;
        out.line(format_args!("{first}{:gap$}{second}", ""));
    }
}

/// The same without comments.
pub(super) fn columns(out: &mut Text, rows: impl IntoIterator<Item = (String, String)>) {
    let rows = rows.into_iter().map(|(first, second)| Row { first, second, docs: None });
    aligned(out, rows.collect::<Vec<Row<fn(&mut Text)>>>());
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
    use super::{Row, aligned, uses};
    use crate::targets::text::Text;

    #[test]
    fn a_comment_ends_the_columns() {
        let row = |first: &str, docs: Option<fn(&mut Text)>| Row {
            first: first.to_owned(),
            second: "int".to_owned(),
            docs,
        };
        let docs: fn(&mut Text) = |out| out.line("// c");
        let mut out = Text::new("\t");
        aligned(&mut out, vec![row("A", None), row("Longer", Some(docs)), row("B", None)]);
        assert_eq!(out.finish(), "A int\n// c\nLonger int\nB      int\n");
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
