//! What a provider answers beside the operations of its contract.

extern crate alloc;

use super::{
    Descriptor, Error, Map, Origin, Reader, Result, Writer, bytes, decode, encode, host::Lock,
};
use alloc::{string::String, sync::Arc, vec::Vec};

/// A provider's life with its actors. Everything has a default: `impl wapc::Provider for Memory {}`.
pub trait Provider {
    /// An actor is bound to this provider, under the binding of `origin`. It may come again, with another configuration.
    ///
    /// # Errors
    /// Why the actor cannot be bound.
    fn bind(&self, origin: &Origin<'_>, configuration: Configuration) -> Result<()> {
        let _ = (origin, configuration);
        Ok(())
    }

    /// An actor is bound no longer, under the binding of `origin`.
    ///
    /// # Errors
    /// Why the actor cannot be released.
    fn unbind(&self, origin: &Origin<'_>, configuration: Configuration) -> Result<()> {
        let _ = (origin, configuration);
        Ok(())
    }

    /// How the provider is.
    ///
    /// # Errors
    /// As good as not being healthy.
    fn health(&self, origin: &Origin<'_>) -> Result<Health> {
        let _ = origin;
        Ok(Health::default())
    }

    /// What the provider says of itself; `None` for what its contract says.
    fn descriptor(&self) -> Option<Descriptor> {
        None
    }
}

/// The operations that every provider answers.
pub(super) const OPERATIONS: [&str; 4] =
    ["BindActor", "RemoveActor", "GetCapabilityDescriptor", "HealthRequest"];

/// Answers an operation that is none of a provider's roles.
#[doc(hidden)]
pub fn answer_as_provider<P: Provider + ?Sized>(
    provider: &P,
    origin: &Origin<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
    descriptor: fn() -> Descriptor,
) -> Result<()> {
    const CONFIGURATION: &str = "CapabilityConfiguration";
    *reply = match operation {
        "BindActor" => {
            let configuration = decode(payload, CONFIGURATION, Configuration::decode)?;
            provider.bind(origin, configuration)?;
            bytes::to_vec(&[0xc0])
        }
        "RemoveActor" => {
            let configuration = decode(payload, CONFIGURATION, Configuration::decode)?;
            provider.unbind(origin, configuration)?;
            bytes::to_vec(&[0xc0])
        }
        "GetCapabilityDescriptor" => {
            let descriptor = provider.descriptor().unwrap_or_else(descriptor);
            encode("CapabilityDescriptor", |w| descriptor.encode(w))?
        }
        "HealthRequest" => {
            let health = provider.health(origin)?;
            encode("HealthResponse", |w| health.encode(w))?
        }
        _ => return Err(Error::unknown(operation)),
    };
    Ok(())
}

/// Answers an operation that is none of an actor's roles.
#[doc(hidden)]
pub fn answer_as_actor(operation: &str) -> Result<Vec<u8>> {
    match operation {
        "HealthRequest" => Ok(bytes::to_vec(HEALTHY)),
        _ => Err(Error::unknown(operation)),
    }
}

/// What [`Health::default`] is on the wire.
const HEALTHY: &[u8] = b"\x82\xa7healthy\xc3\xa7message\xa0";

/// How an actor or a provider is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Health {
    /// Whether it can do its work.
    pub healthy: bool,
    /// Why not, or what there is to say.
    pub message: String,
}

/// Healthy, with nothing to say.
impl Default for Health {
    fn default() -> Self {
        Self { healthy: true, message: String::new() }
    }
}

impl Health {
    fn encode(&self, writer: &mut Writer) {
        writer.record(2);
        writer.key("healthy");
        writer.bool(self.healthy);
        writer.key("message");
        writer.str(&self.message);
        writer.end();
    }
}

/// What an actor wants of a provider that it is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Configuration {
    /// The actor's public key.
    pub actor: String,
    /// The values of the binding, those that the host adds included.
    pub values: Map<String, String>,
}

impl Configuration {
    /// One value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Who signed the actor.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.get("__wascc_issuer")
    }

    /// The contracts that the actor is signed for.
    pub fn capabilities(&self) -> impl Iterator<Item = &str> {
        self.all("__wascc_capabilities")
    }

    /// The actor's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.get("__wascc_name")
    }

    /// When the actor's signature expires, in seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> Option<u64> {
        self.get("__wascc_expires")?.parse().ok()
    }

    /// The actor's tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.all("__wascc_tags")
    }

    /// The parts of a value that lie between commas.
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let parts = self.get(name).unwrap_or_default().split(',');
        parts.map(str::trim).filter(|part| !part.is_empty())
    }

    fn decode(reader: &mut Reader<'_>) -> Self {
        reader.record(&["module", "values"], |fields| Self {
            actor: fields.required("module", Reader::string),
            values: fields.required("values", |r| r.map(Reader::string, Reader::string)),
        })
    }
}

/// What a provider keeps for each actor and binding, from [`Provider::bind`] to [`Provider::unbind`].
pub struct Bindings<T> {
    bound: Lock<Vec<Bound<T>>>,
}

struct Bound<T> {
    actor: String,
    binding: String,
    value: Arc<T>,
}

impl<T> Bindings<T> {
    /// A table with nobody bound.
    #[must_use]
    pub const fn new() -> Self {
        Self { bound: Lock::new(Vec::new()) }
    }

    /// Keeps `value` for the actor of `configuration` under the binding of `origin`, in place of what it had.
    pub fn bind(&self, origin: &Origin<'_>, configuration: &Configuration, value: T) {
        let bound = Bound {
            actor: configuration.actor.clone(),
            binding: origin.binding().into(),
            value: Arc::new(value),
        };
        self.bound.with(|table| {
            table.retain(|other| !other.is(&bound.actor, &bound.binding));
            table.push(bound);
        });
    }

    /// Takes away what the actor of `configuration` has under the binding of `origin`.
    pub fn unbind(&self, origin: &Origin<'_>, configuration: &Configuration) -> Option<Arc<T>> {
        let (actor, binding) = (configuration.actor.as_str(), origin.binding());
        self.bound.with(|table| {
            let at = table.iter().position(|bound| bound.is(actor, binding))?;
            Some(table.remove(at).value)
        })
    }

    /// What the caller has.
    ///
    /// # Errors
    /// That the actor is not bound.
    pub fn of(&self, origin: &Origin<'_>) -> Result<Arc<T>> {
        let (actor, binding) = (origin.actor(), origin.binding());
        let found = self.bound.with(|table| {
            let bound = table.iter().find(|bound| bound.is(actor, binding))?;
            Some(Arc::clone(&bound.value))
        });
        found.ok_or_else(|| Error::Application(["actor ", actor, " is not bound"].concat()))
    }
}

impl<T> Default for Bindings<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Bound<T> {
    fn is(&self, actor: &str, binding: &str) -> bool {
        self.actor == actor && self.binding == binding
    }
}
