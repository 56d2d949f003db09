//! Who takes part in an exchange: modules, native programs, and what stands in for them in tests.

use std::sync::{Arc, Mutex};

use super::cases::text as text_of;
use crate::engine::{self, CallError, Caller, HostCall, Instance, Module};

/// A call that a party makes to its host.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// The name of the binding; `default` where none was sent.
    pub binding: &'a str,
    /// A contract's id, or an actor's.
    pub namespace: &'a str,
    /// The operation.
    pub operation: &'a str,
    /// Its payload.
    pub payload: &'a [u8],
}

/// Answers the calls that a party makes.
pub trait Outward: Send + Sync {
    /// The answer, or an error's text.
    ///
    /// # Errors
    /// What the party is to read as the error of its call.
    fn call(&self, call: Outgoing<'_>) -> Result<Vec<u8>, String>;
}

impl<F: Fn(Outgoing<'_>) -> Result<Vec<u8>, String> + Send + Sync> Outward for F {
    fn call(&self, call: Outgoing<'_>) -> Result<Vec<u8>, String> {
        self(call)
    }
}

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The party answered with an error: its text.
    Error(String),
    /// It trapped, hung, or broke the protocol: in words.
    Broken(String),
}

/// Somebody who answers calls.
pub trait Party: Send {
    /// Calls an operation.
    ///
    /// # Errors
    /// The party's error, or how it broke.
    fn call(
        &mut self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure>;
}

/// What parties can be started from, any number of times.
pub trait Program: Send + Sync {
    /// Starts one, whose calls go to `outward`.
    ///
    /// # Errors
    /// Why it does not start.
    fn start(&self, outward: Arc<dyn Outward>) -> Result<Box<dyn Party>, String>;

    /// The module, if it is one.
    fn module(&self) -> Option<&Module> {
        None
    }
}

/// A WebAssembly module.
#[derive(Debug)]
pub struct Wasm(pub Module);

impl Program for Wasm {
    fn start(&self, outward: Arc<dyn Outward>) -> Result<Box<dyn Party>, String> {
        let instance = self.0.instantiate(Host(outward)).map_err(|error| error.to_string())?;
        Ok(Box::new(instance))
    }

    fn module(&self) -> Option<&Module> {
        Some(&self.0)
    }
}

struct Host(Arc<dyn Outward>);

impl HostCall for Host {
    fn call(&self, request: engine::Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let (namespace, operation) = (request.namespace, request.operation);
        if (namespace, operation) == ("contractc:context", "Caller") {
            reply.extend(context(request.caller));
            return Ok(());
        }
        let (binding, payload) = (request.binding, request.payload);
        let outgoing = Outgoing { binding, namespace, operation, payload };
        *reply = self.0.call(outgoing).map_err(CallError::Host)?;
        Ok(())
    }
}

/// Who called the module that asks, as a host answers that.
fn context(caller: Caller<'_>) -> Vec<u8> {
    let texts =
        ["actor", caller.actor, "binding", caller.binding].map(|text| text_of(text).bytes());
    [&[0x82][..], &texts.concat()].concat()
}

impl Party for Instance {
    fn call(
        &mut self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let mut reply = Vec::new();
        match self.call_from(caller, operation, payload, &mut reply) {
            Ok(()) => Ok(reply),
            Err(CallError::Guest(text)) => Err(Failure::Error(text)),
            Err(other) => Err(Failure::Broken(other.to_string())),
        }
    }
}

/// A party that several callers share.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<Box<dyn Party>>>);

impl Shared {
    /// Shares a party.
    #[must_use]
    pub fn new(party: Box<dyn Party>) -> Self {
        Self(Arc::new(Mutex::new(party)))
    }

    /// Calls it, one caller after the other.
    ///
    /// # Errors
    /// As [`Party::call`]. A call from within itself is an error, too.
    pub fn call(
        &self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        match self.0.try_lock() {
            Ok(mut party) => party.call(caller, operation, payload),
            Err(_) => Err(Failure::Broken("it was called while it was calling".to_owned())),
        }
    }
}
