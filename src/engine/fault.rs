//! Why a guest cannot be called, or did not answer.

use super::{
    error::{CallError, Cause, Limit, Outcome, Resource, Trap, Violation},
    frame::State,
};

#[cold]
pub(super) fn too_deep(limit: u32) -> CallError {
    CallError::Limit(Limit { of: Resource::Depth, limit: limit.into() })
}

#[cold]
pub(super) fn too_long(limit: usize) -> CallError {
    CallError::Limit(Limit { of: Resource::Payload, limit: limit as u64 })
}

#[cold]
pub(super) fn too_many(limit: u32) -> CallError {
    CallError::Limit(Limit { of: Resource::Instances, limit: limit.into() })
}

/// Why a guest cannot be entered now.
#[cold]
pub(super) fn closed(state: &State) -> CallError {
    CallError::Host(match state.broken {
        true => "the guest has trapped".into(),
        false => "the guest is still starting".into(),
    })
}

/// wasmtime guards the stack by an address that it sets when a store is entered first. On another stack, to which that address says
/// nothing, a store must not be entered again.
#[cold]
pub(super) fn other_stack() -> CallError {
    CallError::Trap(Trap { cause: Cause::StackOverflow, text: None })
}

/// What the guest's result means.
#[inline]
pub(super) fn judge(state: &mut State, result: i32) -> Outcome {
    if result == 1 && state.frame().responded {
        return Ok(());
    }
    refuse(state, result)
}

#[cold]
fn refuse(state: &mut State, result: i32) -> Outcome {
    Err(Box::new(match result {
        1 => Violation::NoResponse.into(),
        0 => CallError::Guest(error_text(state).unwrap_or_default()),
        other => Violation::BadResult(other).into(),
    }))
}

fn error_text(state: &mut State) -> Option<String> {
    let frame = state.frame();
    frame.failed.then(|| String::from_utf8_lossy(&frame.error).into_owned())
}

/// What stopped the guest. It is in an unknown state now and must not run again.
#[cold]
pub(super) fn classify(state: &mut State, error: wasmtime::Error) -> CallError {
    state.broken = true;
    let refused = state.refused.take();
    let cause = match error.downcast::<CallError>() {
        Ok(CallError::Trap(trap)) => trap.cause,
        Ok(other) => return other,
        Err(error) => {
            if error.is::<wasmtime::PoolConcurrencyLimitError>() {
                return too_many(state.limits.instances);
            }
            match error.downcast_ref::<wasmtime::Trap>() {
                Some(wasmtime::Trap::Interrupt) => {
                    return CallError::Deadline(state.limits.deadline);
                }
                Some(trap) => cause(*trap),
                None => Cause::Other(format!("{error:#}")),
            }
        }
    };
    match refused {
        Some(limit) => CallError::Limit(limit),
        None => CallError::Trap(Trap { cause, text: error_text(state) }),
    }
}

fn cause(trap: wasmtime::Trap) -> Cause {
    use wasmtime::Trap;
    match trap {
        Trap::UnreachableCodeReached => Cause::Unreachable,
        Trap::StackOverflow => Cause::StackOverflow,
        Trap::MemoryOutOfBounds => Cause::MemoryOutOfBounds,
        Trap::TableOutOfBounds => Cause::TableOutOfBounds,
        Trap::IndirectCallToNull | Trap::BadSignature => Cause::BadIndirectCall,
        Trap::IntegerOverflow | Trap::IntegerDivisionByZero | Trap::BadConversionToInteger => {
            Cause::Arithmetic
        }
        other => Cause::Other(other.to_string()),
    }
}
