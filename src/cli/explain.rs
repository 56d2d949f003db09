//! `contractc explain`.

use std::fmt::Write as _;

use super::args::Explain;
use super::{Failure, Outcome, Result};
use crate::diagnostic::{Code, Severity, catalogue};

pub(super) fn run(args: &Explain) -> Result {
    let text = match &args.code {
        None => list(),
        Some(code) => one(code)?,
    };
    super::print(text.as_bytes())?;
    Ok(Outcome::Fine)
}

fn one(text: &str) -> std::result::Result<String, Failure> {
    let code = Code::parse(text).ok_or_else(|| {
        Failure::new(format!("there is no code `{text}`"))
            .help("a code is `C` and four digits; `contractc explain` lists them all")
    })?;
    let entry = code.entry();
    Ok(format!("{code}: {}\n\n{}\n", entry.title, entry.explanation.trim()))
}

fn list() -> String {
    let mut text = String::new();
    for entry in catalogue::all() {
        let severity = match entry.severity {
            Severity::Error => "error  ",
            Severity::Warning => "warning",
        };
        let _ = writeln!(text, "{}  {severity}  {}", entry.code, entry.title);
    }
    text
}
