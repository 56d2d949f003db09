//! Actors, providers, bindings, entitlements, identity, chains of calls.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{CallError, Claims, Denied, Engine, Grants, Host, Limit, Limits, Resource};
use engine_support::{host, host_with, module};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

const UNKNOWN: &str = "No handler registered for function ";

#[test]
fn an_actor_reaches_what_it_is_bound_to() {
    let host = host();
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    for name in ["one", "two"] {
        host.add_native(name, move |caller, operation, payload| match operation {
            "ping" => Ok(format!(
                "{name} {} {} {}",
                caller.actor,
                caller.binding,
                String::from_utf8_lossy(payload)
            )
            .into()),
            other => Err(format!("{UNKNOWN}{other}")),
        })
        .unwrap();
    }
    assert_eq!(
        actor.call("ping", b"x"),
        Err(CallError::Guest(
            "no provider of test:echo is bound as default, and no actor has that id".into()
        ))
    );
    host.bind("MA", "test:echo", "", "one", []).unwrap();
    host.bind("MA", "test:echo", "cache", "two", []).unwrap();
    assert_eq!(actor.call("ping", b"x").unwrap(), "one MA default x");
    assert_eq!(host.call_as("MA", "cache", "test:echo", "ping", b"y").unwrap(), "two MA cache y");
    host.bind("MA", "test:echo", "default", "two", []).unwrap();
    assert_eq!(actor.call("ping", b"x").unwrap(), "two MA default x");
    host.unbind("MA", "test:echo", "default").unwrap();
    assert!(actor.call("ping", b"x").is_err());
}

#[test]
fn a_provider_may_put_its_reply_where_it_is_wanted() {
    let host = host();
    let provider = |end: &'static [u8]| {
        move |_: &contractc::engine::Caller<'_>,
              operation: &str,
              payload: &[u8],
              reply: &mut Vec<u8>| {
            assert!(reply.is_empty());
            reply.extend_from_slice(payload);
            reply.extend_from_slice(end);
            match operation {
                "echo" => Ok(()),
                other => Err(format!("{UNKNOWN}{other}")),
            }
        }
    };
    let handle = host.add_native_into("p", provider(b"!")).unwrap();
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    let mut reply = b"something else".to_vec();
    for end in [&b"!"[..], b"?"] {
        handle.call_into("echo", b"one", &mut reply).unwrap();
        assert_eq!(reply, [b"one", end].concat());
        actor.call_into("echo", b"two", &mut reply).unwrap();
        assert_eq!(reply, [b"two", end].concat());
        // Of what it wrote before it failed, nothing is left.
        let unknown = handle.call_into("other", b"three", &mut reply);
        assert_eq!(unknown, Err(CallError::Host(format!("{UNKNOWN}other"))));
        assert!(reply.is_empty());
        let unknown = actor.call("other", b"four");
        assert_eq!(unknown, Err(CallError::Guest(format!("{UNKNOWN}other"))));
        host.replace_native_into("p", provider(b"?")).unwrap();
    }
}

/// An instance remembers where its calls went; whatever changes that, the next call goes where it should.
#[test]
fn a_way_that_is_known_leads_nowhere_else() {
    let host = host();
    let forward = module(host.engine(), "interop/forward");
    // One instance, so that it is the one that remembers.
    let actor = host.add_actor_pool("MA", &forward, 1).unwrap();
    let held = Arc::new(());
    let provider = |name: &'static str| {
        let held = held.clone();
        move |_: &contractc::engine::Caller<'_>, operation: &str, _: &[u8]| {
            let _held = &held;
            match operation {
                "name" => Ok(name.into()),
                other => Err(format!("{UNKNOWN}{other}")),
            }
        }
    };
    let name = || {
        let names = [(); 2].map(|()| actor.call("name", b"").map(|name| name.to_vec()));
        assert_eq!(names[0], names[1]);
        names[0].clone().map(|name| String::from_utf8(name).unwrap())
    };
    host.add_native("p", provider("one")).unwrap();
    host.add_native("q", provider("two")).unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    assert_eq!(name().unwrap(), "one");
    host.replace_native("p", provider("three")).unwrap();
    assert_eq!(name().unwrap(), "three");
    // What was replaced is gone, though nobody has called the instance since.
    host.replace_native("p", provider("four")).unwrap();
    assert_eq!(Arc::strong_count(&held), 3, "two providers, and this function");
    host.stop("p").unwrap();
    host.start("p").unwrap();
    assert_eq!(name().unwrap(), "four");
    host.bind("MA", "test:echo", "", "q", []).unwrap();
    assert_eq!(name().unwrap(), "two");
    host.unbind("MA", "test:echo", "").unwrap();
    assert!(name().is_err());
    host.add_provider("r", &module(host.engine(), "interop/echo")).unwrap();
    host.bind("MA", "test:echo", "", "r", []).unwrap();
    assert_eq!(name().unwrap(), "");
    host.remove("r").unwrap();
    assert!(name().is_err());
    // An actor by its id, now that no provider is bound.
    host.add_actor("test:echo", &module(host.engine(), "interop/echo")).unwrap();
    assert_eq!(name().unwrap(), "");
}

