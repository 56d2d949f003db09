//! What happens to a host from within its own calls: providers that change it, break in it, or take their time.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{
    Backoff, CallError, Caller, Engine, Grants, Health, Host, Limit, Limits, NoHost, Resource,
};
use engine_support::{host, host_with, module};
use std::{
    panic,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// Far below the deadline of 5 s, and far above what anything here takes.
const SOON: Duration = Duration::from_secs(2);

/// A panic whose payload panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !thread::panicking() {
            panic!("the payload");
        }
    }
}

/// A panic that not even its payload's drop keeps from passing must not leave the outer call of the same guest with the inner one's
/// operation, payload and reply: those are gone.
#[test]
fn a_panic_in_a_nested_call_leaves_the_outer_one_as_it_was() {
    let host = host();
    let actor = host.add_actor_pool("MA", &module(host.engine(), "relay"), 1).unwrap();
    let again = actor.clone();
    let inner = Arc::new(Mutex::new(None));
    let seen = inner.clone();
    host.add_native("p", move |_, operation, payload| match payload {
        _ if operation == "BindActor" => Ok(vec![]),
        [1] => {
            let inner = || again.call("relay", &[9]).map(|_| ());
            let inner = panic::catch_unwind(panic::AssertUnwindSafe(inner));
            *seen.lock().unwrap() = inner.ok();
            Ok(vec![7])
        }
        [8] => panic::panic_any(Bomb),
        _ => Ok(payload.to_vec()),
    })
    .unwrap();
    host.bind("MA", "next", "", "p", []).unwrap();
    assert_eq!(actor.call("relay", &[2]).unwrap(), &[7, 2][..]);
    let text = "the provider panicked: without a text";
    assert_eq!(*inner.lock().unwrap(), Some(Err(CallError::Guest(text.into()))));
    assert_eq!(actor.call("relay", &[4]).unwrap(), &[3, 4][..]);
}

/// What came of an act, once it has come.
type Came = Arc<Mutex<Option<Result<(), CallError>>>>;

/// A host whose actor `MA` calls `act` by way of a native provider, and what came of that.
fn acting(act: impl Fn(&Host) -> Result<(), CallError> + Send + Sync + 'static) -> (Host, Came) {
    let host = host();
    let outcome = Arc::new(Mutex::new(None));
    let (inner, seen) = (Arc::new(OnceLock::<Host>::new()), outcome.clone());
    let host_of = inner.clone();
    host.add_native("native", move |_, operation, _| {
        if operation == "act" {
            let came = act(host_of.get().unwrap());
            *seen.lock().unwrap() = Some(came);
        }
        Ok(vec![])
    })
    .unwrap();
    assert!(inner.set(host.clone()).is_ok());
    let engine = host.engine();
    host.add_actor("MA", &module(engine, "interop/forward")).unwrap();
    host.add_actor("MB", &module(engine, "interop/forward")).unwrap();
    host.add_provider("p", &module(engine, "relay")).unwrap();
    host.bind("MA", "test:echo", "", "p", []).unwrap();
    host.bind("p", "next", "", "native", []).unwrap();
    (host, outcome)
}

/// Nobody waits for a call that cannot end before the waiting does.
#[track_caller]
fn acts_at_once(act: impl Fn(&Host) -> Result<(), CallError> + Send + Sync + 'static) -> Host {
    let (host, outcome) = acting(act);
    let start = Instant::now();
    let reply = host.get("MA").unwrap().call("act", &[1]);
    assert_eq!(outcome.lock().unwrap().take(), Some(Ok(())));
    assert_eq!(reply.unwrap(), &[1][..], "the call under way ends as it would");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    host
}

#[test]
fn who_is_stopped_by_its_own_call_ends_it() {
    for id in ["MA", "p"] {
        let host = acts_at_once(move |host| host.stop(id));
        host.start(id).unwrap();
        assert_eq!(host.get("MA").unwrap().call("x", &[0]).unwrap(), &[0][..]);
    }
}

#[test]
fn who_is_bound_and_unbound_by_its_own_call_is_told() {
    let host = acts_at_once(|host| {
        host.bind("MB", "test:echo", "", "p", [("url", "one")])?;
        host.unbind("MB", "test:echo", "")?;
        host.bind("MB", "test:echo", "again", "p", [])
    });
    assert_eq!(host.call_as("MB", "again", "test:echo", "x", &[0]).unwrap(), &[0][..]);
}

