//! Time in ticks, for deadlines that cost a load to set and a load to check.
//!
//! One thread for the whole process moves the epoch of every engine on. So a moment means the same in all of them, and a chain
//! of calls may cross engines.

use std::{
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use wasmtime::EngineWeak;

/// The length of a tick.
const TICK: Duration = Duration::from_millis(10);

static NOW: AtomicU64 = AtomicU64::new(0);
static RUNNING: AtomicBool = AtomicBool::new(false);
static ENGINES: Mutex<Vec<EngineWeak>> = Mutex::new(Vec::new());
static FIRST: Condvar = Condvar::new();

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(u64);

impl Moment {
    /// The moment `ticks` from now.
    #[inline]
    pub(super) fn after(ticks: u64) -> Self {
        Self(NOW.load(Ordering::Relaxed).saturating_add(ticks))
    }

    /// Ticks from now until this moment; 0 if it is over.
    #[inline]
    pub(super) fn ticks_left(self) -> u64 {
        self.0.saturating_sub(NOW.load(Ordering::Relaxed))
    }

    /// Time from now until this moment, to within a tick.
    pub(super) fn time_left(self) -> Duration {
        TICK.saturating_mul(u32::try_from(self.ticks_left()).unwrap_or(u32::MAX))
    }

    /// Whether this moment is over.
    #[inline]
    pub(super) fn is_over(self) -> bool {
        self.ticks_left() == 0
    }
}

/// The ticks that make up at least `time`.
pub(super) fn ticks(time: Duration) -> u64 {
    let ticks = time.as_nanos().div_ceil(TICK.as_nanos());
    // One more, since the tick under way counts as a whole one; and never so many that an epoch could overflow.
    u64::try_from(ticks).unwrap_or(u64::MAX).min(u64::from(u32::MAX)) + 1
}

/// Moves the epoch of `engine` on for as long as it lives.
pub(super) fn drive(engine: &wasmtime::Engine) -> std::io::Result<()> {
    let mut engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
    if !RUNNING.load(Ordering::Relaxed) {
        thread::Builder::new().name("contractc-clock".into()).spawn(run)?;
        RUNNING.store(true, Ordering::Relaxed);
    }
    engines.push(engine.weak());
    FIRST.notify_one();
    Ok(())
}

fn run() {
    let mut last = Instant::now();
    loop {
        {
            let mut engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
            if engines.is_empty() {
                engines = FIRST
                    .wait_while(engines, |engines| engines.is_empty())
                    .unwrap_or_else(PoisonError::into_inner);
                last = Instant::now();
            }
            // A thread that was not scheduled in time makes up for it.
            let passed = last.elapsed().as_nanos() / TICK.as_nanos();
            let passed = u32::try_from(passed).unwrap_or(u32::MAX);
            last += TICK * passed;
            NOW.fetch_add(u64::from(passed), Ordering::Relaxed);
            engines.retain(|engine| match engine.upgrade() {
                Some(engine) => {
                    (0..passed).for_each(|_| engine.increment_epoch());
                    true
                }
                None => false,
            });
        }
        thread::sleep(TICK);
    }
}
