//! The command line, as a user types it: each folder under `fixtures/cli` holds files to work on and a `session.txt`.
//!
//! A line that begins with `$ ` is run by `sh` in a copy of the folder; behind it stands what it prints, standard output first, then
//! standard error, then `[exit N]` unless that is 0. `BLESS=1` rewrites the sessions.
#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn sessions() {
    let bless = env::var_os("BLESS").is_some();
    let mut names: Vec<_> = fs::read_dir("fixtures/cli")
        .expect("fixtures/cli")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        // Without the harness there is nothing to say of it.
        .filter(|path| cfg!(feature = "conformance") || !path.to_string_lossy().contains("conform"))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no sessions");
    let mut faults = String::new();
    for folder in &names {
        let session = folder.join("session.txt");
        let expected = fs::read_to_string(&session).expect("a session");
        let found = run(folder, &expected);
        if found == expected {
            continue;
        }
        if bless {
            fs::write(&session, found).expect("to write the session");
        } else {
            let diff = similar::TextDiff::from_lines(expected.as_str(), found.as_str())
                .unified_diff()
                .to_string();
            let _ = writeln!(faults, "{}:\n{diff}", session.display());
        }
    }
    assert!(faults.is_empty(), "\n{faults}\nBLESS=1 rewrites the sessions");
}

/// Runs the commands of a session in a copy of its folder.
fn run(folder: &Path, session: &str) -> String {
    let workplace = tempfile::tempdir().expect("a folder");
    copy(folder, workplace.path());
    let mut text = String::new();
    for line in session.lines() {
        let Some(command) = line.strip_prefix("$ ") else {
            // What stands before the first command says what the session is about.
            let before_commands = text.lines().all(|line| line.starts_with('#'));
            if before_commands && line.starts_with('#') {
                let _ = writeln!(text, "{line}");
            }
            continue;
        };
        let binary = Path::new(env!("CARGO_BIN_EXE_contractc"));
        let path = format!(
            "{}:{}",
            binary.parent().expect("a folder").display(),
            env::var("PATH").unwrap_or_default()
        );
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(workplace.path())
            .env("PATH", path)
            .env_remove("CONTRACTC_CORPUS")
            .env_remove("CONTRACTC_REQUIRE")
            .env_remove("COLUMNS")
            .output()
            .expect("sh");
        let _ = writeln!(text, "$ {command}");
        for stream in [&output.stdout, &output.stderr] {
            text.push_str(&String::from_utf8_lossy(stream));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        if !output.status.success() {
            let _ = writeln!(text, "[exit {}]", output.status.code().unwrap_or(-1));
        }
    }
    text
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if name == "session.txt" {
            continue;
        }
        if path.is_dir() {
            fs::create_dir(to.join(name)).expect("a folder");
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
