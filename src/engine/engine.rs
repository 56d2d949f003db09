//! The WebAssembly engine behind all modules: its configuration, its limits and the host functions.

use super::{
    abi, abort,
    clock::{self, Moment},
    error::CallError,
    fault::too_many,
    frame::State,
    limits::Limits,
    seats::{Seat, Seats},
    wasi,
};
use std::{collections::HashSet, fmt, sync::Arc};
use wasmtime::{
    Config, Enabled, InstanceAllocationStrategy, Linker, PoolingAllocationConfig, WasmFeatures,
};

/// Compiles and runs modules. Cloning it is cheap; a program needs one.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    wasmtime: wasmtime::Engine,
    linker: Linker<State>,
    offered: HashSet<(Box<str>, Box<str>)>,
    limits: Arc<Limits>,
    /// The deadline of a call, in ticks.
    ticks: u64,
    seats: Seats,
}

impl Engine {
    /// An engine with the default limits.
    ///
    /// # Errors
    /// As [`Self::with_limits`].
    pub fn new() -> Result<Self, CallError> {
        Self::with_limits(Limits::default())
    }

    /// An engine with other limits.
    ///
    /// # Errors
    /// [`CallError::Link`] if WebAssembly cannot be run on this machine.
    pub fn with_limits(limits: Limits) -> Result<Self, CallError> {
        let failed = |error: wasmtime::Error| CallError::Link(format!("{error:#}"));
        // A pool of memories reserves address space, which a container may not grant; then each is mapped when it is needed.
        let engine = wasmtime::Engine::new(&config(&limits, true))
            .or_else(|_| wasmtime::Engine::new(&config(&limits, false)))
            .map_err(failed)?;
        let mut linker = Linker::new(&engine);
        abi::link(&mut linker).map_err(failed)?;
        abort::link(&mut linker).map_err(failed)?;
        wasi::link(&mut linker).map_err(failed)?;
        clock::drive(&engine).map_err(|error| CallError::Link(format!("no clock: {error}")))?;
        let mut scratch = wasmtime::Store::new(
            &engine,
            State::new(Arc::new(super::NoHost), Arc::new(limits.clone()), "".into(), 0),
        );
        let offered = linker
            .iter(&mut scratch)
            .map(|(module, name, _)| (module.into(), name.into()))
            .collect();
        Ok(Self(Arc::new(Inner {
            wasmtime: engine,
            linker,
            offered,
            ticks: clock::ticks(limits.deadline),
            seats: Seats::default(),
            limits: Arc::new(limits),
        })))
    }

    /// The limits of this engine's guests.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(super) fn shared_limits(&self) -> Arc<Limits> {
        self.0.limits.clone()
    }

    /// Room for another instance, if there may be one.
    pub(super) fn seat(&self) -> Result<Seat, CallError> {
        let limit = self.0.limits.instances;
        self.0.seats.take(limit).ok_or_else(|| too_many(limit))
    }

    /// The deadline of a call that starts now.
    #[inline]
    pub(super) fn deadline(&self) -> Moment {
        Moment::after(self.0.ticks)
    }

    pub(super) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.0.wasmtime
    }

    pub(super) fn linker(&self) -> &Linker<State> {
        &self.0.linker
    }

    pub(super) fn offers(&self, module: &str, name: &str) -> bool {
        self.0.offered.contains(&(module.into(), name.into()))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

/// What guests may not use: no language of waPC guests does.
const REFUSED: WasmFeatures = WasmFeatures::THREADS
    .union(WasmFeatures::SHARED_EVERYTHING_THREADS)
    .union(WasmFeatures::MEMORY64)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::GC)
    .union(WasmFeatures::EXCEPTIONS)
    .union(WasmFeatures::STACK_SWITCHING)
    .union(WasmFeatures::COMPONENT_MODEL);

fn config(limits: &Limits, pooled: bool) -> Config {
    const PAGE: usize = 64 << 10;
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .max_wasm_stack(limits.stack)
        // Another crate of the same program may have turned on more of wasmtime than we do; guests get no more by it. Shared
        // memories, for one, have a wait that no deadline ends.
        .wasm_features(REFUSED, false)
        // Nothing here is asynchronous: a store need not be prepared for it.
        .concurrency_support(false);
    if pooled {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_core_instances(limits.instances)
            .total_memories(limits.instances)
            .total_tables(limits.instances.saturating_mul(2))
            .max_tables_per_module(4)
            .table_elements(limits.table)
            .max_memory_size(limits.memory.next_multiple_of(PAGE))
            // What a small guest touches is cleared rather than given back and faulted in again. Where the kernel tells which pages
            // that are, no others have to be.
            .linear_memory_keep_resident(256 << 10)
            .table_keep_resident(64 << 10)
            .pagemap_scan(Enabled::Auto);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    }
    config
}
