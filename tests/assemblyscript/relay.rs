//! Relays reach all of a contract's code: what they compile, everybody's program compiles.

use crate::project::target;
use crate::random::compile;
use crate::schemas;

#[test]
fn relays_of_all_schemas_compile() {
    let named =
        schemas::all().into_iter().map(|(_, contract)| (target().module(&contract), contract));
    compile("relays", &named.collect::<Vec<_>>());
}
