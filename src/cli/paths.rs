//! Paths as text, with `/` between their parts, resolved without asking the file system.

use std::path::{Component, Path, PathBuf};

/// A path with `/` between its parts, as reports and records name it.
pub(super) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The path without `.` and without `..` where what is before it is known; relative to `base` if it is relative.
pub(super) fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

/// How to get from the directory `from` to `to`; both absolute. Without a common root: `to` itself.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let from: Vec<_> = from.components().collect();
    let parts: Vec<_> = to.components().collect();
    let common = from.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.to_path_buf();
    }
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - common);
    up.chain(parts[common..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_found_from_its_output_directory() {
        let base = Path::new("/project");
        let from = absolute(base, Path::new("./generated/../contracts"));
        let to = absolute(base, Path::new("schemas/keyvalue.widl"));
        assert_eq!(from, Path::new("/project/contracts"));
        assert_eq!(slashed(&relative(&from, &to)), "../schemas/keyvalue.widl");
    }
}
