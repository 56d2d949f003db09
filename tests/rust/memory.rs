//! What is read, written, or refused leaves nothing behind.

use crate::wire_contracts::wapc;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// Counts the bytes that each thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: usize, sign: isize) {
    HELD.set(HELD.get() + sign * isize::try_from(bytes).unwrap_or(isize::MAX));
}

// SAFETY: the system's allocator does all the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many bytes more are held after `work` than before.
fn kept<T>(work: impl Fn() -> T) -> isize {
    drop(work()); // what the first time sets up once and for all is not counted
    let before = HELD.get();
    drop(work());
    HELD.get() - before
}

#[test]
fn payloads_leave_nothing_behind() {
    let deep = || wapc::Raw::from([vec![0x91; 128], vec![0]].concat());
    let whole = || wapc::Raw::from([vec![0xc4, 200], vec![7; 200]].concat());
    for (raw, works) in [(whole(), true), (deep(), false)] {
        let list = [raw];
        assert_eq!(
            kept(|| {
                let written = wapc::encode("R", |w| w.list(&list, |w, raw| w.raw(raw)));
                assert_eq!(written.is_ok(), works);
            }),
            0
        );
        assert_eq!(
            kept(|| {
                let written = wapc::arguments("Op", 1, |w| {
                    w.key("list");
                    w.list(&list, |w, raw| w.raw(raw));
                });
                assert_eq!(written.is_ok(), works);
            }),
            0
        );
        assert_eq!(
            kept(|| {
                let mut payload = vec![1; 1000];
                let written =
                    wapc::encode_into(&mut payload, "R", |w| w.list(&list, |w, raw| w.raw(raw)));
                assert_eq!(written.is_ok(), works);
            }),
            0
        );
    }
}
