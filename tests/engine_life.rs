//! The life of a provider: it is bound, told of it, replaced by another of its contract, removed; and nobody waits for it for ever.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{Backoff, CallError, Engine, Grants, Handle, Health, Host, Limits, Module};
use engine_support::{fixture, host, host_with, module};
use std::{
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const UNKNOWN: &str = "No handler registered for function ";

/// The guest `bound`, as a provider of another contract.
fn provider_of(engine: &Engine, contract: &str) -> Module {
    let path = format!("{}/fixtures/engine/bound.wat", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(contract.len(), "test:kv".len());
    let text = text.replace("\\a7test:kv", &format!("\\a7{contract}"));
    Module::new(engine, &wat::parse_str(text).unwrap()).unwrap()
}

/// The configuration of an actor with a two-letter id, as it goes over the wire, with one value or none.
fn configuration(actor: &str, values: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = b"\x82\xa6module\xa2".to_vec();
    bytes.extend_from_slice(actor.as_bytes());
    bytes.extend_from_slice(b"\xa6values");
    bytes.push(0x80 | values.len() as u8);
    for text in values.iter().flat_map(|(key, value)| [key, value]) {
        bytes.push(0xa0 | text.len() as u8);
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

fn told(provider: &Handle) -> Vec<u8> {
    provider.call("x", b"").unwrap().to_vec()
}

#[test]
fn a_wasm_provider_is_told_who_is_bound_in_each_new_instance() {
    let host = host();
    let forward = module(host.engine(), "interop/forward");
    for actor in ["MA", "MB"] {
        host.add_actor(actor, &forward).unwrap();
    }
    let provider = host.add_provider("p", &module(host.engine(), "bound")).unwrap();
    host.bind("MA", "test:kv", "", "p", [("url", "one")]).unwrap();
    let refused = Err(CallError::Guest("no such database".into()));
    assert_eq!(host.bind("MB", "test:kv", "", "p", [("url", "wrong")]), refused);
    assert!(host.call_as("MB", "", "test:kv", "x", b"").is_err(), "it was not bound");
    let one = configuration("MA", &[("url", "one")]);
    assert_eq!(told(&provider), one);
    host.bind("MB", "test:kv", "cache", "p", []).unwrap();
    let both = [one.clone(), configuration("MB", &[])].concat();
    assert_eq!(told(&provider), both);
    assert_eq!(host.call_as("MB", "cache", "test:kv", "x", b"").unwrap(), both);

    // After a trap, a new start and a replacement it is another instance, and knows as much.
    assert!(matches!(provider.call("trap", b""), Err(CallError::Trap(_))));
    assert_eq!(told(&provider), both);
    host.stop("p").unwrap();
    host.start("p").unwrap();
    assert_eq!(told(&provider), both);
    host.replace("p", &module(host.engine(), "bound")).unwrap();
    assert_eq!(told(&provider), both);

    // Binding again changes the values; a refusal leaves the old ones, also where there is no instance to refuse.
    let two = configuration("MA", &[("url", "two")]);
    host.bind("MA", "test:kv", "", "p", [("url", "two")]).unwrap();
    assert_eq!(told(&provider), [both.clone(), two.clone()].concat());
    assert_eq!(host.bind("MA", "test:kv", "", "p", [("url", "wrong")]), refused);
    provider.call("trap", b"").unwrap_err();
    assert_eq!(host.bind("MA", "test:kv", "", "p", [("url", "wrong")]), refused);
    assert_eq!(told(&provider), [two.clone(), configuration("MB", &[])].concat());

    host.unbind("MB", "test:kv", "cache").unwrap();
    host.remove("MA").unwrap();
    let gone = [configuration("MB", &[]), configuration("MA", &[])];
    let all = [two, configuration("MB", &[]), gone.concat()].concat();
    assert_eq!(told(&provider), all);
    provider.call("trap", b"").unwrap_err();
    assert_eq!(told(&provider), b"");
}

/// What is known of an actor is no configuration: a provider that takes none may ignore it, now and when it starts again.
#[test]
fn claims_are_no_reason_to_refuse() {
    let host = host();
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    let claims = contractc::engine::Claims { name: "a".into(), ..Default::default() };
    host.set_claims("MA", claims).unwrap();
    // A provider that knows no operations but its own.
    let provider = host.add_provider("p", &module(host.engine(), "plain")).unwrap();
    assert_eq!(provider.call("x", b"").unwrap(), "x");
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    host.stop("p").unwrap();
    host.start("p").unwrap();
    assert_eq!(provider.call("x", b"").unwrap(), "x");
    let refused = host.bind("MA", "test:echo", "", "p", [("url", "x")]);
    assert_eq!(refused, Err(CallError::Guest(format!("{UNKNOWN}BindActor"))));
}

/// However instances come and go meanwhile, all of them know of a binding once it is made.
#[test]
fn bindings_reach_every_instance_of_a_pool() {
    let host = host();
    let forward = module(host.engine(), "interop/forward");
    let provider = host.add_provider_pool("p", &module(host.engine(), "bound"), 3).unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for thread in 0..4u32 {
            let (provider, over) = (&provider, &over);
            scope.spawn(move || {
                let mut round = thread;
                while !over.load(Ordering::Relaxed) {
                    // Some traps, so that instances start all the time.
                    round += 1;
                    let operation = if round % 3 == 0 { "trap" } else { "x" };
                    let _ = provider.call(operation, b"");
                }
            });
        }
        for n in 0..40 {
            let actor = format!("M{}", char::from(b'A' + n % 20));
            if host.get(&actor).is_err() {
                host.add_actor(&actor, &forward).unwrap();
            }
            host.bind(&actor, "test:kv", "", "p", [("n", &*n.to_string())]).unwrap();
            let text = n.to_string();
            let expected = configuration(&actor, &[("n", &text)]);
            for _ in 0..12 {
                let told = told(&provider);
                let knows = told.windows(expected.len()).any(|part| part == expected);
                assert!(knows, "an instance does not know of binding {n}");
            }
            let refused = host.bind(&actor, "test:kv", "", "p", [("n", "wrong")]);
            assert_eq!(refused, Err(CallError::Guest("no such database".into())));
        }
        over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_provider_is_only_replaced_by_one_of_its_contract() {
    let host = host();
    let engine = host.engine();
    let provider = host.add_provider("p", &module(engine, "bound")).unwrap();
    host.add_actor("MA", &module(engine, "interop/forward")).unwrap();
    host.bind("MA", "test:kv", "", "p", [("url", "one")]).unwrap();
    let before = told(&provider);
    for _ in 0..2 {
        assert_eq!(
            host.replace("p", &provider_of(engine, "test:mq")),
            Err(CallError::Host(
                "the new provider is one of test:mq, but the one that serves is one of test:kv"
                    .into()
            ))
        );
        assert_eq!(
            host.replace("p", &module(engine, "interop/echo")),
            Err(CallError::Host(
                "the new provider does not say of which contract it is, but the one that serves is one of test:kv".into()
            ))
        );
        // The same instance goes on, and nobody has asked it anything.
        assert_eq!(told(&provider), before);
    }
    assert_eq!(host.contract_of("p").unwrap().as_deref(), Some("test:kv"));
    host.replace("p", &provider_of(engine, "test:kv")).unwrap();
    assert!(host.replace("p", &provider_of(engine, "test:mq")).is_err());
    assert_eq!(told(&provider), before);

    // One that does not say may be replaced by any, which is then held to what it says.
    host.add_provider("q", &module(engine, "interop/echo")).unwrap();
    host.replace("q", &module(engine, "plain")).unwrap();
    host.replace("q", &provider_of(engine, "test:mq")).unwrap();
    assert!(host.replace("q", &module(engine, "bound")).is_err());
    assert_eq!(host.contract_of("q").unwrap().as_deref(), Some("test:mq"));

    // Actors have no contract of their own.
    host.replace("MA", &module(engine, "interop/echo")).unwrap();
    host.replace("MA", &module(engine, "bound")).unwrap();
    host.replace("MA", &module(engine, "interop/echo")).unwrap();
}

#[test]
fn a_native_provider_is_only_replaced_by_one_of_its_contract() {
    let host = host();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let native = |name: &'static str, contract: Option<&'static str>, health: &'static [u8]| {
        let asked = asked.clone();
        move |_: &contractc::engine::Caller<'_>, operation: &str, _: &[u8]| {
            asked.lock().unwrap().push(format!("{name} {operation}"));
            match (operation, contract) {
                ("GetCapabilityDescriptor", Some(contract)) => Ok([
                    &b"\x81\xa2id"[..],
                    &[0xa0 | contract.len() as u8][..],
                    contract.as_bytes(),
                ]
                .concat()),
                ("HealthRequest", _) => Ok(health.to_vec()),
                ("BindActor", _) => Ok(vec![0xc0]),
                ("name", _) => Ok(name.into()),
                _ => Err(format!("{UNKNOWN}{operation}")),
            }
        }
    };
    let provider = host.add_native("p", native("one", Some("test:kv"), b"\xc0")).unwrap();
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.bind("MA", "test:kv", "", "p", []).unwrap();
    for (new, error) in [
        (
            native("other", Some("test:mq"), b"\xc0"),
            "the new provider is one of test:mq, but the one that serves is one of test:kv",
        ),
        (
            native("silent", None, b"\xc0"),
            "the new provider does not say of which contract it is, but the one that serves is one of test:kv",
        ),
        (
            native("ill", Some("test:kv"), b"\x82\xa7healthy\xc2\xa7message\xa4flat"),
            "the new module is not healthy: flat",
        ),
    ] {
        assert_eq!(host.replace_native("p", new), Err(CallError::Host(error.into())));
        assert_eq!(provider.call("name", b"").unwrap(), "one");
    }
    host.replace_native("p", native("two", Some("test:kv"), b"\xc0")).unwrap();
    assert_eq!(provider.call("name", b"").unwrap(), "two");
    let asked = asked.lock().unwrap();
    let of = |name: &str| {
        let asked = asked.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        asked.collect::<Vec<_>>()
    };
    // One of another contract learns nothing of the actors.
    assert_eq!(of("other"), ["GetCapabilityDescriptor"]);
    assert_eq!(of("silent"), ["GetCapabilityDescriptor"]);
    assert_eq!(of("two"), ["GetCapabilityDescriptor", "BindActor", "HealthRequest", "name"]);
}

/// A provider may call the actors that are bound to it, and others only if that was granted.
#[test]
fn a_provider_calls_its_actors() {
    let engine = Engine::new().unwrap();
    let grants = Grants::new();
    let host = Host::new(&engine, grants.clone());
    let echo = module(&engine, "interop/echo");
    // The guest `relay` calls "next" with an empty binding: an actor of that name.
    for id in ["next", "other"] {
        host.add_actor(id, &echo).unwrap();
    }
    let wasm = host.add_provider("wasm", &module(&engine, "relay")).unwrap();
    host.add_native("native", |_, _, _| Ok(vec![])).unwrap();
    let call = host.caller_for("native");
    let denied = |provider: &str, actor: &str| {
        format!("denied: {provider} may not call relay of {actor}: the contract is not granted")
    };
    assert_eq!(wasm.call("relay", &[1]), Err(CallError::Guest(denied("wasm", "next"))));
    assert_eq!(call("", "next", "relay", b"x"), Err(denied("native", "next")));
    for (contract, provider) in [("test:one", "wasm"), ("test:two", "native")] {
        host.bind("next", contract, "", provider, []).unwrap();
    }
    assert_eq!(wasm.call("relay", &[1]).unwrap(), &[0, 1][..]);
    assert_eq!(call("", "next", "relay", b"x").unwrap(), b"x");
    assert_eq!(call("", "other", "relay", b"x"), Err(denied("native", "other")));
    grants.allow("native", "other");
    assert_eq!(call("", "other", "relay", b"x").unwrap(), b"x");
    assert_eq!(
        call("", "nobody", "relay", b"x"),
        Err("no provider of nobody is bound as default, and no actor has that id".into())
    );
    host.unbind("next", "test:one", "").unwrap();
    assert_eq!(wasm.call("relay", &[1]), Err(CallError::Guest(denied("wasm", "next"))));
    drop(host);
    assert_eq!(call("", "next", "relay", b"x"), Err("the host is gone".into()));
}

/// No call in between finds neither the old provider nor the new one.
#[test]
fn an_actor_is_bound_to_another_provider_under_load() {
    let host = host();
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    for id in ["one", "two"] {
        host.add_native(id, move |_, _, _| Ok(id.into())).unwrap();
    }
    host.bind("MA", "test:echo", "", "one", []).unwrap();
    let (over, seen) = (AtomicBool::new(false), [const { AtomicU32::new(0) }; 2]);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let reply = actor.call("x", b"").unwrap();
                seen[usize::from(reply == "two")].fetch_add(1, Ordering::Relaxed);
            }
        });
        // On a busy machine, the calls may come all at once: as long as it takes, but not for ever.
        let start = Instant::now();
        let both = || seen.iter().all(|seen| seen.load(Ordering::Relaxed) > 0);
        let mut rounds = 0;
        while rounds < 2_000 || !both() && start.elapsed() < Duration::from_secs(30) {
            for id in ["two", "one"] {
                host.bind("MA", "test:echo", "", id, []).unwrap();
            }
            rounds += 1;
        }
        over.store(true, Ordering::Relaxed);
        assert!(both(), "{seen:?}");
    });
}

