//! Asking members how they are, and making those anew that are not well.

use super::{Host, member::Member};
use crate::engine::CallError;
use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// What asking a member for its health came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// All its running instances are well.
    Well,
    /// These were the complaints; the instances they came from have been made anew, except native providers, which are not the
    /// host's to make.
    Restarted(Vec<String>),
    /// It was made anew a short while ago, and is left alone until this time has passed; or somebody is asking it already, and the
    /// time is zero.
    Waiting(Duration),
}

/// How long a member that was made anew is left alone: twice as long each time, until it is found well.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// After the first time.
    pub first: Duration,
    /// At most.
    pub most: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), most: Duration::from_secs(60) }
    }
}

/// A member's record of restarts.
#[derive(Default)]
pub(super) struct Record {
    restarts: u32,
    not_before: Option<Instant>,
    asked: bool,
}

/// Marks a member as being asked.
struct Asking<'a>(&'a Member);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.record().asked = false;
    }
}

impl Host {
    /// Asks all running instances of a member for their health, and makes those anew that complain, fail or do not answer in
    /// time. A member that had to be made anew is left alone for a while, longer each time.
    ///
    /// # Errors
    /// [`CallError::Host`] if there is none with this id.
    pub fn check_health(&self, id: &str, backoff: Backoff) -> Result<Health, CallError> {
        let member = self.member(id)?;
        Ok(check(&member, backoff))
    }

    /// Checks the health of all members, time and again, until the result is dropped.
    ///
    /// # Errors
    /// That there is no thread for it.
    pub fn supervise(&self, every: Duration, backoff: Backoff) -> Result<Supervisor, CallError> {
        let stop = Arc::new(Stop::default());
        let (host, stopped) = (Arc::downgrade(&self.0), stop.clone());
        let work = move || {
            while !stopped.wait(every) {
                let Some(host) = host.upgrade().map(Host) else {
                    return;
                };
                for member in host.all() {
                    let health = check(&member, backoff);
                    if let Health::Restarted(complaints) = health {
                        tracing::warn!(
                            target: "contractc::health",
                            member = &*member.profile().id,
                            ?complaints,
                            "made anew"
                        );
                    }
                }
            }
        };
        let thread = thread::Builder::new()
            .name("contractc-health".into())
            .spawn(work)
            .map_err(|error| CallError::Host(format!("no thread: {error}")))?;
        Ok(Supervisor { stop, thread: Some(thread) })
    }
}

fn check(member: &Member, backoff: Backoff) -> Health {
    {
        let mut record = member.record();
        let left = record.not_before.and_then(|time| time.checked_duration_since(Instant::now()));
        if let Some(left) = left.or(record.asked.then_some(Duration::ZERO)) {
            return Health::Waiting(left);
        }
        record.asked = true;
    }
    // Not with the record locked: this runs guests and native providers, which may come back here.
    let _asking = Asking(member);
    let complaints = member.heal();
    let mut record = member.record();
    if complaints.is_empty() {
        *record = Record::default();
        return Health::Well;
    }
    let pause = backoff.first.saturating_mul(1 << record.restarts.min(20));
    record.restarts += 1;
    record.not_before = Instant::now().checked_add(pause.min(backoff.most));
    Health::Restarted(complaints)
}

/// Checks the health of a host's members until it is dropped. To drop it is to wait for the check that is under way, if there is one.
#[derive(Debug)]
pub struct Supervisor {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits; whether it is time to stop.
    fn wait(&self, time: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), time, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        *self.stop.lock() = true;
        self.stop.changed.notify_all();
        // A provider that is asked for its health may drop it: in the very thread.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A panic in it has been reported by then.
            let _ = thread.join();
        }
    }
}
