//! Many threads, many calls, many replacements: nothing is lost, crossed, run twice or leaked.
#![cfg(feature = "conformance")]

mod engine_support;

use contractc::engine::{CallError, Host, Limits, Module, Resource};
use engine_support::{fixture, host, host_with, module};
use std::{
    fs,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// These tests measure memory and use all processors: one at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the long versions are asked for, which take some minutes.
fn everything() -> bool {
    std::env::var_os("CONTRACTC_ALL").is_some()
}

/// What the guest `count` computes.
fn computed(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number >> 7)
}

/// A native provider that counts how often it gets each number.
struct Tally(Arc<[AtomicU8]>);

impl Tally {
    fn new(host: &Host, id: &str, numbers: usize) -> Self {
        let counts: Arc<[AtomicU8]> = (0..numbers).map(|_| AtomicU8::new(0)).collect();
        let tally = counts.clone();
        host.add_native(id, move |_, operation, payload| {
            if operation == "count" {
                let number = u64::from_le_bytes(payload.try_into().map_err(|_| "not a number")?);
                tally[usize::try_from(number).unwrap()].fetch_add(1, Ordering::Relaxed);
            }
            Ok(vec![])
        })
        .unwrap();
        Self(counts)
    }

    /// How many numbers came once; no number came more often.
    fn once(&self) -> usize {
        let counts = self.0.iter().map(|count| count.load(Ordering::Relaxed));
        counts
            .inspect(|count| assert!(*count <= 1, "a number came {count} times"))
            .filter(|count| *count == 1)
            .count()
    }
}

#[test]
fn no_answer_is_crossed_or_lost_under_64_threads() {
    let _alone = alone();
    const THREADS: u64 = 64;
    const CALLS: u64 = 10_000;
    let host = host_with(Limits { deadline: Duration::from_secs(60), ..Limits::default() });
    let actor = host.add_actor("MA", &module(host.engine(), "count")).unwrap();
    let tally = Tally::new(&host, "tally", (THREADS * CALLS) as usize);
    host.bind("MA", "count", "default", "tally", []).unwrap();
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let actor = &actor;
            scope.spawn(move || {
                let mut reply = Vec::new();
                for call in 0..CALLS {
                    let number = thread * CALLS + call;
                    actor.call_into("x", &number.to_le_bytes(), &mut reply).unwrap();
                    assert_eq!(reply[..8], computed(number).to_le_bytes());
                }
            });
        }
    });
    assert_eq!(tally.once() as u64, THREADS * CALLS);
}

/// The guest `count` with a number of its own.
fn numbered(number: usize) -> Vec<u8> {
    let text =
        fs::read_to_string(format!("{}/fixtures/engine/count.wat", env!("CARGO_MANIFEST_DIR")))
            .unwrap();
    let text = text.replace("(i64.const 0)) ;; NUMBER", &format!("(i64.const {number}))"));
    wat::parse_str(text).unwrap()
}

const BROKEN: [&str; 5] = [
    "unreachable_in_start_section",
    "exit_in_start",
    "no_guest_call",
    "replacement_that_traps_when_asked",
    "replacement_that_is_not_healthy",
];

/// Resident memory in KiB, where the system says.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