#[test]
fn providers_are_told_who_is_bound() {
    let host = host();
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = told.clone();
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.add_native("kv", move |caller, operation, payload| {
        log.lock().unwrap().push(format!(
            "{} {} {operation} {}",
            caller.actor,
            caller.binding,
            hex(payload)
        ));
        match operation {
            "BindActor" if payload.ends_with(b"wrong") => Err("no such database".into()),
            _ => Ok(vec![0xc0]),
        }
    })
    .unwrap();
    let refused = host.bind("MA", "test:kv", "cache", "kv", [("url", "wrong")]);
    assert_eq!(refused, Err(CallError::Host("no such database".into())));
    assert!(host.call_as("MA", "cache", "test:kv", "Get", &[]).is_err());
    host.bind("MA", "test:kv", "cache", "kv", [("url", "right"), ("n", "1")]).unwrap();
    host.call_as("MA", "cache", "test:kv", "Get", &[]).unwrap();
    host.unbind("MA", "test:kv", "cache").unwrap();
    let bind = |values: &str| {
        format!("system cache BindActor 82a66d6f64756c65a24d41a676616c756573{values}")
    };
    assert_eq!(
        *told.lock().unwrap(),
        [
            bind("81a375726ca577726f6e67"),
            bind("82a16ea131a375726ca57269676874"),
            "MA cache Get ".into(),
            "system cache RemoveActor 82a66d6f64756c65a24d41a676616c75657380".into(),
        ]
    );
}

