//! An actor or a provider: takes calls, whatever happens to what is behind it.

use super::{
    Kind,
    answers::{Contract, accepted},
    gate::{Gate, State},
    health::Record,
    profile::{BIND, Outlet, Port, Profile},
    slots::{Content, Slots},
    turn::{Held, Turn},
    ways::Target,
};
use crate::engine::{
    Caller, Engine, Instance, Module,
    chain::{self, Position},
    error::{CallError, Outcome},
    host_call::guarded,
    instance,
};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock,
    atomic::{AtomicUsize, Ordering},
};

/// A provider in the embedding program. It is given an empty buffer for its reply, which may have room from earlier calls.
pub(super) type Native =
    dyn Fn(&Caller<'_>, &str, &[u8], &mut Vec<u8>) -> Result<(), String> + Send + Sync + 'static;

/// From a function that returns its reply.
pub(super) fn returning(
    provider: impl Fn(&Caller<'_>, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync + 'static,
) -> Arc<Native> {
    Arc::new(move |caller, operation, payload, reply| {
        *reply = provider(caller, operation, payload)?;
        Ok(())
    })
}

/// The host itself, as a caller.
pub(super) const SYSTEM: &str = "system";

/// The caller of what the host itself sends.
pub(super) fn system(binding: &str) -> Caller<'_> {
    Caller { actor: SYSTEM, binding }
}

pub(super) struct Member {
    outlet: Outlet,
    engine: Engine,
    gate: Arc<Gate>,
    pub(super) body: Body,
    /// Of whoever binds, unbinds, replaces, stops or starts.
    changing: Turn,
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
    /// The contract that the module says it is a provider of, once it has been asked.
    pub(super) contract: Option<Contract>,
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
                current: Mutex::new(Current {
                    module: module.clone(),
                    spare: None,
                    contract: None,
                }),
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
            gate: Arc::new(Gate::new()),
            body,
            changing: Turn::default(),
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

    /// Keeps others from binding, unbinding, replacing, stopping and starting.
    pub(super) fn change(&self) -> Result<Held<'_>, CallError> {
        self.changing.take(self.position().deadline).ok_or_else(|| self.too_late())
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
        caller: &Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Outcome {
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
                    let Some(mut slot) = slots.take(position.deadline, position.depth > 0) else {
                        return Err(self.too_late().into());
                    };
                    // In one comparison: the gate is open, and the instance is of the current version.
                    if slot.version == self.gate.word()
                        && let Some(instance) = &mut slot.instance
                        && let Some(outcome) =
                            instance.call_running(position, caller, operation, payload, reply)
                    {
                        return outcome;
                    }
                    if self.gate.state() != State::Open {
                        drop(slot);
                        self.wait(position)?;
                        continue;
                    }
                    self.refresh(&mut slot, *owner, current, position)?;
                    if let Some(instance) = &mut slot.instance {
                        return instance.call_at(position, caller, operation, payload, reply);
                    }
                }
            }
            Body::Native(native) => {
                self.call_native(native, position, caller, operation, payload, reply)
            }
        }
    }

    fn call_native(
        &self,
        native: &RwLock<Arc<Native>>,
        position: Position,
        caller: &Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Outcome {
        while self.gate.state() != State::Open {
            self.wait(position)?;
        }
        let mut ask = || ask(&*serving(native), caller, operation, payload, reply);
        if position.depth == 0 { chain::begin(position, ask) } else { ask() }?;
        // Nothing can stop native code; its late answer is dropped.
        if position.deadline.is_over() {
            reply.clear();
            return Err(self.too_late().into());
        }
        Ok(())
    }

    /// What an instance remembers of the way here; nothing while this member does not take calls.
    pub(super) fn target(this: &Arc<Self>) -> Option<Target> {
        // Read first: what is replaced meanwhile is of the next version.
        let word = this.gate.word();
        if this.gate.state() != State::Open {
            return None;
        }
        Some(match &this.body {
            Body::Guest { .. } => Target::Guest(Arc::downgrade(this)),
            Body::Native(native) => {
                let native = Arc::downgrade(&serving(native));
                Target::Native { gate: this.gate.clone(), word, native }
            }
        })
    }

    pub(super) fn too_late(&self) -> CallError {
        CallError::Deadline(self.engine.limits().deadline)
    }

    /// Whether this member has not been removed.
    pub(super) fn present(&self) -> Result<(), CallError> {
        match self.gate.state() {
            State::Removed => Err(CallError::Host(format!("{} was removed", self.profile().id))),
            State::Open | State::Stopped => Ok(()),
        }
    }

    /// Waits until the gate opens.
    #[cold]
    fn wait(&self, position: Position) -> Outcome {
        self.present()?;
        let limit = self.engine.limits().queue;
        match self.gate.wait(position.deadline, limit)? {
            true => Ok(()),
            false => Err(self.too_late().into()),
        }
    }

    /// Puts a running instance of the current version into a slot; none if the gate has closed meanwhile.
    #[cold]
    fn refresh(
        &self,
        slot: &mut Content,
        owner: chain::Owner,
        current: &Mutex<Current>,
        position: Position,
    ) -> Outcome {
        let module = {
            let mut current = lock(current);
            let Some(word) = self.gate.open_word() else {
                slot.instance = None;
                return Ok(());
            };
            if slot.version == word
                && let Some(instance) = &slot.instance
                && instance.is_alive()
            {
                return Ok(());
            }
            slot.version = word;
            // A spare that broke when it was told of a binding would start again without knowing of any.
            slot.instance = current.spare.take().filter(Instance::is_alive);
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
        let mut instance = self.initialise(module, owner, position)?;
        self.introduce(&mut instance, position)?;
        Ok(instance)
    }

    /// A new instance that does not know yet who is bound to it.
    pub(super) fn initialise(
        &self,
        module: &Module,
        owner: chain::Owner,
        position: Position,
    ) -> Result<Instance, CallError> {
        let mut instance =
            Instance::owned(module.clone(), Arc::new(Port::new(self.outlet.clone())), owner);
        instance.start_at(position)?;
        Ok(instance)
    }

    /// Tells an instance who is bound to it.
    pub(super) fn introduce(
        &self,
        instance: &mut Instance,
        position: Position,
    ) -> Result<(), CallError> {
        let bound = self.profile().bound().clone();
        let mut reply = Vec::new();
        for bound in bound {
            let payload = bound.configuration.encode();
            let caller = system(&bound.binding);
            let outcome = instance.call_at(position, &caller, BIND, &payload, &mut reply);
            accepted(outcome.map_err(CallError::from), bound.plain)?;
        }
        Ok(())
    }

    /// Whether this is an actor or a provider.
    pub(super) fn kind(&self) -> Kind {
        self.profile().kind
    }
}

/// The native provider that serves now.
pub(super) fn serving(native: &RwLock<Arc<Native>>) -> Arc<Native> {
    native.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Calls a native provider. On failure, `reply` is empty.
pub(super) fn ask(
    native: &Native,
    caller: &Caller<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
) -> Outcome {
    reply.clear();
    let outcome = guarded(|| {
        native(caller, operation, payload, reply).map_err(|text| Box::new(CallError::Host(text)))
    });
    if outcome.is_err() {
        reply.clear();
    }
    outcome
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
