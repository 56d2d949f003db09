//! The host functions of the waPC ABI.

use super::{
    chain,
    error::{CallError, Limit, Outcome, Resource, Violation},
    frame::{Exchange, Reply, ReplyState, State, View},
    host_call::{Caller, Request, guarded},
    limits::Limits,
    log, memory,
};
use std::sync::Arc;
use wasmtime::{Linker, Result};

/// The modules under which guests look for the host functions: today's name, and that of the first version.
pub(super) const MODULES: [&str; 2] = ["wapc", "wasmbus"];

/// The binding that an empty name means.
pub(super) const DEFAULT_BINDING: &str = "default";

type Guest<'a> = wasmtime::Caller<'a, State>;

pub(super) fn link(linker: &mut Linker<State>) -> Result<()> {
    for module in MODULES {
        linker.func_wrap(module, "__guest_request", guest_request)?;
        linker.func_wrap(module, "__guest_response", guest_response)?;
        linker.func_wrap(module, "__guest_error", guest_error)?;
        linker.func_wrap(module, "__host_call", host_call)?;
        linker.func_wrap(module, "__host_response_len", |mut guest: Guest<'_>| {
            length(guest.data_mut().frame().response().len())
        })?;
        linker.func_wrap(module, "__host_response", host_response)?;
        linker.func_wrap(module, "__host_error_len", |mut guest: Guest<'_>| {
            length(guest.data_mut().frame().error().len())
        })?;
        linker.func_wrap(module, "__host_error", host_error)?;
        linker.func_wrap(module, "__console_log", console_log)?;
    }
    Ok(())
}

/// Lengths are below 2 GiB, or the limits would not have let them in.
fn length(length: usize) -> i32 {
    u32::try_from(length).unwrap_or(u32::MAX).cast_signed()
}

/// The guest's memory beside its state.
#[inline]
pub(super) fn split<'a>(guest: &'a mut Guest<'_>) -> (&'a mut [u8], &'a mut State) {
    #[cfg(debug_assertions)]
    assert_view(guest);
    match guest.data().view {
        // SAFETY: the guest is borrowed; and before its memory grows, the view is forgotten.
        Some(view) => (unsafe { view.get() }, guest.data_mut()),
        None => split_anew(guest),
    }
}

/// Memory grows only by way of the limiter, which forgets the view.
#[cfg(debug_assertions)]
fn assert_view(guest: &mut Guest<'_>) {
    if let (Some(view), Some(memory)) = (guest.data().view, guest.data().memory) {
        // SAFETY: nothing but the address is looked at.
        let known: *const [u8] = unsafe { view.get() };
        assert!(std::ptr::eq(known, memory.data(&guest)), "the memory has moved unnoticed");
    }
}

/// Asks wasmtime where the memory is. Before the guest is instantiated, that is, in the start section, it has to be looked up.
#[cold]
fn split_anew<'a>(guest: &'a mut Guest<'_>) -> (&'a mut [u8], &'a mut State) {
    if let Some(memory) = guest.data().memory {
        guest.data_mut().view = View::new(memory, &*guest);
        return memory.data_and_store_mut(guest);
    }
    match guest.get_export("memory").and_then(wasmtime::Extern::into_memory) {
        Some(memory) => memory.data_and_store_mut(guest),
        None => (&mut [], guest.data_mut()),
    }
}

fn guest_request(mut guest: Guest<'_>, operation: i32, payload: i32) -> Result<()> {
    const NAME: &str = "__guest_request";
    let (memory, state) = split(&mut guest);
    let frame = state.frame();
    // SAFETY: both are borrowed until the frame ends.
    let (name, bytes) = unsafe { (frame.operation.get(), frame.payload.get()) };
    memory::write(memory, NAME, operation, name.as_bytes()).map_err(fail)?;
    memory::write(memory, NAME, payload, bytes).map_err(fail)
}

fn guest_response(mut guest: Guest<'_>, pointer: i32, length: i32) -> Result<()> {
    let (memory, state) = split(&mut guest);
    let bytes = memory::read(memory, "__guest_response", pointer, length).map_err(fail)?;
    within(Resource::Response, bytes.len(), state.limits.payload)?;
    let frame = state.frame();
    // SAFETY: the buffer is borrowed until the frame ends, and only used here.
    if let Some(response) = unsafe { frame.response.get() } {
        memory::replace(response, bytes);
    }
    frame.responded = true;
    Ok(())
}

fn guest_error(mut guest: Guest<'_>, pointer: i32, length: i32) -> Result<()> {
    let (memory, state) = split(&mut guest);
    // The size first, so that a huge text is not searched for bytes that are not UTF-8.
    let size = length.cast_unsigned() as usize;
    let bytes = memory::read(memory, "__guest_error", pointer, length).map_err(fail)?;
    within(Resource::ErrorText, size, state.limits.text)?;
    if std::str::from_utf8(bytes).is_err() {
        return Err(fail(Violation::NotUtf8 { function: "__guest_error", argument: "the error" }));
    }
    let frame = state.frame();
    memory::replace(&mut frame.error, bytes);
    frame.failed = true;
    Ok(())
}

