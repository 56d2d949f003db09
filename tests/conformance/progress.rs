//! How far a run is, where there is no terminal: a line a step, and none with `--quiet`.

use std::process::Command;

use contractc::conformance::toolchain::Kind;

use crate::tools;

#[test]
fn a_line_a_step_without_a_terminal() {
    if tools::toolchain(Kind::Zig).is_none() {
        return;
    }
    let conform = |more: &[&str]| {
        let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conformance/modules/half.widl");
        let mut command = Command::new(env!("CARGO_BIN_EXE_contractc"));
        command.args(["conform", schema, "--langs", "zig"]).args(more);
        let output = command.env_remove("CONTRACTC_REQUIRE").output().expect("contractc");
        assert!(output.status.success());
        let [out, said] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("a text"));
        assert!(out.starts_with("Actors down"), "{out}");
        said
    };
    let said = conform(&[]);
    let steps: Vec<&str> =
        said.lines().map(|line| line.split_once("] ").expect("a time").1).collect();
    // A provider's roles and an actor's.
    assert_eq!(
        steps,
        [
            "building test:half for zig (1 of 2)",
            "building test:half for zig (2 of 2)",
            "running test:half in 2 pairs",
            "running test:half in 2 pairs",
        ]
    );
    assert_eq!(conform(&["--quiet"]), "");
}
