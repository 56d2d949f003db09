//! Schema arguments: a file, or one of the schemas that contractc ships.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Input;
use crate::diagnostic::suggest::closest;
use crate::loader::{self, FileLoader};
use crate::{Checked, schemas};

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
    let schema = loader::open(path).map_err(|error| {
        let failure = Failure::new(format!("cannot read `{argument}`: {error}"));
        if path.exists() {
            return failure;
        }
        let typed =
            |shipped: &schemas::Shipped| format!("contractc {}", command.replace("{}", shipped.id));
        match (schemas::like(argument), near(argument)) {
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
    let file = (!schema.embedded).then(|| path.to_path_buf());
    let checked = crate::check(&schema.path, schema.text, &FileLoader::new(&input.include));
    Ok(Loaded { argument: argument.to_owned(), file, checked })
}

/// The shipped schema whose name or id was perhaps misspelt.
fn near(argument: &str) -> Option<&'static schemas::Shipped> {
    let stem = Path::new(argument).file_stem()?.to_str()?;
    let names = schemas::all().iter().flat_map(|shipped| [shipped.name, shipped.id]);
    schemas::find(closest(stem, names)?)
}