#[test]
fn who_is_asked_for_its_health_by_its_own_call_goes_on() {
    acts_at_once(|host| {
        for id in ["MA", "p"] {
            assert_eq!(host.check_health(id, Backoff::default())?, Health::Well);
        }
        Ok(())
    });
}

#[test]
fn who_is_removed_or_replaced_by_its_own_call_ends_it() {
    for id in ["MA", "p"] {
        let host = acts_at_once(move |host| host.remove(id));
        assert!(host.get(id).is_err());
        let host = acts_at_once(move |host| host.replace(id, &module(host.engine(), "relay")));
        assert_eq!(host.get(id).unwrap().call("x", &[0]).unwrap(), &[0][..]);
    }
}

/// Calls that have the provider want instances of actors whose calls want the provider: none of them goes on alone.
#[test]
fn calls_within_calls_do_not_wait_for_each_other() {
    let host = host();
    let relay = module(host.engine(), "relay");
    const ACTORS: [&str; 2] = ["MA", "MB"];
    host.add_provider("p", &relay).unwrap();
    for id in ACTORS {
        host.add_actor_pool(id, &relay, 2).unwrap();
        host.bind(id, "next", "", "p", []).unwrap();
    }
    let (back, turn) = (host.caller_for("native"), AtomicUsize::new(0));
    host.add_native("native", move |_, operation, payload| {
        if operation == "BindActor" {
            return Ok(vec![]);
        }
        // Time for others to take what is left.
        thread::sleep(Duration::from_micros(50));
        back("", ACTORS[turn.fetch_add(1, Ordering::Relaxed) % 2], operation, payload)
    })
    .unwrap();
    host.bind("p", "next", "", "native", []).unwrap();
    thread::scope(|scope| {
        for thread in 0..8 {
            let actor = host.get(ACTORS[thread % 2]).unwrap();
            scope.spawn(move || {
                for _ in 0..100 {
                    assert_eq!(actor.call("relay", &[2]).unwrap(), &[0, 1, 2][..]);
                }
            });
        }
    });
}

/// What is removed leaves no instance behind, not even in a call that is under way, and for whoever still has a handle.
#[test]
fn who_is_removed_leaves_room() {
    let limits = Limits { instances: 2, ..Limits::default() };
    let host = host_with(limits);
    let engine = host.engine();
    let inner = Arc::new(OnceLock::<Host>::new());
    let host_of = inner.clone();
    host.add_native("native", move |_, operation, payload| {
        if operation == "remove" {
            host_of.get().unwrap().remove("MA").map_err(CallError::into_text)?;
        }
        Ok(payload.to_vec())
    })
    .unwrap();
    assert!(inner.set(host.clone()).is_ok());
    let forward = module(engine, "interop/forward");
    let actor = host.add_actor("MA", &forward).unwrap();
    host.bind("MA", "test:echo", "", "native", []).unwrap();
    let first = forward.instantiate(NoHost).unwrap();
    assert_eq!(actor.call("remove", b"x").unwrap(), "x");
    let second = forward.instantiate(NoHost).unwrap();
    drop((first, second));
    assert!(actor.call("x", b"").is_err());
}

/// An actor that is removed while it is bound is not bound, and its provider knows that.
#[test]
fn who_is_removed_while_it_is_bound_is_not_bound() {
    let host = host();
    let inner = Arc::new(OnceLock::<Host>::new());
    let told = Arc::new(Mutex::new(Vec::new()));
    let (host_of, seen) = (inner.clone(), told.clone());
    host.add_native("p", move |_, operation, _| {
        seen.lock().unwrap().push(operation.to_owned());
        if operation == "BindActor" {
            host_of.get().unwrap().remove("MA").map_err(CallError::into_text)?;
        }
        Ok(vec![])
    })
    .unwrap();
    assert!(inner.set(host.clone()).is_ok());
    host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    let removed = Err(CallError::Host("MA was removed".into()));
    assert_eq!(host.bind("MA", "test:echo", "", "p", []), removed);
    assert_eq!(*told.lock().unwrap(), ["BindActor", "RemoveActor"]);
}

