//! Files to the disk, whole or not at all.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::targets::{Files, Header};

/// Why nothing was written, in words.
#[derive(Debug)]
pub(crate) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The files that are not as they stand on disk.
#[derive(Debug, Default)]
pub(crate) struct Differing {
    /// All of them.
    pub paths: Vec<String>,
    /// Those that are not there.
    pub missing: Vec<String>,
    /// Those in whose place there is a file that contractc did not write.
    pub foreign: Vec<String>,
}

/// Compares files with what stands on disk, whoever wrote that.
pub(crate) fn differing(directory: &Path, files: &Files) -> Result<Differing, Error> {
    let mut differing = Differing::default();
    for (path, content) in files.iter() {
        let on_disk = directory.join(path);
        match fs::read(&on_disk) {
            Ok(found) if found == content => continue,
            Ok(found) if !Header::opens(&found) => differing.foreign.push(path.to_owned()),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound) => {
                differing.missing.push(path.to_owned());
            }
            Err(error) => return Err(unwritable(&on_disk, &error)),
        }
        differing.paths.push(path.to_owned());
    }
    Ok(differing)
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
    fn directory(&mut self, path: &Path) -> Result<(), Error> {
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
                return Err(Error(format!(
                    "cannot create the directory `{}`: {}",
                    path.display(),
                    reason(&error)
                )));
            }
        }
        Ok(())
    }

    fn write(&mut self, destination: PathBuf, content: &[u8]) -> Result<(), Error> {
        if destination.is_dir() {
            return Err(Error(format!(
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

    fn rename(mut self) -> Result<(), Error> {
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

/// Writes several directories: first every file under another name, then all renames, so that a failure leaves what was there.
pub(crate) fn write(changes: &[Change<'_>]) -> Result<(), Error> {
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
                Error(format!("cannot remove `{}`: {}", path.display(), reason(&error)))
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
pub(crate) struct Change<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// All its files.
    pub files: &'a Files,
    /// Those to write.
    pub paths: &'a [String],
    /// Those to remove.
    pub left_over: &'a [String],
}

/// Writes one file, whole or not at all. What is no file (a pipe, a device, a link such as `/dev/stdout`) is written to as it is: a
/// file in its place would be read by nobody.
#[cfg(feature = "cli")]
pub(crate) fn write_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    let found = fs::symlink_metadata(path);
    if found.is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return fs::write(path, content).map_err(|error| unwritable(path, &error));
    }
    let mut batch = Batch::default();
    batch.write(path.to_path_buf(), content)?;
    batch.rename()
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error(format!("cannot write `{}`: {}", path.display(), reason(error)))
}

/// The system's words, without Rust's number behind them.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}
