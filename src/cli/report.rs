//! Reports on the standard error, or, for programs, on the standard output.

use std::io::{IsTerminal as _, Write as _};

use super::Failure;
use super::args::Format;
use super::load::Loaded;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{self, Batch, Look};

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

/// Prints reports, and for people at the end how many there are.
pub(super) fn print(batches: &[Batch<'_>], format: Format) -> Result<(), Failure> {
    match format {
        Format::Text => {
            let text = render::text(batches, look());
            let mut stderr = anstream::stderr().lock();
            stderr.write_all(text.as_bytes())?;
            if let Some(total) = total(batches) {
                writeln!(stderr, "\n{total}")?;
            }
            Ok(())
        }
        Format::Json => super::print(render::json(batches).as_bytes()),
        Format::Sarif => super::print(render::sarif(batches).as_bytes()),
        Format::Github => super::print(render::github(batches).as_bytes()),
    }
}

/// `2 errors, 1 warning`
fn total(batches: &[Batch<'_>]) -> Option<String> {
    let all = || batches.iter().flat_map(|(reports, _)| *reports);
    let errors = all().filter(|report| report.is_error()).count();
    let warnings = all().count() - errors;
    let counts = [("\x1b[1;31m", errors, "error"), ("\x1b[1;33m", warnings, "warning")];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, number, _)| *number > 0)
        .map(|(colour, number, noun)| {
            format!("{colour}{}\x1b[0m", super::check::count(number, noun))
        })
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// Colour and width are those of the terminal, if there is one; the environment has the last word.
fn look() -> Look {
    let stderr = std::io::stderr();
    let terminal = stderr.is_terminal();
    let colour =
        terminal && !matches!(anstream::AutoStream::choice(&stderr), anstream::ColorChoice::Never);
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || console::Term::stderr().size_checked().map(|(_, columns)| usize::from(columns));
    let width = said.or_else(|| seen().filter(|_| terminal));
    let plain = Look::default();
    Look { colour, width: width.map_or(plain.width, |width| width.max(NARROWEST)) }
}

/// Even on a narrower terminal, a line has this many columns: what is around a label must be seen.
const NARROWEST: usize = 40;
