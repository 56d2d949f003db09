//! A module's text.

use super::layout;

/// A module: its description, its imports, its items with a blank line between them.
///
/// Items are lines without indentation, however long; see [`layout`].
pub fn module(docs: &str, imports: &[String], items: &[String]) -> String {
    let mut lines = format!("{docs}\nextern crate alloc;\n\n");
    for import in imports {
        lines.extend([import.as_str(), "\n"]);
    }
    for item in items {
        lines.extend(["\n", item, "\n"]);
    }
    layout::set(&lines)
}
