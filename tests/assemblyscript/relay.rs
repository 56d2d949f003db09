//! Relays reach all of a contract's code: what they compile, everybody's program compiles.

use contractc::ir::Implementer;
use contractc::targets::Side;

use crate::project::{Project, generated, relay, target};
use crate::schemas;

#[test]
fn relays_of_all_schemas_compile() {
    for (schema, contract) in schemas::all() {
        let module = target().module(&contract);
        let unit = (schema, contract);
        for implementer in [Implementer::Actor, Implementer::Provider] {
            let Some(files) = relay(&unit.1, &module, implementer) else { continue };
            let project = Project::new(&format!("relay-{module}-{implementer:?}"));
            project.write_all("contracts/", &generated(std::slice::from_ref(&unit), Side::Both));
            project.write_all("", &files);
            project.lint();
            project.compile("relay.ts", &["-O3", "--use", "abort=contracts/wapc/abort/abort"]);
        }
    }
}
