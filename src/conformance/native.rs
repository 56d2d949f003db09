//! A native provider, as a program of its own: length-prefixed frames on its standard streams.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use super::party::{Failure, Outgoing, Outward, Party, Program};
use crate::engine::Caller;

/// What goes to the program.
mod to {
    pub const CALL: u8 = 0;
    pub const ANSWER: u8 = 1;
    pub const FAILURE: u8 = 2;
}

/// What comes from it.
mod from {
    pub const HOST_CALL: u8 = 0;
    pub const RESULT: u8 = 1;
    pub const ERROR: u8 = 2;
}

/// A program on this machine that answers calls.
#[derive(Clone, Debug)]
pub struct Native(pub PathBuf);

impl Program for Native {
    fn start(&self, outward: Arc<dyn Outward>) -> Result<Box<dyn Party>, String> {
        let mut child = Command::new(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.0.display()))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => {
                Ok(Box::new(Running { child, stdin: Some(stdin), stdout, outward }))
            }
            _ => Err("it has no standard streams".to_owned()),
        }
    }
}

struct Running {
    child: Child,
    /// Closed to end the program.
    stdin: Option<ChildStdin>,
    stdout: ChildStdout,
    outward: Arc<dyn Outward>,
}

impl Party for Running {
    fn call(
        &mut self,
        caller: Caller<'_>,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let fields =
            [operation.as_bytes(), payload, caller.actor.as_bytes(), caller.binding.as_bytes()];
        let broken = |error: io::Error| Failure::Broken(format!("the program ended: {error}"));
        self.write(to::CALL, &fields).map_err(broken)?;
        loop {
            let (kind, fields) = self.read().map_err(broken)?;
            match (kind, fields.as_slice()) {
                (from::RESULT, [payload]) => return Ok(payload.clone()),
                (from::ERROR, [text]) => return Err(Failure::Error(lossy(text))),
                (from::HOST_CALL, [binding, namespace, operation, payload]) => {
                    let binding = if binding.is_empty() { b"default" } else { &binding[..] };
                    let (binding, namespace, operation) =
                        (lossy(binding), lossy(namespace), lossy(operation));
                    let answer = self.outward.call(Outgoing {
                        binding: &binding,
                        namespace: &namespace,
                        operation: &operation,
                        payload,
                    });
                    match answer {
                        Ok(payload) => self.write(to::ANSWER, &[&payload]),
                        Err(text) => self.write(to::FAILURE, &[text.as_bytes()]),
                    }
                    .map_err(broken)?;
                }
                (kind, fields) => {
                    let text = format!("a frame of kind {kind} with {} fields", fields.len());
                    return Err(Failure::Broken(text));
                }
            }
        }
    }
}

impl Running {
    fn write(&mut self, kind: u8, fields: &[&[u8]]) -> io::Result<()> {
        let mut frame = vec![0; 4];
        frame.push(kind);
        for field in fields {
            frame.extend(length(field.len())?);
            frame.extend_from_slice(field);
        }
        let prefix = length(frame.len() - 4)?;
        frame[..4].copy_from_slice(&prefix);
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        stdin.write_all(&frame)?;
        stdin.flush()
    }

    fn read(&mut self) -> io::Result<(u8, Vec<Vec<u8>>)> {
        let mut prefix = [0; 4];
        self.stdout.read_exact(&mut prefix)?;
        let mut frame = vec![0; u32::from_le_bytes(prefix) as usize];
        self.stdout.read_exact(&mut frame)?;
        let (kind, mut rest) = frame.split_first().ok_or(io::ErrorKind::InvalidData)?;
        let mut fields = Vec::new();
        while let Some((prefix, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_le_bytes(*prefix) as usize;
            let (field, after) =
                after.split_at_checked(length).ok_or(io::ErrorKind::InvalidData)?;
            fields.push(field.to_vec());
            rest = after;
        }
        Ok((*kind, fields))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

fn length(length: usize) -> io::Result<[u8; 4]> {
    let length = u32::try_from(length).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(length.to_le_bytes())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
