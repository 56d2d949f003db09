//! What is required and does not run is a failure, whatever the reason; so is a run of nothing.
//!
//! No compiler is found in these runs, so that they are the same everywhere, and quick.

use std::process::Command;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conformance/modules");

/// The exit code and the standard error of `contractc conform` where there are no compilers.
fn conform(arguments: &[&str], required: Option<&str>) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let module = folder.path().join("yours.wasm");
    let wat = std::fs::read_to_string(format!("{FOLDER}/provider.wat")).expect("the module");
    std::fs::write(&module, wat::parse_str(wat).expect("the module is WAT")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_contractc"));
    command.arg("conform").arg(format!("{FOLDER}/half.widl")).args(arguments);
    command.current_dir(&folder).env("PATH", folder.path());
    command.env("CONTRACTC_CACHE", folder.path()).env_remove("CONTRACTC_REQUIRE");
    for name in ["CONTRACTC_CARGO", "CONTRACTC_GO", "CONTRACTC_ASC", "CONTRACTC_ZIG", "TINYGO"] {
        command.env_remove(name);
    }
    command.envs(required.map(|names| ("CONTRACTC_REQUIRE", names)));
    let output = command.output().expect("contractc");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_is_required_and_does_not_run_fails() {
    let own = ["--provider", "yours.wasm"];
    let (zig, tinygo) = (["--require", "zig"], ["--require", "tinygo"]);
    for (arguments, variable, said) in [
        (
            [&["--langs", "tinygo"][..], &zig].concat(),
            None,
            "error: zig is required (--require), and --langs leaves it out\n",
        ),
        (
            vec!["--langs", "tinygo"],
            Some("peers, zig"),
            "error: zig is required (CONTRACTC_REQUIRE), and --langs leaves it out\n",
        ),
        (
            [&["--langs", "tinygo"][..], &tinygo].concat(),
            None,
            "error: tinygo is required (--require), and cannot be had: not found\n  \
             help: see the installation page of tinygo.org",
        ),
        (
            [&own[..], &tinygo].concat(),
            None,
            "error: tinygo is required (--require), and --provider runs your module alone\n",
        ),
        (
            own.to_vec(),
            Some("tinygo"),
            "error: tinygo is required (CONTRACTC_REQUIRE), and --provider runs your module alone\n",
        ),
    ] {
        let (code, stderr) = conform(&arguments, variable);
        assert_eq!(code, Some(1), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
    assert_eq!(conform(&own, Some("peers,xmllint")), (Some(0), String::new()));
}

#[test]
fn a_run_of_nothing_fails() {
    let (code, stderr) = conform(&["--langs", "tinygo"], None);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("error: no pair ran: tinygo is missing\n"), "{stderr}");
    assert!(stderr.contains("tinygo.org"), "{stderr}");
    let (code, stderr) = conform(&["--langs", "zig,assemblyscript"], None);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("error: no pair ran: zig, assemblyscript are missing\n"), "{stderr}");
    assert!(stderr.contains("contractc toolchain list"), "{stderr}");
}
