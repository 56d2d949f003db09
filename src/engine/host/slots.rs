//! The instances of one module, lent to one caller each.

use super::super::{Instance, clock::Moment};
use std::{
    cell::{Cell, UnsafeCell},
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering},
    },
    thread::{self, Thread},
    time::{Duration, Instant},
};

const FREE: u8 = 0;
const TAKEN: u8 = 1;
/// Taken, and somebody waits: whoever frees it has to see to them.
const WANTED: u8 = 2;

/// Who has waited for longer gets a slot handed over. Before, a caller that is running already may be quicker: that is several
/// times faster where calls are short, but nobody should starve for it.
const FAIR: Duration = Duration::from_micros(500);

/// A fixed number of slots. Taking one is one atomic operation, on a cache line that other threads seldom touch.
pub(super) struct Slots {
    slots: Box<[Slot]>,
    count: u32,
    /// Locked by those who wait while they look for a free slot, so that none is freed unseen.
    queue: Mutex<VecDeque<Arc<Ticket>>>,
}

#[repr(align(128))] // Two cache lines, since processors fetch them in pairs.
struct Slot {
    state: AtomicU8,
    content: UnsafeCell<Content>,
}

// SAFETY: the content is only touched by whoever changed `state` from FREE, or was handed the slot.
unsafe impl Sync for Slot {}

/// What a slot holds.
#[derive(Default)]
pub(super) struct Content {
    pub(super) instance: Option<Instance>,
    /// Which of the module's versions the instance belongs to.
    pub(super) version: u64,
}

/// Somebody who waits.
struct Ticket {
    thread: Thread,
    since: Instant,
    /// The one slot that will do, if not all do.
    only: Option<usize>,
    /// The slot that was handed over.
    given: AtomicUsize,
}

const NONE: usize = usize::MAX;

/// A slot that nobody else uses.
pub(super) struct Taken<'a> {
    slots: &'a Slots,
    index: usize,
}

thread_local! {
    /// Threads start looking at different slots, and always at the same one.
    static FIRST: Cell<u32> = const { Cell::new(u32::MAX) };
}

fn first() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    FIRST.with(|first| {
        if first.get() == u32::MAX {
            first.set(NEXT.fetch_add(1, Ordering::Relaxed) & (u32::MAX >> 1));
        }
        first.get()
    })
}

impl Slots {
    pub(super) fn new(count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        let slots =
            (0..count).map(|_| Slot { state: AtomicU8::new(FREE), content: UnsafeCell::default() });
        Self { slots: slots.collect(), count, queue: Mutex::default() }
    }

    /// Takes a slot, and waits for one until `deadline`.
    #[inline]
    pub(super) fn take(&self, deadline: Moment) -> Option<Taken<'_>> {
        let count = self.slots.len();
        // 32 bits, since dividing 64 takes twice as long.
        let mut index = (first() % self.count) as usize;
        for _ in 0..count {
            if self.slots[index].turn(FREE, TAKEN) {
                return Some(Taken { slots: self, index });
            }
            index += 1;
            if index == count {
                index = 0;
            }
        }
        self.wait(None, deadline)
    }

    /// Takes the slots one after the other, each as soon as it is free; those that stay taken until `deadline` are left out.
    pub(super) fn each(&self, deadline: Moment, mut visit: impl FnMut(&mut Content)) {
        for index in 0..self.slots.len() {
            if let Some(mut taken) = self.wait(Some(index), deadline) {
                visit(&mut taken);
            }
        }
    }

    /// Visits the slots that are free now.
    pub(super) fn each_free(&self, mut visit: impl FnMut(&mut Content)) {
        for (index, slot) in self.slots.iter().enumerate() {
            if slot.turn(FREE, TAKEN) {
                visit(&mut Taken { slots: self, index });
            }
        }
    }

    /// Waits for a slot, or for a certain one.
    #[cold]
    fn wait(&self, only: Option<usize>, deadline: Moment) -> Option<Taken<'_>> {
        let ticket = Arc::new(Ticket {
            thread: thread::current(),
            since: Instant::now(),
            only,
            given: AtomicUsize::new(NONE),
        });
        let mut queue = self.queue();
        queue.push_back(ticket.clone());
        loop {
            let given = ticket.given.load(Ordering::Acquire);
            if given != NONE {
                return Some(Taken { slots: self, index: given });
            }
            // Others may be waiting as well, so a slot that is taken here counts as wanted.
            let index = (0..self.slots.len())
                .filter(|index| only.is_none_or(|only| only == *index))
                .find(|index| self.slots[*index].state.swap(WANTED, Ordering::AcqRel) == FREE);
            if index.is_some() || deadline.is_over() {
                queue.retain(|other| !Arc::ptr_eq(other, &ticket));
                return index.map(|index| Taken { slots: self, index });
            }
            drop(queue);
            thread::park_timeout(deadline.time_left());
            queue = self.queue();
        }
    }

    /// Frees a slot that somebody wants.
    #[cold]
    fn hand_over(&self, index: usize) {
        let slot = &self.slots[index];
        let mut queue = self.queue();
        let next = queue.iter().position(|ticket| ticket.only.is_none_or(|only| only == index));
        match next {
            None => slot.state.store(FREE, Ordering::Release),
            Some(at) if queue[at].since.elapsed() < FAIR => {
                slot.state.store(FREE, Ordering::Release);
                queue[at].thread.unpark();
            }
            Some(at) => {
                if let Some(ticket) = queue.remove(at) {
                    ticket.given.store(index, Ordering::Release);
                    ticket.thread.unpark();
                }
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<Arc<Ticket>>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    #[inline]
    fn turn(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

impl Drop for Taken<'_> {
    #[inline]
    fn drop(&mut self) {
        if !self.slots.slots[self.index].turn(TAKEN, FREE) {
            self.slots.hand_over(self.index);
        }
    }
}

impl Deref for Taken<'_> {
    type Target = Content;

    #[inline]
    fn deref(&self) -> &Content {
        // SAFETY: see `Slot`.
        unsafe { &*self.slots.slots[self.index].content.get() }
    }
}

impl DerefMut for Taken<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Content {
        // SAFETY: see `Slot`.
        unsafe { &mut *self.slots.slots[self.index].content.get() }
    }
}
