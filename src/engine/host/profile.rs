//! Who a member of a host is, and where its calls go.

use super::{
    Claims, Inner, Kind,
    member::Member,
    messages::{self, Configuration},
    policy::Policy,
};
use crate::engine::{
    Caller, HostCall, Request,
    error::{CallError, Denied},
};
use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
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

impl HostCall for Outlet {
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let Request { binding, namespace, operation, payload, caller, .. } = request;
        if namespace == CONTEXT {
            return answer(operation, caller, reply);
        }
        let denied = |reason: String| {
            CallError::Denied(Denied {
                actor: self.profile.id.to_string(),
                contract: namespace.to_owned(),
                operation: operation.to_owned(),
                reason,
            })
        };
        if RESERVED.contains(&operation) {
            return Err(denied("only the host sends this operation".into()));
        }
        let allowed = || self.policy.check(&self.profile.id, namespace, operation).map_err(denied);
        let as_actor = self.profile.kind == Kind::Actor;
        if as_actor {
            allowed()?;
        }
        let to = match self.profile.route(namespace, binding) {
            Some(provider) => provider,
            None => {
                let actor = self.actor(namespace).ok_or_else(|| {
                    CallError::Host(format!(
                        "no provider of {namespace} is bound as {binding}, and no actor has that id"
                    ))
                })?;
                // A provider may call the actors that are bound to it; any other must have been granted.
                if !as_actor && !self.profile.knows(namespace) {
                    allowed()?;
                }
                actor
            }
        };
        let caller = Caller { actor: &self.profile.id, binding };
        Ok(to.call(caller, operation, payload, reply)?)
    }
}

impl Outlet {
    fn actor(&self, id: &str) -> Option<Arc<Member>> {
        let member = self.host.upgrade()?.find(id)?;
        (member.profile().kind == Kind::Actor).then_some(member)
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
