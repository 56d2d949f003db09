//! Who a member of a host is, and where its calls go.

use super::{
    Claims, Inner, Kind,
    member::Member,
    messages::{self, Configuration},
    policy::Policy,
    ways::{Open, Ways},
};
use crate::engine::{
    Caller, HostCall, Request,
    error::{CallError, Denied},
};
use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

/// The contract under which a provider asks who is calling.
const CONTEXT: &str = "contractc:context";

/// What only the host itself sends.
pub(super) const BIND: &str = "BindActor";
pub(super) const UNBIND: &str = "RemoveActor";
pub(super) const DESCRIPTOR: &str = "GetCapabilityDescriptor";
pub(super) const HEALTH: &str = "HealthRequest";
const RESERVED: [&str; 4] = [BIND, UNBIND, DESCRIPTOR, HEALTH];

pub(super) struct Profile {
    pub(super) id: Arc<str>,
    pub(super) kind: Kind,
    routes: RwLock<Vec<Route>>,
    /// Grows whenever the routes change.
    generation: AtomicU64,
    /// The actors that are bound to this provider, by binding.
    bound: Mutex<Vec<Bound>>,
    claims: Mutex<Option<Claims>>,
}

struct Route {
    contract: Box<str>,
    binding: Box<str>,
    provider: Weak<Member>,
}

/// An actor that is bound to a provider.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) contract: String,
    pub(super) binding: String,
    pub(super) configuration: Configuration,
    /// There is nothing to configure beside what is known of the actor anyway: a provider may ignore it.
    pub(super) plain: bool,
}

impl Bound {
    /// Whether it binds this actor, by this contract and under this name.
    pub(super) fn is(&self, actor: &str, contract: &str, binding: &str) -> bool {
        self.configuration.actor == actor && self.contract == contract && self.binding == binding
    }
}

impl Profile {
    pub(super) fn new(id: &str, kind: Kind) -> Self {
        Self {
            id: id.into(),
            kind,
            routes: RwLock::default(),
            generation: AtomicU64::new(1),
            bound: Mutex::default(),
            claims: Mutex::default(),
        }
    }

    fn route(&self, contract: &str, binding: &str) -> Option<Arc<Member>> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let route = routes
            .iter()
            .find(|route| &*route.contract == contract && &*route.binding == binding)?;
        route.provider.upgrade()
    }

    /// Lets calls of a contract go to `provider`, and says where they went before.
    pub(super) fn set_route(
        &self,
        contract: &str,
        binding: &str,
        provider: &Arc<Member>,
    ) -> Option<Arc<Member>> {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::Release);
        let provider = Arc::downgrade(provider);
        let known = routes
            .iter_mut()
            .find(|route| &*route.contract == contract && &*route.binding == binding);
        match known {
            // At once, so that no call in between finds neither.
            Some(route) => mem::replace(&mut route.provider, provider).upgrade(),
            None => {
                routes.push(Route { contract: contract.into(), binding: binding.into(), provider });
                None
            }
        }
    }

    /// Ends a route, and says where it led.
    pub(super) fn remove_route(&self, contract: &str, binding: &str) -> Option<Arc<Member>> {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::Release);
        let at = routes
            .iter()
            .position(|route| &*route.contract == contract && &*route.binding == binding)?;
        routes.remove(at).provider.upgrade()
    }

    /// All routes, as contract, binding and where they lead.
    pub(super) fn routes(&self) -> Vec<(Box<str>, Box<str>, Arc<Member>)> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let known = |route: &Route| {
            Some((route.contract.clone(), route.binding.clone(), route.provider.upgrade()?))
        };
        routes.iter().filter_map(known).collect()
    }

    #[inline]
    fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn bound(&self) -> MutexGuard<'_, Vec<Bound>> {
        self.bound.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that an actor is bound to this provider, and returns the note that it takes the place of.
    pub(super) fn note(&self, new: Bound) -> Option<Bound> {
        let mut bound = self.bound();
        let actor = &new.configuration.actor;
        match bound.iter_mut().find(|old| old.is(actor, &new.contract, &new.binding)) {
            Some(old) => Some(mem::replace(old, new)),
            None => {
                bound.push(new);
                None
            }
        }
    }

    /// Takes back a note.
    pub(super) fn strike(&self, actor: &str, contract: &str, binding: &str) {
        self.bound().retain(|bound| !bound.is(actor, contract, binding));
    }

    pub(super) fn set_claims(&self, claims: Claims) {
        *self.claims.lock().unwrap_or_else(PoisonError::into_inner) = Some(claims);
    }

    /// What a provider learns of this actor beside its id.
    pub(super) fn claims(&self) -> Vec<(String, String)> {
        let claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        claims.as_ref().map(Claims::values).unwrap_or_default()
    }

    fn knows(&self, actor: &str) -> bool {
        let bound = self.bound();
        bound.iter().any(|bound| bound.configuration.actor == actor)
    }
}

