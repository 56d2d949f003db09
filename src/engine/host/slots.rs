//! The instances of one module, lent to one caller each.

use super::super::{Instance, clock::Moment};
use std::{
    cell::{Cell, UnsafeCell},
    collections::VecDeque,
    ops::{Deref, DerefMut},
    ptr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    thread::{self, Thread},
    time::{Duration, Instant},
};

/// Who has waited for longer gets a slot handed over. Before, a caller that is running already may be quicker: that is several
/// times faster where calls are short, but nobody should starve for it.
const FAIR: Duration = Duration::from_micros(500);

/// How soon somebody who waits looks again without having been called, and how often then. Who frees a slot does so by a plain
/// store, and looks whether somebody wants it just before and just after; at that very moment, the two may miss each other.
const FIRST_LOOK: Duration = Duration::from_millis(1);
const NEXT_LOOK: Duration = Duration::from_millis(10);

/// A fixed number of slots. Taking one is one atomic operation, on a cache line that other threads seldom touch; freeing it is a
/// store.
///
/// Where there are several, one more is in reserve. Who waits for a slot within a call may keep those who have the slots waiting, for
/// an instance of another module that it has: then nobody would go on. It gets the one in reserve.
pub(super) struct Slots {
    slots: Box<[Slot]>,
    /// Without the one in reserve.
    count: u32,
    /// What is in a slot is dropped when it is freed. All slots are wanted then, and stay so.
    closed: AtomicBool,
    /// Locked by those who wait while they look for a free slot.
    queue: Mutex<VecDeque<Arc<Ticket>>>,
}

#[repr(align(128))] // Two cache lines, since processors fetch them in pairs.
struct Slot {
    taken: AtomicBool,
    /// Somebody waits: whoever frees it has to see to them.
    wanted: AtomicBool,
    content: UnsafeCell<Content>,
}

// SAFETY: the content is only touched by whoever set `taken`, or was handed the slot, one after the other.
unsafe impl Sync for Slot where Content: Send {}

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
    /// Whether the one in reserve will do as well.
    nested: bool,
    /// The slot that was handed over.
    given: AtomicUsize,
    /// Somebody freed a slot and said so; it will look at all of them, so the next slot is for somebody else. Only used under the
    /// lock of the queue.
    called: AtomicBool,
}

const NONE: usize = usize::MAX;

/// A slot that nobody else uses.
pub(super) struct Taken<'a> {
    slots: &'a Slots,
    slot: &'a Slot,
}

/// Where among all slots, however many there are, a thread starts to look: a fraction of 2³². Odd, so that 0 is free for those who
/// have not looked yet.
type Place = u32;

thread_local! {
    /// At another place than other threads, and where it found a slot last.
    static PLACE: Cell<Place> = const { Cell::new(0) };
}

#[inline]
fn place() -> Place {
    let place = PLACE.get();
    if place == 0 { first_place() } else { place }
}

#[cold]
fn first_place() -> Place {
    static THREADS: AtomicU32 = AtomicU32::new(0);
    // Multiples of the golden ratio keep away from each other.
    let place = THREADS.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9) | 1;
    PLACE.set(place);
    place
}

impl Slots {
    pub(super) fn new(count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        let reserve = usize::from(count > 1);
        let slots = (0..count as usize + reserve).map(|_| Slot {
            taken: AtomicBool::new(false),
            wanted: AtomicBool::new(false),
            content: UnsafeCell::default(),
        });
        Self {
            slots: slots.collect(),
            count,
            closed: AtomicBool::new(false),
            queue: Mutex::default(),
        }
    }

