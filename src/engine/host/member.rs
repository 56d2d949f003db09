//! An actor or a provider: takes calls, whatever happens to what is behind it.

use super::{
    Kind,
    gate::{Gate, State},
    health::Record,
    lifecycle::accepted,
    profile::{BIND, Outlet, Profile},
    slots::{Content, Slots},
};
use crate::engine::{
    Caller, Engine, Instance, Module,
    chain::{self, Position},
    error::CallError,
    host_call::guarded,
    instance,
};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock,
    atomic::{AtomicUsize, Ordering},
};

/// A provider in the embedding program.
pub(super) type Native =
    dyn Fn(&Caller<'_>, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync + 'static;

/// The caller of what the host itself sends.
pub(super) fn system(binding: &str) -> Caller<'_> {
    Caller { actor: "system", binding }
}

pub(super) struct Member {
    outlet: Outlet,
    engine: Engine,
    gate: Gate,
    pub(super) body: Body,
    /// Held by whoever binds, unbinds or replaces.
    changing: Mutex<()>,
    record: Mutex<Record>,
}

pub(super) enum Body {
    Guest {
        /// Tells this member's instances from others' in a chain of calls.
        owner: chain::Owner,
        slots: Slots,
        current: Mutex<Current>,
    },
    Native(RwLock<Arc<Native>>),
}

pub(super) struct Current {
    pub(super) module: Module,
    /// A new instance that nobody has called yet.
    pub(super) spare: Option<Instance>,
}

impl Member {
    pub(super) fn guest(
        engine: &Engine,
        outlet: Outlet,
        module: &Module,
        instances: usize,
    ) -> Result<Self, CallError> {
        static OWNERS: AtomicUsize = AtomicUsize::new(1);
        let member = Self::new(
            engine,
            outlet,
            Body::Guest {
                owner: OWNERS.fetch_add(1, Ordering::Relaxed),
                slots: Slots::new(instances),
                current: Mutex::new(Current { module: module.clone(), spare: None }),
            },
        );
        if let Body::Guest { current, owner, .. } = &member.body {
            let spare = member.start(module, *owner, member.position())?;
            lock(current).spare = Some(spare);
        }
        Ok(member)
    }

    pub(super) fn native(engine: &Engine, outlet: Outlet, native: Arc<Native>) -> Self {
        Self::new(engine, outlet, Body::Native(RwLock::new(native)))
    }

    fn new(engine: &Engine, outlet: Outlet, body: Body) -> Self {
        Self {
            outlet,
            engine: engine.clone(),
            gate: Gate::new(),
            body,
            changing: Mutex::new(()),
            record: Mutex::default(),
        }
    }

    pub(super) fn profile(&self) -> &Arc<Profile> {
        &self.outlet.profile
    }

    pub(super) fn outlet(&self) -> &Outlet {
        &self.outlet
    }

    pub(super) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Keeps others from binding, unbinding and replacing.
    pub(super) fn change(&self) -> MutexGuard<'_, ()> {
        lock(&self.changing)
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        lock(&self.record)
    }

    #[inline]
    pub(super) fn position(&self) -> Position {
        chain::position(|| self.engine.deadline())
    }

    /// Calls an operation: within the chain of this thread if it is in one, else as the first of one.
    #[inline]
    pub(super) fn call(
        &self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<(), CallError> {
        let position = self.position();
        match &self.body {
            Body::Guest { owner, slots, current } => {
                if position.depth > 0
                    && let Ok(outcome) = chain::reenter(*owner, |store| {
                        instance::enter(store, position, caller, operation, payload, reply)
                    })
                {
                    return outcome;
                }
                loop {
                    let Some(mut slot) = slots.take(position.deadline) else {
                        return Err(self.too_late());
                    };
                    // In one comparison: the gate is open, and the instance is of the current version.
                    if slot.version != self.gate.word()
                        || !slot.instance.as_ref().is_some_and(Instance::is_alive)
                    {
                        if self.gate.state() != State::Open {
                            drop(slot);
                            self.wait(position)?;
                            continue;
                        }
                        self.refresh(&mut slot, *owner, current, position)?;
                    }
                    let Some(instance) = &mut slot.instance else {
                        continue;
                    };
                    return instance.call_at(position, caller, operation, payload, reply);
                }
            }
            Body::Native(native) => {
                while self.gate.state() != State::Open {
                    self.wait(position)?;
                }
                answer(native, caller, operation, payload, reply)?;
                // Nothing can stop native code; its late answer is dropped.
                if position.deadline.is_over() {
                    reply.clear();
                    return Err(self.too_late());
                }
                Ok(())
            }
        }
    }

    fn too_late(&self) -> CallError {
        CallError::Deadline(self.engine.limits().deadline)
    }

    /// Waits until the gate opens.
    #[cold]
    fn wait(&self, position: Position) -> Result<(), CallError> {
        if self.gate.state() == State::Removed {
            return Err(CallError::Host(format!("{} was removed", self.profile().id)));
        }
        let limit = self.engine.limits().queue;
        match self.gate.wait(position.deadline, limit)? {
            true => Ok(()),
            false => Err(self.too_late()),
        }
    }

    /// Puts a running instance of the current version into a slot.
    #[cold]
    fn refresh(
        &self,
        slot: &mut Content,
        owner: chain::Owner,
        current: &Mutex<Current>,
        position: Position,
    ) -> Result<(), CallError> {
        let module = {
            let mut current = lock(current);
            let word = self.gate.word();
            if slot.version == word
                && let Some(instance) = &slot.instance
                && instance.is_alive()
            {
                return Ok(());
            }
            slot.version = word;
            slot.instance = current.spare.take();
            if slot.instance.is_some() {
                return Ok(());
            }
            current.module.clone()
        };
        slot.instance = Some(self.start(&module, owner, position)?);
        Ok(())
    }

    /// A new instance: initialised, and told who is bound to it.
    pub(super) fn start(
        &self,
        module: &Module,
        owner: chain::Owner,
        position: Position,
    ) -> Result<Instance, CallError> {
        let mut instance = Instance::owned(module.clone(), Arc::new(self.outlet.clone()), owner);
        instance.start_at(position)?;
        let bound = self.profile().bound().clone();
        let mut reply = Vec::new();
        for bound in bound {
            let payload = bound.configuration.encode();
            let caller = system(&bound.binding);
            let outcome = instance.call_at(position, caller, BIND, &payload, &mut reply);
            accepted(outcome, bound.configuration.values.is_empty())?;
        }
        Ok(instance)
    }

    /// Whether this is an actor or a provider.
    pub(super) fn kind(&self) -> Kind {
        self.profile().kind
    }
}

pub(super) fn answer(
    native: &RwLock<Arc<Native>>,
    caller: Caller<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
) -> Result<(), CallError> {
    reply.clear();
    let native = native.read().unwrap_or_else(PoisonError::into_inner).clone();
    *reply = guarded(|| native(&caller, operation, payload).map_err(CallError::Host))?;
    Ok(())
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
