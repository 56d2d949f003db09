//! Relays reach all of a contract's code: what they compile, everybody's program compiles. All goldens are linted here, too.

use crate::project::target;
use crate::random::compile;
use crate::schemas;

#[test]
fn goldens_and_their_relays_compile() {
    let named =
        schemas::all().into_iter().map(|(_, contract)| (target().module(&contract), contract));
    compile("relays", &named.collect::<Vec<_>>(), "**/*.ts");
}
