//! Changing what is behind a member: replacing, stopping, healing.

use super::{
    Kind,
    answers::{
        Contract, accepted, ask_system, compare, contract, described, health, verdict, well,
    },
    gate::State,
    member::{Body, Current, Member, Native, ask, lock, serving, system},
    messages,
    profile::{BIND, Bound, DESCRIPTOR, HEALTH},
    slots::{Content, Slots},
};
use crate::engine::{
    CallError, Instance, Module, Resource,
    abi::DEFAULT_BINDING,
    chain::{self, Owner},
    instance,
};
use std::{
    mem,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{self, Ordering},
    },
    thread,
    time::Duration,
};

impl Member {
    /// Binds an actor to this provider, if all its instances accept that.
    pub(super) fn bind(&self, bound: Bound) -> Result<(), CallError> {
        let _changing = self.change()?;
        let new = bound.clone();
        // Noted first, so that instances which start meanwhile know of it. They may be told twice.
        let before = self.profile().note(bound);
        let told = match self.tell(&new.binding, BIND, &new.configuration.encode()) {
            // Nobody is there to be told, so one is started, who is.
            Ok(0) => self.prepare(),
            told => told.map(drop),
        };
        let outcome = accepted(told, new.plain);
        if outcome.is_err() {
            match before {
                Some(before) => drop(self.profile().note(before)),
                None => {
                    self.profile().strike(&new.configuration.actor, &new.contract, &new.binding);
                }
            }
            self.forget_what_was_told();
        }
        outcome
    }

