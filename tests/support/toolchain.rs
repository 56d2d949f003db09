//! Tools that tests need and the machine may lack: compilers for guests, formatters, linters.
//!
//! A tool is what its environment variable names (`CONTRACTC_ZIG16`, several words are fine; `tests/run.sh` sets them), else its
//! program on `PATH`. A test that lacks one says SKIPPED with the install command, and fails if `CONTRACTC_REQUIRE` lists
//! what it belongs to.

#![allow(dead_code, reason = "each test uses some of it")]

use std::env;
use std::process::Command;

/// A tool.
pub struct Tool {
    variable: &'static str,
    program: &'static str,
    /// What `CONTRACTC_REQUIRE` calls it.
    part_of: &'static str,
    install: &'static str,
}

macro_rules! tools {
    ($($name:ident: $variable:literal, $program:literal, $part_of:literal, $install:literal;)*) => {
        $(pub const $name: Tool = Tool {
            variable: $variable,
            program: $program,
            part_of: $part_of,
            install: $install,
        };)*
    };
}

tools! {
    CARGO: "CONTRACTC_CARGO", "cargo", "rust", "rustup.rs";
    RUSTFMT: "CONTRACTC_RUSTFMT", "rustfmt", "rust", "rustup component add rustfmt";
    RUST_FLOOR: "CONTRACTC_RUST_FLOOR", "", "rust", "rustup toolchain install 1.82.0 --profile minimal";
    GO: "CONTRACTC_GO", "go", "go", "contractc toolchain install go";
    GOFMT: "CONTRACTC_GOFMT", "gofmt", "go", "contractc toolchain install go";
    STATICCHECK: "CONTRACTC_STATICCHECK", "staticcheck", "staticcheck", "go install honnef.co/go/tools/cmd/staticcheck@latest";
    TINYGO: "TINYGO", "tinygo", "tinygo", "the installation page of tinygo.org";
    ASC: "CONTRACTC_ASC", "asc", "assemblyscript", "contractc toolchain install assemblyscript";
    PRETTIER: "CONTRACTC_PRETTIER", "prettier", "assemblyscript", "npm install prettier@3";
    TSC: "CONTRACTC_TSC", "tsc", "assemblyscript", "npm install typescript@5";
    AJV: "CONTRACTC_AJV", "", "ajv", "npm install ajv@8 ajv-formats@3";
    ZIG: "CONTRACTC_ZIG", "zig", "zig", "contractc toolchain install zig";
    ZIG16: "CONTRACTC_ZIG16", "", "zig16", "contractc toolchain install zig@0.16.0";
    CHROMIUM: "CONTRACTC_CHROMIUM", "chromium", "chromium", "tests/run.sh --all";
    XML_SCHEMA: "CONTRACTC_XML_SCHEMA", "xmlschema-validate", "xml-schema", "pip install xmlschema";
    ZIG15: "CONTRACTC_ZIG15", "", "zig15", "contractc toolchain install zig@0.15.2";
}

impl Tool {
    /// The command, or `None` after saying that `test` is skipped.
    ///
    /// # Panics
    /// If the tool is missing and required.
    pub fn find(&self, test: &str) -> Option<Command> {
        if let Some(command) = self.command() {
            return Some(command);
        }
        let required = env::var("CONTRACTC_REQUIRE").unwrap_or_default();
        let message = format!("SKIPPED {test}: no {}; install: {}", self.name(), self.install);
        assert!(
            !required.split(',').any(|part| part.trim() == self.part_of),
            "{message} (CONTRACTC_REQUIRE lists {})",
            self.part_of
        );
        eprintln!("{message}");
        skipped(&message);
        None
    }

    fn name(&self) -> &str {
        if self.program.is_empty() { self.part_of } else { self.program }
    }

    fn command(&self) -> Option<Command> {
        if let Ok(value) = env::var(self.variable) {
            let mut words = value.split_whitespace();
            let mut command = Command::new(words.next()?);
            command.args(words);
            return Some(command);
        }
        let path = env::var_os("PATH")?;
        let there = !self.program.is_empty()
            && env::split_paths(&path).any(|folder| folder.join(self.program).is_file());
        there.then(|| Command::new(self.program))
    }
}

/// Adds a line to the file that `tests/run.sh` counts at the end, where it names one.
pub fn skipped(message: &str) {
    use std::io::Write as _;
    let Some(path) = env::var_os("CONTRACTC_SKIPS") else { return };
    let file = std::fs::File::options().create(true).append(true).open(path);
    let _ = file.and_then(|mut file| writeln!(file, "{message}"));
}