#[test]
fn a_call_under_way_ends_although_its_actor_is_removed() {
    let host = host();
    let actor = host.add_actor("MA", &module(host.engine(), "twice")).unwrap();
    let remover = Arc::new(OnceLock::<Host>::new());
    let host_of = remover.clone();
    let calls = AtomicU32::new(0);
    host.add_native("p", move |_, operation, _| {
        if operation == "x" && calls.fetch_add(1, Ordering::Relaxed) == 0 {
            host_of.get().unwrap().remove("MA").map_err(CallError::into_text)?;
        }
        Ok(operation.into())
    })
    .unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    assert!(remover.set(host.clone()).is_ok());
    assert_eq!(actor.call("x", b"").unwrap(), "xx");
    assert_eq!(actor.call("x", b""), Err(CallError::Host("MA was removed".into())));
    assert!(host.get("MA").is_err());
}

/// Who changes a member from within a change of it waits for itself, but not for ever.
#[test]
fn a_change_within_a_change_ends() {
    let host = host_with(Limits { deadline: Duration::from_millis(200), ..Limits::default() });
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    let inner = Arc::new(OnceLock::<Host>::new());
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let (host_of, seen) = (inner.clone(), outcomes.clone());
    host.add_native("p", move |_, operation, _| {
        let host = host_of.get().unwrap();
        match operation {
            "BindActor" => {
                seen.lock().unwrap().push(host.bind("MA", "test:echo", "again", "p", []));
                seen.lock().unwrap().push(host.stop("p"));
            }
            "HealthRequest" => {
                let health = host.check_health("p", Backoff::default());
                assert_eq!(health, Ok(Health::Waiting(Duration::ZERO)));
            }
            _ => {}
        }
        Ok(vec![])
    })
    .unwrap();
    assert!(inner.set(host.clone()).is_ok());
    let start = Instant::now();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let late = || Err(CallError::Deadline(Duration::from_millis(200)));
    assert_eq!(*outcomes.lock().unwrap(), [late(), late()]);
    assert_eq!(host.check_health("p", Backoff::default()), Ok(Health::Well));
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(host.get("MA").unwrap().call("x", b"").unwrap(), "");
}

