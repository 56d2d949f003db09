//! Who called a provider.

extern crate alloc;

use super::{DEFAULT_BINDING, Reader, decode, host, named_binding};
use alloc::{borrow::Cow, string::String};
use core::cell::OnceCell;

/// Who called a provider. A provider in a WebAssembly module asks its host, once a call and only if it wants to know.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    caller: OnceCell<Caller>,
}

#[derive(Clone, Debug, Default)]
struct Caller {
    actor: String,
    binding: Cow<'static, str>,
}

impl Origin {
    /// A known caller; without a name, the binding is `default`.
    pub fn new(actor: impl Into<String>, binding: impl AsRef<str> + Into<String>) -> Self {
        let binding = match binding.as_ref() {
            // What most calls have needs no copy.
            "" | DEFAULT_BINDING => Cow::Borrowed(DEFAULT_BINDING),
            _ => Cow::Owned(binding.into()),
        };
        Self { caller: OnceCell::from(Caller { actor: actor.into(), binding }) }
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
            host::ask_caller()
                .and_then(|reply| decode(&reply, "Caller", Caller::decode))
                .unwrap_or_default()
        })
    }
}

impl Caller {
    fn decode(reader: &mut Reader<'_>) -> Self {
        reader.record(&["actor", "binding"], |fields| Self {
            actor: fields.required("actor", Reader::string),
            binding: fields.required("binding", |r| named_binding(Cow::Owned(r.string()))),
        })
    }
}