    /// Takes a slot, and waits for one until `deadline`; `nested` if that is within a call.
    #[inline]
    pub(super) fn take(&self, deadline: Moment, nested: bool) -> Option<Taken<'_>> {
        let first = ((u64::from(place()) * u64::from(self.count)) >> 32) as usize;
        let slot = &self.slots[first];
        if slot.take() {
            return Some(Taken { slots: self, slot });
        }
        self.take_another(first, deadline, nested)
    }

    /// Takes a slot after `first`.
    #[cold]
    fn take_another(&self, first: usize, deadline: Moment, nested: bool) -> Option<Taken<'_>> {
        let count = self.count();
        for index in (first + 1..count).chain(0..first) {
            let slot = &self.slots[index];
            if slot.take() {
                // Next time it starts here.
                let place = ((index as u64) << 32).div_ceil(u64::from(self.count));
                PLACE.set(place as u32 | 1);
                return Some(Taken { slots: self, slot });
            }
        }
        self.wait(None, deadline, nested)
    }

    /// How many there are, beside the one in reserve.
    pub(super) fn count(&self) -> usize {
        self.count as usize
    }

    /// Takes the slots one after the other, each as soon as it is free. Whether all were visited: those that stay taken until
    /// `deadline` are left out.
    pub(super) fn each(&self, deadline: Moment, mut visit: impl FnMut(&mut Content)) -> bool {
        let mut all = true;
        for index in 0..self.slots.len() {
            match self.wait(Some(index), deadline, true) {
                Some(mut taken) => visit(&mut taken),
                None => all = false,
            }
        }
        all
    }

    /// Empties all slots: those that are free, now, the others when they are freed, and so from now on.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        for slot in &self.slots {
            slot.wanted.swap(true, Ordering::SeqCst);
        }
        self.each_free(|content| content.instance = None);
    }

    /// Visits the slots that are free now.
    pub(super) fn each_free(&self, mut visit: impl FnMut(&mut Content)) {
        for slot in self.slots.iter().filter(|slot| slot.take()) {
            visit(&mut Taken { slots: self, slot });
        }
    }

    /// Waits for a slot, or for a certain one.
    #[cold]
    fn wait(&self, only: Option<usize>, deadline: Moment, nested: bool) -> Option<Taken<'_>> {
        let ticket = Arc::new(Ticket {
            thread: thread::current(),
            since: Instant::now(),
            only,
            nested,
            given: AtomicUsize::new(NONE),
            called: AtomicBool::new(false),
        });
        let mut candidates = match only {
            Some(only) => &self.slots[only..=only],
            None => &self.slots[..self.count()],
        };
        let mut queue = self.queue();
        queue.push_back(ticket.clone());
        let (mut called, mut look) = (true, FIRST_LOOK);
        loop {
            let given = ticket.given.load(Ordering::Acquire);
            if given != NONE {
                return Some(Taken { slots: self, slot: &self.slots[given] });
            }
            let slot = candidates.iter().find(|slot| {
                // Others may be waiting as well, so a slot that is taken here counts as wanted. It does already if nobody has called.
                if called {
                    slot.wanted.swap(true, Ordering::SeqCst);
                }
                slot.take()
            });
            if slot.is_some() || deadline.is_over() {
                queue.retain(|other| !Arc::ptr_eq(other, &ticket));
                return slot.map(|slot| Taken { slots: self, slot });
            }
            drop(queue);
            thread::park_timeout(deadline.time_left().min(look));
            look = NEXT_LOOK;
            queue = self.queue();
            called = ticket.called.swap(false, Ordering::Relaxed);
            if nested && only.is_none() && candidates.len() < self.slots.len() {
                // It has waited for a while.
                (candidates, called) = (&self.slots, true);
            }
        }
    }

    /// Frees a slot.
    #[inline]
    fn free(&self, slot: &Slot) {
        if slot.wanted.load(Ordering::Relaxed) {
            return self.hand_over(slot);
        }
        slot.taken.store(false, Ordering::Release);
        // Somebody may just have begun to wait.
        if slot.wanted.load(Ordering::Relaxed) && slot.take() {
            self.hand_over(slot);
        }
    }

    /// Frees a slot that somebody wants.
    #[cold]
    fn hand_over(&self, slot: &Slot) {
        let closed = self.closed.load(Ordering::Relaxed);
        if closed {
            // SAFETY: see `Slot`; it is not free yet.
            let instance = unsafe { (*slot.content.get()).instance.take() };
            drop(instance);
        }
        let free = || {
            slot.wanted.store(closed, Ordering::Relaxed);
            slot.taken.store(false, Ordering::Release);
        };
        let Some(index) = self.slots.iter().position(|other| ptr::eq(slot, other)) else {
            return;
        };
        let mut queue = self.queue();
        let next = queue.iter().position(|ticket| {
            ticket.only.is_none_or(|only| only == index)
                && (ticket.nested || index < self.count())
                && !ticket.called.load(Ordering::Relaxed)
        });
        match next {
            None => free(),
            Some(at) if queue[at].since.elapsed() < FAIR => {
                free();
                queue[at].called.store(true, Ordering::Relaxed);
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
    /// Whether it was free; it is not any more.
    #[inline]
    fn take(&self) -> bool {
        self.taken.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

impl Drop for Taken<'_> {
    #[inline]
    fn drop(&mut self) {
        self.slots.free(self.slot);
    }
}

impl Deref for Taken<'_> {
    type Target = Content;

    #[inline]
    fn deref(&self) -> &Content {
        // SAFETY: see `Slot`.
        unsafe { &*self.slot.content.get() }
    }
}

impl DerefMut for Taken<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Content {
        // SAFETY: see `Slot`.
        unsafe { &mut *self.slot.content.get() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// A slot that comes free while one is still waking up from the slot before is for the next one.
    #[test]
    fn two_slots_wake_two_who_wait() {
        let later = || Moment::after(u64::from(u32::MAX));
        for _ in 0..300 {
            let slots = Slots::new(2);
            let taken = [(); 2].map(|()| slots.take(later(), false).unwrap());
            let (got, arrivals) = mpsc::channel();
            thread::scope(|scope| {
                let mut leave = Vec::new();
                for _ in 0..2 {
                    let (go, stay) = mpsc::channel::<()>();
                    leave.push(go);
                    let (slots, got) = (&slots, got.clone());
                    scope.spawn(move || {
                        let _taken = slots.take(later(), false).unwrap();
                        got.send(()).unwrap();
                        let _ = stay.recv();
                    });
                }
                while slots.queue().len() < 2 {
                    thread::yield_now();
                }
                drop(taken);
                for _ in 0..2 {
                    arrivals.recv_timeout(Duration::from_secs(10)).expect("a slot for each");
                }
                drop(leave);
            });
        }
    }

    /// Within a call there is one more than outside, if there are several at all.
    #[test]
    fn one_is_in_reserve_for_calls_within_calls() {
        // Nobody moves the time on here: whoever must not get one is told so by the deadline being over.
        let later = || Moment::after(u64::from(u32::MAX));
        for (count, reserve) in [(1, false), (2, true), (3, true)] {
            let slots = Slots::new(count);
            let mut taken: Vec<_> =
                (0..count).map(|_| slots.take(later(), true).unwrap()).collect();
            assert!(slots.take(Moment::after(0), false).is_none(), "{count}");
            assert!(slots.take(Moment::after(0), true).is_none(), "{count}: too soon");
            if reserve {
                let last = slots.take(later(), true).unwrap();
                assert!(slots.take(Moment::after(0), false).is_none(), "{count}");
                taken.push(last);
            }
            let mut visited = 0;
            assert!(!slots.each(Moment::after(0), |_| visited += 1));
            drop(taken);
            assert!(slots.each(Moment::after(0), |_| visited += 1));
            assert_eq!(visited, count + usize::from(reserve));
        }
    }
}