/// An instance in a call that native code does not end cannot be told of a binding, so nobody is bound.
#[test]
fn who_cannot_be_told_is_not_bound() {
    let host = host_with(Limits { deadline: Duration::from_millis(200), ..Limits::default() });
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    let provider = host.add_provider("p", &module(host.engine(), "relay")).unwrap();
    let (enter, entered) = std::sync::mpsc::channel::<()>();
    let (leave, left) = std::sync::mpsc::channel::<()>();
    let left = Mutex::new(left);
    host.add_native("slow", move |_, operation, _| {
        if operation == "wait" {
            enter.send(()).unwrap();
            let _ = left.lock().unwrap().recv();
        }
        Ok(vec![])
    })
    .unwrap();
    host.bind("p", "next", "", "slow", []).unwrap();
    thread::scope(|scope| {
        let call = scope.spawn(|| provider.call("wait", &[1]));
        entered.recv().unwrap();
        let late = CallError::Deadline(Duration::from_millis(200));
        assert_eq!(host.bind("MA", "test:echo", "", "p", []), Err(late.clone()));
        leave.send(()).unwrap();
        assert_eq!(call.join().unwrap(), Err(late));
    });
    assert!(host.call_as("MA", "", "test:echo", "x", b"").is_err());
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    assert_eq!(host.call_as("MA", "", "test:echo", "x", b"yes").unwrap(), "yes");
}

/// The fixtures of this file say what they should.
#[test]
fn the_provider_describes_itself() {
    let host = host();
    host.add_provider("p", &module(host.engine(), "bound")).unwrap();
    assert_eq!(host.contract_of("p").unwrap().as_deref(), Some("test:kv"));
    host.add_provider("q", &Module::new(host.engine(), &fixture("interop/echo")).unwrap()).unwrap();
    assert_eq!(host.contract_of("q").unwrap(), None);
}
