//! Cases, from the schema alone.
//!
//! A case is a payload for an operation, what the other end answers to it, and what has to come out at both ends. What is put
//! together here are bytes; what has to come out is what the oracle makes of them.

mod containers;
mod depth;
mod kind;
mod make;
mod node;
mod scalars;
mod typical;
mod values;
mod variant;

use crate::ir::{Contract, Implementer};
use crate::wire::Plan;

pub use make::Maker;
pub(super) use node::text;
pub use typical::{Payload, Shapes};
pub use values::{smaller, smaller_record};
pub use variant::Rule;

/// One exchange: a call of an operation, the answer of the party behind the one under test, and the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name, the same from run to run: `keyvalue/Set/args.expires=i32::MIN`.
    pub name: String,
    /// What it holds.
    pub rule: Rule,
    /// The position of its role and of its operation in it; none for an operation that the contract has not.
    pub operation: Option<(usize, usize)>,
    /// The operation's name in the call.
    pub called: String,
    /// The call's payload.
    pub request: Vec<u8>,
    /// What has to come out behind: the same value in its canonical form, or nothing where the request is an error.
    pub forwarded: Option<Vec<u8>>,
    /// What is answered there: a payload or an error's text.
    pub answer: Result<Vec<u8>, String>,
    /// What has to come back.
    pub result: Result<Vec<u8>, String>,
    /// Whether the text of an error is compared: not where there is more than one thing wrong.
    pub exact: bool,
}

/// What cases are made for.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Its wire format.
    pub plan: &'a Plan,
    /// What the names of the cases begin with.
    pub module: &'a str,
}

/// Which random values are made.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    /// Other values for another number.
    pub seed: u64,
    /// How many for each operation.
    pub count: usize,
}

impl Default for Seed {
    fn default() -> Self {
        Self { seed: 1, count: 24 }
    }
}

/// The roles that one module can export together: of one side, and without an operation in common.
///
/// Of a contract with both sides there are two such sets; more if two roles of a side have an operation in common.
#[must_use]
pub fn role_sets(contract: &Contract) -> Vec<(Implementer, Vec<usize>)> {
    let mut sets: Vec<(Implementer, Vec<usize>)> = Vec::new();
    for (at, role) in contract.roles.iter().enumerate() {
        if role.operations.is_empty() {
            continue;
        }
        let clashes = |other: &usize| {
            contract.roles[*other]
                .operations
                .iter()
                .any(|a| role.operations.iter().any(|b| a.wire_name == b.wire_name))
        };
        let set = sets
            .iter_mut()
            .find(|(side, roles)| *side == role.implementer && !roles.iter().any(clashes));
        match set {
            Some((_, roles)) => roles.push(at),
            None => sets.push((role.implementer, vec![at])),
        }
    }
    sets
}
