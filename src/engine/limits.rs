//! What a guest may use.

use std::time::Duration;

/// Limits for every guest of an [`Engine`](super::Engine), each of which ends in a typed error.
///
/// ```
/// use contractc::engine::Limits;
/// let limits = Limits { depth: 4, ..Limits::default() };
/// ```
#[derive(Clone, Debug)]
pub struct Limits {
    /// Linear memory of an instance, in bytes: 256 MiB. Only what a guest uses of it is taken from the system.
    pub memory: usize,
    /// Elements of a table: 100,000.
    pub table: usize,
    /// A payload or a response, in bytes: 64 MiB.
    pub payload: usize,
    /// The text of an error, in bytes: 64 KiB. One for a guest that is longer is cut.
    pub text: usize,
    /// What a guest may write to the log in one call, in bytes: 64 KiB.
    pub log: usize,
    /// The time for a call from outside, and everything it calls in turn: 5 s. It is kept to within 20 ms.
    pub deadline: Duration,
    /// Calls within calls: 16.
    pub depth: u32,
    /// Instances alive at a time in one engine, those that nobody calls included: 1,000.
    pub instances: u32,
    /// Calls that wait for a member of a host that is stopped: 1,024.
    pub queue: usize,
    /// The size of a module, in bytes: 64 MiB. How long it takes to compile one has no other limit.
    pub module: usize,
    /// The native stack of a guest, in bytes: 512 KiB.
    pub stack: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 256 << 20,
            table: 100_000,
            payload: 64 << 20,
            text: 64 << 10,
            log: 64 << 10,
            deadline: Duration::from_secs(5),
            depth: 16,
            instances: 1_000,
            queue: 1_024,
            module: 64 << 20,
            stack: 512 << 10,
        }
    }
}
