//! The engine, with guests written by hand.
#![cfg(feature = "conformance")]

use contractc::engine::{CallError, Engine, Limit, Limits, Module, NoHost, Resource};

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the fixture is WAT")
}

const ECHO: &str = include_str!("../fixtures/engine/interop/echo.wat");
const FORWARD: &str = include_str!("../fixtures/engine/interop/forward.wat");

#[test]
fn a_guest_answers() {
    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &wat(ECHO)).unwrap();
    let mut guest = module.instantiate(NoHost).unwrap();
    assert_eq!(guest.call("echo", b"hello").unwrap(), "hello");
    assert_eq!(guest.call("echo", b"").unwrap(), "");
    let large = vec![7; 1 << 20];
    assert_eq!(guest.call("echo", &large).unwrap(), large);
}

#[test]
fn a_guest_calls_its_host() {
    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &wat(FORWARD)).unwrap();
    let mut guest = module
        .instantiate(|binding: &str, contract: &str, operation: &str, payload: &[u8]| {
            match operation {
                "fail" => Err("no, thanks".to_owned()),
                "panic" => panic!("out of order"),
                _ => Ok([
                    binding.as_bytes(),
                    b" ",
                    contract.as_bytes(),
                    b" ",
                    operation.as_bytes(),
                    b" ",
                    payload,
                ]
                .concat()),
            }
        })
        .unwrap();
    assert_eq!(guest.call("ping", b"hello").unwrap(), "default test:echo ping hello");
    assert_eq!(guest.call("fail", b""), Err(CallError::Guest("no, thanks".into())));
    assert_eq!(
        guest.call("panic", b""),
        Err(CallError::Guest("the provider panicked: out of order".into()))
    );
    assert_eq!(guest.call("ping", b"again").unwrap(), "default test:echo ping again");
}

#[test]
fn memory_may_grow_during_a_call() {
    let engine = Engine::new().unwrap();
    // The payload comes into a page that did not exist before the operation was read, and the response leaves from another.
    let grows = r#"(module
        (import "wapc" "__guest_request" (func $request (param i32 i32)))
        (import "wapc" "__guest_response" (func $response (param i32 i32)))
        (memory (export "memory") 1)
        (func (export "__guest_call") (param $operation i32) (param $payload i32) (result i32)
            (local $page i32)
            (call $request (i32.const 0) (i32.const 1024))
            (local.set $page (i32.mul (memory.grow (i32.const 1)) (i32.const 65536)))
            (call $request (i32.const 0) (local.get $page))
            (drop (memory.grow (i32.const 1)))
            (memory.copy (i32.add (local.get $page) (i32.const 65536)) (local.get $page) (local.get $payload))
            (call $response (i32.add (local.get $page) (i32.const 65536)) (local.get $payload))
            (i32.const 1)))"#;
    let mut guest = Module::new(&engine, &wat(grows)).unwrap().instantiate(NoHost).unwrap();
    for payload in [&b"one"[..], b"another"] {
        assert_eq!(guest.call("x", payload).unwrap(), payload);
    }
}

#[test]
fn payloads_have_a_limit() {
    let engine = Engine::with_limits(Limits { payload: 100, ..Limits::default() }).unwrap();
    let module = Module::new(&engine, &wat(ECHO)).unwrap();
    let mut guest = module.instantiate(NoHost).unwrap();
    assert_eq!(
        guest.call("echo", &[0; 100]),
        Err(CallError::Limit(Limit { of: Resource::Payload, limit: 100 }))
    );
    assert_eq!(guest.call("echo", &[0; 96]).unwrap().len(), 96);
}

#[test]
fn instances_have_a_limit() {
    let engine = Engine::with_limits(Limits { instances: 2, ..Limits::default() }).unwrap();
    let module = Module::new(&engine, &wat(ECHO)).unwrap();
    let mut first = module.instantiate(NoHost).unwrap();
    let second = module.instantiate(NoHost).unwrap();
    let limit = CallError::Limit(Limit { of: Resource::Instances, limit: 2 });
    assert_eq!(module.instantiate(NoHost).unwrap_err(), limit);
    assert_eq!(first.call("echo", b"x").unwrap(), "x");
    drop(second);
    module.instantiate(NoHost).unwrap();
}

/// The whole reply belongs to the caller, and buffers of one call never show in another.
#[test]
fn replies_of_all_sizes_in_any_order() {
    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &wat(ECHO)).unwrap();
    let mut guest = module.instantiate(NoHost).unwrap();
    let mut reply = Vec::new();
    for size in [0, 1, 2047, 2048, 2049, 4095, 4096, 5000, 1 << 20, 3, 65536, 0, 1_000_003, 17] {
        let payload: Vec<u8> = (0..size).map(|n: usize| (n * 31 + size) as u8).collect();
        guest.call_into("echo", &payload, &mut reply).unwrap();
        assert_eq!(reply, payload, "{size} bytes");
    }
}
