//! Zig compilers, and a folder to try things in.

use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::targets::Files;

/// The versions that generated code is valid for; the first is the one that is documented.
pub const ALL: [(&str, &str); 3] =
    [("CONTRACTC_ZIG", "zig"), ("CONTRACTC_ZIG16", "zig-0.16"), ("CONTRACTC_ZIG15", "zig-0.15")];

/// The compiler that a variable of the environment names; the documented one is looked for on the path, too.
///
/// A missing one is said to be skipped, and is an error if `CONTRACTC_REQUIRE` has `zig`.
pub fn find((variable, name): (&str, &str)) -> Option<Command> {
    if let Ok(words) = std::env::var(variable) {
        let mut words = words.split_whitespace();
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words);
        return Some(command);
    }
    if name == "zig" && Command::new("zig").arg("version").output().is_ok() {
        return Some(Command::new("zig"));
    }
    let required = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|language| language == "zig"), "{name} is missing");
    println!("SKIPPED {name}: pip install ziglang, and name it in {variable}");
    None
}

/// All compilers that there are.
pub fn installed() -> Vec<(&'static str, Command)> {
    ALL.into_iter().filter_map(|it| Some((it.1, find(it)?))).collect()
}

/// An empty folder below the target directory.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("zig").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub fn write(folder: &Path, files: &Files) {
    for (path, content) in files.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
}

/// Runs a compiler in a folder.
///
/// # Panics
/// With all that it says, if it fails.
pub fn run(mut zig: Command, folder: &Path, arguments: &[&str]) {
    let output = zig.args(arguments).current_dir(folder).output().expect("a compiler that runs");
    assert!(
        output.status.success(),
        "{zig:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