#[allow(clippy::too_many_arguments)] // The ABI has as many.
fn host_call(
    mut guest: Guest<'_>,
    binding_pointer: i32,
    binding_length: i32,
    namespace_pointer: i32,
    namespace_length: i32,
    operation_pointer: i32,
    operation_length: i32,
    pointer: i32,
    length: i32,
) -> Result<i32> {
    const NAME: &str = "__host_call";
    let (memory, state) = split(&mut guest);
    let limit = state.limits.payload;
    let bytes = |pointer, length| memory::read(memory, NAME, pointer, length).map_err(fail);
    let names = [
        bytes(binding_pointer, binding_length)?,
        bytes(namespace_pointer, namespace_length)?,
        bytes(operation_pointer, operation_length)?,
    ];
    let payload = bytes(pointer, length)?;
    // The names count as well, or they would be a way around the limit.
    let size = names.iter().map(|name| name.len()).sum::<usize>() + payload.len();
    within(Resource::Payload, size, limit)?;

    // SAFETY: the store outlives this call, and its host is set once.
    let host = unsafe { &*Arc::as_ptr(&state.host) };
    let level = state.level();
    let frame = state.frame();
    // SAFETY: the origin is borrowed until this frame ends, and all nested calls end before.
    let caller: Caller<'_> = unsafe { *frame.caller.get() };
    let mut exchange = frame.exchange.take().unwrap_or_default();
    let Exchange { names: known, payload: copy, reply } = &mut *exchange;
    known.set(names).map_err(|argument| fail(Violation::NotUtf8 { function: NAME, argument }))?;
    memory::replace(copy, payload);
    // The length is at hand; to load that of the copy would have to wait for the store.
    let payload = &copy[..payload.len()];
    reply.response.clear();
    let [binding, namespace, operation] = known.get();
    let request = Request {
        binding: if binding.is_empty() { DEFAULT_BINDING } else { binding },
        unnamed: binding.is_empty(),
        namespace,
        operation,
        payload,
        caller,
    };
    let outcome = chain::lend(&mut guest, || {
        guarded(|| host.call(request, &mut reply.response).map_err(Box::new))
    });
    settle(reply, outcome, limit, guest.data());
    let status = i32::from(reply.state == ReplyState::Response);
    let state = guest.data_mut();
    state.back_at(level);
    state.frame().exchange = Some(exchange);
    // The epoch only stops WebAssembly. A reply that came too late from native code is dropped here.
    if state.deadline.is_over() {
        return Err(fail(CallError::Deadline(state.limits.deadline)));
    }
    Ok(status)
}

#[inline]
fn settle(reply: &mut Reply, outcome: Outcome, limit: usize, state: &State) {
    match outcome {
        Ok(()) if reply.response.len() <= limit => reply.state = ReplyState::Response,
        outcome => settle_error(reply, outcome, &state.limits),
    }
}

#[cold]
fn settle_error(reply: &mut Reply, outcome: Outcome, limits: &Limits) {
    let error = match outcome {
        Ok(()) => CallError::Limit(Limit { of: Resource::Response, limit: limits.payload as u64 }),
        Err(error) => *error,
    };
    reply.error = error.into_text();
    // The guest may have named things that are as long as a payload, and may want to pass the text on.
    if reply.error.len() > limits.text {
        reply.error.truncate(reply.error.floor_char_boundary(limits.text));
        reply.error.shrink_to_fit();
    }
    reply.state = ReplyState::Error;
}

fn host_response(mut guest: Guest<'_>, pointer: i32) -> Result<()> {
    let (memory, state) = split(&mut guest);
    let bytes = state.frame().response();
    memory::write(memory, "__host_response", pointer, bytes).map_err(fail)
}

fn host_error(mut guest: Guest<'_>, pointer: i32) -> Result<()> {
    let (memory, state) = split(&mut guest);
    let text = state.frame().error();
    memory::write(memory, "__host_error", pointer, text.as_bytes()).map_err(fail)
}

fn console_log(mut guest: Guest<'_>, pointer: i32, length: i32) -> Result<()> {
    let (memory, state) = split(&mut guest);
    let bytes = memory::read(memory, "__console_log", pointer, length).map_err(fail)?;
    log::line(state, bytes)
}

/// Checks a size against its limit.
#[inline]
pub(super) fn within(of: Resource, size: usize, limit: usize) -> Result<()> {
    if size > limit {
        return Err(fail(CallError::Limit(Limit { of, limit: limit as u64 })));
    }
    Ok(())
}

/// Ends the call: the guest's code does not go on after this.
#[cold]
pub(super) fn fail(error: impl Into<CallError>) -> wasmtime::Error {
    wasmtime::Error::new(error.into())
}
