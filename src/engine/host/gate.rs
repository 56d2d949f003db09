//! Whether calls may go on, and to which version.

use super::super::{
    clock::Moment,
    error::{CallError, Limit, Resource},
};
use std::sync::{
    Condvar, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// One word that calls compare with what they have, and the queue of those that must wait.
pub(super) struct Gate {
    word: AtomicU64,
    queue: Mutex<usize>,
    opened: Condvar,
}

/// Stands in the word beside the version.
const STOPPED: u64 = 1;
const REMOVED: u64 = 2;
const VERSION: u64 = 4;

/// What a call finds at the gate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Stopped,
    Removed,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self {
            // Version 0 is that of slots that hold nothing yet.
            word: AtomicU64::new(VERSION),
            queue: Mutex::new(0),
            opened: Condvar::new(),
        }
    }

    #[inline]
    pub(super) fn word(&self) -> u64 {
        self.word.load(Ordering::Acquire)
    }

    /// The word, if the gate is open.
    pub(super) fn open_word(&self) -> Option<u64> {
        Some(self.word()).filter(|word| word & (STOPPED | REMOVED) == 0)
    }

    pub(super) fn state(&self) -> State {
        match self.word() {
            word if word & REMOVED != 0 => State::Removed,
            word if word & STOPPED != 0 => State::Stopped,
            _ => State::Open,
        }
    }

    /// Makes what calls have got an old version.
    pub(super) fn next_version(&self) {
        self.word.fetch_add(VERSION, Ordering::AcqRel);
    }

    pub(super) fn stop(&self) {
        self.word.fetch_or(STOPPED, Ordering::AcqRel);
    }

    pub(super) fn start(&self) {
        let queue = self.lock();
        self.word.fetch_and(!STOPPED, Ordering::AcqRel);
        drop(queue);
        self.opened.notify_all();
    }

    pub(super) fn remove(&self) {
        let queue = self.lock();
        self.word.fetch_or(REMOVED, Ordering::AcqRel);
        drop(queue);
        self.opened.notify_all();
    }

    /// Waits while the gate is closed, one of at most `limit` calls. Whether it opened before `deadline`.
    pub(super) fn wait(&self, deadline: Moment, limit: usize) -> Result<bool, CallError> {
        let mut queue = self.lock();
        if *queue >= limit {
            return Err(CallError::Limit(Limit { of: Resource::Queue, limit: limit as u64 }));
        }
        *queue += 1;
        while self.state() == State::Stopped && !deadline.is_over() {
            queue = self
                .opened
                .wait_timeout(queue, deadline.time_left())
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        *queue -= 1;
        Ok(self.state() != State::Stopped)
    }

    /// How many calls wait.
    pub(super) fn waiting(&self) -> usize {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
