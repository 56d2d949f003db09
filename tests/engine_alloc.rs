//! Once warm, a call allocates nothing; and it leaves little behind.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::NoHost;
use engine_support::{host, module};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// Counts the allocations of each thread, and the bytes that are left of them.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static BYTES: Cell<isize> = const { Cell::new(0) };
}

fn changed(from: usize, to: usize) {
    BYTES.set(BYTES.get() + to.cast_signed() - from.cast_signed());
}

// SAFETY: the system's allocator does all the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        changed(0, layout.size());
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        changed(layout.size(), 0);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        changed(layout.size(), size);
        // SAFETY: as the caller promised.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn a_warm_echo_allocates_nothing() {
    let host = host();
    let echo = module(host.engine(), "interop/echo");
    let actor = host.add_actor("MA", &echo).unwrap();
    let mut instance = echo.instantiate(NoHost).unwrap();
    let mut reply = Vec::new();
    for size in [0, 16, 1 << 10, 64 << 10, 1 << 20] {
        let payload = vec![7; size];
        for _ in 0..3 {
            instance.call_into("echo", &payload, &mut reply).unwrap();
            actor.call_into("echo", &payload, &mut reply).unwrap();
        }
        let count = allocations(|| {
            for _ in 0..100 {
                instance.call_into("echo", &payload, &mut reply).unwrap();
            }
        });
        assert_eq!(count, 0, "an instance, {size} bytes");
        let count = allocations(|| {
            for _ in 0..100 {
                actor.call_into("echo", &payload, &mut reply).unwrap();
            }
        });
        assert_eq!(count, 0, "a host, {size} bytes");
        assert_eq!(reply, payload);
    }
}

/// From actor to wasm provider and back, nothing is allocated either.
#[test]
fn a_warm_chain_allocates_nothing() {
    let host = host();
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.add_provider("p", &module(host.engine(), "interop/echo")).unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let mut reply = Vec::new();
    let payload = [7; 64];
    for _ in 0..10 {
        actor.call_into("x", &payload, &mut reply).unwrap();
    }
    let count = allocations(|| {
        for _ in 0..100 {
            actor.call_into("x", &payload, &mut reply).unwrap();
        }
    });
    assert_eq!(reply, payload);
    assert_eq!(count, 0);
}

/// Nor does it to a provider in this program that puts its reply where it is wanted, under whatever names.
#[test]
fn a_warm_call_of_a_native_provider_allocates_nothing() {
    let host = host();
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.add_native_into("p", |_, operation, payload, reply| {
        reply.extend_from_slice(operation.as_bytes());
        reply.extend_from_slice(payload);
        Ok(())
    })
    .unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let mut reply = Vec::new();
    let mut work = || {
        for _ in 0..100 {
            for operation in ["x", "", "a longer one"] {
                actor.call_into(operation, b" payload", &mut reply).unwrap();
                assert_eq!(reply, [operation.as_bytes(), b" payload"].concat());
            }
        }
    };
    work();
    let expected = allocations(|| (0..300).for_each(|_| drop(std::hint::black_box(vec![0]))));
    assert_eq!(allocations(work), expected, "only those of the comparison");
}

/// Buffers are kept for the next call, but not those of calls within calls.
#[test]
fn a_deep_chain_leaves_little_behind() {
    const SIZE: usize = 1 << 20;
    let host = host();
    let actor = host.add_actor_pool("MA", &module(host.engine(), "interop/forward"), 1).unwrap();
    let again = actor.clone();
    host.add_native_into("p", move |_, operation, payload, reply| match operation {
        "BindActor" => Ok(()),
        "xxxxxxxx" => {
            reply.extend_from_slice(payload);
            Ok(())
        }
        _ => again.call_into(&format!("x{operation}"), payload, reply).map_err(|e| e.into_text()),
    })
    .unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let (payload, mut reply) = (vec![7; SIZE], Vec::with_capacity(SIZE));
    actor.call_into("xxxxxxxx", &payload, &mut reply).unwrap();
    let before = BYTES.get();
    actor.call_into("x", &payload, &mut reply).unwrap();
    assert_eq!(reply, payload);
    let left = BYTES.get() - before;
    assert!(left < 4 * SIZE.cast_signed(), "{left} bytes of {} that it took", 14 * SIZE);
}
