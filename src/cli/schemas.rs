//! `contractc schemas`.

use std::fmt::Write as _;

use super::args::Schemas;
use super::{Failure, Outcome, Result};
use crate::schemas;

pub(super) fn run(args: &Schemas) -> Result {
    let Some(wanted) = &args.schema else {
        let width = schemas::all().iter().map(|it| it.id.len()).max().unwrap_or_default();
        let mut text = String::new();
        for shipped in schemas::all() {
            let _ = writeln!(text, "{:width$}  {}", shipped.id, about(shipped));
        }
        super::print(text.as_bytes())?;
        return Ok(Outcome::Fine);
    };
    let shipped = schemas::find(wanted).ok_or_else(|| {
        Failure::new(format!("contractc ships no schema `{wanted}`"))
            .help("`contractc schemas` lists those that it ships")
    })?;
    super::print(shipped.text.as_bytes())?;
    Ok(Outcome::Fine)
}

/// The first sentence of the namespace's description.
fn about(shipped: &schemas::Shipped) -> String {
    let loader = crate::loader::FileLoader::new([""; 0]);
    let checked = crate::check(shipped.id, shipped.text, &loader);
    let docs = checked.contract.map(|contract| contract.docs.join(" ")).unwrap_or_default();
    match docs.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => docs.trim_end_matches('.').to_owned(),
    }
}
