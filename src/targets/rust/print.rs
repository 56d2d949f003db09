//! A module's text.

use std::fmt;

use super::layout;

/// Code that is written where it goes, in lines without indentation, however long; see [`layout`].
pub trait Print {
    /// Adds code.
    fn put(&mut self, code: fmt::Arguments<'_>);

    /// Adds an item: a blank line, the code, a line end.
    fn item(&mut self, code: fmt::Arguments<'_>) {
        self.put(format_args!("\n{code}\n"));
    }
}

impl Print for String {
    fn put(&mut self, code: fmt::Arguments<'_>) {
        // Nothing fails that writes to a `String`.
        let _ = fmt::Write::write_fmt(self, code);
    }
}

/// A module: its description, its imports, its items.
pub fn module(docs: &str, imports: &[String], items: &str) -> String {
    let mut lines = String::with_capacity(items.len() + 1024);
    lines.put(format_args!("{docs}\nextern crate alloc;\n\n"));
    for import in imports {
        lines.put(format_args!("{import}\n"));
    }
    lines.push_str(items);
    layout::set(lines.trim_end())
}
