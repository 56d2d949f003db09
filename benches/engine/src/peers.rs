//! The same guests under three hosts: ours as a user gets it, the stock one, a minimal one.

use crate::{
    measure::{Pair, Row, calls_in, median, pair, time},
    minimal,
};
use contractc::engine::{Engine, Everything, Handle, Host, Module, NoHost};
use std::{hint::black_box, thread, time::Instant};
use wapc::WapcHost;
use wasmtime_provider::{EpochDeadlines, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};

/// Guests that every host gets.
pub struct Guests {
    pub name: &'static str,
    pub echo: Vec<u8>,
    /// Nearly all of an echo's time is the host's. Of a guest that takes its own time, no host can save much: a limit against another
    /// host would measure the guest.
    pub bare: bool,
}

pub struct Ours {
    pub host: Host,
}

impl Ours {
    pub fn new() -> Self {
        Self { host: Host::new(&Engine::new().expect("an engine"), Everything) }
    }

    pub fn actor(&self, id: &str, wasm: &[u8]) -> Handle {
        let module = Module::named(self.host.engine(), id, wasm).expect("a guest");
        self.host.add_actor(id, &module).expect("an actor")
    }
}

/// As its documentation advises for untrusted guests: with deadlines.
const EPOCHS: EpochDeadlines = EpochDeadlines { wapc_init: 500, wapc_func: 500 };

fn stock_pre(wasm: &[u8]) -> WasmtimeEngineProviderPre {
    let mut config = wasmtime::Config::new();
    config.epoch_interruption(true);
    let engine = wasmtime::Engine::new(&config).expect("an engine");
    WasmtimeEngineProviderBuilder::new()
        .engine(engine)
        .module_bytes(wasm)
        .enable_epoch_interruptions(EPOCHS)
        .build_pre()
        .expect("a guest")
}

fn stock(pre: &WasmtimeEngineProviderPre) -> WapcHost {
    let provider = pre.rehydrate(Some(EPOCHS)).expect("a provider");
    WapcHost::new(Box::new(provider), Some(Box::new(|_, _, _, _, payload| Ok(payload.to_vec()))))
        .expect("a host")
}

const LONGEST: usize = 1 << 20;
const SIZES: [(usize, &str, f64); 4] = [
    (16, "16 B", 3.5),
    (1 << 10, "1 KiB", 3.5),
    (64 << 10, "64 KiB", 6.5),
    (LONGEST, "1 MiB", 3.0),
];

pub fn echo(guests: &[Guests], rows: &mut Vec<Row>) {
    let mut between = vec![0; LONGEST];
    for Guests { name, echo, bare } in guests {
        let ours = Ours::new();
        let actor = ours.actor("MECHO", echo);
        let stock = stock(&stock_pre(echo));
        let pre = minimal::prepare(&minimal::engine().expect("an engine"), echo).expect("a guest");
        let mut minimal = minimal::Host::new(&pre, <[u8]>::to_vec).expect("a host");
        for (size, text, times) in SIZES {
            let payload = vec![7; size];
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let batch = if size > 100_000 { 3.0 } else { 1.0 };
            let against = pair(
                || actor.call_into("echo", &payload, &mut a).expect("an echo"),
                || drop(black_box(stock.call("echo", &payload).expect("an echo"))),
                batch,
            );
            rows.push(Row::new(
                format!("echo of {text}, {name}, against wapc"),
                against,
                bare.then_some(1.0 / times),
            ));
            let against = pair(
                || actor.call_into("echo", &payload, &mut a).expect("an echo"),
                || minimal.call_into("echo", &payload, &mut b).expect("an echo"),
                batch,
            );
            assert!(a == payload && b == payload);
            rows.push(Row::new(
                format!("echo of {text}, {name}, against a minimal host"),
                against,
                Some(1.1),
            ));
            if *bare && size == LONGEST {
                // What this processor takes for the two copies that the ABI asks of every host, be the rest free.
                let against = pair(
                    || actor.call_into("echo", &payload, &mut a).expect("an echo"),
                    || {
                        black_box(&mut *between).copy_from_slice(black_box(&payload));
                        black_box(&mut *b).copy_from_slice(black_box(&between));
                    },
                    batch,
                );
                rows.push(Row::new(
                    format!("echo of {text}, {name}, against its two copies alone"),
                    against,
                    None,
                ));
            }
        }
    }
}

pub fn host_call(forward: &[u8], rows: &mut Vec<Row>) {
    let ours = Ours::new();
    let actor = ours.actor("MFORWARD", forward);
    ours.host.add_native("p", |_, _, payload| Ok(payload.to_vec())).expect("a provider");
    ours.host.bind("MFORWARD", "test:echo", "default", "p", []).expect("a binding");
    let stock = stock(&stock_pre(forward));
    let payload = [7; 64];
    let mut reply = Vec::new();
    let against = pair(
        || actor.call_into("x", &payload, &mut reply).expect("a reply"),
        || drop(black_box(stock.call("x", &payload).expect("a reply"))),
        1.0,
    );
    rows.push(Row::new("guest, host call, guest, 64 B, against wapc", against, Some(1.0 / 3.0)));
}

