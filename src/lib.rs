//! The compiler for WIDL contracts between WebAssembly actors and capability providers.
//!
//! From text to files it is a chain of functions: [`check`] parses and resolves a schema into a [contract](ir::Contract), its
//! [plan](wire::Plan) says what goes over the wire, a [target](targets::Target) prints it in a language, and
//! [`generate`](generate::generate) composes the output directory. Nothing but the command line, [`build`] and the harness
//! touches the world.

// What pest's derive refers to, without its feature `std`: that one looks at the stack with every rule, and nothing here lies
// deeper than `syntax::brackets` lets it.
extern crate alloc;

pub mod buildscript;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod diagnostic;
mod disk;
#[cfg(feature = "conformance")]
pub mod engine;
pub mod generate;
pub mod ir;
pub mod loader;
pub mod resolve;
pub mod schemas;
pub mod source;
pub mod syntax;
pub mod targets;
pub mod wire;

use std::path::Path;
use std::sync::Arc;

use diagnostic::{Code, Diagnostic};
use ir::Contract;
use loader::{FileLoader, ReadError};
use source::{Loaded, Loader, SourceMap, Span};

pub use buildscript as build;
pub use syntax::parse;

/// A schema with its imports, read and resolved.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The contract, unless one of the reports is an error.
    pub contract: Option<Contract>,
    /// The texts, by which the places in reports are shown; the first is that of the schema itself.
    pub sources: SourceMap,
    /// What there is to say about them, in the order of the texts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a schema, reads everything it imports, and resolves it into a contract.
///
/// `path` is where the text was read, or the id of an embedded schema: imports are relative to it.
pub fn check(path: &str, text: impl Into<Arc<str>>, loader: &dyn Loader) -> Checked {
    let text = text.into();
    // A file may bear the name of an embedded schema, but not its text, too.
    let embedded = schemas::by_id(path).is_some_and(|schema| *schema.text == *text);
    if !embedded {
        loader.remember(path);
    }
    let root = Loaded { path: path.to_owned(), text, embedded };
    let graph = resolve::load::load(root, loader);
    let (contract, found) = resolve::resolve(&graph.units);
    let mut diagnostics = graph.diagnostics;
    let contract = contract.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    diagnostics.extend(found);
    resolve::sort(&mut diagnostics);
    Checked { contract, sources: graph.sources, diagnostics }
}

/// Checks what a schema argument names: a file, or, where there is none of that name, one of the schemas that contractc ships.
///
/// # Errors
/// If there is neither, or the file cannot be read. One that is no text is a wrong schema, and reported as such.
pub fn check_file(argument: &Path, loader: &FileLoader) -> Result<Checked, ReadError> {
    match loader::open(argument) {
        Ok(schema) => Ok(check(&schema.path, schema.text, loader)),
        Err(ReadError::NotUtf8 { at, lossy }) => {
            Ok(not_utf8(&argument.to_string_lossy(), lossy, at))
        }
        Err(error) => Err(error),
    }
}

fn not_utf8(path: &str, lossy: String, at: usize) -> Checked {
    let binary = lossy.contains('\0');
    let mut sources = SourceMap::new();
    let source = sources.add(path, lossy);
    // The replacement character of the first byte that is not valid.
    let span = Span::new(source, at as u32, (at + char::REPLACEMENT_CHARACTER.len_utf8()) as u32);
    let report = if binary {
        Diagnostic::new(Code::NOT_WIDL, "this is a binary file, not WIDL").at(span, "not UTF-8")
    } else {
        Diagnostic::new(Code::NOT_WIDL, "schemas are UTF-8, and this file is not")
            .at(span, "not UTF-8 from here on")
            .help("save it as UTF-8")
    };
    Checked { contract: None, sources, diagnostics: vec![report] }
}
