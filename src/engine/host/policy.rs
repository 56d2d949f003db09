//! What actors may do.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// Decides, before any provider runs, whether a call may be made. It is asked for each call of an actor, and for those of a provider to
/// an actor that is not bound to it, on the thread of the call. If it panics, the call is not made.
pub trait Policy: Send + Sync {
    /// Whether `actor` may call `operation` of `contract`; for a call from actor to actor, `contract` is the id of the one called.
    ///
    /// # Errors
    /// Why not.
    fn check(&self, actor: &str, contract: &str, operation: &str) -> Result<(), String>;
}

/// A policy that lets everybody do everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Everything;

impl Policy for Everything {
    fn check(&self, _: &str, _: &str, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// A policy that allows what was granted, and nothing else. Its clones share their grants, so that they can be changed while a
/// host uses them.
///
/// ```
/// use contractc::engine::{Grants, Policy};
/// let grants = Grants::new();
/// grants.allow("MACTOR", "wasmcloud:keyvalue");
/// grants.allow_only("MOTHER", "wasmcloud:keyvalue", ["Get"]);
/// assert!(grants.check("MACTOR", "wasmcloud:keyvalue", "Set").is_ok());
/// assert!(grants.check("MOTHER", "wasmcloud:keyvalue", "Set").is_err());
/// ```
#[derive(Clone, Default)]
pub struct Grants(Arc<RwLock<HashMap<String, HashMap<String, Granted>>>>);

enum Granted {
    All,
    Only(HashSet<String>),
}

impl Grants {
    /// Nothing is granted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Grants all operations of a contract.
    pub fn allow(&self, actor: &str, contract: &str) {
        self.set(actor, contract, Granted::All);
    }

    /// Grants these operations of a contract, in place of what was granted of it before.
    pub fn allow_only<'a>(
        &self,
        actor: &str,
        contract: &str,
        operations: impl IntoIterator<Item = &'a str>,
    ) {
        let operations = operations.into_iter().map(str::to_owned).collect();
        self.set(actor, contract, Granted::Only(operations));
    }

    /// Takes back what was granted of a contract.
    pub fn revoke(&self, actor: &str, contract: &str) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(contracts) = all.get_mut(actor) {
            contracts.remove(contract);
        }
    }

    fn set(&self, actor: &str, contract: &str, granted: Granted) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(actor.to_owned()).or_default().insert(contract.to_owned(), granted);
    }
}

impl Policy for Grants {
    fn check(&self, actor: &str, contract: &str, operation: &str) -> Result<(), String> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match all.get(actor).and_then(|contracts| contracts.get(contract)) {
            None => Err("the contract is not granted".into()),
            Some(Granted::Only(operations)) if !operations.contains(operation) => {
                Err("of this contract, only other operations are granted".into())
            }
            Some(_) => Ok(()),
        }
    }
}

impl fmt::Debug for Grants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grants").finish_non_exhaustive()
    }
}
