//! The build.rs door: a crate whose bindings come from its build script is built, rebuilt when an imported schema changes, and told
//! where a schema is broken.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use contractc::build::Config;

/// A copy of `fixtures/build-script` that depends on this checkout.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
        let _ = fs::remove_dir_all(folder.join("schemas"));
        for part in ["src", "schemas"] {
            fs::create_dir_all(folder.join(part)).expect("a folder");
        }
        for file in ["build.rs", "src/main.rs", "schemas/people.widl", "schemas/names.widl"] {
            fs::copy(root.join("fixtures/build-script").join(file), folder.join(file))
                .expect("a copy");
        }
        let manifest = fs::read_to_string(root.join("fixtures/build-script/Cargo.toml"));
        let manifest = manifest.expect("a manifest").replace("../..", &root.display().to_string());
        fs::write(folder.join("Cargo.toml"), manifest).expect("to write the manifest");
        // The same versions of all dependencies as here, so that nothing is fetched.
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");
        Self { folder }
    }

    fn run(&self) -> Output {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo")
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).expect("a schema");
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(&path, text.replace(from, to)).expect("to write the schema");
        // Cargo compares times by the second on some file systems.
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(2);
        let file = fs::File::options().append(true).open(&path).expect("the schema");
        file.set_modified(later).expect("to set its time");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn an_imported_schema_is_watched_and_its_errors_are_placed() {
    let example = Crate::new();

    let first = example.run();
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert_eq!(text(&first.stdout), "Name { first: \"Ada\", last: \"Lovelace\" }\nOk(1)\n");
    assert_eq!(text(&first.stderr), "", "bindings compile without warnings");

    example.edit("schemas/names.widl", "last: string", "last: string\n  titles: [string]");
    let second = example.run();
    assert!(second.status.success(), "{}", text(&second.stderr));
    assert_eq!(
        text(&second.stdout),
        "Name { first: \"Ada\", last: \"Lovelace\", titles: [] }\nOk(1)\n"
    );

    example.edit("schemas/names.widl", "titles: [string]", "titles: [strin]");
    let third = example.run();
    assert!(!third.status.success(), "a broken schema builds");
    let errors = text(&third.stderr);
    assert!(errors.contains("schemas/names.widl:6:12"), "no place in:\n{errors}");
    assert!(errors.contains("did you mean `string`?"), "no fix in:\n{errors}");
}

/// What a build script cannot do is an error that says so, and nothing is written.
#[test]
fn faults_of_a_build_script_are_said() {
    let place = tempfile::tempdir().expect("a folder");
    let foreign = place.path().join("foreign");
    fs::create_dir_all(foreign.join("wapc")).expect("a folder");
    for file in ["mod.rs", "wapc/mod.rs"] {
        fs::write(foreign.join(file), "//! Written by hand.\n").expect("a file");
    }
    let logging = || Config::new().schema("wasmcloud:logging");
    let faults = [
        ("no schema", Config::new()),
        ("no such schema", Config::new().schema("no/keyvalue.widl")),
        ("a folder", Config::new().schema("schemas")),
        ("a name that Rust keeps", logging().name("wasmcloud:logging", "crate")),
        ("a name of our own files", logging().name("wasmcloud:logging", "wapc")),
        ("a name that is none", logging().name("wasmcloud:logging", "Log-It")),
        ("a name for another contract", logging().name("logging", "log")),
        ("files of somebody else", logging().out_dir(&foreign)),
    ];
    let mut found = String::new();
    for (name, config) in faults {
        let out = place.path().join("out");
        let config = if name == "files of somebody else" { config } else { config.out_dir(&out) };
        let error = config.try_compile().expect_err(name);
        found.push_str(&format!("{name}:\n{}\n\n", error.to_string().trim_end()));
        assert!(!out.exists(), "{name}: something was written");
    }
    let found = found
        .replace(&foreign.display().to_string(), "foreign")
        .replace(env!("CARGO_MANIFEST_DIR"), "PACKAGE");
    let path = "fixtures/build-script/faults.txt";
    if env::var_os("BLESS").is_some() {
        fs::write(path, &found).expect("to write the expectation");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, expected, "BLESS=1 rewrites {path}");
    let kept = fs::read_to_string(foreign.join("mod.rs")).expect("the file");
    assert_eq!(kept, "//! Written by hand.\n");
    assert!(!foreign.join("logging.rs").exists(), "something was written");
}
