//! The relay as a native program: calls come in over the standard input, and what they need of others goes out over the
//! standard output.
//!
//! A frame is its length, a byte that says what it is, and its fields, each with its length; lengths have four bytes, the
//! lowest first. While the answer to a call outward is awaited, further calls come in, and are answered first.

#![allow(deprecated)]

#[path = "../../contracts/mod.rs"]
mod contracts;
#[path = "../relay.rs"]
mod relay;

use contracts::wapc;
use relay::Relay;
use std::io::{self, Read, Write};
use std::process::exit;

/// What comes in.
const CALL: u8 = 0;
const ANSWER: u8 = 1;

/// What goes out.
const HOST_CALL: u8 = 0;
const RESULT: u8 = 1;
const FAILURE: u8 = 2;

/// The harness, as a host.
#[derive(Default)]
struct Harness;

impl wapc::Transport for Harness {
    fn call(&self, binding: &str, namespace: &str, operation: &str, payload: &[u8]) -> wapc::Result<Vec<u8>> {
        write(HOST_CALL, &[binding.as_bytes(), namespace.as_bytes(), operation.as_bytes(), payload]);
        RELAY.with(|relay| loop {
            match read() {
                None => exit(0),
                Some((CALL, fields)) => answer(relay, &fields),
                Some((ANSWER, fields)) => return Ok(field(&fields, 0).to_vec()),
                Some((_, fields)) => return Err(wapc::Error::Remote(text(&fields, 0))),
            }
        })
    }
}

thread_local! {
    static RELAY: Relay<Harness> = Relay::default();
}

fn main() {
    RELAY.with(|relay| {
        while let Some((_, fields)) = read() {
            answer(relay, &fields);
        }
    });
}

/// Answers one call.
fn answer(relay: &Relay<Harness>, fields: &[Vec<u8>]) {
    let origin = wapc::Origin::new(text(fields, 2), text(fields, 3));
    match relay::dispatch(relay, &origin, &text(fields, 0), field(fields, 1)) {
        Ok(payload) => write(RESULT, &[&payload]),
        Err(error) => write(FAILURE, &[error.into_text().as_bytes()]),
    }
}

/// The next frame; `None` at the end of the input.
fn read() -> Option<(u8, Vec<Vec<u8>>)> {
    let mut length = [0; 4];
    io::stdin().read_exact(&mut length).ok()?;
    let mut frame = vec![0; u32::from_le_bytes(length) as usize];
    io::stdin().read_exact(&mut frame).ok()?;
    let (kind, mut rest) = frame.split_first()?;
    let mut fields = Vec::new();
    while let Some((length, after)) = rest.split_at_checked(4) {
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        let (field, after) = after.split_at_checked(length)?;
        fields.push(field.to_vec());
        rest = after;
    }
    Some((*kind, fields))
}

fn write(kind: u8, fields: &[&[u8]]) {
    let mut frame = vec![kind];
    for field in fields {
        frame.extend((field.len() as u32).to_le_bytes());
        frame.extend_from_slice(field);
    }
    let mut output = io::stdout().lock();
    let length = (frame.len() as u32).to_le_bytes();
    let written = output.write_all(&length).and_then(|()| output.write_all(&frame));
    if written.and_then(|()| output.flush()).is_err() {
        exit(1);
    }
}

fn field(fields: &[Vec<u8>], at: usize) -> &[u8] {
    fields.get(at).map_or(&[], Vec::as_slice)
}

fn text(fields: &[Vec<u8>], at: usize) -> String {
    String::from_utf8_lossy(field(fields, at)).into_owned()
}
