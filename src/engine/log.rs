//! What guests write to the log.

use super::{abi::within, error::Resource, frame::State, host_call::guarded};
use wasmtime::Result;

/// Logs `bytes`, which should be text. A log is for people: what is not UTF-8 in it is shown as such, and ends nothing.
pub(super) fn line(state: &mut State, bytes: &[u8]) -> Result<()> {
    let limit = state.limits.log;
    let frame = state.frame();
    // An empty line is work, too.
    frame.logged = frame.logged.saturating_add(bytes.len().max(1));
    within(Resource::Log, frame.logged, limit)?;
    // A panic must not pass through the guest's frames; a log that fails is no reason to fail.
    let _ = guarded(|| {
        state.host.log(&state.name, bytes);
        Ok(())
    });
    Ok(())
}

/// Makes a line an event, if anybody listens.
pub(super) fn event(module: &str, line: &[u8]) {
    if tracing::enabled!(target: "contractc::guest", tracing::Level::INFO) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end_matches('\n');
        tracing::info!(target: "contractc::guest", module, "{text}");
    }
}
