//! Schema arguments: a file, or one of the schemas that contractc ships.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Input;
use crate::Checked;
use crate::loader::{self, FileLoader};
use crate::schemas::{self, Shipped};

/// A schema that was named on the command line, read and checked.
pub(super) struct Loaded {
    /// How it was named.
    pub argument: String,
    /// Its file; `None` if it is shipped.
    pub file: Option<PathBuf>,
    /// What came of it.
    pub checked: Checked,
}

/// Reads and checks a schema. A file always wins over a shipped schema of that name. `command` is the rest of the command
/// line, for the message that shows how a shipped schema is named.
pub(super) fn load(argument: &str, input: &Input, command: &str) -> Result<Loaded, Failure> {
    folders(input)?;
    one(argument, input, command)
}

/// Several of them: those that can be read, and why the others cannot.
pub(super) fn all(
    arguments: &[String],
    input: &Input,
    command: &str,
) -> Result<(Vec<Loaded>, Vec<Failure>), Failure> {
    folders(input)?;
    let (mut loaded, mut failures) = (Vec::new(), Vec::new());
    for argument in arguments {
        match one(argument, input, command) {
            Ok(schema) => loaded.push(schema),
            Err(failure) => failures.push(failure),
        }
    }
    Ok((loaded, failures))
}

/// The folders of `-I` are there.
fn folders(input: &Input) -> Result<(), Failure> {
    let missing = input.include.iter().find(|folder| !Path::new(folder).is_dir());
    match missing {
        Some(folder) if Path::new(folder).exists() => {
            Err(Failure::new(format!("`-I {folder}`: it is a file, not a folder")))
        }
        Some(folder) => Err(Failure::new(format!("`-I {folder}`: there is no such folder"))),
        None => Ok(()),
    }
}

fn one(argument: &str, input: &Input, command: &str) -> Result<Loaded, Failure> {
    let path = Path::new(argument);
    let checked = crate::check_file(path, &FileLoader::new(&input.include)).map_err(|error| {
        let failure = Failure::new(format!("cannot read `{argument}`: {error}"));
        if path.exists() {
            return failure;
        }
        let typed = |shipped: &Shipped| format!("contractc {}", command.replace("{}", shipped.id));
        if let Some(near) = loader::file_like(argument) {
            return failure.help(format!("did you mean `{near}`?"));
        }
        match (schemas::like(argument), loader::shipped_like(argument)) {
            (Some(shipped), _) => {
                failure.help(format!("contractc ships this schema: `{}`", typed(shipped)))
            }
            (None, Some(shipped)) => failure.help(format!(
                "did you mean `{}`, which contractc ships? `{}`",
                shipped.name,
                typed(shipped)
            )),
            (None, None) => failure,
        }
    })?;
    let embedded = checked.sources.iter().next().is_some_and(|source| source.embedded);
    let file = (!embedded).then(|| path.to_path_buf());
    Ok(Loaded { argument: argument.to_owned(), file, checked })
}
