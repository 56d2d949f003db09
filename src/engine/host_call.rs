//! The way out of a guest.

use super::{error::CallError, log};
use std::{
    any::Any,
    mem,
    panic::{self, AssertUnwindSafe},
};

/// Who calls a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caller<'a> {
    /// The actor's id; `system` for the program that embeds the engine; empty if unknown.
    pub actor: &'a str,
    /// The name of the binding it used; empty if unknown.
    pub binding: &'a str,
}

/// A host call: what a guest asks of its host.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The binding's name; never empty, since an empty one means `default`.
    pub binding: &'a str,
    /// Whether the guest left the binding's name empty.
    pub unnamed: bool,
    /// A contract's id, or an actor's.
    pub namespace: &'a str,
    /// The operation.
    pub operation: &'a str,
    /// Its payload.
    pub payload: &'a [u8],
    /// Who called the guest that is asking.
    pub caller: Caller<'a>,
}

/// Answers the host calls of guests, on the thread that the guest is called on. A panic in it is the text of an error.
///
/// A function from binding, namespace, operation and payload to a reply or an error's text is one:
///
/// ```
/// # use contractc::engine::HostCall;
/// fn host() -> impl HostCall {
///     |_binding: &str, _namespace: &str, operation: &str, payload: &[u8]| match operation {
///         "echo" => Ok(payload.to_vec()),
///         _ => Err(format!("No handler registered for function {operation}")),
///     }
/// }
/// ```
pub trait HostCall: Send + Sync {
    /// Answers `request` in `reply`, which is empty but may have room from earlier calls.
    ///
    /// # Errors
    /// What went wrong; [`CallError::into_text`] of it is what the guest reads.
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError>;

    /// Takes a line that a guest of `module` logs: text, if the guest keeps to the rules. By default it becomes an event of
    /// `tracing`.
    fn log(&self, module: &str, line: &[u8]) {
        log::event(module, line);
    }
}

impl<F> HostCall for F
where
    F: Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync,
{
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let Request { binding, namespace, operation, payload, .. } = request;
        *reply = self(binding, namespace, operation, payload).map_err(CallError::Host)?;
        Ok(())
    }
}

/// A host that answers nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl HostCall for NoHost {
    fn call(&self, request: Request<'_>, _: &mut Vec<u8>) -> Result<(), CallError> {
        Err(CallError::Host(format!("No handler registered for function {}", request.operation)))
    }
}

/// Runs native code of the embedding program, whose panics are errors here.
#[inline]
pub(super) fn guarded<R>(
    native: impl FnOnce() -> Result<R, Box<CallError>>,
) -> Result<R, Box<CallError>> {
    panic::catch_unwind(AssertUnwindSafe(native)).unwrap_or_else(|panic| Err(panicked(panic)))
}

#[cold]
fn panicked(panic: Box<dyn Any + Send>) -> Box<CallError> {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a text");
    let error = CallError::Host(format!("the provider panicked: {text}"));
    // To drop what it panicked with is to run code of the embedding program, too.
    if let Err(another) = panic::catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(another);
    }
    Box::new(error)
}
