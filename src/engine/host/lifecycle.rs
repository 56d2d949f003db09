//! Changing what is behind a member: replacing, stopping, healing.

use super::{
    gate::State,
    member::{Body, Member, Native, answer, lock, system},
    messages,
    profile::{BIND, HEALTH},
    slots::Slots,
};
use crate::engine::{CallError, Instance, Module, chain::Position};
use std::sync::{Arc, PoisonError};

impl Member {
    /// Sends an operation of the host's own to every running instance.
    pub(super) fn tell(
        &self,
        binding: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<(), CallError> {
        let mut reply = Vec::new();
        let (slots, current) = match &self.body {
            Body::Guest { slots, current, .. } => (slots, current),
            Body::Native(native) => {
                return answer(native, system(binding), operation, payload, &mut reply);
            }
        };
        let position = self.position();
        let mut outcome = Ok(());
        let mut visit = |instance: &mut Instance| {
            if outcome.is_ok() && instance.is_alive() {
                let caller = system(binding);
                outcome = instance.call_at(position, caller, operation, payload, &mut reply);
            }
        };
        // Not under the lock, since the guest may call others that need it.
        let spare = lock(current).spare.take();
        if let Some(mut spare) = spare {
            visit(&mut spare);
            lock(current).spare = Some(spare);
        }
        slots.each(position.deadline, |slot| {
            if let Some(instance) = &mut slot.instance {
                visit(instance);
            }
        });
        outcome
    }

    /// Makes calls go to instances of `module`. If it does not start, or is not what the old one was, nothing changes.
    pub(super) fn replace(&self, module: &Module) -> Result<(), CallError> {
        let Body::Guest { owner, slots, current } = &self.body else {
            let text = format!("{} is not a module", self.profile().id);
            return Err(CallError::Host(text));
        };
        let _changing = self.change();
        let position = self.position();
        let mut instance = self.start(module, *owner, position)?;
        check(&mut instance, position)?;
        // The old spare is dropped after the lock.
        let _old = {
            let mut current = lock(current);
            current.module = module.clone();
            self.gate().next_version();
            current.spare.replace(instance)
        };
        self.drop_old(slots);
        Ok(())
    }

    /// Makes calls go to another native provider.
    pub(super) fn replace_native(&self, native: Arc<Native>) -> Result<(), CallError> {
        let Body::Native(current) = &self.body else {
            let text = format!("{} is a module", self.profile().id);
            return Err(CallError::Host(text));
        };
        let _changing = self.change();
        for bound in self.profile().bound().clone() {
            let payload = bound.configuration.encode();
            let caller = system(&bound.binding);
            let outcome = native(&caller, BIND, &payload).map_err(CallError::Host);
            accepted(outcome.map(drop), bound.configuration.values.is_empty())?;
        }
        *current.write().unwrap_or_else(PoisonError::into_inner) = native;
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

    /// Lets running calls end and waits for them; later ones wait for [`Self::restart`].
    pub(super) fn stop(&self) {
        let _changing = self.change();
        self.gate().stop();
        // What is still in a call at the deadline must not be used again either.
        self.gate().next_version();
        if let Body::Guest { slots, current, .. } = &self.body {
            slots.each(self.position().deadline, |slot| slot.instance = None);
            let _spare = lock(current).spare.take();
        }
    }

    /// Goes on after [`Self::stop`], with new instances, if the first of them starts.
    pub(super) fn restart(&self) -> Result<(), CallError> {
        let _changing = self.change();
        if let Body::Guest { current, owner, .. } = &self.body {
            let module = lock(current).module.clone();
            let instance = self.start(&module, *owner, self.position())?;
            lock(current).spare = Some(instance);
        }
        self.gate().start();
        Ok(())
    }

    /// Refuses calls from now on.
    pub(super) fn remove(&self) {
        self.gate().remove();
        if let Body::Guest { slots, current, .. } = &self.body {
            slots.each_free(|slot| slot.instance = None);
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
            let asked = self.call(system("default"), HEALTH, messages::PLACEHOLDER, &mut reply);
            complaints.extend(verdict(asked, &reply));
            return complaints;
        };
        slots.each(self.position().deadline, |slot| {
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

/// What a new version of a member must show before calls go to it: that it answers at all.
fn check(instance: &mut Instance, position: Position) -> Result<(), CallError> {
    match health(instance, position) {
        None => Ok(()),
        Some(complaint) => {
            Err(CallError::Host(format!("the new module is not healthy: {complaint}")))
        }
    }
}

/// What is wrong with an instance.
fn health(instance: &mut Instance, position: Position) -> Option<String> {
    let mut reply = Vec::new();
    let caller = system("default");
    let outcome = instance.call_at(position, caller, HEALTH, messages::PLACEHOLDER, &mut reply);
    verdict(outcome, &reply)
}

fn verdict(outcome: Result<(), CallError>, reply: &[u8]) -> Option<String> {
    match outcome {
        Ok(()) => messages::complaint(reply),
        Err(error) if is_unknown(&error) => None,
        Err(error) => Some(error.into_text()),
    }
}

/// A provider that does not know `BindActor` can be bound if there is nothing to configure.
pub(super) fn accepted(outcome: Result<(), CallError>, plain: bool) -> Result<(), CallError> {
    match outcome {
        Err(error) if plain && is_unknown(&error) => Ok(()),
        outcome => outcome,
    }
}

fn is_unknown(error: &CallError) -> bool {
    match error {
        CallError::Guest(text) | CallError::Host(text) => {
            text.starts_with("No handler registered for function ")
        }
        _ => false,
    }
}
