//! Of two roles that have an operation in common one would never hear of it: the module says so as it starts, and stops.

use contractc::engine::{CallError, Engine, Module, NoHost};
use contractc::targets::Side;

use crate::project::{Project, generated};
use crate::schemas::checked;

const ENTRY: &str = r#"import { first, second, wapc } from "./contracts";

class Both implements first.Store, second.Cache {
  get(origin: wapc.Origin, key: string): wapc.Result<string> {
    return wapc.ok(key);
  }

  set(origin: wapc.Origin, key: string): wapc.Result<string> {
    return wapc.ok(key);
  }
}

first.registerStore(new Both());
second.registerCache(new Both());

export { __guest_call } from "./contracts";
"#;

/// What the start of a module says that exports two roles: `Get` of one, and an operation of the other.
fn started(name: &str, operation: &str) -> Option<Result<(), CallError>> {
    let contract = |module: &str, role: &str, operation: &str| {
        let schema = format!(
            "namespace \"example:{module}\"\nrole {role} @provider {{ {operation}(key: string): string }}\n"
        );
        let path = format!("{module}.widl");
        let contract = checked(&path, &schema).unwrap();
        (path, contract)
    };
    let contracts = [contract("first", "Store", "Get"), contract("second", "Cache", operation)];
    let project = Project::new(name);
    project.write_all("contracts/", &generated(&contracts, Side::Host));
    project.write("main.ts", ENTRY.as_bytes());
    let wasm = project.compile("main.ts", &["--use", "abort=contracts/wapc/abort/abort"])?;
    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &std::fs::read(wasm).unwrap()).unwrap();
    Some(module.instantiate(NoHost).map(drop))
}

#[test]
fn roles_with_an_operation_in_common_are_refused() {
    match started("clash", "Get") {
        Some(Err(CallError::Trap(trap))) => {
            let text = trap.text.unwrap_or_default();
            assert!(text.starts_with("second.Cache and first.Store both have Get at "), "{text}");
        }
        None => {}
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn roles_of_several_contracts_are_served_together() {
    if let Some(outcome) = started("no-clash", "Set") {
        outcome.unwrap();
    }
}
