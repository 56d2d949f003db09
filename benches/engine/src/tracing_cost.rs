//! What tracing costs when nobody listens: an echo, against another build of this program from which tracing is compiled away.

use crate::{
    fixture,
    measure::{Pair, Row, calls_in, median, time},
    peers::Ours,
};
use contractc::engine::Handle;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

const PAYLOAD: [u8; 16] = [7; 16];

fn echo() -> (Ours, Handle) {
    let ours = Ours::new();
    let actor = ours.actor("MECHO", &fixture("wapc-guest/guest.wasm"));
    (ours, actor)
}

/// For each line on the standard input, prints the nanoseconds of an echo.
pub fn echo_on_demand() {
    let (_ours, actor) = echo();
    let mut reply = Vec::new();
    let mut work = || actor.call_into("echo", &PAYLOAD, &mut reply).expect("an echo");
    let count = calls_in(&mut work, 5.0);
    for _ in std::io::stdin().lines() {
        println!("{}", time(&mut work, count));
    }
}

pub fn measure(untraced: &str, rows: &mut Vec<Row>) {
    // Both in processes of their own, so that they are alike in everything else.
    let program = std::env::current_exe().expect("this program");
    let mut traced = Timer::start(&program.to_string_lossy());
    let mut untraced = Timer::start(untraced);
    let rounds: Vec<_> = (0..101)
        .map(|round| match round % 2 {
            0 => (traced.next(), untraced.next()),
            _ => {
                let peer = untraced.next();
                (traced.next(), peer)
            }
        })
        .collect();
    let pair = Pair {
        ours: median(rounds.iter().map(|(ours, _)| *ours)),
        peer: median(rounds.iter().map(|(_, peer)| *peer)),
        ratio: median(rounds.iter().map(|(ours, peer)| ours / peer)),
    };
    rows.push(Row::new("echo of 16 B, tracing unheard, against none", pair, Some(1.02)));
}

struct Timer {
    child: std::process::Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Timer {
    fn start(program: &str) -> Self {
        let mut child = Command::new(program)
            .arg("echo-on-demand")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, output }
    }

    fn next(&mut self) -> f64 {
        let input = self.child.stdin.as_mut().expect("its input");
        input.write_all(b"\n").and_then(|()| input.flush()).expect("it listens");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it answers");
        line.trim().parse().expect("a number")
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
