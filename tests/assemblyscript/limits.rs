//! Depth, width and memory, under Node.

use contractc::targets::Side;

use crate::project::{Project, generated, node};
use crate::schemas;

#[test]
fn deep_and_wide_values_and_many_calls_need_no_more_than_they_should() {
    let unit = schemas::file("fixtures/languages/deep.widl");
    let project = Project::new("limits");
    project.write_all("contracts/", &generated(std::slice::from_ref(&unit), Side::Both));
    for file in ["limits.ts", "limits.mjs", "host.mjs"] {
        project.copy(&format!("assemblyscript/{file}"), file);
    }
    let rounds = if std::env::var_os("CONTRACTC_ALL").is_some() { "60000" } else { "6000" };
    for runtime in ["incremental", "minimal"] {
        let options = ["--runtime", runtime, "--use", "abort=contracts/wapc/abort/abort"];
        let (Some(_), Some(node)) = (project.compile("limits.ts", &options), node()) else {
            return;
        };
        project.run(&node, &["limits.mjs", "limits.wasm", rounds]);
    }
}
