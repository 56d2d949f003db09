//! Whose turn it is to change a member.

use super::super::clock::Moment;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A lock for which nobody waits beyond a deadline. Who holds it calls guests and native providers, and those may end up waiting
/// for it themselves.
#[derive(Default)]
pub(super) struct Turn {
    taken: Mutex<bool>,
    freed: Condvar,
}

/// Keeps the turn until it is dropped.
pub(super) struct Held<'a>(&'a Turn);

impl Turn {
    /// Waits for the turn; `None` if it has not come by `deadline`.
    pub(super) fn take(&self, deadline: Moment) -> Option<Held<'_>> {
        let mut taken = self.lock();
        while *taken {
            if deadline.is_over() {
                return None;
            }
            let waited = self.freed.wait_timeout(taken, deadline.time_left());
            taken = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken = true;
        Some(Held(self))
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.0.lock() = false;
        self.0.freed.notify_one();
    }
}
