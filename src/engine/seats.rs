//! How many instances an engine may have alive. A pool has only so many places anyway, but there may be no pool.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

#[derive(Default)]
pub(super) struct Seats(Arc<AtomicU32>);

/// Room for one instance, until it is dropped.
pub(super) struct Seat(Arc<AtomicU32>);

impl Seats {
    /// Room for another instance, if fewer than `limit` are alive.
    pub(super) fn take(&self, limit: u32) -> Option<Seat> {
        let another = |taken| (taken < limit).then_some(taken + 1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, another).ok()?;
        Some(Seat(self.0.clone()))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
