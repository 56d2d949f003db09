//! `contractc completions`.

use clap::CommandFactory as _;

use super::args::{Args, Completions};
use super::{Outcome, Result};

pub(super) fn run(args: &Completions) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "contractc", &mut script);
    super::print(&script)?;
    Ok(Outcome::Fine)
}
