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
    let path = Path::new(argument);
    let schema = loader::open(path).map_err(|error| {
        let failure = Failure::new(format!("cannot read `{argument}`: {error}"));
        match meant(argument) {
            Some(shipped) if !path.exists() => failure.help(format!(
                "contractc ships this schema: `contractc {}`",
                command.replace("{}", shipped.id)
            )),
            _ => failure,
        }
    })?;
    let file = (!schema.embedded).then(|| path.to_path_buf());
    let checked = crate::check(&schema.path, schema.text, &FileLoader::new(&input.include));
    Ok(Loaded { argument: argument.to_owned(), file, checked })
}

/// The shipped schema that a missing file was probably meant to be.
fn meant(argument: &str) -> Option<&'static schemas::Shipped> {
    schemas::like(argument).or_else(|| {
        let stem = Path::new(argument).file_stem()?.to_str()?;
        schemas::find(closest(stem, schemas::all().iter().map(|shipped| shipped.name))?)
    })
}
