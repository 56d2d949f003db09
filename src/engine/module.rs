//! A compiled module, checked against the ABI.

use super::{
    Instance,
    abi::MODULES,
    engine::Engine,
    error::{CallError, Limit, Resource},
    frame::State,
    host_call::HostCall,
};
use std::{fmt, sync::Arc};
use wasmtime::{ExternType, FuncType, InstancePre, ModuleExport, ValType};

/// A module, compiled once and shared by all its instances. Cloning it is cheap.
#[derive(Clone)]
pub struct Module(Arc<Inner>);

struct Inner {
    engine: Engine,
    name: Arc<str>,
    pre: InstancePre<State>,
    memory: ModuleExport,
    guest_call: ModuleExport,
    /// `_initialize`, `_start` and `wapc_init`, as far as there are any.
    starts: Vec<Start>,
}

/// A function that initialises a guest.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) export: ModuleExport,
    /// Whether it may end by `proc_exit(0)`.
    pub(super) may_exit: bool,
}

impl Module {
    /// Compiles WebAssembly bytes and checks that they are a waPC guest that this host can run.
    ///
    /// # Errors
    /// [`CallError::Link`] says what is wrong with them, [`CallError::Limit`] that there are too many.
    pub fn new(engine: &Engine, bytes: &[u8]) -> Result<Self, CallError> {
        Self::named(engine, "guest", bytes)
    }

    /// As [`Self::new`], with a name for the log.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn named(engine: &Engine, name: &str, bytes: &[u8]) -> Result<Self, CallError> {
        let limit = engine.limits().module;
        if bytes.len() > limit {
            return Err(CallError::Limit(Limit { of: Resource::Module, limit: limit as u64 }));
        }
        let module = wasmtime::Module::from_binary(engine.wasmtime(), bytes)
            .map_err(|error| refused(engine, &error))?;
        check_imports(engine, &module)?;
        let pre =
            engine.linker().instantiate_pre(&module).map_err(|error| link(format!("{error:#}")))?;
        let memory = memory(&module)?;
        let call = FuncType::new(engine.wasmtime(), [ValType::I32, ValType::I32], [ValType::I32]);
        let guest_call = function(&module, "__guest_call", "(i32, i32) -> i32", &call)?
            .ok_or_else(|| link("it does not export __guest_call"))?;
        let none = FuncType::new(engine.wasmtime(), [], []);
        let mut starts = Vec::new();
        for name in ["_initialize", "_start", "wapc_init"] {
            if let Some(export) = function(&module, name, "() -> ()", &none)? {
                let may_exit = name == "_start";
                starts.push(Start { export, may_exit });
            }
        }
        Ok(Self(Arc::new(Inner {
            engine: engine.clone(),
            name: name.into(),
            pre,
            memory,
            guest_call,
            starts,
        })))
    }

    /// Makes an instance and initialises it. Its host calls go to `host`.
    ///
    /// # Errors
    /// What went wrong in the start section or one of the initialising functions.
    pub fn instantiate(&self, host: impl HostCall + 'static) -> Result<Instance, CallError> {
        let mut instance = Instance::new(self.clone(), Arc::new(host));
        instance.renew()?;
        Ok(instance)
    }

    /// The engine that this module was compiled for.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The module's name in the log.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub(super) fn shared_name(&self) -> Arc<str> {
        self.0.name.clone()
    }

    pub(super) fn pre(&self) -> &InstancePre<State> {
        &self.0.pre
    }

    pub(super) fn memory(&self) -> &ModuleExport {
        &self.0.memory
    }

    pub(super) fn guest_call(&self) -> &ModuleExport {
        &self.0.guest_call
    }

    pub(super) fn starts(&self) -> &[Start] {
        &self.0.starts
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Module").field(&self.0.name).finish()
    }
}

fn link(text: impl Into<String>) -> CallError {
    CallError::Link(text.into())
}

/// A module whose memory or table is larger than the limit from the start is refused when it is compiled.
fn refused(engine: &Engine, error: &wasmtime::Error) -> CallError {
    let text = format!("{error:#}");
    let limits = engine.limits();
    let limit = |of, limit| CallError::Limit(Limit { of, limit });
    if text.contains("minimum byte size") && text.contains("memory") {
        return limit(Resource::Memory, limits.memory as u64);
    }
    if text.contains("minimum element size") && text.contains("table") {
        return limit(Resource::Table, limits.table as u64);
    }
    link(text)
}

/// Says in our words what wasmtime would say in its own, and what an author can do about it.
fn check_imports(engine: &Engine, module: &wasmtime::Module) -> Result<(), CallError> {
    for import in module.imports() {
        let (from, name) = (import.module(), import.name());
        if MODULES.contains(&from)
            && name == "__host_call"
            && let ExternType::Func(function) = import.ty()
            && let count @ (4 | 6) = function.params().len()
        {
            return Err(link(format!(
                "its {from}.__host_call takes {count} parameters, as in old versions of the waPC ABI; this host speaks the \
                 current one, with 8: rebuild the guest with a current waPC library"
            )));
        }
        if !engine.offers(from, name) {
            return Err(link(format!("it imports {from}.{name}, which this host does not offer")));
        }
    }
    Ok(())
}

fn memory(module: &wasmtime::Module) -> Result<ModuleExport, CallError> {
    match module.get_export("memory") {
        Some(ExternType::Memory(memory)) if memory.is_64() => {
            return Err(link("its memory is a 64-bit one; the waPC ABI has 32-bit pointers"));
        }
        Some(ExternType::Memory(_)) => {}
        Some(_) => return Err(link("its export memory is not a memory")),
        None => return Err(link("it does not export its memory")),
    }
    module.get_export_index("memory").ok_or_else(|| link("it does not export its memory"))
}

fn function(
    module: &wasmtime::Module,
    name: &str,
    signature: &str,
    expected: &FuncType,
) -> Result<Option<ModuleExport>, CallError> {
    match module.get_export(name) {
        None => Ok(None),
        Some(ExternType::Func(function)) if FuncType::eq(&function, expected) => {
            Ok(module.get_export_index(name))
        }
        Some(_) => Err(link(format!("its export {name} is not a function of type {signature}"))),
    }
}
