//! How far the harness is: a line that changes on a terminal, and a line a step where there is none.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::conformance::matrix::Language;
use crate::conformance::{Quiet, Watch};

pub(super) enum Progress {
    Quiet,
    Bar(Bar),
    Lines(Lines),
}

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        if quiet {
            Self::Quiet
        } else if std::io::stderr().is_terminal() {
            Self::Bar(Bar::new())
        } else {
            Self::Lines(Lines::new())
        }
    }

    pub(super) fn watch(&self) -> &dyn Watch {
        match self {
            Self::Quiet => &Quiet,
            Self::Bar(bar) => bar,
            Self::Lines(lines) => lines,
        }
    }

    pub(super) fn end(self) {
        if let Self::Bar(Bar(bar)) = self {
            bar.finish_and_clear();
        }
    }
}

/// One line on a terminal: first it counts relays, then pairs.
pub(super) struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{pos:>3}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

impl Watch for Bar {
    fn building(&self, count: usize) {
        self.0.set_length(count as u64);
    }

    fn builds(&self, language: Language, contract: &str) {
        self.0.set_message(format!("building {contract} for {}", language.name()));
    }

    fn built(&self, _: Language, _: &str, _: bool) {
        self.0.inc(1);
    }

    fn running(&self, pairs: usize) {
        self.0.set_length(pairs as u64);
        self.0.set_position(0);
    }

    fn ran(&self, actor: Language, provider: Language, contract: &str) {
        self.0.set_message(format!("{contract}: {} × {}", actor.name(), provider.name()));
        self.0.inc(1);
    }
}

/// A line for each step, for logs.
pub(super) struct Lines {
    start: Instant,
    count: AtomicUsize,
    begun: AtomicUsize,
}

impl Lines {
    fn new() -> Self {
        let (count, begun) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { start: Instant::now(), count, begun }
    }

    fn say(&self, what: &str) {
        let seconds = self.start.elapsed().as_secs_f64();
        // Nobody may be reading.
        let _ = writeln!(std::io::stderr().lock(), "[{seconds:>5.1} s] {what}");
    }
}

impl Watch for Lines {
    fn building(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    fn builds(&self, language: Language, contract: &str) {
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        let count = self.count.load(Ordering::Relaxed);
        self.say(&format!("building {contract} for {} ({number} of {count})", language.name()));
    }

    fn built(&self, language: Language, contract: &str, fine: bool) {
        if !fine {
            self.say(&format!("{contract} for {} failed", language.name()));
        }
    }

    fn runs(&self, contract: &str, pairs: usize) {
        if pairs > 0 {
            self.say(&format!("running {contract} in {pairs} pairs"));
        }
    }
}
