//! Names that somebody chose for the modules of contracts.

use crate::targets::Target;
use crate::targets::naming::{RESERVED_MODULES, is_device};

/// Why a module cannot have the name that was chosen for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// One line, no full stop.
    pub reason: String,
    /// What to do.
    pub help: String,
}

/// Checks a name that was chosen for a module of this language. It is taken as it is, or not at all.
///
/// # Errors
/// If it cannot be the name of a module.
pub fn chosen(target: &dyn Target, module: &str) -> Result<(), Refused> {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !module.chars().all(word) || !module.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(Refused {
            reason: format!("`{module}` cannot be the name of a module"),
            help: "use lower-case letters, digits and `_`, a letter first".to_owned(),
        });
    }
    let why = if RESERVED_MODULES.contains(&module) {
        "files of the output directory bear it".to_owned()
    } else if is_device(module) {
        "Windows keeps it for a device".to_owned()
    } else if target.reserves(module) {
        format!("in {} it means something else", target.id())
    } else {
        return Ok(());
    };
    Err(Refused {
        reason: format!("`{module}` cannot be the name of a module: {why}"),
        help: format!("choose another, such as `{module}_`"),
    })
}
