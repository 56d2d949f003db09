//! What is around a module of somebody's own.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::cases::{Maker, Subject};
use super::party::{Outgoing, Outward};
use super::prefix;
use crate::ir::Contract;
use crate::wire::Plan;

/// What is around the module: it answers all operations of the contracts, and notes what it cannot read.
pub(super) struct Around {
    plans: BTreeMap<String, Plan>,
    /// What the names of a contract's cases begin with.
    pub(super) modules: BTreeMap<String, String>,
    answers: BTreeMap<(String, String), Vec<u8>>,
    /// The operations that it called, by contract, and the first call of each that cannot be read.
    pub(super) noted: Mutex<BTreeMap<(String, String), Option<String>>>,
}

impl Around {
    pub(super) fn new(contracts: &[(&Contract, Plan)]) -> Self {
        let mut around = Self {
            plans: BTreeMap::new(),
            modules: BTreeMap::new(),
            answers: BTreeMap::new(),
            noted: Mutex::default(),
        };
        for (contract, plan) in contracts {
            let maker = Maker::new(Subject { contract, plan, module: "" });
            for operation in plan.roles.iter().flatten() {
                let key = (contract.id.clone(), operation.name.clone());
                around.answers.insert(key, maker.typical(operation).1);
            }
            around.plans.insert(contract.id.clone(), plan.clone());
            around.modules.insert(contract.id.clone(), prefix(contract));
        }
        around
    }
}

impl Outward for Around {
    fn call(&self, call: Outgoing<'_>) -> Result<Vec<u8>, String> {
        // A provider calls actors, whose ids are not known: then the operation's name says which contract it is.
        let contract = match self.plans.get_key_value(call.namespace) {
            Some((id, _)) => Some(id),
            None => self.answers.keys().find(|(_, name)| name == call.operation).map(|key| &key.0),
        };
        let none = || format!("nobody answers {} of {}", call.operation, call.namespace);
        let contract = contract.ok_or_else(none)?;
        let operation = self.plans[contract].roles.iter().flatten();
        let operation = operation.clone().find(|op| op.name == call.operation).ok_or_else(none)?;
        let read = self.plans[contract].decode_request(&operation.request, call.payload);
        let key = (contract.clone(), call.operation.to_owned());
        let mut noted = self.noted.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let first = noted.entry(key.clone()).or_default();
        if first.is_none() {
            *first = read.err();
        }
        drop(noted);
        self.answers.get(&key).cloned().ok_or_else(none)
    }
}
