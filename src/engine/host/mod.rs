//! Actors, providers, and what binds them.

mod answers;
mod bind;
mod claims;
mod gate;
mod handle;
mod health;
mod lifecycle;
mod member;
mod messages;
mod policy;
mod profile;
mod slots;
mod turn;
mod ways;

pub use claims::Claims;
pub use handle::Handle;
pub use health::{Backoff, Health, Supervisor};
pub use policy::{Everything, Grants, Policy};

use super::{CallError, Caller, Engine, Module};
use member::{Member, Native, SYSTEM, returning};
use profile::{Outlet, Profile};
use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// Runs actors and providers, and carries their calls. Cloning it is cheap, and all of it may be used from many threads.
///
/// ```
/// use contractc::engine::{Engine, Grants, Host, Module};
///
/// # fn main() -> Result<(), contractc::engine::CallError> {
/// # let wasm = wat::parse_file("fixtures/engine/interop/forward.wat").unwrap();
/// let engine = Engine::new()?;
/// let grants = Grants::new();
/// let host = Host::new(&engine, grants.clone());
///
/// // A provider in this program, and an actor that may use it.
/// host.add_native("echo", |caller, operation, payload| match operation {
///     "ping" => Ok([caller.actor.as_bytes(), b": ", payload].concat()),
///     _ => Err(format!("No handler registered for function {operation}")),
/// })?;
/// let actor = host.add_actor("MACTOR", &Module::new(&engine, &wasm)?)?;
/// grants.allow("MACTOR", "test:echo");
/// host.bind("MACTOR", "test:echo", "default", "echo", [])?;
///
/// // This actor forwards what it gets to the contract test:echo.
/// assert_eq!(actor.call("ping", b"hello")?, "MACTOR: hello");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    engine: Engine,
    policy: Arc<dyn Policy>,
    members: RwLock<HashMap<Box<str>, Arc<Member>>>,
}

impl Inner {
    fn find(&self, id: &str) -> Option<Arc<Member>> {
        let members = self.members.read().unwrap_or_else(PoisonError::into_inner);
        members.get(id).cloned()
    }
}

/// What a member of a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Actor,
    Provider,
}

impl Host {
    /// A host without members. `policy` says what its actors may do; [`Grants`] allows what was granted.
    pub fn new(engine: &Engine, policy: impl Policy + 'static) -> Self {
        Self(Arc::new(Inner {
            engine: engine.clone(),
            policy: Arc::new(policy),
            members: RwLock::default(),
        }))
    }

