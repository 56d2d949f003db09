//! Every reading rule and every error text, held by generated code on asc's `minimal` runtime. (Modules on the `incremental`
//! runtime: `tests/languages`.)

use contractc::ir::Implementer;
use contractc::targets::Side;

use crate::project::{Project, generated, node, relay};
use crate::schemas;

#[test]
fn generated_code_holds_the_tables() {
    let unit = schemas::file("fixtures/wire/schema.widl");
    let project = Project::new("wire");
    project.write_all("contracts/", &generated(std::slice::from_ref(&unit), Side::Both));
    let files = relay(&unit.1, "wire", Implementer::Provider).expect("it has a role");
    project.write_all("", &files);
    project.copy("wire/reading.json", "reading.json");
    project.copy("wire/results.json", "results.json");
    project.copy("assemblyscript/host.mjs", "host.mjs");
    project.copy("assemblyscript/wire.mjs", "wire.mjs");
    let options = ["--runtime", "minimal", "--use", "abort=contracts/wapc/abort/abort"];
    let (Some(_), Some(node)) = (project.compile("relay.ts", &options), node()) else { return };
    project.run(&node, &["wire.mjs", "relay.wasm"]);
}