pub fn creation(guests: &[Guests], rows: &mut Vec<Row>) {
    for Guests { name, echo, .. } in guests {
        let module = Module::new(&Engine::new().expect("an engine"), echo).expect("a guest");
        let pre = stock_pre(echo);
        let against = pair(
            || {
                let mut instance = module.instantiate(NoHost).expect("an instance");
                black_box(instance.call("echo", b"first").expect("an echo"));
            },
            || drop(black_box(stock(&pre).call("echo", b"first").expect("an echo"))),
            2.0,
        );
        rows.push(Row::new(
            format!("instance and first call, {name}, against wapc"),
            against,
            Some(1.0 / 3.0),
        ));
    }
}

/// An echo of 64 KiB whose source and target lie at 64 offsets modulo 4096 from each other. `guest` puts the payload at 64 times
/// the length of the operation.
pub fn offsets(guest: &[u8], rows: &mut Vec<Row>) {
    let ours = Ours::new();
    let actor = ours.actor("MOFFSETS", guest);
    let payload = vec![7; 64 << 10];
    let name = "x".repeat(64);
    let mut reply = Vec::new();
    let mut times = vec![Vec::new(); 64];
    let count = calls_in(&mut || actor.call_into("x", &payload, &mut reply).expect("an echo"), 2.0);
    for _ in 0..15 {
        for (offset, times) in times.iter_mut().enumerate() {
            let operation = &name[..offset];
            times.push(time(
                &mut || actor.call_into(operation, &payload, &mut reply).expect("an echo"),
                count,
            ));
        }
    }
    let times: Vec<_> = times.into_iter().map(|times| median(times.into_iter())).collect();
    let slowest = times.iter().copied().fold(0.0, f64::max);
    let fastest = times.iter().copied().fold(f64::MAX, f64::min);
    let spread = Pair { ours: slowest, peer: fastest, ratio: slowest / fastest };
    rows.push(Row::new(
        "echo of 64 KiB, slowest of 64 offsets against the fastest",
        spread,
        Some(1.5),
    ));

    // What it is good for: the same bytes, copied at once, and in pieces.
    let source = vec![7u8; (64 << 10) + 8192];
    let mut target = vec![0u8; (64 << 10) + 8192];
    let base = target.as_ptr().align_offset(4096);
    let from = source.as_ptr().align_offset(4096);
    let mut worst = [0.0f64; 2];
    for offset in 0..64 {
        let source = &source[from..from + (64 << 10)];
        let target = &mut target[base + offset..base + offset + (64 << 10)];
        let whole = |target: &mut [u8]| target.copy_from_slice(black_box(source));
        let pieces = |target: &mut [u8]| {
            for (to, from) in target.chunks_mut(2048).zip(black_box(source).chunks(2048)) {
                to.copy_from_slice(from);
            }
        };
        let both = pair_of(target, pieces, whole);
        worst = [worst[0].max(both.0), worst[1].max(both.1)];
    }
    let pieces = Pair { ours: worst[0], peer: worst[1], ratio: worst[0] / worst[1] };
    rows.push(Row::new("worst copy of 64 KiB: in pieces against at once", pieces, None));
}

fn pair_of(target: &mut [u8], a: impl Fn(&mut [u8]), b: impl Fn(&mut [u8])) -> (f64, f64) {
    let mut round = |work: &dyn Fn(&mut [u8])| {
        median((0..5).map(|_| time(&mut || work(black_box(&mut *target)), 40)))
    };
    (round(&a), round(&b))
}

/// Wall time a call, with two threads against one.
pub fn scaling(echo: &[u8], rows: &mut Vec<Row>) {
    let ours = Ours::new();
    let actor = ours.actor("MSCALE", echo);
    let payload = [7; 16];
    let run = |threads: usize| {
        const CALLS: usize = 200_000;
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut reply = Vec::new();
                    for _ in 0..CALLS {
                        actor.call_into("echo", &payload, &mut reply).expect("an echo");
                    }
                });
            }
        });
        start.elapsed().as_nanos() as f64 / (threads * CALLS) as f64
    };
    run(2);
    let rounds: Vec<_> = (0..21).map(|_| (run(2), run(1))).collect();
    let pair = Pair {
        ours: median(rounds.iter().map(|(two, _)| *two)),
        peer: median(rounds.iter().map(|(_, one)| *one)),
        ratio: median(rounds.iter().map(|(two, one)| two / one)),
    };
    rows.push(Row::new(
        "echo of 16 B, two threads against one, time a call",
        pair,
        Some(1.0 / 1.8),
    ));
}
