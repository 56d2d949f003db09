//! The counter actor and its key-value store, natively and as modules.

use contractc::targets::Side;

use crate::{compilers, project, schemas};

#[test]
fn the_counter_counts() {
    let folder = compilers::folder("counter");
    let contracts: Vec<_> = ["core", "httpserver", "keyvalue", "logging"]
        .iter()
        .map(|name| schemas::file(&format!("schemas/{name}.widl")))
        .collect();
    let mut files = project::below_contracts(&project::files(&contracts, Side::Both));
    for name in ["actor.zig", "provider.zig", "build.zig"] {
        let path = project::root().join("fixtures/counter/zig").join(name);
        files.insert(name, std::fs::read(path).expect("a source file"));
    }
    compilers::write(&folder, &files);
    for (version, zig) in compilers::installed("the counter in Zig") {
        let again = || compilers::again(&zig);
        compilers::run(again(), &folder, &["test", "actor.zig"]);
        for source in ["actor.zig", "provider.zig"] {
            if version == compilers::NEWEST {
                assert!(!compilers::module(again(), &folder, source, "ReleaseSmall").is_empty());
            } else {
                // All that can fail does so before there is code.
                let arguments = ["build-exe", source, "-target", "wasm32-freestanding"];
                let arguments = [&arguments[..], &["-fno-entry", "-rdynamic", "-fno-emit-bin"]];
                compilers::run(again(), &folder, &arguments.concat());
            }
        }
    }
    // Zig compiles its build system first, which takes minutes: only where it is asked for.
    let asked = std::env::var_os("CONTRACTC_ZIG_BUILD").is_some();
    if let Some(zig) = asked.then(|| compilers::newest("the counter's build.zig")).flatten() {
        compilers::run(zig, &folder, &["build", "test", "install"]);
    }
}
