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
