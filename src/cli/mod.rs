//! The command line: one file a subcommand. Only here is anything printed, and only here does the process end.
//!
//! Exit codes: 0 fine, 1 findings (a faulty schema, a stale output), 2 usage or input and output.

mod args;
mod check;
mod completions;
#[cfg(feature = "conformance")]
mod conform;
mod descriptor;
mod diff;
mod explain;
mod r#gen;
mod ir;
mod load;
mod paths;
mod report;
mod schemas;
mod standing;
#[cfg(feature = "conformance")]
mod toolchain;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

/// Runs the command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // clap writes help and versions to the standard output, with code 0, and its errors to the standard error, with 2.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let result = match args.command {
        args::Command::Gen(args) => r#gen::run(&args),
        args::Command::Check(args) => check::run(&args),
        args::Command::Diff(args) => diff::run(&args),
        args::Command::Ir(args) => ir::run(&args),
        args::Command::Descriptor(args) => descriptor::run(&args),
        args::Command::Explain(args) => explain::run(&args),
        args::Command::Schemas(args) => schemas::run(&args),
        #[cfg(feature = "conformance")]
        args::Command::Toolchain(args) => toolchain::run(&args),
        #[cfg(feature = "conformance")]
        args::Command::Conform(args) => conform::run(&args),
        args::Command::Completions(args) => completions::run(&args),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// A faulty schema or a stale output: it was reported.
    Findings,
}

impl Outcome {
    /// Findings if there are any.
    const fn findings(there_are: bool) -> Self {
        if there_are { Self::Findings } else { Self::Fine }
    }
}

/// Why a command could not do its work: wrong usage, or a file that cannot be read or written.
#[derive(Debug)]
struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// What the system says of a file that cannot be read.
    fn unreadable(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot read `{}`: {}", path.display(), crate::disk::reason(error)))
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn print(&self) {
        let mut stderr = anstream::stderr().lock();
        let _ = writeln!(stderr, "\x1b[1;31merror\x1b[0m\x1b[1m: {}\x1b[0m", self.message);
        if let Some(help) = &self.help {
            let _ = writeln!(stderr, "  \x1b[1;36mhelp\x1b[0m: {help}");
        }
    }
}

/// The command ends with the last of several failures, and those before it are printed.
fn fail(mut failures: Vec<Failure>) -> std::result::Result<(), Failure> {
    let Some(last) = failures.pop() else { return Ok(()) };
    failures.iter().for_each(Failure::print);
    Err(last)
}

impl From<crate::disk::Error> for Failure {
    fn from(error: crate::disk::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(format!("cannot write the output: {error}"))
    }
}

type Result = std::result::Result<Outcome, Failure>;

/// Writes a text to the standard output. A reader that went away (`| head`) ends the command quietly.
fn print(text: &[u8]) -> std::result::Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}
