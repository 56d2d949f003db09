//! A waPC host on wasmtime: runs actors and providers, and survives whatever they do.
//!
//! - [`Engine`] holds the configuration and the [`Limits`]; a program has one.
//! - [`Module`] is compiled once and shared.
//! - [`Instance`] is a running guest: one call at a time, with host calls to a [`HostCall`].
//! - [`Host`] runs many of them, for many threads: actors, providers, what binds them, and what they may do.
//! - [`EngineProvider`] puts the engine behind a [`wapc::WapcHost`].
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
