//! The engine behind the `wapc` crate's host.

use super::{CallError, Engine, HostCall, Instance, Module, Request};
use std::{error::Error, fmt, mem, sync::Arc};
use wapc::{ModuleState, WebAssemblyEngineProvider};

/// An engine for [`wapc::WapcHost`]: programs that have one switch to this engine by one line.
///
/// ```
/// use contractc::engine::EngineProvider;
/// use wapc::WapcHost;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let wasm = wat::parse_file("fixtures/engine/interop/forward.wat")?;
/// let engine = EngineProvider::new(&wasm)?;
/// let host = WapcHost::new(
///     Box::new(engine),
///     Some(Box::new(|_id, _binding, _namespace, _operation, payload| Ok(payload.to_vec()))),
/// )?;
/// assert_eq!(host.call("ping", b"hello")?, b"hello");
/// # Ok(())
/// # }
/// ```
pub struct EngineProvider {
    module: Module,
    running: Option<Running>,
}

struct Running {
    state: Arc<ModuleState>,
    instance: Instance,
}

impl EngineProvider {
    /// Compiles a module, for an engine of its own with the default limits.
    ///
    /// # Errors
    /// As [`Module::new`].
    pub fn new(bytes: &[u8]) -> Result<Self, CallError> {
        Ok(Self::with_module(Module::new(&Engine::new()?, bytes)?))
    }

    /// Uses a module that is compiled already; the limits are those of its engine.
    pub fn with_module(module: Module) -> Self {
        Self { module, running: None }
    }
}

impl WebAssemblyEngineProvider for EngineProvider {
    fn init(&mut self, host: Arc<ModuleState>) -> Result<(), Box<dyn Error + Send + Sync>> {
        let instance = self.module.instantiate(StateHost(host.clone()))?;
        self.running = Some(Running { state: host, instance });
        Ok(())
    }

    fn call(&mut self, _: i32, _: i32) -> Result<i32, Box<dyn Error + Send + Sync>> {
        let Running { state, instance } =
            self.running.as_mut().ok_or("the engine has no host yet")?;
        let request = state.get_guest_request().ok_or("there is no request")?;
        let mut reply = Vec::new();
        match instance.call_into(&request.operation, &request.msg, &mut reply) {
            Ok(()) => {
                state.set_guest_response(mem::take(&mut reply));
                Ok(1)
            }
            Err(CallError::Guest(text)) => {
                state.set_guest_error(text);
                Ok(0)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The new module is compiled and started before it takes the place of the old one; if that fails, the old one goes on.
    fn replace(&mut self, bytes: &[u8]) -> Result<(), Box<dyn Error + Send + Sync>> {
        let module = Module::named(self.module.engine(), self.module.name(), bytes)?;
        if let Some(Running { state, instance }) = &mut self.running {
            *instance = module.instantiate(StateHost(state.clone()))?;
        }
        self.module = module;
        Ok(())
    }
}

impl fmt::Debug for EngineProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineProvider").field("module", &self.module).finish_non_exhaustive()
    }
}

/// Lets a `WapcHost` answer host calls.
struct StateHost(Arc<ModuleState>);

impl HostCall for StateHost {
    fn call(&self, request: Request<'_>, reply: &mut Vec<u8>) -> Result<(), CallError> {
        let Request { unnamed, namespace, operation, payload, .. } = request;
        // Callbacks for the stock engine expect the binding as the guest gave it.
        let binding = if unnamed { "" } else { request.binding };
        let status = self
            .0
            .do_host_call(binding, namespace, operation, payload)
            .map_err(|error| CallError::Host(error.to_string()))?;
        if status == 0 {
            return Err(CallError::Host(self.0.get_host_error().unwrap_or_default()));
        }
        self.0.with_host_response(|response| reply.extend_from_slice(response));
        Ok(())
    }

    fn log(&self, _: &str, line: &[u8]) {
        self.0.do_console_log(&String::from_utf8_lossy(line));
    }
}
