//! `contractc ir`.

use super::args::Ir;
use super::load::load;
use super::{Outcome, Result, report};
use crate::ir::export;

pub(super) fn run(args: &Ir) -> Result {
    let loaded = load(&args.schema, &args.input, "ir {}")?;
    if let Some(contract) = &loaded.checked.contract {
        // Warnings would end up in the document if they were printed beside it.
        super::print(export::json(contract).as_bytes())?;
        return Ok(Outcome::Fine);
    }
    report::schemas(&[loaded], args.input.format)?;
    Ok(Outcome::Findings)
}
