//! Guests written against the stock ABI, through each of the three ways in: an instance, a host, and the `wapc` crate's own host.
#![cfg(feature = "conformance")]

mod engine_support;
#[path = "support/toolchain.rs"]
mod toolchain;

use contractc::conformance::toolchain::{Kind, find};
use contractc::engine::{CallError, Cause, Engine, EngineProvider, Host, Module, NoHost, Trap};
use engine_support::{fixture, host, module};
use std::{
    path::Path,
    sync::{Arc, Mutex},
};
use wapc::WapcHost;

type Answer = Result<Vec<u8>, String>;

/// The host's side of these tests.
fn answer(binding: &str, namespace: &str, operation: &str, payload: &[u8]) -> Answer {
    match operation {
        "fail" => Err("the host says no".into()),
        _ => Ok([binding, "/", namespace, "/", operation, "/"]
            .concat()
            .into_bytes()
            .into_iter()
            .chain(payload.iter().copied())
            .collect()),
    }
}

/// Calls a guest in all three ways, which have to agree.
fn call(guest: &str, operation: &str, payload: &[u8]) -> Answer {
    let wasm = fixture(guest);
    let engine = Engine::new().unwrap();
    let mut instance = Module::new(&engine, &wasm).unwrap().instantiate(answer).unwrap();
    let first = instance.call(operation, payload).map(Vec::from).map_err(CallError::into_text);

    let wapc = WapcHost::new(
        Box::new(EngineProvider::new(&wasm).unwrap()),
        Some(Box::new(|_, binding, namespace, operation, payload| {
            Ok(answer(binding, namespace, operation, payload)?)
        })),
    )
    .unwrap();
    let second = wapc.call(operation, payload).map_err(|error| match error {
        wapc::errors::Error::GuestCallFailure(text) => text,
        other => other.to_string(),
    });
    // The wapc crate hands over an empty binding as it is; ours says what it means.
    let renamed = |answer: Vec<u8>| {
        String::from_utf8(answer).map(|text| text.replace("default/", "/")).unwrap()
    };
    assert_eq!(first.clone().map(renamed), second.map(renamed), "{guest}: instance and WapcHost");

    let host = host();
    host.add_native("p", |caller, operation, payload| {
        answer(caller.binding, "", operation, payload)
    })
    .unwrap();
    let actor = host.add_actor("MA", &Module::new(host.engine(), &wasm).unwrap());
    if let Ok(actor) = actor {
        for (contract, binding) in [("sample", "myBinding"), ("test:echo", "default")] {
            host.bind("MA", contract, binding, "p", []).unwrap();
        }
        let third = actor.call(operation, payload).map(Vec::from).map_err(CallError::into_text);
        let third = third.map(|reply| String::from_utf8(reply).unwrap());
        let first = first.clone().map(|reply| String::from_utf8(reply).unwrap());
        let first = first.map(|text| text.replace("/sample/", "//").replace("/test:echo/", "//"));
        assert_eq!(first, third, "{guest}: instance and host");
    }
    first
}

#[test]
fn echo() {
    assert_eq!(call("interop/echo", "echo", b"hello").unwrap(), b"hello");
    assert_eq!(call("interop/wasmbus", "echo", b"hello").unwrap(), b"hello");
}

#[test]
fn empty_payloads() {
    assert_eq!(call("interop/echo", "echo", b"").unwrap(), b"");
    assert_eq!(call("interop/echo", "", b"").unwrap(), b"");
    assert_eq!(call("interop/forward", "x", b"").unwrap(), b"default/test:echo/x/");
}

#[test]
fn host_calls() {
    assert_eq!(call("interop/ping", "anything", b"").unwrap(), b"myBinding/sample/Ping/hi");
    assert_eq!(call("interop/forward", "fail", b"").unwrap_err(), "the host says no");
    assert_eq!(call("interop/forward", "work", b"x").unwrap(), b"default/test:echo/work/x");
}

#[test]
fn errors_have_a_text() {
    assert_eq!(
        call("interop/error", "something went wrong", b"").unwrap_err(),
        "something went wrong"
    );
    assert_eq!(
        call("interop/error", "schiefgegangen: äöü", b"").unwrap_err(),
        "schiefgegangen: äöü"
    );
    assert_eq!(call("interop/error", "", b"").unwrap_err(), "");
}

#[test]
fn initialisation_has_an_order() {
    assert_eq!(call("interop/starts", "", b"").unwrap(), b"1234");
}

