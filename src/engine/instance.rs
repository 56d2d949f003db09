//! A running guest.

use super::{
    chain::{self, Owner, Position},
    error::{CallError, Cause, Outcome, Trap},
    fault::{classify, closed, judge, other_stack, too_deep, too_long},
    frame::{GuestCall, State},
    host_call::{Caller, HostCall},
    module::Module,
    trace,
};
use bytes::Bytes;
use std::{fmt, mem, sync::Arc};
use wasmtime::{Store, StoreContextMut};

/// What a native provider may need on the stack, beside the guest.
const NATIVE_STACK: usize = 256 << 10;

/// An instance of a module. After a trap or a deadline it is a new one: nothing of the broken guest is left.
///
/// One call at a time: callers on many threads use a [`Host`](super::Host).
pub struct Instance {
    module: Module,
    host: Arc<dyn HostCall>,
    owner: Owner,
    store: Option<Store<State>>,
}

impl Instance {
    pub(super) fn new(module: Module, host: Arc<dyn HostCall>) -> Self {
        Self::owned(module, host, 0)
    }

    /// An instance that calls to `owner` may re-enter. It is made when it is first needed.
    pub(super) fn owned(module: Module, host: Arc<dyn HostCall>, owner: Owner) -> Self {
        Self { module, host, owner, store: None }
    }

    /// The module that this is an instance of.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Calls `operation` and returns the reply.
    ///
    /// # Errors
    /// Why there is none.
    pub fn call(&mut self, operation: &str, payload: &[u8]) -> Result<Bytes, CallError> {
        let mut reply = Vec::new();
        self.call_into(operation, payload, &mut reply)?;
        Ok(reply.into())
    }

    /// Calls `operation` and replaces the content of `reply` by the reply. Once buffers have grown to the size of the payloads,
    /// this allocates nothing.
    ///
    /// # Errors
    /// Why there is no reply; `reply` is empty then.
    pub fn call_into(
        &mut self,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<(), CallError> {
        self.call_from(Caller::default(), operation, payload, reply)
    }

    /// As [`Self::call_into`], on behalf of an actor: what a provider learns when it asks who is calling.
    ///
    /// # Errors
    /// As [`Self::call_into`].
    pub fn call_from(
        &mut self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<(), CallError> {
        let position = chain::position(|| self.module.engine().deadline());
        Ok(self.call_at(position, &caller, operation, payload, reply)?)
    }

    /// As [`Self::call_from`], at a position that is known already.
    pub(super) fn call_at(
        &mut self,
        position: Position,
        caller: &Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Outcome {
        if !self.is_alive() {
            reply.clear();
            self.start_at(position)?;
        }
        self.call_running(position, caller, operation, payload, reply)
            .unwrap_or_else(|| Err(Box::new(CallError::Host("the guest is gone".into()))))
    }

    /// As [`Self::call_at`], if the guest is running.
    #[inline]
    pub(super) fn call_running(
        &mut self,
        position: Position,
        caller: &Caller<'_>,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Option<Outcome> {
        let store = self.store.as_mut().filter(|store| store.data().is_sound())?;
        set_position(store, position);
        let context = wasmtime::AsContextMut::as_context_mut(store);
        let outcome = enter(context, position, caller, operation, payload, reply);
        // If it broke and the call went well nevertheless, the next call finds it so.
        if outcome.is_err() && store.data().broken {
            self.store = None;
        }
        Some(outcome)
    }

    /// Makes the guest anew.
    ///
    /// # Errors
    /// What went wrong in the start section or one of the initialising functions; the next call tries again.
    pub fn renew(&mut self) -> Result<(), CallError> {
        self.start_at(chain::position(|| self.module.engine().deadline()))
    }

    /// How much memory the guest has, in bytes; 0 while it is not running.
    #[must_use]
    pub fn memory(&self) -> usize {
        let memory = |store: &Store<State>| Some(store.data().memory?.data_size(store));
        self.store.as_ref().and_then(memory).unwrap_or_default()
    }

    /// Whether the next call finds the guest running.
    #[inline]
    pub(super) fn is_alive(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.data().is_sound())
    }

    #[cold]
    pub(super) fn start_at(&mut self, position: Position) -> Result<(), CallError> {
        self.store = None;
        let module = &self.module;
        let limits = module.engine().shared_limits();
        if position.depth >= limits.depth {
            return Err(too_deep(limits.depth));
        }
        let mut state =
            State::new(self.host.clone(), limits.clone(), module.shared_name(), self.owner);
        state.seat = Some(module.engine().seat()?);
        let mut store = Store::new(module.engine().wasmtime(), state);
        store.limiter(|state| state);
        set_position(&mut store, position);
        let started = match is_enough_stack(limits.stack) {
            true => initialise(module, &mut store),
            false => on_new_stack(limits.stack, || initialise(module, &mut store)),
        };
        started.map_err(|error| classify(store.data_mut(), error))?;
        store.data_mut().started();
        self.store = Some(store);
        Ok(())
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("module", &self.module).finish_non_exhaustive()
    }
}

fn initialise(module: &Module, store: &mut Store<State>) -> wasmtime::Result<()> {
    let missing = || wasmtime::Error::msg("an export is gone");
    let instance = module.pre().instantiate(&mut *store)?;
    let memory = instance
        .get_module_export(&mut *store, module.memory())
        .and_then(wasmtime::Extern::into_memory)
        .ok_or_else(missing)?;
    store.data_mut().memory = Some(memory);
    for start in module.starts() {
        let function = instance
            .get_module_export(&mut *store, &start.export)
            .and_then(wasmtime::Extern::into_func)
            .ok_or_else(missing)?;
        match function.typed::<(), ()>(&*store)?.call(&mut *store, ()) {
            Err(error) if start.may_exit && exited_well(&error) => {}
            outcome => outcome?,
        }
    }
    let function = instance
        .get_module_export(&mut *store, module.guest_call())
        .and_then(wasmtime::Extern::into_func)
        .ok_or_else(missing)?;
    let guest_call = function.typed(&*store)?;
    store.data_mut().guest_call = Some(Box::new(guest_call));
    Ok(())
}

fn exited_well(error: &wasmtime::Error) -> bool {
    matches!(error.downcast_ref(), Some(CallError::Trap(Trap { cause: Cause::Exit(0), .. })))
}

/// Sets the depth and the deadline of a call.
#[inline]
fn set_position(store: &mut Store<State>, position: Position) {
    let state = store.data_mut();
    state.depth = position.depth;
    state.deadline = position.deadline;
    let left = position.deadline.ticks_left();
    store.set_epoch_deadline(left);
}

/// Guests and native providers alternate on one stack. Whether it has enough for one more of each.
#[inline]
fn is_enough_stack(guest: usize) -> bool {
    stacker::remaining_stack().is_some_and(|left| left >= guest + NATIVE_STACK)
}

/// Runs on another stack.
#[cold]
fn on_new_stack<R>(guest: usize, run: impl FnOnce() -> R) -> R {
    stacker::grow(guest + 2 * NATIVE_STACK, run)
}

/// The address of something on the stack; stacks grow downwards.
#[inline(always)]
fn stack_position() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here).addr()
}

