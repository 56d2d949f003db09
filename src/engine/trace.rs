//! A span for each call, if anybody listens.

use super::error::Outcome;
use tracing::{Level, debug_span, field::Empty};

/// Whether there is a subscriber that wants calls. With none, this is all that tracing costs.
#[inline]
pub(super) fn is_wanted() -> bool {
    tracing::enabled!(target: "contractc::call", Level::DEBUG)
}

/// Runs a call in its span.
#[cold]
pub(super) fn call(
    module: &str,
    operation: &str,
    payload: &[u8],
    reply: &mut Vec<u8>,
    call: impl FnOnce(&mut Vec<u8>) -> Outcome,
) -> Outcome {
    let span = debug_span!(
        target: "contractc::call",
        "call",
        module,
        operation,
        request = payload.len(),
        response = Empty,
        outcome = Empty,
    );
    let outcome = span.in_scope(|| call(reply));
    span.record("response", reply.len());
    match &outcome {
        Ok(()) => span.record("outcome", "ok"),
        Err(error) => span.record("outcome", tracing::field::display(error)),
    };
    outcome
}
