//! The instances of one module, lent to one caller each.

use super::super::{Instance, clock::Moment};
use std::{
    cell::{Cell, UnsafeCell},
    ops::{Deref, DerefMut},
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
};

const FREE: u8 = 0;
const TAKEN: u8 = 1;
/// Taken, and somebody waits: whoever frees it has to wake one of them.
const WANTED: u8 = 2;

/// A fixed number of slots. Taking one is one atomic operation, on a cache line that other threads seldom touch.
pub(super) struct Slots {
    slots: Box<[Slot]>,
    /// Held by those who wait while they look for a free slot, so that none is freed unseen.
    waiting: Mutex<Waiting>,
    any: Condvar,
    certain: Condvar,
}

#[derive(Default)]
struct Waiting {
    for_certain_ones: usize,
}

#[repr(align(128))] // Two cache lines, since processors fetch them in pairs.
struct Slot {
    state: AtomicU8,
    content: UnsafeCell<Content>,
}

// SAFETY: the content is only touched by whoever changed `state` from FREE.
unsafe impl Sync for Slot {}

/// What a slot holds.
#[derive(Default)]
pub(super) struct Content {
    pub(super) instance: Option<Instance>,
    /// Which of the module's versions the instance belongs to.
    pub(super) version: u64,
}

/// A slot that nobody else uses.
pub(super) struct Taken<'a> {
    slots: &'a Slots,
    slot: &'a Slot,
}

thread_local! {
    /// Threads start looking at different slots, and always at the same one.
    static FIRST: Cell<usize> = const { Cell::new(usize::MAX) };
}

fn first() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    FIRST.with(|first| {
        if first.get() == usize::MAX {
            first.set(NEXT.fetch_add(1, Ordering::Relaxed) & (usize::MAX >> 1));
        }
        first.get()
    })
}

impl Slots {
    pub(super) fn new(count: usize) -> Self {
        let slots = (0..count.max(1))
            .map(|_| Slot { state: AtomicU8::new(FREE), content: UnsafeCell::default() });
        Self {
            slots: slots.collect(),
            waiting: Mutex::default(),
            any: Condvar::new(),
            certain: Condvar::new(),
        }
    }

    /// Takes a free slot, if there is one.
    #[inline]
    pub(super) fn try_take(&self) -> Option<Taken<'_>> {
        let count = self.slots.len();
        let first = if count == 1 { 0 } else { first() % count };
        let (before, after) = self.slots.split_at(first);
        let slot = after.iter().chain(before).find(|slot| slot.turn(FREE, TAKEN))?;
        Some(Taken { slots: self, slot })
    }

    /// Takes a slot, and waits for one until `deadline`.
    #[inline]
    pub(super) fn take(&self, deadline: Moment) -> Option<Taken<'_>> {
        self.try_take().or_else(|| self.take_later(deadline))
    }

    fn take_later(&self, deadline: Moment) -> Option<Taken<'_>> {
        let mut waiting = self.lock();
        loop {
            // Others may be waiting as well, so a slot that is taken here counts as wanted.
            let free = self.slots.iter().find(|slot| slot.want());
            if let Some(slot) = free {
                return Some(Taken { slots: self, slot });
            }
            if deadline.is_over() {
                return None;
            }
            waiting = wait(&self.any, waiting, deadline);
        }
    }

    /// Takes the slots one after the other, each as soon as it is free; those that stay taken until `deadline` are left out.
    pub(super) fn each(&self, deadline: Moment, mut visit: impl FnMut(&mut Content)) {
        for slot in &self.slots {
            if let Some(mut taken) = self.take_this(slot, deadline) {
                visit(&mut taken);
            }
        }
    }

    /// Visits the slots that are free now.
    pub(super) fn each_free(&self, mut visit: impl FnMut(&mut Content)) {
        for slot in &self.slots {
            if slot.turn(FREE, TAKEN) {
                visit(&mut Taken { slots: self, slot });
            }
        }
    }

    fn take_this<'a>(&'a self, slot: &'a Slot, deadline: Moment) -> Option<Taken<'a>> {
        let mut waiting = self.lock();
        waiting.for_certain_ones += 1;
        while !slot.want() {
            if deadline.is_over() {
                waiting.for_certain_ones -= 1;
                return None;
            }
            waiting = wait(&self.certain, waiting, deadline);
        }
        waiting.for_certain_ones -= 1;
        Some(Taken { slots: self, slot })
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait<'a>(
    freed: &Condvar,
    waiting: MutexGuard<'a, Waiting>,
    deadline: Moment,
) -> MutexGuard<'a, Waiting> {
    freed.wait_timeout(waiting, deadline.time_left()).unwrap_or_else(PoisonError::into_inner).0
}

impl Slot {
    /// Takes the slot if it is free; else makes whoever frees it wake somebody.
    fn want(&self) -> bool {
        self.state.swap(WANTED, Ordering::AcqRel) == FREE
    }

    #[inline]
    fn turn(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

impl Drop for Taken<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.slot.state.swap(FREE, Ordering::AcqRel) == WANTED {
            // Whoever marked the slot holds the lock until it waits.
            let waiting = self.slots.lock();
            if waiting.for_certain_ones > 0 {
                self.slots.certain.notify_all();
            }
            self.slots.any.notify_one();
        }
    }
}

impl Deref for Taken<'_> {
    type Target = Content;

    fn deref(&self) -> &Content {
        // SAFETY: see `Slot`.
        unsafe { &*self.slot.content.get() }
    }
}

impl DerefMut for Taken<'_> {
    fn deref_mut(&mut self) -> &mut Content {
        // SAFETY: see `Slot`.
        unsafe { &mut *self.slot.content.get() }
    }
}