#[test]
fn a_reactor_is_initialised() {
    assert_eq!(call("interop/reactor", "x", b"hello").unwrap(), b"hello");
}

#[test]
fn exit_0_ends_the_start_well() {
    assert_eq!(call("interop/command", "x", b"").unwrap(), b"*");
}

#[test]
fn host_calls_during_initialisation() {
    let seen = Arc::new(Mutex::new(0));
    let count = seen.clone();
    let engine = Engine::new().unwrap();
    let mut guest = module(&engine, "interop/all_imports")
        .instantiate(move |_: &str, _: &str, operation: &str, payload: &[u8]| {
            *count.lock().unwrap() += 1;
            Ok([operation.as_bytes(), b" ", payload].concat())
        })
        .unwrap();
    assert_eq!(guest.call("x", b"").unwrap(), "started hello");
    assert_eq!(guest.call("x", b"").unwrap(), "started hello");
    assert_eq!(*seen.lock().unwrap(), 1);
}

#[test]
fn memory_that_grows_stays_reachable() {
    let engine = Engine::new().unwrap();
    let mut guest = module(&engine, "interop/stateful").instantiate(NoHost).unwrap();
    assert_eq!(guest.call("x", b"one ").unwrap(), "one ");
    assert_eq!(guest.call("x", b"two ").unwrap(), "one two ");
    assert_eq!(guest.call("x", b"three").unwrap(), "one two three");
}

#[test]
fn an_abort_of_assemblyscript_says_where() {
    let engine = Engine::new().unwrap();
    let mut guest = module(&engine, "interop/abort").instantiate(NoHost).unwrap();
    let cause = Cause::Abort {
        message: "no such key".into(),
        file: "assembly/index.ts".into(),
        line: 12,
        column: 5,
    };
    let error = guest.call("x", b"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the guest trapped: abort: no such key at assembly/index.ts:12:5"
    );
    assert_eq!(error, CallError::Trap(Trap { cause, text: None }));
}

#[test]
fn two_modules_take_turns_behind_a_wapc_host() {
    let host =
        WapcHost::new(Box::new(EngineProvider::new(&fixture("interop/echo")).unwrap()), None)
            .unwrap();
    assert_eq!(host.call("x", b"hello").unwrap(), b"hello");
    host.replace_module(&fixture("interop/command")).unwrap();
    assert_eq!(host.call("x", b"hello").unwrap(), b"*");
    host.replace_module(&fixture("interop/echo")).unwrap();
    assert_eq!(host.call("x", b"hello").unwrap(), b"hello");
    // A broken one changes nothing.
    for broken in ["no_guest_call", "unreachable_in_start_section", "exit_in_start"] {
        let error = host.replace_module(&fixture(&format!("hostile/{broken}"))).unwrap_err();
        assert!(matches!(error, wapc::errors::Error::ReplacementFailed(_)), "{error}");
        assert_eq!(host.call("x", b"hello").unwrap(), b"hello");
    }
    let error = host.replace_module(b"not a module").unwrap_err();
    assert!(matches!(error, wapc::errors::Error::ReplacementFailed(_)));
}

#[test]
fn a_wapc_host_survives_what_its_guests_do() {
    for (guest, text) in [
        ("hostile/unreachable", "the guest trapped: unreachable code was reached"),
        ("hostile/response_of_negative_length", "__guest_response with 4294967295 bytes at 0"),
        ("hostile/bad_result", "__guest_call returned 7 instead of 0 or 1"),
    ] {
        let host =
            WapcHost::new(Box::new(EngineProvider::new(&fixture(guest)).unwrap()), None).unwrap();
        let error = host.call("bad", b"!").unwrap_err().to_string();
        assert!(error.contains(text), "{guest}: {error}");
        assert_eq!(host.call("good", b"").unwrap(), b"", "{guest}");
    }
    let broken = EngineProvider::new(&fixture("hostile/exit_in_start")).unwrap();
    let error = WapcHost::new(Box::new(broken), None).unwrap_err();
    assert!(matches!(error, wapc::errors::Error::InitFailed(_)), "{error}");
}

/// A guest that was built with the `wapc-guest` crate from crates.io, once; fixtures/engine/wapc-guest has its source.
#[test]
fn a_guest_built_with_wapc_guest() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/engine/wapc-guest/guest.wasm");
    check_wapc_guest(&std::fs::read(path).unwrap());
}

