//! Members that are not well are made anew, though not time and again.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{Backoff, CallError, Handle, Health, Limits};
use engine_support::{host, host_with, module};
use std::{
    thread,
    time::{Duration, Instant},
};

const BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(400), most: Duration::from_millis(600) };

/// Makes the guest `moody` complain.
fn tire(actor: &Handle) {
    while actor.call("x", b"").unwrap()[0] < 3 {}
}

#[test]
fn who_complains_is_made_anew_with_growing_pauses() {
    let host = host();
    let actor = host.add_actor_pool("MA", &module(host.engine(), "moody"), 1).unwrap();
    assert_eq!(host.check_health("MA", BACKOFF), Ok(Health::Well));
    let restarted = Ok(Health::Restarted(vec!["tired!".into()]));
    for pause in [400, 600, 600] {
        tire(&actor);
        assert_eq!(host.check_health("MA", BACKOFF), restarted);
        assert_eq!(actor.call("x", b"").unwrap(), &[1][..], "a new instance");
        // It is left alone for a while, however bad it feels.
        tire(&actor);
        let Ok(Health::Waiting(left)) = host.check_health("MA", BACKOFF) else {
            panic!("no pause");
        };
        assert!(
            left <= Duration::from_millis(pause) && left > Duration::from_millis(pause - 390),
            "{left:?}"
        );
        assert_eq!(actor.call("x", b"").unwrap(), &[4][..], "the same instance");
        thread::sleep(left + Duration::from_millis(1));
    }
    assert_eq!(host.check_health("MA", BACKOFF), restarted);
    // Once it is found well, all is forgiven.
    thread::sleep(Duration::from_millis(601));
    assert_eq!(host.check_health("MA", BACKOFF), Ok(Health::Well));
    tire(&actor);
    assert_eq!(host.check_health("MA", BACKOFF), restarted);
    let Ok(Health::Waiting(left)) = host.check_health("MA", BACKOFF) else {
        panic!("no pause");
    };
    assert!(left <= Duration::from_millis(400));
    assert!(matches!(host.check_health("MB", BACKOFF), Err(CallError::Host(_))));
}

#[test]
fn who_traps_hangs_or_fails_is_made_anew() {
    let host = host_with(Limits { deadline: Duration::from_millis(500), ..Limits::default() });
    for (guest, complaint) in [
        ("replacement_that_traps_when_asked", "the guest trapped: unreachable code was reached"),
        ("replacement_that_hangs_when_asked", "the call took longer than 500ms"),
        ("replacement_that_fails_when_asked", "not today"),
        ("replacement_that_is_not_healthy", "no coffee"),
    ] {
        let actor =
            host.add_actor("MA", &module(host.engine(), &format!("hostile/{guest}"))).unwrap();
        actor.call("x", b"hello").unwrap();
        let health = host.check_health("MA", BACKOFF);
        assert_eq!(health, Ok(Health::Restarted(vec![complaint.into()])), "{guest}");
        assert_eq!(actor.call("x", b"hello").unwrap(), "hello", "{guest}");
        host.remove("MA").unwrap();
    }
}

/// Guests of other hosts may not know the question; that is not an illness.
#[test]
fn who_does_not_know_the_question_is_well() {
    let host = host();
    host.add_native("p", |_, operation, _| {
        Err(format!("No handler registered for function {operation}"))
    })
    .unwrap();
    host.add_native("ill", |_, _, _| Err("I am ill".into())).unwrap();
    assert_eq!(host.check_health("p", BACKOFF), Ok(Health::Well));
    assert_eq!(host.check_health("ill", BACKOFF), Ok(Health::Restarted(vec!["I am ill".into()])));
}

#[test]
fn a_supervisor_sees_to_all_members() {
    let host = host();
    let moody = module(host.engine(), "moody");
    let actors = ["MA", "MB"].map(|id| host.add_actor_pool(id, &moody, 1).unwrap());
    actors.iter().for_each(tire);
    let supervisor = host.supervise(Duration::from_millis(5), BACKOFF).unwrap();
    let start = Instant::now();
    for actor in &actors {
        // A new instance counts from 1 again; the old one would go on to 4 and more.
        while actor.call("x", b"").unwrap()[0] > 3 {
            assert!(start.elapsed() < Duration::from_secs(20));
            thread::sleep(Duration::from_millis(1));
        }
    }
    drop(supervisor);
    actors.iter().for_each(tire);
    thread::sleep(Duration::from_millis(30));
    assert!(
        actors.iter().all(|actor| actor.call("x", b"").unwrap()[0] > 3),
        "nobody looks any more"
    );
}