/// Calls the guest in `store`, whose depth and deadline are set.
#[inline]
pub(super) fn enter(
    store: StoreContextMut<'_, State>,
    position: Position,
    caller: &Caller<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
) -> Outcome {
    if trace::is_wanted() {
        return enter_traced(store, position, caller, operation, payload, reply);
    }
    enter_plainly(store, position, caller, operation, payload, reply)
}

#[cold]
fn enter_traced(
    store: StoreContextMut<'_, State>,
    position: Position,
    caller: &Caller<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
) -> Outcome {
    let name = store.data().name.clone();
    trace::call(&name, operation, payload, reply, |reply| {
        enter_plainly(store, position, caller, operation, payload, reply)
    })
}

#[inline]
fn enter_plainly(
    mut store: StoreContextMut<'_, State>,
    position: Position,
    caller: &Caller<'_>,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
) -> Outcome {
    reply.clear();
    let state = store.data_mut();
    let (stack, limit) = (state.limits.stack, state.limits.payload);
    if position.depth >= state.limits.depth {
        return Err(too_deep(state.limits.depth).into());
    }
    if operation.len() + payload.len() > limit {
        return Err(too_long(limit).into());
    }
    let guest_call: *const GuestCall = match &state.guest_call {
        Some(guest_call) if !state.broken => &raw const **guest_call,
        _ => return Err(closed(state).into()),
    };
    let reentered = state.is_active();
    if reentered && stack_position() > state.stack_top {
        return Err(other_stack().into());
    }
    state.push(caller, operation, payload, reply);
    let outer_depth = mem::replace(&mut state.depth, position.depth);
    let lengths = (length(operation.len()), length(payload.len()));
    // SAFETY: the function lives as long as its store, since it is set once.
    let guest_call = unsafe { &*guest_call };
    let result = if reentered || is_enough_stack(stack) {
        if !reentered {
            store.data_mut().stack_top = stack_position();
        }
        guest_call.call(&mut store, lengths)
    } else {
        on_new_stack(stack, || {
            store.data_mut().stack_top = stack_position();
            guest_call.call(&mut store, lengths)
        })
    };
    let state = store.data_mut();
    let outcome = match result {
        Ok(result) => judge(state, result),
        Err(error) => Err(classify(state, error).into()),
    };
    state.depth = outer_depth;
    state.pop();
    if outcome.is_err() {
        reply.clear();
    }
    outcome
}

/// Lengths are below 4 GiB: the limit has been checked.
fn length(length: usize) -> i32 {
    u32::try_from(length).unwrap_or(u32::MAX).cast_signed()
}
