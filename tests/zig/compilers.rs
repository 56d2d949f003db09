//! Zig compilers, and a folder to try things in.

use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::targets::Files;

#[path = "../support/toolchain.rs"]
mod toolchain;

use toolchain::Tool;
pub use toolchain::skipped;

/// The documented version.
pub const NEWEST: &str = "0.17";

/// The versions that generated code is valid for; the first is the one that is documented.
const ALL: [(&str, &Tool); 3] =
    [(NEWEST, &toolchain::ZIG), ("0.16", &toolchain::ZIG16), ("0.15", &toolchain::ZIG15)];

/// All compilers that there are, by version.
pub fn installed(test: &str) -> Vec<(&'static str, Command)> {
    ALL.into_iter().filter_map(|(version, tool)| Some((version, tool.find(test)?))).collect()
}

/// The compiler of the documented version.
pub fn newest(test: &str) -> Option<Command> {
    toolchain::ZIG.find(test)
}

/// The same command once more.
pub fn again(command: &Command) -> Command {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args());
    again
}

/// An empty folder below the target directory.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("zig").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Puts files into a folder, those of `gen` under `contracts`.
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
    // One cache for all, which outlives the folders: what has not changed is not compiled again.
    zig.env("ZIG_LOCAL_CACHE_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("zig-cache"));
    let output = zig.args(arguments).current_dir(folder).output().expect("a compiler that runs");
    assert!(
        output.status.success(),
        "{zig:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Builds a module as the README says, and returns it.
pub fn module(zig: Command, folder: &Path, source: &str, mode: &str) -> Vec<u8> {
    let output = format!("-femit-bin={source}-{mode}.wasm");
    let arguments = [
        "build-exe",
        source,
        &output,
        "-target",
        "wasm32-freestanding",
        "-fno-entry",
        "-rdynamic",
        "--stack",
        "65536",
        "-fstrip",
        "-O",
        mode,
    ];
    run(zig, folder, &arguments);
    std::fs::read(folder.join(format!("{source}-{mode}.wasm"))).expect("a module")
}
