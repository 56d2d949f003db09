//! A module's text.

use super::layout;

/// A module: its description, its imports, its items with a blank line between them.
///
/// Items are lines without indentation, however long; see [`layout`].
pub fn module(docs: &str, imports: &[String], items: &[String]) -> String {
    let imports = imports.join("\n");
    let items = items.join("\n\n");
    layout::set(&format!("{docs}\nextern crate alloc;\n\n{imports}\n\n{items}\n"))
}
