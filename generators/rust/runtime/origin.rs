//! Who called a provider.

extern crate alloc;

use super::{Reader, decode, host, named_binding};
use alloc::borrow::Cow;
use core::cell::OnceCell;

/// Who called a provider. A provider in a WebAssembly module asks its host, once a call and only if it wants to know; elsewhere
/// this borrows what whoever received the call has.
#[derive(Clone, Debug, Default)]
pub struct Origin<'a> {
    caller: OnceCell<Caller<'a>>,
}

#[derive(Clone, Debug, Default)]
struct Caller<'a> {
    actor: Cow<'a, str>,
    binding: Cow<'a, str>,
}

impl<'a> Origin<'a> {
    /// A known caller; without a name, the binding is `default`.
    pub fn new(actor: impl Into<Cow<'a, str>>, binding: impl Into<Cow<'a, str>>) -> Self {
        let (actor, binding) = (actor.into(), named_binding(binding.into()));
        Self { caller: OnceCell::from(Caller { actor, binding }) }
    }

    /// The actor's public key; empty if the host does not tell.
    pub fn actor(&self) -> &str {
        &self.caller().actor
    }

    /// The binding that the actor called, like `default`; empty if the host does not tell.
    pub fn binding(&self) -> &str {
        &self.caller().binding
    }

    fn caller(&self) -> &Caller<'a> {
        self.caller.get_or_init(|| {
            host::ask_caller()
                .and_then(|reply| decode(&reply, "Caller", Caller::decode))
                .unwrap_or_default()
        })
    }
}

impl Caller<'_> {
    fn decode(reader: &mut Reader<'_>) -> Self {
        reader.record(&["actor", "binding"], |fields| Self {
            actor: fields.required("actor", |r| Cow::Owned(r.string())),
            binding: fields.required("binding", |r| named_binding(Cow::Owned(r.string()))),
        })
    }
}