/// Native code cannot be stopped, but it can be waited for.
#[test]
fn a_native_provider_is_stopped_when_its_calls_have_ended() {
    let host = host();
    let (enter, entered) = mpsc::channel();
    let over = Arc::new(AtomicBool::new(false));
    let ended = over.clone();
    let provider = host
        .add_native("p", move |_, _, _| {
            enter.send(()).unwrap();
            thread::sleep(Duration::from_millis(100));
            ended.store(true, Ordering::Release);
            Ok(vec![])
        })
        .unwrap();
    thread::scope(|scope| {
        let call = scope.spawn(|| provider.call("x", b""));
        entered.recv().unwrap();
        host.stop("p").unwrap();
        assert!(over.load(Ordering::Acquire), "the call under way had not ended");
        call.join().unwrap().unwrap();
    });
}

/// The time is counted from the first call, also if that is one of a native provider.
#[test]
fn a_deadline_covers_a_chain_that_starts_in_native_code() {
    let deadline = Duration::from_millis(400);
    let host = host_with(Limits { deadline, ..Limits::default() });
    host.add_actor("MA", &module(host.engine(), "hostile/loop_in_call")).unwrap();
    let back = host.caller_for("p");
    let provider = host
        .add_native("p", move |_, _, payload| {
            thread::sleep(Duration::from_millis(300));
            back("", "MA", "x", payload)
        })
        .unwrap();
    let start = Instant::now();
    let late = CallError::Deadline(deadline).into_text();
    assert_eq!(provider.call("x", b"!"), Err(CallError::Host(late)));
    assert!(start.elapsed() < Duration::from_millis(650), "{:?}", start.elapsed());
}

/// What a guest named is in the text of the error that it gets, but not more of it than an error's text may have.
#[test]
fn an_error_for_a_guest_is_no_longer_than_a_text_may_be() {
    let limits = Limits { text: 1_000, ..Limits::default() };
    let host = Host::new(&Engine::with_limits(limits).unwrap(), Grants::new());
    let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
    let Err(CallError::Guest(text)) = actor.call(&"é".repeat(2_000), b"") else {
        panic!("another error");
    };
    assert!(text.starts_with("denied: MA may not call éé"), "{text}");
    assert!((998..=1_000).contains(&text.len()), "{} bytes", text.len());
}

/// A supervisor may end in its own thread: where a provider drops it that it asks for its health.
#[test]
fn a_supervisor_may_be_dropped_by_whom_it_asks() {
    let host = host();
    let supervisor = Arc::new(Mutex::new(None));
    let (dropped, end) = mpsc::channel();
    let held = supervisor.clone();
    host.add_native("p", move |_, operation, _| {
        if operation == "HealthRequest" {
            drop(held.lock().unwrap().take());
            dropped.send(()).unwrap();
        }
        Ok(vec![])
    })
    .unwrap();
    let mut held = supervisor.lock().unwrap();
    *held = Some(host.supervise(Duration::from_millis(1), Backoff::default()).unwrap());
    drop(held);
    end.recv_timeout(SOON).expect("the provider goes on");
    assert_eq!(end.recv_timeout(Duration::from_millis(50)), Err(mpsc::RecvTimeoutError::Timeout));
}

/// Where there is no address space for a pool, the limit of instances holds nevertheless.
#[test]
fn instances_have_a_limit_without_a_pool() {
    // No pool has room for such tables.
    let limits = Limits { instances: 2, table: 1 << 46, ..Limits::default() };
    let engine = Engine::with_limits(limits).unwrap();
    let echo = module(&engine, "interop/echo");
    let mut first = echo.instantiate(NoHost).unwrap();
    let second = echo.instantiate(NoHost).unwrap();
    let limit = CallError::Limit(Limit { of: Resource::Instances, limit: 2 });
    assert_eq!(echo.instantiate(NoHost).unwrap_err(), limit);
    assert_eq!(first.call("echo", b"x").unwrap(), "x");
    drop(second);
    let broken = module(&engine, "hostile/unreachable_in_start_section");
    for _ in 0..4 {
        assert!(matches!(broken.instantiate(NoHost), Err(CallError::Trap(_))));
    }
    echo.instantiate(NoHost).unwrap();
}

/// The ids by which providers know the host itself, and nobody, are no member's.
#[test]
fn nobody_is_called_like_the_host() {
    let host = host();
    let echo = module(host.engine(), "interop/echo");
    for id in ["", "system"] {
        let text = format!("{id:?} is no id for an actor or a provider");
        assert_eq!(host.add_actor(id, &echo).unwrap_err(), CallError::Host(text.clone()));
        let native = |_: &Caller<'_>, _: &str, _: &[u8]| Ok(vec![]);
        assert_eq!(host.add_native(id, native).unwrap_err(), CallError::Host(text));
    }
}
