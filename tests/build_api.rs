//! The build.rs door: a crate whose bindings come from its build script is built, rebuilt when an imported schema changes, and told
//! where a schema is broken.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

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
