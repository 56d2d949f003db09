//! Relays of one language, with a host that answers as it is told.

use std::sync::{Arc, Mutex, PoisonError};

use contractc::conformance::guest::{Form, build, sources};
use contractc::conformance::toolchain::Kind;
use contractc::engine::{CallError, Engine, HostCall, Instance, Module, Request};
use contractc::ir::Contract;
use contractc::loader::FileLoader;

use crate::tools;

/// What the host answers to the relay.
#[derive(Clone, Default)]
pub enum Answer {
    /// What the relay sends.
    #[default]
    Echo,
    /// This, whatever the relay sends.
    Payload(Vec<u8>),
    /// An error of this text.
    Error(String),
}

#[derive(Clone, Default)]
struct Host(Arc<Mutex<Answer>>);

impl HostCall for Host {
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        match &*self.0.lock().unwrap() {
            Answer::Echo => reply.extend_from_slice(request.payload),
            Answer::Payload(payload) => reply.extend_from_slice(payload),
            Answer::Error(text) => return Err(CallError::Host(text.clone())),
        }
        Ok(())
    }
}

/// A relay. What it is asked, it asks its host.
pub struct Relay {
    instance: Instance,
    host: Host,
    reply: Vec<u8>,
}

impl Relay {
    /// The relay of a contract whose roles are all the provider's; `None` after saying that there is no compiler.
    pub fn start(kind: Kind, contract: &Contract) -> Option<Self> {
        let module = module(kind, contract)?;
        let host = Host::default();
        let instance = module.instantiate(host.clone()).unwrap();
        Some(Self { instance, host, reply: Vec::new() })
    }

    /// Calls the relay, whose own call is answered thus.
    ///
    /// # Panics
    /// If the guest traps, or breaks the protocol.
    pub fn call(
        &mut self,
        operation: &str,
        payload: &[u8],
        answer: Answer,
    ) -> Result<&[u8], String> {
        *self.host.0.lock().unwrap() = answer;
        match self.instance.call_into(operation, payload, &mut self.reply) {
            Ok(()) => Ok(&self.reply),
            Err(CallError::Guest(text)) => Err(text),
            Err(broken) => panic!("{operation} {payload:02x?}: {broken}"),
        }
    }

    /// The bytes of the guest's memory.
    pub fn memory(&self) -> usize {
        self.instance.memory()
    }
}

/// The module of a relay. The tests of a language need the same ones: whoever comes second finds what the first has built.
fn module(kind: Kind, contract: &Contract) -> Option<Module> {
    static BUILT: [Mutex<Vec<(String, Module)>>; Kind::ALL.len()] =
        [const { Mutex::new(Vec::new()) }; Kind::ALL.len()];
    let toolchain = tools::toolchain(kind)?;
    let mut built = BUILT[kind as usize].lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, module)) = built.iter().find(|(id, _)| *id == contract.id) {
        return Some(module.clone());
    }
    let roles: Vec<usize> = (0..contract.roles.len()).collect();
    let files = sources(contract, &roles, kind).unwrap();
    let path = build(&files, &toolchain, Form::Wasm).unwrap_or_else(|e| panic!("{kind}: {e}"));
    let module = Module::new(&Engine::new().unwrap(), &std::fs::read(path).unwrap()).unwrap();
    built.push((contract.id.clone(), module.clone()));
    Some(module)
}

/// A contract of the fixtures.
pub fn contract(path: &str) -> Contract {
    let whole = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&whole).expect(&whole);
    let loader = FileLoader::new(Vec::<std::path::PathBuf>::new());
    contractc::check(path, text, &loader).contract.expect("a contract without errors")
}
