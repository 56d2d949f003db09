//! A waPC host on wasmtime: runs actors and providers, and survives whatever they do.
//!
//! A program that has no use for the command line depends on it by
//! `contractc = { version = "0.1", default-features = false, features = ["conformance"] }`.
//!
//! - [`Engine`] holds the configuration and the [`Limits`]; a program has one.
//! - [`Module`] is compiled once and shared.
//! - [`Instance`] is a running guest: one call at a time, with host calls to a [`HostCall`].
//! - [`Host`] runs many of them, for many threads: actors, providers, what binds them, and what they may do.
//! - [`EngineProvider`] puts the engine behind a [`wapc::WapcHost`].
//!
//! # One guest
//!
//! ```
//! use contractc::engine::{Engine, Module};
//!
//! # fn main() -> Result<(), contractc::engine::CallError> {
//! # let wasm = wat::parse_str(r#"(module
//! #   (import "wapc" "__guest_request" (func $request (param i32 i32)))
//! #   (import "wapc" "__guest_response" (func $response (param i32 i32)))
//! #   (memory (export "memory") 1)
//! #   (func (export "__guest_call") (param i32 i32) (result i32)
//! #     (call $request (i32.const 0) (i32.const 1024))
//! #     (call $response (i32.const 1024) (local.get 1))
//! #     (i32.const 1)))"#).unwrap();
//! let engine = Engine::new()?;
//! let module = Module::new(&engine, &wasm)?;
//! let mut guest = module.instantiate(|_binding: &str, _contract: &str, operation: &str, _payload: &[u8]| {
//!     Err(format!("No handler registered for function {operation}"))
//! })?;
//! assert_eq!(guest.call("echo", b"hello")?, "hello");
//! # Ok(())
//! # }
//! ```
//!
//! Many guests that call each other are a [`Host`], which has an example of its own.
//!
//! # Threads and time
//!
//! A call keeps its thread until it is answered. That may be any thread, also one of an asynchronous runtime, whose other tasks then
//! want `spawn_blocking` or the like. WebAssembly is stopped at [`Limits::deadline`]. Native code cannot be: its answer is dropped if it
//! comes too late.
//!
//! What a provider calls in turn, on the thread that it is called on, is one chain of calls: it has one deadline, and may come back to
//! a guest further up, which then answers in the midst of its own call. A call from another thread is the first of another chain, and
//! waits for an instance that is free.
//!
//! # Errors
//!
//! Whatever a guest does becomes a [`CallError`]. After a trap, a deadline or a broken rule the guest starts anew with the next call,
//! without what it had in its memory; an error of its own, [`CallError::Guest`], changes nothing.

mod abi;
mod abort;
mod chain;
mod clock;
#[allow(clippy::module_inception, reason = "the engine is one part of the engine")]
mod engine;
mod error;
mod fault;
mod frame;
mod host;
mod host_call;
mod instance;
mod limits;
mod log;
mod memory;
mod module;
mod names;
mod provider;
mod seats;
mod trace;
mod wasi;

pub use engine::Engine;
pub use error::{CallError, Cause, Denied, Limit, Resource, Trap, Violation};
pub use host::{Backoff, Claims, Everything, Grants, Handle, Health, Host, Policy, Supervisor};
pub use host_call::{Caller, HostCall, NoHost, Request};
pub use instance::Instance;
pub use limits::Limits;
pub use module::Module;
pub use provider::EngineProvider;
