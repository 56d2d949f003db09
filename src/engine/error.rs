//! What can go wrong in a call, as values that a caller can match.

use std::{error::Error, fmt, time::Duration};

/// Why a call did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The guest trapped. Its instance is gone; the next call gets a fresh one.
    Trap(Trap),
    /// The time for the call, or for the chain of calls that it is part of, was over. The instance is gone.
    Deadline(Duration),
    /// The guest broke the rules of the waPC ABI.
    Protocol(Violation),
    /// The guest answered with an error; this is its text.
    Guest(String),
    /// The host's side failed: nobody there to answer, or a native provider's error; this is its text.
    Host(String),
    /// A configured limit was exceeded.
    Limit(Limit),
    /// The caller may not do this.
    Denied(Denied),
    /// The module cannot run on this host: it is no module, or imports or exports the wrong things.
    Link(String),
}

impl CallError {
    /// The text that crosses the ABI: an error's own words, without a prefix, where it has any.
    pub fn into_text(self) -> String {
        match self {
            Self::Guest(text) | Self::Host(text) => text,
            other => other.to_string(),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trap(trap) => trap.fmt(f),
            Self::Deadline(limit) => write!(f, "the call took longer than {limit:?}"),
            Self::Protocol(violation) => violation.fmt(f),
            Self::Guest(text) => write!(f, "the guest failed: {text}"),
            Self::Host(text) => write!(f, "the host failed: {text}"),
            Self::Limit(limit) => limit.fmt(f),
            Self::Denied(denied) => denied.fmt(f),
            Self::Link(text) => write!(f, "the module cannot be linked: {text}"),
        }
    }
}

impl Error for CallError {}

/// What a call on its way out comes to. The error is behind a pointer, since a success then fits into a register at each step.
pub(super) type Outcome = Result<(), Box<CallError>>;

impl From<Box<CallError>> for CallError {
    fn from(error: Box<CallError>) -> Self {
        *error
    }
}

impl From<Violation> for CallError {
    fn from(violation: Violation) -> Self {
        Self::Protocol(violation)
    }
}

/// A trap, with whatever error text the guest had given before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// What happened.
    pub cause: Cause,
    /// The text of the guest's last `__guest_error` in this call.
    pub text: Option<String>,
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the guest trapped: {}", self.cause)?;
        match &self.text {
            Some(text) => write!(f, " (it had said: {text})"),
            None => Ok(()),
        }
    }
}

/// What made a guest trap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An `unreachable` instruction: most languages' panics end there.
    Unreachable,
    /// The call stack was exhausted.
    StackOverflow,
    /// A load or store outside of the memory.
    MemoryOutOfBounds,
    /// A table access out of bounds.
    TableOutOfBounds,
    /// A call through a table to nothing, or to a function of another type.
    BadIndirectCall,
    /// A division by zero or a number that does not fit.
    Arithmetic,
    /// `proc_exit` with this code.
    Exit(i32),
    /// AssemblyScript's `abort`.
    Abort {
        /// The message, empty if there was none.
        message: String,
        /// The source file, empty if unknown.
        file: String,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// Anything else, in the words of the WebAssembly engine.
    Other(String),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("unreachable code was reached"),
            Self::StackOverflow => f.write_str("the call stack is exhausted"),
            Self::MemoryOutOfBounds => f.write_str("memory access out of bounds"),
            Self::TableOutOfBounds => f.write_str("table access out of bounds"),
            Self::BadIndirectCall => f.write_str("indirect call to nothing or to another type"),
            Self::Arithmetic => f.write_str("division by zero or integer overflow"),
            Self::Exit(code) => write!(f, "it exited with code {code}"),
            Self::Abort { message, file, line, column } => {
                write!(f, "abort: {message} at {file}:{line}:{column}")
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// How a guest broke the rules of the ABI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A pointer and a length that lie outside of the guest's memory.
    OutOfBounds {
        /// The host function that got them.
        function: &'static str,
        /// The pointer.
        pointer: u32,
        /// The length.
        length: u32,
        /// The size of the memory at that time.
        memory: usize,
    },
    /// A text that is not UTF-8.
    NotUtf8 {
        /// The host function that got it.
        function: &'static str,
        /// Which of its arguments.
        argument: &'static str,
    },
    /// `__guest_call` returned neither 0 nor 1.
    BadResult(i32),
    /// `__guest_call` returned 1 without a call of `__guest_response`.
    NoResponse,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the guest broke the waPC protocol: ")?;
        match self {
            Self::OutOfBounds { function, pointer, length, memory } => write!(
                f,
                "{function} with {length} bytes at {pointer}, outside of its memory of {memory} bytes"
            ),
            Self::NotUtf8 { function, argument } => {
                write!(f, "{function} with a text for {argument} that is not UTF-8")
            }
            Self::BadResult(result) => {
                write!(f, "__guest_call returned {result} instead of 0 or 1")
            }
            Self::NoResponse => f.write_str("__guest_call returned 1 without a response"),
        }
    }
}

/// A limit that was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What there was too much of.
    pub of: Resource,
    /// How much of it is allowed.
    pub limit: u64,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let things = match self.of {
            Resource::Memory => "bytes of memory",
            Resource::Table => "elements of a table",
            Resource::Payload => "bytes of payload",
            Resource::Response => "bytes of response",
            Resource::ErrorText => "bytes of error text",
            Resource::Log => "bytes of log",
            Resource::Depth => "nested calls",
            Resource::Instances => "instances",
            Resource::Queue => "waiting calls",
            Resource::Module => "bytes of module",
        };
        write!(f, "over the limit of {} {things}", self.limit)
    }
}

/// What [`Limit`] is a limit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// Linear memory, in bytes.
    Memory,
    /// Elements of a table.
    Table,
    /// A payload, to the guest or from it, in bytes.
    Payload,
    /// A response, in bytes.
    Response,
    /// The text of a guest's error, in bytes.
    ErrorText,
    /// What a guest wrote to the log in one call, in bytes.
    Log,
    /// Calls within calls.
    Depth,
    /// Instances alive at a time.
    Instances,
    /// Calls that wait for a provider that is stopped.
    Queue,
    /// The size of a module, in bytes.
    Module,
}

/// What a caller was not allowed to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Who called.
    pub actor: String,
    /// The contract that was called.
    pub contract: String,
    /// The operation that was called.
    pub operation: String,
    /// Why not.
    pub reason: String,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { actor, contract, operation, reason } = self;
        write!(f, "denied: {actor} may not call {operation} of {contract}: {reason}")
    }
}
