//! Output directories on disk: read them, write them whole or not at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::targets::{Files, Header};

/// How deep below the output directory files of ours lie.
const DEPTH: usize = 3;

/// The files under `directory` that begin with a record of ours. A directory that is not there holds none.
pub(super) fn read(directory: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    walk(directory, "", DEPTH, &mut files).map_err(|(path, error)| unreadable(&path, &error))?;
    Ok(files)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot read `{}`: {}", path.display(), reason(error)))
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

/// What writing did.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Files that were not there before, or were different.
    pub written: Vec<String>,
    /// Files that stood there as they should, and were left untouched.
    pub unchanged: Vec<String>,
}

/// The files that differ from what stands on disk, whoever wrote that.
pub(super) fn compare(directory: &Path, files: &Files) -> Result<Written, Failure> {
    let mut result = Written::default();
    for (path, content) in files.iter() {
        let on_disk = directory.join(path);
        let same = match fs::read(&on_disk) {
            Ok(found) => found == content,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound) => false,
            Err(error) => return Err(unwritable(&on_disk, &error)),
        };
        let list = if same { &mut result.unchanged } else { &mut result.written };
        list.push(path.to_owned());
    }
    Ok(result)
}

/// A file on its way: written under another name, not yet renamed.
struct Pending {
    temporary: PathBuf,
    destination: PathBuf,
}

/// Files on their way; what was not renamed is removed at the end.
#[derive(Default)]
struct Batch {
    pending: Vec<Pending>,
    directories: Vec<PathBuf>,
}

impl Batch {
    fn directory(&mut self, path: &Path) -> Result<(), Failure> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.directory(parent)?;
        }
        match fs::create_dir(path) {
            Ok(()) => self.directories.push(path.to_path_buf()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(error) => {
                return Err(Failure::new(format!(
                    "cannot create the directory `{}`: {}",
                    path.display(),
                    reason(&error)
                )));
            }
        }
        Ok(())
    }

    fn write(&mut self, destination: PathBuf, content: &[u8]) -> Result<(), Failure> {
        if destination.is_dir() {
            return Err(Failure::new(format!(
                "cannot write `{}`: it is a directory",
                destination.display()
            )));
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(destination.file_name().unwrap_or_default());
        name.push(format!(".{}.tmp", std::process::id()));
        let temporary = destination.with_file_name(name);
        let result = fs::write(&temporary, content);
        self.pending.push(Pending { temporary, destination });
        result
            .map_err(|error| unwritable(&self.pending[self.pending.len() - 1].destination, &error))
    }

    fn rename(mut self) -> Result<(), Failure> {
        while let Some(file) = self.pending.pop() {
            if let Err(error) = fs::rename(&file.temporary, &file.destination) {
                let failure = unwritable(&file.destination, &error);
                self.pending.push(file);
                return Err(failure);
            }
        }
        self.directories.clear();
        Ok(())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for file in &self.pending {
            let _ = fs::remove_file(&file.temporary);
        }
        for directory in self.directories.iter().rev() {
            let _ = fs::remove_dir(directory);
        }
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", path.display(), reason(error)))
}

/// The system's words, without Rust's number behind them.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// Writes several directories: first every file under another name, then all renames, so that a failure leaves what was there.
pub(super) fn write(changes: &[Change<'_>]) -> Result<(), Failure> {
    let mut batch = Batch::default();
    for change in changes {
        for path in change.paths {
            let destination = change.directory.join(path);
            if let Some(parent) = destination.parent() {
                batch.directory(parent)?;
            }
            batch.write(destination, change.files.get(path).unwrap_or_default())?;
        }
    }
    batch.rename()?;
    for change in changes {
        for path in change.left_over {
            let path = change.directory.join(path);
            fs::remove_file(&path).map_err(|error| {
                Failure::new(format!("cannot remove `{}`: {}", path.display(), reason(&error)))
            })?;
            // A folder that is empty now held only files of ours.
            if let Some(parent) = path.parent().filter(|parent| *parent != change.directory) {
                let _ = fs::remove_dir(parent);
            }
        }
    }
    Ok(())
}

/// What to write into one output directory.
pub(super) struct Change<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// All its files.
    pub files: &'a Files,
    /// Those to write.
    pub paths: &'a [String],
    /// Those to remove.
    pub left_over: &'a [String],
}

/// Writes one file, whole or not at all.
pub(super) fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut batch = Batch::default();
    batch.write(path.to_path_buf(), content)?;
    batch.rename()
}
