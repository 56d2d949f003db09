//! Reports on the standard error, or, for programs, on the standard output.

use std::io::{IsTerminal as _, Write as _};

use super::Failure;
use super::args::Format;
use super::load::Loaded;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{self, Batch};

/// Prints what was found in some schemas, and says whether there are errors.
pub(super) fn schemas(loaded: &[Loaded], format: Format) -> Result<bool, Failure> {
    let batches: Vec<_> =
        loaded.iter().map(|it| (it.checked.diagnostics.as_slice(), &it.checked.sources)).collect();
    print(&batches, format)?;
    Ok(batches.iter().flat_map(|(reports, _)| *reports).any(Diagnostic::is_error))
}

/// As [`schemas`], where code is to be generated: what does not stop that is only counted for people.
pub(super) fn for_generation(loaded: &[Loaded], format: Format) -> Result<bool, Failure> {
    let any = |it: &Loaded| it.checked.diagnostics.iter().any(Diagnostic::is_error);
    if format != Format::Text || loaded.iter().any(any) {
        return schemas(loaded, format);
    }
    let warned: Vec<&Loaded> =
        loaded.iter().filter(|it| !it.checked.diagnostics.is_empty()).collect();
    let number: usize = warned.iter().map(|it| it.checked.diagnostics.len()).sum();
    if number > 0 {
        let names: Vec<&str> = warned.iter().map(|it| it.argument.as_str()).collect();
        let mut stderr = anstream::stderr().lock();
        writeln!(
            stderr,
            "\x1b[1;33m{}\x1b[0m: `contractc check {}` shows {}",
            super::check::count(number, "warning"),
            names.join(" "),
            if number == 1 { "it" } else { "them" }
        )?;
    }
    Ok(false)
}

/// Prints reports.
pub(super) fn print(batches: &[Batch<'_>], format: Format) -> Result<(), Failure> {
    match format {
        Format::Text => {
            let mut stderr = anstream::stderr().lock();
            for (reports, sources) in batches {
                stderr.write_all(render::text(reports, sources, colour()).as_bytes())?;
            }
            Ok(())
        }
        Format::Json => super::print(render::json(batches).as_bytes()),
        Format::Sarif => super::print(render::sarif(batches).as_bytes()),
        Format::Github => super::print(render::github(batches).as_bytes()),
    }
}

/// Whether colour is wanted: on a terminal, unless the environment says otherwise.
fn colour() -> bool {
    std::io::stderr().is_terminal()
        && !matches!(anstream::AutoStream::choice(&std::io::stderr()), anstream::ColorChoice::Never)
}