/// The same, built now.
#[test]
fn a_guest_built_with_wapc_guest_today() {
    let test = "a_guest_built_with_wapc_guest_today";
    if std::env::var_os("CONTRACTC_ALL").is_none() {
        eprintln!("SKIPPED {test}: CONTRACTC_ALL=1 runs it");
        return;
    }
    let rust = match find(Kind::Rust) {
        Ok(rust) => rust,
        Err(missing) => {
            let required = std::env::var("CONTRACTC_REQUIRE").unwrap_or_default();
            let message = format!("SKIPPED {test}: {missing}");
            assert!(!required.split(',').any(|part| part.trim() == "rust"), "{message}");
            eprintln!("{message}");
            toolchain::skipped(&message);
            return;
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guest = root.join("fixtures/engine/wapc-guest");
    let built = rust.build(&guest, "guest", &root.join("target/wapc-guest"), false);
    let wasm = built.unwrap_or_else(|error| panic!("{error:?}"));
    check_wapc_guest(&std::fs::read(wasm).unwrap());
}

fn check_wapc_guest(wasm: &[u8]) {
    let host = host();
    let module = Module::named(host.engine(), "wapc-guest", wasm).unwrap();
    let actor = host.add_actor("MA", &module).unwrap();
    host.add_native("p", |caller, operation, payload| match operation {
        "Ping" => Ok([caller.binding.as_bytes(), b": ", payload].concat()),
        other => Err(format!("No handler registered for function {other}")),
    })
    .unwrap();
    host.bind("MA", "sample", "myBinding", "p", []).unwrap();
    assert_eq!(actor.call("echo", b"hello").unwrap(), "hello");
    assert_eq!(actor.call("echo", b"").unwrap(), "");
    let large: Vec<u8> = (0..1_000_000u32).map(|n| n.to_le_bytes()[1]).collect();
    assert_eq!(actor.call("echo", &large).unwrap(), large);
    assert_eq!(actor.call("ping", b"hi").unwrap(), "myBinding: hi");
    assert_eq!(
        actor.call("pong", b"hi").unwrap_err().into_text(),
        "Host error: No handler registered for function Pong"
    );
    assert_eq!(actor.call("fail", b"a reason").unwrap_err(), CallError::Guest("a reason".into()));
    let unknown = actor.call("Nope", b"").unwrap_err().into_text();
    assert!(unknown.contains("No handler registered for function"), "{unknown}");
    let panic = actor.call("panic", b"").unwrap_err();
    assert!(matches!(&panic, CallError::Trap(Trap { cause: Cause::Unreachable, .. })), "{panic:?}");
    assert_eq!(actor.call("echo", b"again").unwrap(), "again");

    // The same guest behind the wapc crate's own host.
    let host = WapcHost::new(
        Box::new(EngineProvider::new(wasm).unwrap()),
        Some(Box::new(|_, binding, namespace, operation, payload| match operation {
            "Ping" => Ok([binding.as_bytes(), b"/", namespace.as_bytes(), b": ", payload].concat()),
            _ => Err("no such operation".into()),
        })),
    )
    .unwrap();
    assert_eq!(host.call("echo", b"hello").unwrap(), b"hello");
    assert_eq!(host.call("ping", b"hi").unwrap(), b"myBinding/sample: hi");
    assert!(host.call("pong", b"hi").is_err());
    assert!(host.call("panic", b"").is_err());
    assert_eq!(host.call("echo", b"again").unwrap(), b"again");
}

#[test]
fn sync_calls_work_inside_a_tokio_task() {
    let host = host();
    let forward = module(host.engine(), "interop/forward");
    let actor = host.add_actor("MA", &forward).unwrap();
    host.add_native("p", |_, _, payload| Ok(payload.to_vec())).unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let tasks: Vec<_> = (0..16u8)
        .map(|n| {
            let (actor, forward) = (actor.clone(), forward.clone());
            runtime.spawn(async move {
                let mut own = forward.instantiate(answer).unwrap();
                for round in 0..100u8 {
                    assert_eq!(actor.call("x", &[n, round]).unwrap(), &[n, round][..]);
                    tokio::task::yield_now().await;
                    own.call("x", &[n, round]).unwrap();
                }
            })
        })
        .collect();
    runtime.block_on(async {
        for task in tasks {
            task.await.unwrap();
        }
    });
    // Also on a runtime of one thread, from within its loop.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { assert_eq!(actor.call("x", b"one thread").unwrap(), "one thread") });
}

#[test]
fn members_and_guests_may_be_sent_and_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Host>();
    shared::<contractc::engine::Handle>();
    shared::<Module>();
    shared::<Engine>();
    sent::<contractc::engine::Instance>();
    sent::<EngineProvider>();
}