/// The way out of a member: routes and checks its calls.
#[derive(Clone)]
pub(super) struct Outlet {
    pub(super) profile: Arc<Profile>,
    pub(super) policy: Arc<dyn Policy>,
    pub(super) host: Weak<Inner>,
}

impl Outlet {
    /// Makes a call.
    pub(super) fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let Request { binding, namespace, operation, payload, caller, .. } = request;
        if namespace == CONTEXT {
            return answer(operation, caller, reply);
        }
        self.admit(namespace, operation)?;
        let to = match self.profile.route(namespace, binding) {
            Some(provider) => provider,
            None => self.actor(namespace, binding, operation)?,
        };
        Ok(to.call(&self.caller(binding), operation, payload, reply)?)
    }

    /// Whether this member may make such calls at all.
    #[inline]
    fn admit(&self, namespace: &str, operation: &str) -> Result<(), CallError> {
        if RESERVED.contains(&operation) {
            let reason = "only the host sends this operation".into();
            return Err(self.denied(namespace, operation, reason));
        }
        match self.profile.kind {
            Kind::Actor => self.allowed(namespace, operation),
            Kind::Provider => Ok(()),
        }
    }

    #[inline]
    fn allowed(&self, namespace: &str, operation: &str) -> Result<(), CallError> {
        self.policy
            .check(&self.profile.id, namespace, operation)
            .map_err(|reason| self.denied(namespace, operation, reason))
    }

    #[cold]
    fn denied(&self, namespace: &str, operation: &str, reason: String) -> CallError {
        CallError::Denied(Denied {
            actor: self.profile.id.to_string(),
            contract: namespace.to_owned(),
            operation: operation.to_owned(),
            reason,
        })
    }

    /// The actor with this id, if this member may call it.
    fn actor(&self, id: &str, binding: &str, operation: &str) -> Result<Arc<Member>, CallError> {
        let known = self.host.upgrade().and_then(|host| host.find(id));
        let actor = known.filter(|member| member.kind() == Kind::Actor).ok_or_else(|| {
            CallError::Host(format!(
                "no provider of {id} is bound as {binding}, and no actor has that id"
            ))
        })?;
        // A provider may call the actors that are bound to it; any other must have been granted.
        if self.profile.kind == Kind::Provider && !self.profile.knows(id) {
            self.allowed(id, operation)?;
        }
        Ok(actor)
    }

    #[inline]
    fn caller<'a>(&'a self, binding: &'a str) -> Caller<'a> {
        Caller { actor: &self.profile.id, binding }
    }
}

/// The way out of one instance, which remembers where its calls went.
pub(super) struct Port {
    outlet: Outlet,
    ways: Ways,
}

impl Port {
    pub(super) fn new(outlet: Outlet) -> Self {
        Self { outlet, ways: Ways::default() }
    }
}

impl HostCall for Port {
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let Self { outlet, ways } = self;
        let Request { binding, namespace, operation, payload, .. } = request;
        // Well before it is read: to read it at once would have to wait for the stores.
        let from = outlet.caller(binding);
        let generation = outlet.profile.generation();
        match ways.find(generation, namespace, binding) {
            // The host function that this is called by drops late replies, and takes panics for errors.
            Some(Open::Native(native)) => {
                outlet.admit(namespace, operation)?;
                native(&from, operation, payload, reply).map_err(CallError::Host)
            }
            Some(Open::Guest(member)) => {
                outlet.admit(namespace, operation)?;
                Ok(member.call(&from, operation, payload, reply)?)
            }
            None => {
                if namespace != CONTEXT
                    && let Some(provider) = outlet.profile.route(namespace, binding)
                    && let Some(target) = Member::target(&provider)
                {
                    ways.remember(generation, namespace, binding, target);
                }
                outlet.call(request, reply)
            }
        }
    }
}

fn answer(operation: &str, caller: Caller<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
    match operation {
        "Caller" if caller.actor.is_empty() => {
            Err(CallError::Host("the caller is not known".into()))
        }
        "Caller" => {
            messages::caller(reply, caller);
            Ok(())
        }
        _ => Err(CallError::Host(format!("No handler registered for function {operation}"))),
    }
}