/// 100,000 replacements of an actor, or of a provider behind an actor, under the load of 8 threads: 90 good modules and 10 broken
/// ones take turns.
fn replace_under_load(replaced: &str, actor: &str) {
    let replacements: u64 = if everything() { 100_000 } else { 10_000 };
    const GOOD: u64 = 90;
    const THREADS: u64 = 8;
    const NUMBERS: u64 = 8_000_000;
    let host = host_with(Limits { deadline: Duration::from_secs(60), ..Limits::default() });
    let good: Vec<Module> = (0..GOOD)
        .map(|number| Module::new(host.engine(), &numbered(number as usize)).unwrap())
        .collect();
    let broken: Vec<Vec<u8>> = (0..10)
        .map(|n| match n {
            0..5 => fixture(&format!("hostile/{}", BROKEN[n])),
            _ => numbered(1000 + n)[..100 + n].to_vec(),
        })
        .collect();
    let broken_modules: Vec<Option<Module>> =
        broken.iter().map(|bytes| Module::new(host.engine(), bytes).ok()).collect();
    let tally = Tally::new(&host, "tally", NUMBERS as usize);
    if replaced == actor {
        host.add_actor(actor, &good[0]).unwrap();
    } else {
        host.add_actor(actor, &module(host.engine(), "interop/forward")).unwrap();
        host.add_provider(replaced, &good[0]).unwrap();
        host.bind(actor, "test:echo", "", replaced, []).unwrap();
    }
    host.bind(replaced, "count", "", "tally", []).unwrap();

    // How many replacements have begun, and how many have ended well.
    let (begun, ended) = (AtomicU64::new(0), AtomicU64::new(0));
    let (next, finished) = (AtomicU64::new(0), AtomicBool::new(false));
    let called = host.get(actor).unwrap();
    let mut memory = [None; 2];
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let (called, begun, ended, next, finished) =
                (&called, &begun, &ended, &next, &finished);
            scope.spawn(move || {
                let mut reply = Vec::new();
                while !finished.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= NUMBERS {
                        next.fetch_sub(1, Ordering::Relaxed);
                        thread::sleep(Duration::from_millis(1));
                        continue;
                    }
                    let earliest = ended.load(Ordering::SeqCst);
                    called.call_into("x", &number.to_le_bytes(), &mut reply).unwrap();
                    let latest = begun.load(Ordering::SeqCst);
                    assert_eq!(reply[..8], computed(number).to_le_bytes());
                    // It was answered by a module that served between the call's start and its end.
                    let module = u64::from_le_bytes(reply[8..].try_into().unwrap());
                    assert!(
                        (earliest..=latest).any(|version| version % GOOD == module),
                        "module {module} answered between versions {earliest} and {latest}"
                    );
                    // Some time for the one who replaces: the processors are fewer than the threads.
                    thread::sleep(Duration::from_micros(50));
                }
            });
        }
        let mut version = 0;
        for replacement in 1..=replacements {
            if replacement % 10 == 0 {
                let which = (replacement / 10 % 10) as usize;
                let outcome = match &broken_modules[which] {
                    Some(module) => host.replace(replaced, module),
                    None => host.replace_bytes(replaced, &broken[which]),
                };
                assert!(outcome.is_err(), "broken module {which}");
            } else {
                version += 1;
                begun.store(version, Ordering::SeqCst);
                let module = (version % GOOD) as usize;
                // Now and then one that has to be compiled first.
                match replacement % 500 {
                    1 => host.replace_bytes(replaced, &numbered(module)).unwrap(),
                    _ => host.replace(replaced, &good[module]).unwrap(),
                }
                ended.store(version, Ordering::SeqCst);
            }
            match replacement {
                1_000 => memory[0] = resident(),
                _ if replacement == replacements => memory[1] = resident(),
                _ => {}
            }
        }
        finished.store(true, Ordering::Relaxed);
    });
    let calls = next.load(Ordering::Relaxed).min(NUMBERS);
    assert_eq!(tally.once() as u64, calls, "each call ran once");
    assert!(calls >= replacements, "only {calls} calls were made meanwhile");
    println!("{calls} calls under {replacements} replacements of {replaced}");
    compare("replacements", [1_000, replacements], memory);
}

/// Resident memory after many rounds is within 5 % of that after a few.
fn compare(what: &str, [few, many]: [u64; 2], memory: [Option<u64>; 2]) {
    let [Some(early), Some(late)] = memory else {
        println!("SKIPPED: this system does not tell the resident memory");
        return;
    };
    println!("{early} KiB after {few} {what}, {late} KiB after {many}");
    assert!(late <= early + early / 20, "{early} KiB grew to {late} KiB");
}

#[test]
fn an_actor_is_replaced_under_load() {
    let _alone = alone();
    replace_under_load("MA", "MA");
}

#[test]
fn a_provider_is_replaced_under_load() {
    let _alone = alone();
    replace_under_load("p", "MA");
}

