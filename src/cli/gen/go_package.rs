//! The import path of an output directory, from the nearest `go.mod`.

use std::path::Path;

use crate::cli::paths::{absolute, relative, slashed};

/// The module path of the `go.mod` in `directory` or the nearest folder above it, and the way from there.
pub(super) fn find(directory: &Path) -> Option<String> {
    let directory = absolute(&std::env::current_dir().ok()?, directory);
    for folder in directory.ancestors() {
        let Ok(text) = std::fs::read_to_string(folder.join("go.mod")) else { continue };
        let module = module(&text)?;
        let below = slashed(&relative(folder, &directory));
        return Some(if below.is_empty() { module } else { format!("{module}/{below}") });
    }
    None
}

/// The path behind `module` in a `go.mod`.
fn module(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find_map(|line| line.strip_prefix("module"))?;
    let path = line.split("//").next()?.trim().trim_matches(['"', '`']);
    (!path.is_empty()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_module_line_may_be_quoted_and_commented() {
        let text = "// a comment\nmodule \"example.com/counter\" // deprecated\n\ngo 1.21\n";
        assert_eq!(super::module(text).as_deref(), Some("example.com/counter"));
    }
}