    /// Sends an operation of the host's own to every running instance; how many there were.
    pub(super) fn tell(
        &self,
        binding: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<usize, CallError> {
        let (owner, slots, current) = match &self.body {
            Body::Guest { owner, slots, current } => (*owner, slots, current),
            Body::Native(native) => {
                let mut reply = Vec::new();
                ask(&*serving(native), &system(binding), operation, payload, &mut reply)?;
                return Ok(1);
            }
        };
        let position = self.position();
        let mut reply = Vec::new();
        let mut told = Ok(0);
        let mut visit = |instance: &mut Instance| {
            if let Ok(count) = told
                && instance.is_alive()
            {
                let caller = system(binding);
                told = instance
                    .call_at(position, &caller, operation, payload, &mut reply)
                    .map(|()| count + 1)
                    .map_err(CallError::from);
            }
        };
        // Not under the lock, since the guest may call others that need it.
        let spare = lock(current).spare.take();
        if let Some(mut spare) = spare {
            visit(&mut spare);
            lock(current).spare = Some(spare);
        }
        if chain::is_within(owner) {
            let told = told?;
            let within = self.tell_within(owner, slots, binding, operation, payload)?;
            return Ok(told + within);
        }
        let all = slots.each(position.deadline, |slot| {
            if let Some(instance) = &mut slot.instance {
                visit(instance);
            }
        });
        match told {
            // Some are in calls that do not end: native code.
            Ok(_) if !all => Err(self.too_late()),
            told => told,
        }
    }

    /// As [`Self::tell`], from within a call of this member, which ends after this does. A single instance is told by a call within
    /// that call. One of several that is in a call of another thread could not be, so all of them make place for new ones.
    fn tell_within(
        &self,
        owner: Owner,
        slots: &Slots,
        binding: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<usize, CallError> {
        let (position, caller, mut reply) = (self.position(), system(binding), Vec::new());
        if slots.count() == 1
            && let Ok(told) = chain::reenter(owner, |store| {
                instance::enter(store, position, &caller, operation, payload, &mut reply)
            })
        {
            told?;
            return Ok(1);
        }
        self.gate().next_version();
        self.drop_old(slots);
        Ok(0)
    }

    /// Starts an instance for the next call.
    fn prepare(&self) -> Result<(), CallError> {
        if let Body::Guest { owner, current, .. } = &self.body {
            let module = lock(current).module.clone();
            let instance = self.start(&module, *owner, self.position())?;
            lock(current).spare = Some(instance);
        }
        Ok(())
    }

    /// After some instances of several were told what others refused: they make place for new ones. A provider in one instance
    /// keeps it, since it has state, and it is the one that refused.
    fn forget_what_was_told(&self) {
        if let Body::Guest { slots, current, .. } = &self.body
            && slots.count() > 1
        {
            // The spare is dropped after the lock; and nobody takes it for one of the next version.
            let _spare = {
                let mut current = lock(current);
                self.gate().next_version();
                current.spare.take()
            };
            self.drop_old(slots);
        }
    }

    /// Makes calls go to instances of `module`. If it does not start, or is not what the old one was, nothing changes.
    pub(super) fn replace(&self, module: &Module) -> Result<(), CallError> {
        let Body::Guest { owner, slots, current } = &self.body else {
            let text = format!("{} is not a module", self.profile().id);
            return Err(CallError::Host(text));
        };
        let _changing = self.change()?;
        let old = self.old_contract(*owner, current)?;
        let position = self.position();
        let mut instance = self.initialise(module, *owner, position)?;
        let new = match self.kind() {
            Kind::Provider => contract(&mut instance, position)?,
            Kind::Actor => None,
        };
        compare(old.as_deref(), new.as_deref())?;
        self.introduce(&mut instance, position)?;
        well(health(&mut instance, position))?;
        // The old spare is dropped after the lock.
        let _old = {
            let mut current = lock(current);
            current.module = module.clone();
            current.contract = Some(new);
            self.gate().next_version();
            current.spare.replace(instance)
        };
        self.drop_old(slots);
        Ok(())
    }

    /// The contract of the module that serves now. An instance of its own is asked, once, so that none that serves is kept from it.
    fn old_contract(&self, owner: Owner, current: &Mutex<Current>) -> Result<Contract, CallError> {
        if self.kind() == Kind::Actor {
            return Ok(None);
        }
        let module = {
            let current = lock(current);
            if let Some(contract) = &current.contract {
                return Ok(contract.clone());
            }
            current.module.clone()
        };
        let position = self.position();
        let asked = self
            .initialise(&module, owner, position)
            .and_then(|mut instance| contract(&mut instance, position));
        let answer = match asked {
            // There was no room to ask.
            Err(CallError::Limit(limit)) if limit.of == Resource::Instances => {
                return Err(CallError::Limit(limit));
            }
            // It is broken: anything is better.
            Err(_) => None,
            Ok(contract) => contract,
        };
        lock(current).contract = Some(answer.clone());
        Ok(answer)
    }

    /// Makes calls go to another native provider.
    pub(super) fn replace_native(&self, new: Arc<Native>) -> Result<(), CallError> {
        let Body::Native(native) = &self.body else {
            let text = format!("{} is a module", self.profile().id);
            return Err(CallError::Host(text));
        };
        let _changing = self.change()?;
        let contract = |native: &Native| described(ask_system(native, DESCRIPTOR));
        let old = contract(&*serving(native)).unwrap_or_default();
        compare(old.as_deref(), contract(&*new)?.as_deref())?;
        // Cloned in a statement of its own: in the loop's, it would stay locked.
        let bound = self.profile().bound().clone();
        for bound in bound {
            let payload = bound.configuration.encode();
            let caller = system(&bound.binding);
            let outcome = ask(&*new, &caller, BIND, &payload, &mut Vec::new());
            accepted(outcome.map_err(CallError::from), bound.plain)?;
        }
        well(verdict(ask_system(&*new, HEALTH)))?;
        // The old one is dropped after the lock: what it holds may end up here.
        let _old = mem::replace(&mut *native.write().unwrap_or_else(PoisonError::into_inner), new);
        self.gate().next_version();
        Ok(())
    }

    /// Frees the instances that nobody will call again, as far as they are not in a call now.
    fn drop_old(&self, slots: &Slots) {
        slots.each_free(|slot| {
            if slot.version != self.gate().word() {
                slot.instance = None;
            }
        });
    }

    /// Lets running calls end and waits for them, except from within one; later ones wait for [`Self::restart`].
    pub(super) fn stop(&self) -> Result<(), CallError> {
        let _changing = self.change()?;
        self.gate().stop();
        // What is still in a call at the deadline must not be used again either.
        self.gate().next_version();
        match &self.body {
            Body::Guest { slots, current, owner } => {
                self.each(slots, *owner, |slot| slot.instance = None);
                let _spare = lock(current).spare.take();
            }
            Body::Native(native) => self.rest(native),
        }
        Ok(())
    }

    /// Visits the slots, each as soon as it is free; from within a call of this member, which ends after this does, those that are
    /// free now.
    fn each(&self, slots: &Slots, owner: Owner, visit: impl FnMut(&mut Content)) {
        match chain::is_within(owner) {
            true => slots.each_free(visit),
            // Those that stay in a call are left out.
            false => _ = slots.each(self.position().deadline, visit),
        }
    }

    /// Waits until a native provider is in no call, at most until the deadline. Whoever calls it holds it meanwhile, so those are
    /// counted already. From within a call there is no telling whether it is one of them.
    fn rest(&self, native: &RwLock<Arc<Native>>) {
        const LOOK: Duration = Duration::from_millis(1);
        if chain::is_under_way() {
            return;
        }
        let deadline = self.position().deadline;
        let is_held =
            || Arc::strong_count(&native.read().unwrap_or_else(PoisonError::into_inner)) > 1;
        while is_held() && !deadline.is_over() {
            thread::sleep(LOOK);
        }
        // What was done in those calls has been done for whoever stopped it.
        atomic::fence(Ordering::Acquire);
    }

    /// Goes on after [`Self::stop`], with new instances, if the first of them starts.
    pub(super) fn restart(&self) -> Result<(), CallError> {
        let _changing = self.change()?;
        self.prepare()?;
        self.gate().start();
        Ok(())
    }

    /// Refuses calls from now on.
    pub(super) fn remove(&self) {
        self.gate().remove();
        if let Body::Guest { slots, current, .. } = &self.body {
            slots.close();
            let _spare = lock(current).spare.take();
        }
    }

    /// Asks every instance how it is, and makes those anew that complain or fail. Why, for each of them.
    pub(super) fn heal(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        if self.gate().state() != State::Open {
            return complaints;
        }
        let Body::Guest { slots, owner, .. } = &self.body else {
            let mut reply = Vec::new();
            let asked =
                self.call(&system(DEFAULT_BINDING), HEALTH, messages::PLACEHOLDER, &mut reply);
            complaints.extend(verdict(asked.map(|()| reply).map_err(CallError::from)));
            return complaints;
        };
        self.each(slots, *owner, |slot| {
            let Some(instance) = &mut slot.instance else {
                return;
            };
            if !instance.is_alive() || slot.version != self.gate().word() {
                return;
            }
            let Some(complaint) = health(instance, self.position()) else {
                return;
            };
            complaints.push(complaint);
            let module = instance.module().clone();
            // If it does not start, the slot is empty, and the next call tries again.
            slot.instance = self.start(&module, *owner, self.position()).ok();
        });
        complaints
    }
}
