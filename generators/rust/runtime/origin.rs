//! Who called a provider.

extern crate alloc;

use super::{DEFAULT_BINDING, Reader, decode, host};
use alloc::string::String;
use core::cell::OnceCell;

/// Who called a provider. A provider in a WebAssembly module asks its host, once a call and only if it wants to know.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    caller: OnceCell<Caller>,
}

#[derive(Clone, Debug, Default)]
struct Caller {
    actor: String,
    binding: String,
}

impl Origin {
    /// A known caller; without a name, the binding is `default`.
    pub fn new(actor: impl Into<String>, binding: impl Into<String>) -> Self {
        let (actor, binding) = (actor.into(), binding.into());
        Self { caller: OnceCell::from(Caller { actor, binding }.named()) }
    }

    /// The actor's public key; empty if the host does not tell.
    pub fn actor(&self) -> &str {
        &self.caller().actor
    }

    /// The binding that the actor called, like `default`; empty if the host does not tell.
    pub fn binding(&self) -> &str {
        &self.caller().binding
    }

    fn caller(&self) -> &Caller {
        self.caller.get_or_init(|| {
            let caller =
                host::ask_caller().and_then(|reply| decode(&reply, "Caller", Caller::decode));
            caller.map(Caller::named).unwrap_or_default()
        })
    }
}

impl Caller {
    fn decode(reader: &mut Reader<'_>) -> Self {
        reader.record(&["actor", "binding"], |fields| Self {
            actor: fields.required("actor", Reader::string),
            binding: fields.required("binding", Reader::string),
        })
    }

    fn named(mut self) -> Self {
        if self.binding.is_empty() {
            self.binding = DEFAULT_BINDING.into();
        }
        self
    }
}
