//! Building guests: the documented command of each language.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Kind, Toolchain};

/// A guest that does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// The command.
    pub command: String,
    /// What it printed.
    pub output: String,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.command, self.output)
    }
}

impl std::error::Error for BuildError {}

impl Toolchain {
    /// Builds the guest in `folder`, whose entry is `entry` with the language's ending (Rust: the crate's name; Go: the folder), and
    /// returns the path of the module. Rust keeps what it compiled in `shared`, which several guests may have in common, one
    /// after the other. `abort`: AssemblyScript's text of an abort goes to the host, through the generated `wapc/abort`.
    ///
    /// # Errors
    /// What the compiler said.
    pub fn build(
        &self,
        folder: &Path,
        entry: &str,
        shared: &Path,
        abort: bool,
    ) -> Result<PathBuf, BuildError> {
        let mut command = self.command();
        command.current_dir(folder);
        let mut wasm = folder.join(format!("{entry}.wasm"));
        let out = format!("{entry}.wasm");
        match self.kind {
            Kind::Rust => {
                command.args(["build", "--release", "--lib", "--quiet"]);
                if self.build_std {
                    command.args(["-Z", "build-std=std,panic_abort"]);
                }
                command.args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(shared);
                wasm = shared.join("wasm32-unknown-unknown/release").join(out);
            }
            Kind::Go => {
                command.args(["build", "-buildmode=c-shared", "-ldflags=-s -w", "-o", &out, "."]);
            }
            Kind::TinyGo => {
                command.args([
                    "build",
                    "-target=wasm-unknown",
                    "-opt=z",
                    "-no-debug",
                    "-panic=trap",
                    "-scheduler=none",
                    "-gc=conservative",
                    "-o",
                    &out,
                    ".",
                ]);
            }
            Kind::AssemblyScript => {
                command.arg(format!("{entry}.ts")).args([
                    "-o",
                    &out,
                    "-O3",
                    "--runtime",
                    "incremental",
                ]);
                let to = if abort { "abort=contracts/wapc/abort/abort" } else { "abort=" };
                command.args(["--use", to]);
            }
            Kind::Zig => {
                command.arg("build-exe").arg(format!("{entry}.zig"));
                command.arg(format!("-femit-bin={out}"));
                command.args(["-target", "wasm32-freestanding", "-fno-entry", "-rdynamic"]);
                command.args(["--stack", "65536", "-O", "ReleaseSmall", "-fstrip"]);
            }
        }
        run(&mut command)?;
        Ok(wasm)
    }
}

fn run(command: &mut Command) -> Result<(), BuildError> {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let failed = |output| BuildError { command: words.join(" "), output };
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Err(failed(text))
}
