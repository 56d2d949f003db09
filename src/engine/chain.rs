//! The chain of calls that this thread is in.
//!
//! A guest calls its host, the host calls another guest, and that one may want to call the first again. The chain knows how deep
//! that goes, when it has to be over, and it lets a call re-enter a guest that is waiting for its host further up: a guest with
//! state has one instance, so another one would not do, and waiting for it would never end.

use super::{clock::Moment, frame::State};
use std::{
    cell::Cell,
    ptr::{self, NonNull},
};
use wasmtime::{AsContextMut, Caller, StoreContextMut};

/// A guest that waits for its host; lives on the stack of the host call.
struct Link {
    below: *const Link,
    depth: u32,
    deadline: Moment,
    owner: Owner,
    /// Taken while somebody uses it.
    guest: Cell<Option<NonNull<Caller<'static, State>>>>,
}

/// Identifies whose instance a guest is; 0 for nobody's.
pub(super) type Owner = usize;

thread_local! {
    static TOP: Cell<*const Link> = const { Cell::new(ptr::null()) };
}

/// Puts `TOP` back, even when a panic passes.
struct Restore(*const Link);

impl Drop for Restore {
    fn drop(&mut self) {
        TOP.set(self.0);
    }
}

/// Runs a host call of `guest`, which calls within it may re-enter.
#[inline]
pub(super) fn lend<R>(guest: &mut Caller<'_, State>, host_call: impl FnOnce() -> R) -> R {
    let state = guest.data();
    let link = Link {
        below: TOP.get(),
        depth: state.depth,
        deadline: state.deadline,
        owner: state.owner,
        guest: Cell::new(Some(NonNull::from(guest).cast())),
    };
    let _restore = Restore(link.below);
    TOP.set(&raw const link);
    host_call()
}

/// What a new call on this thread starts from: its depth, and when it has to be over.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) depth: u32,
    pub(super) deadline: Moment,
}

/// The position of a call on this thread: within the chain, or the first of one, which has to be over at `deadline`.
#[inline]
pub(super) fn position(deadline: impl FnOnce() -> Moment) -> Position {
    // SAFETY: what `TOP` points to is on the stack of a host call below this one.
    match unsafe { TOP.get().as_ref() } {
        Some(link) => Position { depth: link.depth + 1, deadline: link.deadline },
        None => Position { depth: 0, deadline: deadline() },
    }
}

/// Runs native code that a chain of calls starts with: what it calls has to be over in time as well.
pub(super) fn begin<R>(position: Position, native: impl FnOnce() -> R) -> R {
    let Position { depth, deadline } = position;
    let link = Link { below: TOP.get(), depth, deadline, owner: 0, guest: Cell::new(None) };
    let _restore = Restore(link.below);
    TOP.set(&raw const link);
    native()
}

/// Whether this thread is in a chain of calls.
pub(super) fn is_under_way() -> bool {
    !TOP.get().is_null()
}

/// Whether this thread is in a call of a guest of `owner`: that one ends after whatever is done now.
pub(super) fn is_within(owner: Owner) -> bool {
    let mut next = TOP.get();
    // SAFETY: as in `position`, and so for all links below.
    while let Some(link) = unsafe { next.as_ref() } {
        if link.owner == owner {
            return true;
        }
        next = link.below;
    }
    false
}

/// Lets `call` use the innermost waiting guest of `owner`, if there is one; else gives `call` back.
pub(super) fn reenter<R, F>(owner: Owner, call: F) -> Result<R, F>
where
    F: FnOnce(StoreContextMut<'_, State>) -> R,
{
    struct PutBack<'a>(&'a Link, NonNull<Caller<'static, State>>);
    impl Drop for PutBack<'_> {
        fn drop(&mut self) {
            self.0.guest.set(Some(self.1));
        }
    }

    let mut next = TOP.get();
    // SAFETY: as in `position`, and so for all links below.
    while let Some(link) = unsafe { next.as_ref() } {
        next = link.below;
        if link.owner != owner {
            continue;
        }
        let Some(guest) = link.guest.take() else {
            continue;
        };
        let put_back = PutBack(link, guest);
        // SAFETY: the guest's own borrow sleeps in `lend` until its host call ends, and nobody else can take it before it is put
        // back. The lifetime ends with this scope.
        let guest: &mut Caller<'_, State> = unsafe { &mut *guest.cast().as_ptr() };
        let result = call(guest.as_context_mut());
        drop(put_back);
        return Ok(result);
    }
    Err(call)
}
