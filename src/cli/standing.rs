//! What stands in an output directory.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::targets::{Files, Header};

/// How deep below the output directory files of ours lie.
const DEPTH: usize = 3;

/// The files under `directory` that begin with a record of ours. A directory that is not there holds none.
pub(super) fn read(directory: &Path) -> Result<Files, Failure> {
    let file = directory.ancestors().find(|it| it.exists()).filter(|it| !it.is_dir());
    if let Some(file) = file {
        let place = if file == directory {
            "the output directory"
        } else {
            "a folder above the output directory"
        };
        return Err(Failure::new(format!("`{}` is a file, and cannot be {place}", file.display()))
            .help("name another directory by `-o`"));
    }
    let mut files = Files::new();
    walk(directory, "", DEPTH, &mut files)
        .map_err(|(path, error)| Failure::unreadable(&path, &error))?;
    Ok(files)
}

fn walk(
    directory: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Files,
) -> Result<(), (PathBuf, std::io::Error)> {
    let at = |error| (directory.to_path_buf(), error);
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at)?,
    };
    for entry in entries {
        let entry = entry.map_err(at)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().map_err(at)?;
        // A folder with a runtime of its own is another output directory.
        if kind.is_dir() && depth > 1 && !entry.path().join("wapc").is_dir() {
            walk(&entry.path(), &format!("{path}/"), depth - 1, files)?;
        } else if kind.is_file() {
            let content = fs::read(entry.path()).map_err(|error| (entry.path(), error))?;
            let top = String::from_utf8_lossy(&content[..content.len().min(8192)]).into_owned();
            if Header::parse(&top).is_some() {
                files.insert(path, content);
            }
        }
    }
    Ok(())
}