/// However often guests play their tricks, nothing of them stays: no instance, and no memory.
#[test]
fn hostile_guests_leave_nothing_behind() {
    let _alone = alone();
    let limits = Limits {
        memory: 32 << 20,
        payload: 1 << 20,
        table: 10_000,
        deadline: Duration::from_millis(20),
        // One that stays would be missed soon.
        instances: 4,
        ..Limits::default()
    };
    let host = host_with(limits);
    host.add_native("native", |_, operation, payload| match operation {
        "huge" => Ok(vec![0; (1 << 20) + 1]),
        "fail" => Err("no".into()),
        _ => Ok(payload.to_vec()),
    })
    .unwrap();
    let good = host.add_actor_pool("good", &module(host.engine(), "interop/echo"), 1).unwrap();
    let folder = format!("{}/fixtures/engine/hostile", env!("CARGO_MANIFEST_DIR"));
    let mut guests: Vec<(bool, Module)> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let slow = fs::read_to_string(&path).unwrap().contains("Deadline(");
        if let Ok(module) = Module::new(host.engine(), &wat::parse_file(&path).unwrap()) {
            guests.push((slow, module));
        }
    }
    assert!(guests.len() > 60, "{} guests", guests.len());
    const ROUNDS: u32 = 400;
    let mut memory = [None; 2];
    for round in 1..=ROUNDS {
        for (slow, module) in &guests {
            // Those that have to be stopped take their time.
            if *slow && round % 20 != 0 {
                continue;
            }
            if let Ok(me) = host.add_actor_pool("me", module, 1) {
                let _ = host.bind("me", "test:host", "", "native", []);
                let _ = me.call("bad", b"!");
                host.remove("me").unwrap();
            }
        }
        // A busy machine may take this call's time away; what must not be is that there is no room.
        match good.call("x", b"still here") {
            Ok(reply) => assert_eq!(reply, "still here"),
            Err(error) => assert!(matches!(error, CallError::Deadline(_)), "{error}"),
        }
        match round {
            40 => memory[0] = resident(),
            ROUNDS => memory[1] = resident(),
            _ => {}
        }
    }
    compare("rounds", [40, u64::from(ROUNDS)], memory);
}

#[test]
fn calls_to_what_is_stopped_wait() {
    let _alone = alone();
    let host =
        host_with(Limits { queue: 4, deadline: Duration::from_secs(2), ..Limits::default() });
    let actor = host.add_actor_pool("MA", &module(host.engine(), "interop/forward"), 8).unwrap();
    host.add_provider("wasm", &module(host.engine(), "interop/echo")).unwrap();
    host.add_native("native", |_, _, payload| Ok(payload.to_vec())).unwrap();
    for id in ["wasm", "native"] {
        host.bind("MA", "test:echo", "", id, []).unwrap();
        let provider = host.get(id).unwrap();
        host.stop(id).unwrap();
        thread::scope(|scope| {
            let calls: Vec<_> = (0..4u8)
                .map(|n| {
                    let actor = &actor;
                    scope.spawn(move || actor.call("x", &[n]))
                })
                .collect();
            while provider.waiting() < 4 {
                thread::sleep(Duration::from_millis(1));
            }
            // A fifth finds the queue full.
            assert_eq!(
                actor.call("x", b"5"),
                Err(CallError::Guest("over the limit of 4 waiting calls".into()))
            );
            let full = provider.call("x", b"6").unwrap_err();
            assert!(
                matches!(full, CallError::Limit(limit) if limit.of == Resource::Queue && limit.limit == 4)
            );
            host.start(id).unwrap();
            for (n, call) in calls.into_iter().enumerate() {
                assert_eq!(call.join().unwrap().unwrap(), &[n as u8][..]);
            }
        });
        // Nobody waits for longer than the deadline.
        host.stop(id).unwrap();
        let start = Instant::now();
        assert_eq!(provider.call("x", b""), Err(CallError::Deadline(Duration::from_secs(2))));
        assert!(
            start.elapsed() >= Duration::from_millis(1900)
                && start.elapsed() < Duration::from_secs(10)
        );
        assert_eq!(provider.waiting(), 0);
        host.start(id).unwrap();
        assert_eq!(provider.call("x", b"y").unwrap(), "y");
    }
}

#[test]
fn what_is_stopped_starts_with_another_module() {
    let _alone = alone();
    let host = host();
    let provider =
        host.add_provider("p", &module(host.engine(), "hostile/count_then_trap")).unwrap();
    assert_eq!(provider.call("x", b"x").unwrap(), &[1][..]);
    assert_eq!(provider.call("x", b"x").unwrap(), &[2][..]);
    host.stop("p").unwrap();
    host.start("p").unwrap();
    assert_eq!(provider.call("x", b"x").unwrap(), &[1][..], "a new instance");
    host.stop("p").unwrap();
    host.replace("p", &module(host.engine(), "interop/echo")).unwrap();
    let waiting = thread::spawn({
        let provider = provider.clone();
        move || provider.call("x", b"new")
    });
    while provider.waiting() == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    host.start("p").unwrap();
    assert_eq!(waiting.join().unwrap().unwrap(), "new");
}
