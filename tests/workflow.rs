//! The workflow in the README does what it says: each of its `run:` lines is run in a clean folder, one after the other.
#![cfg(all(feature = "cli", feature = "conformance"))]

#[path = "support/toolchain.rs"]
mod toolchain;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn every_step_of_the_workflow_succeeds() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let (_, workflow) = readme.split_once("```yaml").expect("a workflow");
    let (workflow, _) = workflow.split_once("```").expect("its end");
    let steps: Vec<&str> =
        workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: ")).collect();
    assert!(steps.len() >= 5, "the workflow has {} steps", steps.len());

    if toolchain::ZIG.find("every_step_of_the_workflow_succeeds").is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy("fixtures/cli/gen-rust/greeter.widl", folder.path().join("greeter.widl"))
        .expect("the schema");
    let binary = Path::new(env!("CARGO_BIN_EXE_contractc"));
    let built = binary.parent().expect("a folder");
    let path = format!(
        "{}:{}:{}",
        folder.path().join("bin").display(),
        built.display(),
        env::var("PATH").unwrap_or_default()
    );
    // What the project of the README has in its repository.
    let run = |step: &str| {
        let output = Command::new("sh")
            .args(["-c", step])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env_remove("CONTRACTC_REQUIRE")
            .output()
            .expect("sh");
        assert!(
            output.status.success(),
            "`{step}` fails:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    };
    run("contractc gen greeter.widl --lang rust");
    for step in steps {
        if let Some(arguments) = step.strip_prefix("cargo install contractc ") {
            // The version under test instead of the published one, in the profile in which it is compiled already.
            let root = env!("CARGO_MANIFEST_DIR");
            run(&format!(
                "cargo install --path '{root}' --profile test --offline --quiet --target-dir '{}' --root . {arguments}",
                built.parent().expect("a folder").display()
            ));
            assert!(folder.path().join("bin/contractc").is_file(), "`{step}` installs nothing");
            continue;
        }
        run(step);
    }
    assert!(folder.path().join("bin/contractc").is_file(), "the workflow installs nothing");
}
