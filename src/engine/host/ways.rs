//! Where the calls of an instance went: the next ones to the same place need not be looked up.

use super::{
    gate::{Gate, State},
    member::{Member, Native},
};
use std::{
    cell::UnsafeCell,
    sync::{Arc, Weak},
};

/// The ways that one instance knows. It keeps nothing alive by them, and what has changed since is not found.
///
/// # Safety
/// Only the host functions of that instance use it. An instance runs on one thread at a time, and no reference into the list
/// outlives a function below, none of which runs code of others: what is dropped there are weak pointers, and members that are guests.
#[derive(Default)]
pub(super) struct Ways(UnsafeCell<List>);

// SAFETY: see above.
unsafe impl Send for Ways {}
unsafe impl Sync for Ways {}

#[derive(Default)]
struct List {
    /// Of the routes that these ways were found by.
    generation: u64,
    ways: Vec<Way>,
}

struct Way {
    namespace: Box<str>,
    binding: Box<str>,
    to: Target,
}

/// Where a way leads.
pub(super) enum Target {
    /// For as long as the gate's word is this one.
    Native { gate: Arc<Gate>, word: u64, native: Weak<Native> },
    /// Until it is removed.
    Guest(Weak<Member>),
}

/// Where a way leads now.
pub(super) enum Open {
    Native(Arc<Native>),
    Guest(Arc<Member>),
}

/// An instance that goes to more places than this looks them up anew.
const MOST: usize = 8;

impl Ways {
    /// Where calls to `namespace` went under `binding`, if the routes are still those of `generation`, and it is still there.
    #[inline]
    pub(super) fn find(&self, generation: u64, namespace: &str, binding: &str) -> Option<Open> {
        // SAFETY: see the type.
        let list = unsafe { &*self.0.get() };
        if list.generation != generation {
            return None;
        }
        let way = list
            .ways
            .iter()
            .find(|way| &*way.namespace == namespace && &*way.binding == binding)?;
        way.to.open()
    }

    /// Remembers a way that was found by the routes of `generation`.
    #[cold]
    pub(super) fn remember(&self, generation: u64, namespace: &str, binding: &str, to: Target) {
        // SAFETY: see the type.
        let List { generation: known, ways } = unsafe { &mut *self.0.get() };
        if *known != generation || ways.len() == MOST {
            *known = generation;
            ways.clear();
        }
        ways.retain(|way| *way.namespace != *namespace || *way.binding != *binding);
        ways.push(Way { namespace: namespace.into(), binding: binding.into(), to });
    }
}

impl Target {
    #[inline]
    fn open(&self) -> Option<Open> {
        match self {
            Self::Native { gate, word, native } if gate.word() == *word => {
                native.upgrade().map(Open::Native)
            }
            Self::Native { .. } => None,
            Self::Guest(member) => {
                let member = member.upgrade()?;
                (member.gate().state() != State::Removed).then_some(Open::Guest(member))
            }
        }
    }
}
