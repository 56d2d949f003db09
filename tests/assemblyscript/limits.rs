//! Depth, width and memory, under Node.

use contractc::targets::Side;

use crate::project::{Project, generated, node};
use crate::schemas;

#[test]
fn deep_and_wide_values_and_many_calls_need_no_more_than_they_should() {
    let unit = schemas::file("fixtures/assemblyscript/deep.widl");
    let project = Project::new("limits");
    project.write_all("contracts/", &generated(std::slice::from_ref(&unit), Side::Both));
    for file in ["limits.ts", "limits.mjs", "host.mjs"] {
        project.copy(&format!("assemblyscript/{file}"), file);
    }
    for runtime in ["incremental", "minimal"] {
        let options = ["-O3", "--runtime", runtime, "--use", "abort=contracts/wapc/abort/abort"];
        let (Some(_), Some(node)) = (project.compile("limits.ts", &options), node()) else {
            return;
        };
        let calls = std::env::var("CONTRACTC_CALLS").unwrap_or_else(|_| "6000".to_owned());
        project.run(&node, &["limits.mjs", "limits.wasm", &calls]);
    }
}