    /// The engine of this host.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Adds an actor, in as many instances as it takes to use the processors: actors have no state from one call to the next.
    ///
    /// # Errors
    /// Why the first instance did not start, or that the id is taken.
    pub fn add_actor(&self, id: &str, module: &Module) -> Result<Handle, CallError> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        self.add_pool(id, Kind::Actor, module, processors * 2)
    }

    /// Adds an actor in at most `instances` instances; where those are several, in one more if calls within calls would have to wait
    /// for each other.
    ///
    /// # Errors
    /// As [`Self::add_actor`].
    pub fn add_actor_pool(
        &self,
        id: &str,
        module: &Module,
        instances: usize,
    ) -> Result<Handle, CallError> {
        self.add_pool(id, Kind::Actor, module, instances)
    }

    /// Adds a provider, in one instance, since providers have state: calls take turns. Two such providers that call each other by way
    /// of actors can each keep the other waiting, until the deadline.
    ///
    /// # Errors
    /// As [`Self::add_actor`].
    pub fn add_provider(&self, id: &str, module: &Module) -> Result<Handle, CallError> {
        self.add_pool(id, Kind::Provider, module, 1)
    }

    /// Adds a provider without state, in as many instances as [`Self::add_actor_pool`] would.
    ///
    /// # Errors
    /// As [`Self::add_actor`].
    pub fn add_provider_pool(
        &self,
        id: &str,
        module: &Module,
        instances: usize,
    ) -> Result<Handle, CallError> {
        self.add_pool(id, Kind::Provider, module, instances)
    }

    /// Adds a provider in this program: a function from caller, operation and payload to a reply or an error's text. It is called
    /// in parallel. A panic in it is an error's text.
    ///
    /// # Errors
    /// That the id is taken.
    pub fn add_native(
        &self,
        id: &str,
        provider: impl Fn(&Caller<'_>, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync + 'static,
    ) -> Result<Handle, CallError> {
        self.add_shared(id, returning(provider))
    }

    /// As [`Self::add_native`], but the provider puts its reply into a buffer, which is empty and may have room from earlier calls:
    /// one that does not need more allocates nothing. Generated providers have `dispatch_into` for it.
    ///
    /// # Errors
    /// As [`Self::add_native`].
    pub fn add_native_into(
        &self,
        id: &str,
        provider: impl Fn(&Caller<'_>, &str, &[u8], &mut Vec<u8>) -> Result<(), String>
        + Send
        + Sync
        + 'static,
    ) -> Result<Handle, CallError> {
        self.add_shared(id, Arc::new(provider))
    }

    fn add_shared(&self, id: &str, provider: Arc<Native>) -> Result<Handle, CallError> {
        let outlet = self.outlet(id, Kind::Provider)?;
        self.add(id, Member::native(&self.0.engine, outlet, provider))
    }

    fn add_pool(
        &self,
        id: &str,
        kind: Kind,
        module: &Module,
        instances: usize,
    ) -> Result<Handle, CallError> {
        // More than the engine may have would never be used.
        let instances = instances.min(self.0.engine.limits().instances as usize);
        let outlet = self.outlet(id, kind)?;
        let member = Member::guest(&self.0.engine, outlet, module, instances)?;
        self.add(id, member)
    }

    fn outlet(&self, id: &str, kind: Kind) -> Result<Outlet, CallError> {
        if ["", SYSTEM].contains(&id) {
            return Err(CallError::Host(format!("{id:?} is no id for an actor or a provider")));
        }
        Ok(Outlet {
            profile: Arc::new(Profile::new(id, kind)),
            policy: self.0.policy.clone(),
            host: Arc::downgrade(&self.0),
        })
    }

    fn add(&self, id: &str, member: Member) -> Result<Handle, CallError> {
        let mut members = self.0.members.write().unwrap_or_else(PoisonError::into_inner);
        match members.entry(id.into()) {
            Entry::Occupied(_) => Err(CallError::Host(format!(
                "there is a member {id} already: replace or remove it"
            ))),
            Entry::Vacant(entry) => Ok(Handle::new(entry.insert(Arc::new(member)).clone())),
        }
    }

    /// The actor or provider with this id.
    ///
    /// # Errors
    /// [`CallError::Host`] if there is none.
    pub fn get(&self, id: &str) -> Result<Handle, CallError> {
        self.member(id).map(Handle::new)
    }

    fn member(&self, id: &str) -> Result<Arc<Member>, CallError> {
        self.0
            .find(id)
            .ok_or_else(|| CallError::Host(format!("there is no actor or provider {id}")))
    }

    fn all(&self) -> Vec<Arc<Member>> {
        let members = self.0.members.read().unwrap_or_else(PoisonError::into_inner);
        members.values().cloned().collect()
    }

    /// Removes an actor or a provider. Calls under way end as they would; later ones fail. Providers are told by `RemoveActor` that
    /// it is no longer bound to them. Actors that were bound to a removed provider have to be bound to another one, even if that has
    /// the same id.
    ///
    /// # Errors
    /// [`CallError::Host`] if there is none with this id.
    pub fn remove(&self, id: &str) -> Result<(), CallError> {
        let member = self.member(id)?;
        let mut members = self.0.members.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have removed it meanwhile, and added another one under this id.
        if members.get(id).is_some_and(|current| Arc::ptr_eq(current, &member)) {
            members.remove(id);
        }
        drop(members);
        member.remove();
        bind::forget_all(&member);
        Ok(())
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = self.0.members.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("Host").field("members", &members.keys()).finish_non_exhaustive()
    }
}
