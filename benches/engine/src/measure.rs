//! Times two things in turns, so that what disturbs one disturbs the other, and prints what came of it.

use std::{hint::black_box, time::Duration};

/// A figure: what ours takes, what the peer takes, and the most that ours may take of it.
pub struct Row {
    pub name: String,
    pub unit: &'static str,
    pub ours: Option<f64>,
    pub peer: Option<f64>,
    /// The median of the ratios of single rounds, which is steadier than the ratio of the medians.
    pub ratio: Option<f64>,
    pub limit: Option<f64>,
}

const ROUNDS: usize = 101;

/// Nanoseconds a call, and the median ratio.
pub struct Pair {
    pub ours: f64,
    pub peer: f64,
    pub ratio: f64,
}

/// Times `ours` and `peer` in turns: batches of about `batch` milliseconds each.
pub fn pair(mut ours: impl FnMut(), mut peer: impl FnMut(), batch: f64) -> Pair {
    let (our_count, peer_count) = (calls_in(&mut ours, batch), calls_in(&mut peer, batch));
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        // Who goes first changes, too.
        let (a, b);
        if round % 2 == 0 {
            a = time(&mut ours, our_count);
            b = time(&mut peer, peer_count);
        } else {
            b = time(&mut peer, peer_count);
            a = time(&mut ours, our_count);
        }
        rounds.push((a, b));
    }
    Pair {
        ours: median(rounds.iter().map(|(a, _)| *a)),
        peer: median(rounds.iter().map(|(_, b)| *b)),
        ratio: median(rounds.iter().map(|(a, b)| a / b)),
    }
}

/// Nanoseconds a call, over `count` calls, of this thread's time on the processor: others may use it meanwhile.
pub fn time(work: &mut impl FnMut(), count: usize) -> f64 {
    let start = on_processor();
    for _ in 0..count {
        black_box(&mut *work)();
    }
    (on_processor() - start).as_nanos() as f64 / count as f64
}

#[cfg(unix)]
fn on_processor() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: it fills in the structure.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(result, 0, "the clock of this thread");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Elsewhere, the time on the wall.
#[cfg(not(unix))]
fn on_processor() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// How many calls take about that many milliseconds.
pub fn calls_in(work: &mut impl FnMut(), milliseconds: f64) -> usize {
    let mut count = 1;
    loop {
        let taken = time(work, count) * count as f64;
        if taken > milliseconds * 1e6 / 4.0 {
            return ((count as f64 * milliseconds * 1e6 / taken) as usize).max(1);
        }
        count *= 2;
    }
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Row {
    pub fn new(name: impl Into<String>, pair: Pair, limit: Option<f64>) -> Self {
        Self {
            name: name.into(),
            unit: "ns",
            ours: Some(pair.ours),
            peer: Some(pair.peer),
            ratio: Some(pair.ratio),
            limit,
        }
    }

    /// A figure that cannot be had.
    #[allow(dead_code, reason = "only one of the two programs has peers that may be missing")]
    pub fn missing(name: impl Into<String>, limit: Option<f64>) -> Self {
        Self { name: name.into(), unit: "ns", ours: None, peer: None, ratio: None, limit }
    }

    pub fn kept(&self) -> Option<bool> {
        Some(self.ratio? <= self.limit?)
    }

    pub fn print(&self) {
        let number = |value: Option<f64>, digits| {
            value.map_or("-".into(), |value| format!("{value:.digits$}"))
        };
        println!(
            "{:56} {:>12} {:>12} {:>7} {:>7}  {}",
            self.name,
            number(self.ours, 0),
            number(self.peer, 0),
            number(self.ratio, 3),
            number(self.limit, 3),
            match self.kept() {
                Some(true) => "ok",
                Some(false) => "OVER",
                None => "",
            }
        );
    }
}

/// Writes the rows as JSON, and says how many there are.
pub fn write(json: &str, rows: &[Row]) {
    let values: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "name": row.name, "unit": row.unit, "ours": row.ours, "peer": row.peer, "limit": row.limit
            })
        })
        .collect();
    std::fs::write(json, serde_json::to_string_pretty(&values).expect("JSON") + "\n")
        .expect("the report is written");
    let over = rows.iter().filter(|row| row.kept() == Some(false)).count();
    println!("{} figures, {over} over their limit", rows.len());
}
