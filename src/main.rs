//! The command line: `contractc`.

use std::process::ExitCode;

fn main() -> ExitCode {
    contractc::cli::run(std::env::args_os())
}
