//! AssemblyScript projects in a temporary folder, and the tools run on them.

use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::{Contract, Implementer};
use contractc::targets::{Files, Job, Options, Side, Target, find};
use contractc::wire::Plan;

use crate::toolchain::{self, Tool};

/// A tool and its first arguments; `None` after saying that it is missing.
fn words(tool: &Tool) -> Option<Vec<String>> {
    let command = tool.find("the tests of AssemblyScript")?;
    let program = std::iter::once(command.get_program()).chain(command.get_args());
    Some(program.map(|word| word.to_string_lossy().into_owned()).collect())
}

pub fn asc() -> Option<Vec<String>> {
    words(&toolchain::ASC)
}

/// Node comes with asc.
pub fn node() -> Option<Vec<String>> {
    asc().map(|_| vec!["node".to_owned()])
}

/// A folder of its own, made anew.
pub struct Project {
    pub folder: PathBuf,
}

impl Project {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("assemblyscript").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub fn write(&self, path: &str, content: &[u8]) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn write_all(&self, folder: &str, files: &Files) {
        for (path, content) in files.iter() {
            self.write(&format!("{folder}{path}"), content);
        }
    }

    /// Copies a fixture to a path.
    pub fn copy(&self, fixture: &str, path: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
        let content = std::fs::read(&from).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
        self.write(path, &content);
    }

    /// Runs a tool here; it must succeed, and say nothing that is a warning. Returns its output.
    pub fn run(&self, tool: &[String], arguments: &[&str]) -> String {
        let output = Command::new(&tool[0])
            .args(&tool[1..])
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", tool[0]));
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && !text.contains("WARNING"),
            "{} {} in {}:\n{text}",
            tool.join(" "),
            arguments.join(" "),
            self.folder.display()
        );
        text.into_owned()
    }

    /// Holds the project to prettier and tsc.
    pub fn lint(&self) {
        self.lint_with("**/*.ts");
    }

    /// Holds these files to prettier and the project to tsc, both at once: each is busy for long, on one processor.
    pub fn lint_with(&self, formatted: &str) {
        std::thread::scope(|scope| {
            scope.spawn(|| self.check_format(formatted));
            self.check_types();
        });
    }

    fn check_format(&self, files: &str) {
        if let Some(prettier) = words(&toolchain::PRETTIER) {
            self.run(&prettier, &["--no-config", "--log-level", "warn", "--check", files]);
        }
    }

    fn check_types(&self) {
        let (Some(tsc), Some(asc)) = (words(&toolchain::TSC), asc()) else { return };
        let standard = standard(&asc);
        let config = format!(
            "{{ \"extends\": {:?}, \"include\": [\"./**/*.ts\"] }}\n",
            standard.join("assembly.json")
        );
        self.write("tsconfig.json", config.as_bytes());
        self.run(&tsc, &["--noEmit", "--skipLibCheck", "--project", "."]);
        std::fs::remove_file(self.folder.join("tsconfig.json")).unwrap();
    }

    /// Compiles a file. The options stand before those that are always there.
    pub fn compile(&self, file: &str, options: &[&str]) -> Option<PathBuf> {
        let asc = asc()?;
        let out = file.replace(".ts", ".wasm");
        let mut arguments = vec![file, "-o", &out];
        arguments.extend(options);
        self.run(&asc, &arguments);
        Some(self.folder.join(out))
    }
}

/// The folder of the type definitions that come with asc.
fn standard(asc: &[String]) -> PathBuf {
    let program = asc.last().expect("a command has a word");
    let places = std::env::var_os("PATH").unwrap_or_default();
    let found = std::iter::once(PathBuf::from(program))
        .chain(std::env::split_paths(&places).map(|place| place.join(program)))
        .find_map(|path| path.canonicalize().ok())
        .unwrap_or_else(|| panic!("{program} is nowhere"));
    let package = found.ancestors().find(|folder| folder.join("std/assembly.json").is_file());
    package.expect("asc lies in its package").join("std")
}

pub fn target() -> &'static dyn Target {
    find("assemblyscript").expect("the target is listed")
}

/// The output directory of contracts: schema and contract.
pub fn generated(contracts: &[(String, Contract)], side: Side) -> Files {
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|(schema, contract)| Unit { contract, schema: schema.clone(), module: None })
        .collect();
    generated_as(&units, side)
}

/// The output directory of these.
pub fn generated_as(units: &[Unit<'_>], side: Side) -> Files {
    let wanted = Wanted { side: Some(side), ..Wanted::default() };
    generate(target(), units, &wanted, &Files::new()).expect("it can be generated").files
}

/// The relay for the roles of this side; none where there are none.
pub fn relay(contract: &Contract, module: &str, implementer: Implementer) -> Option<Files> {
    let roles: Vec<usize> = (0..contract.roles.len())
        .filter(|at| contract.roles[*at].implementer == implementer)
        .collect();
    let job = Job {
        contract,
        plan: &Plan::of(contract),
        module,
        side: Side::Both,
        options: &Options::default(),
    };
    (!roles.is_empty()).then(|| target().relay(&job, &roles))
}