#[test]
fn providers_learn_what_is_known_of_an_actor() {
    let host = host();
    let told = Arc::new(Mutex::new(String::new()));
    let seen = told.clone();
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    host.add_native("kv", move |_, _, payload| {
        *seen.lock().unwrap() = String::from_utf8_lossy(payload).into_owned();
        Ok(vec![])
    })
    .unwrap();
    let claims = Claims {
        issuer: "AISSUER".into(),
        name: "counter".into(),
        capabilities: vec!["a:b".into(), "c:d".into()],
        expires: 1_900_000_000,
        tags: vec!["new".into()],
    };
    host.set_claims("MA", claims).unwrap();
    host.bind("MA", "test:kv", "", "kv", [("url", "x")]).unwrap();
    let told = told.lock().unwrap();
    for (key, value) in [
        ("__wascc_issuer", "AISSUER"),
        ("__wascc_name", "counter"),
        ("__wascc_capabilities", "a:b,c:d"),
        ("__wascc_expires", "1900000000"),
        ("__wascc_tags", "new"),
        ("url", "x"),
    ] {
        let at = told.find(key).unwrap_or_else(|| panic!("{key} in {told:?}"));
        assert!(told[at + key.len()..].contains(value), "{key} in {told:?}");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn only_what_was_granted_is_allowed() {
    let engine = Engine::new().unwrap();
    let grants = Grants::new();
    let host = Host::new(&engine, grants.clone());
    let calls = Arc::new(AtomicU32::new(0));
    let count = calls.clone();
    let actor = host.add_actor("MA", &module(&engine, "interop/forward")).unwrap();
    host.add_actor("MB", &module(&engine, "interop/echo")).unwrap();
    host.add_native("p", move |_, operation, _| {
        count.fetch_add(u32::from(operation != "BindActor"), Ordering::Relaxed);
        Ok(vec![])
    })
    .unwrap();
    host.bind("MA", "test:echo", "default", "p", []).unwrap();

    let denied = |contract: &str, operation: &str, reason: &str| {
        Err(CallError::Denied(Denied {
            actor: "MA".into(),
            contract: contract.into(),
            operation: operation.into(),
            reason: reason.into(),
        }))
    };
    let none = "the contract is not granted";
    assert_eq!(
        host.call_as("MA", "default", "test:echo", "ping", b""),
        denied("test:echo", "ping", none)
    );
    assert_eq!(host.call_as("MA", "", "MB", "ping", b""), denied("MB", "ping", none));
    assert_eq!(
        actor.call("ping", b""),
        Err(CallError::Guest(format!("denied: MA may not call ping of test:echo: {none}")))
    );
    grants.allow_only("MA", "test:echo", ["ping"]);
    actor.call("ping", b"").unwrap();
    assert_eq!(
        host.call_as("MA", "default", "test:echo", "pong", b""),
        denied("test:echo", "pong", "of this contract, only other operations are granted")
    );
    grants.allow("MA", "test:echo");
    actor.call("pong", b"").unwrap();
    for operation in ["BindActor", "RemoveActor", "GetCapabilityDescriptor", "HealthRequest"] {
        assert_eq!(
            host.call_as("MA", "default", "test:echo", operation, b""),
            denied("test:echo", operation, "only the host sends this operation")
        );
    }
    grants.allow("MA", "MB");
    assert_eq!(host.call_as("MA", "", "MB", "ping", b"x").unwrap(), "x");
    grants.revoke("MA", "test:echo");
    assert!(actor.call("ping", b"").is_err());
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_wasm_provider_learns_who_is_calling() {
    let host = host();
    let whoami = module(host.engine(), "whoami");
    for actor in ["MA", "MB"] {
        host.add_actor(actor, &module(host.engine(), "interop/forward")).unwrap();
    }
    host.add_provider("p", &whoami).unwrap();
    host.bind("MA", "test:echo", "default", "p", []).unwrap();
    host.bind("MB", "test:echo", "other", "p", []).unwrap();
    let reply = host.get("MA").unwrap().call("ping", b"").unwrap();
    assert_eq!(reply, &b"\x82\xa5actor\xa2MA\xa7binding\xa7default"[..]);
    let reply = host.call_as("MB", "other", "test:echo", "ping", b"").unwrap();
    assert_eq!(reply, &b"\x82\xa5actor\xa2MB\xa7binding\xa5other"[..]);
    let reply = host.get("p").unwrap().call("ping", b"").unwrap();
    assert_eq!(reply, &b"\x82\xa5actor\xa6system\xa7binding\xa7default"[..]);
    // Outside of a host nobody knows.
    let mut alone = whoami.instantiate(contractc::engine::NoHost).unwrap();
    assert_eq!(alone.call("ping", b""), Err(CallError::Guest(format!("{UNKNOWN}Caller"))));
}

/// Counts down by calling another one, which calls back: actor, provider, actor, …, all in one instance each.
#[test]
fn a_chain_may_reenter_an_instance() {
    let host = host();
    let relay = module(host.engine(), "relay");
    // The last byte of the payload is the number of calls still to make; the rest is answered with a byte from each call.
    let actor = host.add_actor_pool("MA", &relay, 1).unwrap();
    host.add_provider("p", &relay).unwrap();
    host.bind("MA", "next", "default", "p", []).unwrap();
    let back = host.caller_for("q");
    host.add_native("q", move |_, operation, payload| match operation {
        "BindActor" => Ok(vec![]),
        _ => back("", "MA", operation, payload),
    })
    .unwrap();
    host.bind("p", "next", "default", "q", []).unwrap();
    for depth in 0..16 {
        let reply = actor.call("relay", &[depth]).unwrap();
        // Each frame kept its own payload while the others ran in the same instance.
        let expected: Vec<u8> = (0..=depth).collect();
        assert_eq!(reply, expected, "{depth} calls deep");
    }
    assert_eq!(
        actor.call("relay", &[16]),
        Err(CallError::Guest("over the limit of 16 nested calls".into()))
    );
    assert_eq!(actor.call("relay", &[3]).unwrap(), &[0, 1, 2, 3][..]);
}

#[test]
fn the_depth_has_a_limit_for_every_kind_of_call() {
    let host = host_with(Limits { depth: 3, ..Limits::default() });
    let actor = host.add_actor_pool("next", &module(host.engine(), "relay"), 1).unwrap();
    assert_eq!(actor.call("relay", &[2]).unwrap(), &[0, 1, 2][..]);
    assert_eq!(
        actor.call("relay", &[3]),
        Err(CallError::Guest("over the limit of 3 nested calls".into()))
    );
    let back = host.caller_for("q");
    let outcome = Arc::new(Mutex::new(None));
    let seen = outcome.clone();
    let inner = host.clone();
    host.add_native("q", move |_, operation, payload| {
        if operation == "BindActor" {
            return Ok(vec![]);
        }
        *seen.lock().unwrap() = Some(inner.get("next").unwrap().call("relay", &[2]));
        back("", "next", operation, payload)
    })
    .unwrap();
    host.add_actor("MB", &module(host.engine(), "interop/forward")).unwrap();
    host.bind("MB", "test:echo", "", "q", []).unwrap();
    assert!(host.get("MB").unwrap().call("relay", &[2]).is_err());
    let limit = CallError::Guest("over the limit of 3 nested calls".into());
    assert_eq!(outcome.lock().unwrap().take(), Some(Err(limit)));
    let deep = Limit { of: Resource::Depth, limit: 3 };
    assert_eq!(CallError::Limit(deep).into_text(), "over the limit of 3 nested calls");
}

/// Guests that each use most of their stack before they call the next one need many stacks in a row. Whatever the thread has, that
/// ends in an answer or in an error.
#[test]
fn deep_guests_in_a_row_do_not_exhaust_the_native_stack() {
    let host = host();
    let dig = module(host.engine(), "dig");
    let ids: Vec<_> = (0..16).map(|n| format!("M{n}")).collect();
    for id in &ids {
        host.add_provider(id, &dig).unwrap();
    }
    for pair in ids.windows(2) {
        host.bind(&pair[0], "next", "", &pair[1], []).unwrap();
    }
    // The last one calls the first, which is on another stack by then.
    let back = host.caller_for("back");
    let again = host.clone();
    host.add_native("back", move |_, operation, payload| match operation {
        "BindActor" => Ok(vec![]),
        "again" => again
            .get("M0")
            .unwrap()
            .call("stop", payload)
            .map(Into::into)
            .map_err(CallError::into_text),
        _ => back("", "M0", operation, payload),
    })
    .unwrap();
    for stack in [64 << 10, 256 << 10, 2 << 20, 16 << 20] {
        let first = host.get("M0").unwrap();
        let call = move || {
            assert_eq!(first.call("dig", b"").unwrap(), &b""[..]);
        };
        std::thread::Builder::new().stack_size(stack).spawn(call).unwrap().join().unwrap();
    }
    host.bind("M14", "next", "", "back", []).unwrap();
    for stack in [64 << 10, 2 << 20, 16 << 20] {
        let first = host.get("M0").unwrap();
        let call = move || {
            let outcome = first.call("again", b"");
            assert!(outcome.is_ok(), "{outcome:?}");
        };
        std::thread::Builder::new().stack_size(stack).spawn(call).unwrap().join().unwrap();
    }
}

#[test]
fn a_deadline_covers_the_chain() {
    let host = host_with(Limits { deadline: Duration::from_millis(200), ..Limits::default() });
    let forward = module(host.engine(), "interop/forward");
    let late = Err(CallError::Deadline(Duration::from_millis(200)));

    // A provider in a loop.
    let actor = host.add_actor("MA", &forward).unwrap();
    host.add_provider("loop", &module(host.engine(), "hostile/loop_in_call")).unwrap();
    host.add_native("slow", |_, operation, payload| {
        if operation != "BindActor" {
            std::thread::sleep(Duration::from_millis(u64::from(payload[0])));
        }
        Ok(payload.to_vec())
    })
    .unwrap();
    host.bind("MA", "test:echo", "", "loop", []).unwrap_err();
    host.bind("MA", "test:echo", "", "slow", []).unwrap();
    let start = Instant::now();
    assert_eq!(actor.call("ping", &[250]), late);
    assert!(start.elapsed() < Duration::from_secs(3));
    assert_eq!(actor.call("ping", &[0]).unwrap(), &[0][..]);

    // Three links in a chain, 120 ms each: the time is counted from the start of the first.
    let back = host.caller_for("both");
    host.add_native("both", move |_, operation, payload| {
        if operation == "BindActor" {
            return Ok(vec![]);
        }
        std::thread::sleep(Duration::from_millis(120));
        match payload {
            [0, ..] => Ok(vec![]),
            [n, rest @ ..] => back("", "MB", operation, &[&[n - 1], rest].concat()),
            [] => Err("empty".into()),
        }
    })
    .unwrap();
    let b = host.add_actor_pool("MB", &forward, 1).unwrap();
    host.bind("MB", "test:echo", "", "both", []).unwrap();
    b.call("x", &[0]).unwrap();
    let start = Instant::now();
    assert_eq!(b.call("x", &[5]), late);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    b.call("x", &[0]).unwrap();
}

#[test]
fn members_come_and_go() {
    let host = host();
    let echo = module(host.engine(), "interop/echo");
    let actor = host.add_actor("MA", &echo).unwrap();
    assert!(matches!(host.add_actor("MA", &echo), Err(CallError::Host(_))));
    assert!(matches!(host.get("MB"), Err(CallError::Host(_))));
    host.remove("MA").unwrap();
    assert_eq!(actor.call("x", b""), Err(CallError::Host("MA was removed".into())));
    host.add_actor("MA", &echo).unwrap();
    assert_eq!(host.get("MA").unwrap().call("x", b"y").unwrap(), "y");
}
