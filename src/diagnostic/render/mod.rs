//! Reports in the forms that people and programs read.

mod github;
mod json;
mod lines;
mod sarif;
mod text;

use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use text::{Look, text};

/// Reports of one compilation, with the sources that they point into.
pub type Batch<'a> = (&'a [Diagnostic], &'a SourceMap);
