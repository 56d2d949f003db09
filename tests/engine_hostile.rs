//! Guests that try to break their host. Each is a file under fixtures/engine/hostile that says which of the host's duties it
//! tests (`item`) and what must come of it (`expect`); `BLESS=1` writes what came of it.
//!
//! Every guest answers an empty payload with nothing, and plays its trick on any other.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{CallError, Engine, Handle, Host, Limits, Module, NoHost};
use engine_support::{fixture, host_with, module};
use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf, thread, time::Duration};

struct Hostile {
    name: String,
    path: PathBuf,
    item: u32,
    expect: String,
}

fn all() -> Vec<Hostile> {
    let folder = format!("{}/fixtures/engine/hostile", env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let header = |key: &str| {
                let line = text.lines().find_map(|line| line.strip_prefix(key));
                line.unwrap_or_else(|| panic!("{}: no line `{key}`", path.display()))
                    .trim()
                    .to_owned()
            };
            Hostile {
                name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
                item: header(";; item:").parse().unwrap(),
                expect: header(";; expect:"),
                path,
            }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

const SHORT: Duration = Duration::from_millis(300);
/// For guests that keep to it, on a machine that is busy with other tests.
const LONG: Duration = Duration::from_secs(30);

/// A host with tight limits, an honest actor `good`, and what the guests call as `test:host`.
fn arena(deadline: Duration) -> (Host, Handle) {
    let host = host_with(Limits {
        memory: 32 << 20,
        payload: 1 << 20,
        table: 10_000,
        deadline,
        ..Limits::default()
    });
    host.add_native("native", |_, operation, payload| match operation {
        "echo" => Ok(payload.to_vec()),
        "huge" => Ok(vec![0; (1 << 20) + 1]),
        "pause" => {
            thread::sleep(Duration::from_micros(200));
            Ok(vec![])
        }
        "sleep" => {
            thread::sleep(Duration::from_millis(500));
            Ok(vec![])
        }
        "fail" => Err("no".into()),
        other => Err(format!("No handler registered for function {other}")),
    })
    .unwrap();
    let good = host.add_actor("good", &module(host.engine(), "interop/echo")).unwrap();
    (host, good)
}

/// Compiles the guest and adds it as the actor `me`.
fn enter(host: &Host, hostile: &Hostile, instances: usize) -> Result<Handle, CallError> {
    let module = Module::new(host.engine(), &wat::parse_file(&hostile.path).unwrap())?;
    let handle = host.add_actor_pool("me", &module, instances)?;
    host.bind("me", "test:host", "default", "native", [])?;
    Ok(handle)
}

/// The errors' variant and fields, on one line.
fn show<T>(outcome: Result<T, CallError>) -> String {
    match outcome {
        Ok(_) => "Ok".into(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn each_ends_in_its_error_and_a_good_call_follows() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    let (host, good) = arena(SHORT);
    for hostile in all() {
        let name = &hostile.name;
        let (at, outcome) = match enter(&host, &hostile, 1) {
            Err(error) => ("start", show::<()>(Err(error))),
            Ok(me) => {
                assert_eq!(
                    me.call("good", b"").as_deref(),
                    Ok(&b""[..]),
                    "{name}: a good call before"
                );
                let outcome = show(me.call("bad", b"!"));
                assert_eq!(
                    me.call("good", b"").as_deref(),
                    Ok(&b""[..]),
                    "{name}: a good call afterwards"
                );
                assert_eq!(
                    show(me.call("bad", b"!")),
                    outcome,
                    "{name}: the trick for a second time"
                );
                assert_eq!(
                    me.call("good", b"").as_deref(),
                    Ok(&b""[..]),
                    "{name}: another good call"
                );
                ("call", outcome)
            }
        };
        if host.get("me").is_ok() {
            host.remove("me").unwrap();
        }
        assert_eq!(
            good.call("x", name.as_bytes()).unwrap(),
            name.as_bytes(),
            "{name}: others go on"
        );
        let found = format!("{at}: {outcome}");
        if found != hostile.expect {
            if bless {
                let text = fs::read_to_string(&hostile.path).unwrap();
                let old = format!(";; expect: {}", hostile.expect);
                let old = old.trim_end();
                fs::write(&hostile.path, text.replacen(old, &format!(";; expect: {found}"), 1))
                    .unwrap();
            } else {
                writeln!(wrong, "{name}\n  expected {}\n  found    {found}", hostile.expect)
                    .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}BLESS=1 writes what was found into the fixtures");
}

#[test]
fn every_duty_has_its_guests() {
    let mut items: BTreeMap<u32, u32> = BTreeMap::new();
    for hostile in all() {
        *items.entry(hostile.item).or_default() += 1;
    }
    assert!(items.values().sum::<u32>() >= 40, "{items:?}");
    assert!((1..=8).all(|item| items.get(&item).is_some_and(|count| *count >= 3)), "{items:?}");
}

/// Four threads play the tricks and make good calls at the same time; nobody's answer is another's.
#[test]
fn tricks_do_not_spill_over_to_other_callers() {
    let (host, good) = arena(LONG);
    for hostile in all() {
        // These would take their time, over and over.
        if hostile.expect.contains("Deadline") || hostile.expect.starts_with("start") {
            continue;
        }
        let me = enter(&host, &hostile, 2).unwrap();
        let alone = [&b"!"[..], b"!!", b""].map(|payload| show(me.call("bad", payload)));
        thread::scope(|scope| {
            for caller in 0..4u32 {
                let (me, good, alone, name) = (&me, &good, &alone, &hostile.name);
                scope.spawn(move || {
                    for round in 0..20u32 {
                        let number = (caller << 16 | round).to_le_bytes();
                        assert_eq!(good.call("x", &number).unwrap(), &number[..], "{name}: others");
                        for (payload, expected) in [&b"!"[..], b"!!", b""].into_iter().zip(alone) {
                            assert_eq!(&show(me.call("bad", payload)), expected, "{name}");
                        }
                    }
                });
            }
        });
        host.remove("me").unwrap();
    }
}

/// The guests of the third duty answer with their payload, if they answer: it is the caller's own.
#[test]
fn answers_are_not_crossed() {
    let (host, _) = arena(LONG);
    for hostile in all().into_iter().filter(|hostile| hostile.item == 3) {
        let me = enter(&host, &hostile, 2).unwrap();
        thread::scope(|scope| {
            for caller in 0..8u8 {
                let (me, name) = (&me, &hostile.name);
                scope.spawn(move || {
                    for round in 0..50u8 {
                        let payload = vec![
                            caller.wrapping_mul(31).wrapping_add(round);
                            2 + usize::from(caller) * 2
                        ];
                        assert_eq!(me.call("x", &payload).unwrap(), payload, "{name}");
                    }
                });
            }
        });
        host.remove("me").unwrap();
    }
}

/// What a guest remembers is gone after a trap, and stays after an error.
#[test]
fn a_broken_instance_is_not_used_again() {
    let (host, _) = arena(SHORT);
    for hostile in all().into_iter().filter(|hostile| hostile.item == 7) {
        let me = enter(&host, &hostile, 1).unwrap();
        let name = &hostile.name;
        for count in 1..=3u8 {
            assert_eq!(me.call("count", b"x").unwrap(), &[count][..], "{name}");
        }
        me.call("bad", b"!").unwrap_err();
        let expected = if name == "count_then_fail" { 5 } else { 1 };
        assert_eq!(me.call("count", b"x").unwrap(), &[expected][..], "{name}");
        host.remove("me").unwrap();
    }
}

/// Whatever does not start, or is not well, does not replace what serves.
#[test]
fn a_broken_replacement_changes_nothing() {
    let (host, good) = arena(SHORT);
    let mut refused = 0;
    for hostile in all() {
        let bytes = wat::parse_file(&hostile.path).unwrap();
        let unwell = hostile.name.starts_with("replacement_");
        if unwell || hostile.expect.starts_with("start") {
            let outcome = host.replace_bytes("good", &bytes);
            assert!(outcome.is_err(), "{}", hostile.name);
            refused += 1;
        }
        assert_eq!(good.call("x", b"still here").unwrap(), "still here", "{}", hostile.name);
    }
    for bytes in [&b""[..], b"\0asm", b"hello", b"\0asm\x0d\0\x01\0"] {
        assert!(matches!(host.replace_bytes("good", bytes), Err(CallError::Link(_))));
        assert_eq!(good.call("x", b"still here").unwrap(), "still here");
    }
    assert!(refused >= 20, "{refused} broken replacements");
}

#[test]
fn not_a_module() {
    let engine = Engine::with_limits(Limits { module: 10_000, ..Limits::default() }).unwrap();
    let echo = fixture("interop/echo");
    for length in 0..echo.len() {
        match Module::new(&engine, &echo[..length]) {
            Err(error) => {
                assert!(matches!(error, CallError::Link(_)), "the first {length} bytes: {error:?}")
            }
            // What is missing is the table of names only.
            Ok(module) => drop(module.instantiate(NoHost).unwrap()),
        }
    }
    for at in 0..echo.len() {
        for bit in 0..8 {
            let mut bytes = echo.clone();
            bytes[at] ^= 1 << bit;
            // Some are modules still; they must not break anything.
            if let Ok(module) = Module::new(&engine, &bytes)
                && let Ok(mut guest) = module.instantiate(NoHost)
            {
                let _ = guest.call("x", b"y");
            }
        }
    }
    let outcome = Module::new(&engine, &vec![0; 10_001]);
    assert_eq!(show(outcome), "Limit(Limit { of: Module, limit: 10000 })");
}
