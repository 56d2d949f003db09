//! Go projects in a temporary folder, and Go's tools run on them.

use std::path::{Path, PathBuf};

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::targets::{Files, Side, Target, find};

use crate::toolchain::{GO, GOFMT, STATICCHECK, Tool};

/// A Go module in a folder of its own, made anew.
pub struct Project {
    pub folder: PathBuf,
    pub module: String,
}

impl Project {
    ///
    /// `None` where there is no Go: the test is skipped.
    pub fn new(name: &str) -> Option<Self> {
        Self::named(name, &format!("example.com/{name}"))
    }

    /// A module of another name than its folder.
    pub fn named(name: &str, module: &str) -> Option<Self> {
        GO.find(name)?;
        GOFMT.find(name)?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tinygo").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        let project = Self { folder, module: module.to_owned() };
        project.write("go.mod", format!("module {module}\n\ngo 1.21\n").as_bytes());
        Some(project)
    }

    pub fn write(&self, path: &str, content: &[u8]) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Copies a fixture to a path.
    pub fn copy(&self, fixture: &str, path: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
        self.write(
            path,
            &std::fs::read(&from).unwrap_or_else(|e| panic!("{}: {e}", from.display())),
        );
    }

    /// The import path of the generated packages.
    pub fn contracts(&self) -> String {
        format!("{}/contracts", self.module)
    }

    /// Generates contracts into `contracts/`.
    pub fn generate(&self, contracts: &[(String, Contract)], side: Side) {
        for (path, content) in generated(contracts, side, &self.contracts()).iter() {
            self.write(&format!("contracts/{path}"), content);
        }
    }

    /// Runs `go` here; it must succeed. Returns its output.
    pub fn go(&self, arguments: &str, environment: &[(&str, &str)]) -> String {
        self.run(&GO, &arguments.split(' ').collect::<Vec<_>>(), environment)
    }

    fn run(&self, tool: &Tool, arguments: &[&str], environment: &[(&str, &str)]) -> String {
        let mut command = tool.find("a Go project").expect("it was there before");
        command.args(arguments).envs(environment.iter().copied());
        command.env("GOFLAGS", "-mod=mod").env("GOPROXY", "off").current_dir(&self.folder);
        let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?}:\n{text}");
        text.into_owned()
    }

    /// Builds a package as a module.
    pub fn build(&self, package: &str, output: &str) {
        let output = ["-o", output];
        let arguments = ["build", "-buildmode=c-shared", "-ldflags=-s -w"];
        let package = format!("./{package}");
        self.run(&GO, &[&arguments[..], &output, &[&package]].concat(), WASM);
    }

    pub fn check_format(&self) {
        let unformatted = self.run(&GOFMT, &["-l", "."], &[]);
        let change = || self.run(&GOFMT, &["-d", "."], &[]);
        assert!(unformatted.is_empty(), "gofmt would change these:\n{}", change());
    }

    /// Holds the project to gofmt and vet, natively and as wasm.
    pub fn lint(&self) {
        self.check_format();
        self.go("vet ./...", &[]);
        self.go("vet ./...", WASM);
    }

    /// Holds the project to staticcheck, where it is installed.
    pub fn staticcheck(&self, test: &str) {
        if STATICCHECK.find(test).is_some() {
            self.run(&STATICCHECK, &["./..."], &[]);
        }
    }
}

/// For modules.
pub const WASM: &[(&str, &str)] = &[("GOOS", "wasip1"), ("GOARCH", "wasm")];

pub fn target() -> &'static dyn Target {
    find("go").expect("the target is listed")
}

/// The output directory of contracts, each with the name of its schema.
pub fn generated(contracts: &[(String, Contract)], side: Side, package: &str) -> Files {
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|(schema, contract)| Unit { contract, schema: schema.clone(), module: None })
        .collect();
    generated_as(&units, side, package)
}

/// The output directory of these.
pub fn generated_as(units: &[Unit<'_>], side: Side, package: &str) -> Files {
    let go_package = Some(package.to_owned());
    let wanted = Wanted { side: Some(side), go_package, ..Wanted::default() };
    generate(target(), units, &wanted, &Files::new()).expect("it can be generated").files
}
