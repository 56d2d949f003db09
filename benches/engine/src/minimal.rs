//! The least that a waPC host on wasmtime needs: what the engine is held against. No pool, no reentrancy, no identity, no typed
//! errors; the same wasmtime configuration, with epochs and limits on, and the same copies in pieces.

use contractc::engine::Limits;
use wasmtime::{
    Caller, Config, Enabled, Engine, InstanceAllocationStrategy, InstancePre, Linker, Memory,
    Module, PoolingAllocationConfig, Result, Store, StoreLimits, StoreLimitsBuilder, TypedFunc,
};

type HostFunction = Box<dyn Fn(&[u8]) -> Vec<u8> + Send>;

pub struct State {
    memory: Option<Memory>,
    operation: Vec<u8>,
    payload: *const [u8],
    response: Vec<u8>,
    reply: Vec<u8>,
    host: HostFunction,
    limits: StoreLimits,
}

// The payload is only read while its owner waits for the call.
unsafe impl Send for State {}

pub struct Host {
    store: Store<State>,
    call: TypedFunc<(i32, i32), i32>,
}

/// The configuration that the engine uses as well.
pub fn engine() -> Result<Engine> {
    let limits = Limits::default();
    let mut pool = PoolingAllocationConfig::default();
    pool.total_core_instances(limits.instances)
        .total_memories(limits.instances)
        .total_tables(limits.instances * 2)
        .max_tables_per_module(4)
        .table_elements(limits.table)
        .max_memory_size(limits.memory)
        .linear_memory_keep_resident(256 << 10)
        .table_keep_resident(64 << 10)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .max_wasm_stack(limits.stack)
        .concurrency_support(false)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    let engine = Engine::new(&config)?;
    let ticker = engine.weak();
    std::thread::spawn(move || {
        while let Some(engine) = ticker.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    });
    Ok(engine)
}

pub fn prepare(engine: &Engine, wasm: &[u8]) -> Result<InstancePre<State>> {
    let mut linker: Linker<State> = Linker::new(engine);
    linker.func_wrap(
        "wapc",
        "__guest_request",
        |mut caller: Caller<'_, State>, operation: i32, payload: i32| {
            let (memory, state) = split(&mut caller);
            write(memory, operation, &state.operation)?;
            write(memory, payload, unsafe { &*state.payload })
        },
    )?;
    linker.func_wrap(
        "wapc",
        "__guest_response",
        |mut caller: Caller<'_, State>, pointer: i32, length: i32| {
            let (memory, state) = split(&mut caller);
            state.response.clear();
            read(memory, pointer, length, &mut state.response)
        },
    )?;
    linker.func_wrap("wapc", "__guest_error", |_: Caller<'_, State>, _: i32, _: i32| {})?;
    linker.func_wrap(
        "wapc",
        "__host_call",
        |mut caller: Caller<'_, State>,
         _: i32,
         _: i32,
         _: i32,
         _: i32,
         _: i32,
         _: i32,
         pointer: i32,
         length: i32|
         -> Result<i32> {
            let (memory, state) = split(&mut caller);
            let mut payload = Vec::new();
            read(memory, pointer, length, &mut payload)?;
            state.reply = (state.host)(&payload);
            Ok(1)
        },
    )?;
    linker.func_wrap("wapc", "__host_response_len", |caller: Caller<'_, State>| {
        caller.data().reply.len() as i32
    })?;
    linker.func_wrap(
        "wapc",
        "__host_response",
        |mut caller: Caller<'_, State>, pointer: i32| {
            let (memory, state) = split(&mut caller);
            write(memory, pointer, &state.reply)
        },
    )?;
    linker.func_wrap("wapc", "__host_error_len", |_: Caller<'_, State>| 0)?;
    linker.func_wrap("wapc", "__host_error", |_: Caller<'_, State>, _: i32| {})?;
    linker.func_wrap("wapc", "__console_log", |_: Caller<'_, State>, _: i32, _: i32| {})?;
    linker.instantiate_pre(&Module::new(engine, wasm)?)
}

impl Host {
    pub fn new(
        pre: &InstancePre<State>,
        host: impl Fn(&[u8]) -> Vec<u8> + Send + 'static,
    ) -> Result<Self> {
        let limits = Limits::default();
        let state = State {
            memory: None,
            operation: Vec::new(),
            payload: &[] as &[u8],
            response: Vec::new(),
            reply: Vec::new(),
            host: Box::new(host),
            limits: StoreLimitsBuilder::new()
                .memory_size(limits.memory)
                .table_elements(limits.table)
                .build(),
        };
        let mut store = Store::new(pre.module().engine(), state);
        store.limiter(|state| &mut state.limits);
        store.set_epoch_deadline(500);
        let instance = pre.instantiate(&mut store)?;
        store.data_mut().memory = instance.get_memory(&mut store, "memory");
        for start in ["_initialize", "_start", "wapc_init"] {
            if let Ok(start) = instance.get_typed_func::<(), ()>(&mut store, start) {
                start.call(&mut store, ())?;
            }
        }
        let call = instance.get_typed_func(&mut store, "__guest_call")?;
        Ok(Self { store, call })
    }

    #[inline]
    pub fn call_into(
        &mut self,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<()> {
        let state = self.store.data_mut();
        state.operation.clear();
        state.operation.extend_from_slice(operation.as_bytes());
        state.payload = payload;
        self.store.set_epoch_deadline(500);
        let result =
            self.call.call(&mut self.store, (operation.len() as i32, payload.len() as i32))?;
        assert_eq!(result, 1);
        std::mem::swap(reply, &mut self.store.data_mut().response);
        Ok(())
    }
}

fn split<'a>(caller: &'a mut Caller<'_, State>) -> (&'a mut [u8], &'a mut State) {
    let memory = caller.data().memory.expect("the memory is known");
    memory.data_and_store_mut(caller)
}

fn read(memory: &[u8], pointer: i32, length: i32, to: &mut Vec<u8>) -> Result<()> {
    let start = pointer as u32 as usize;
    let from = memory
        .get(start..start + length as u32 as usize)
        .ok_or_else(|| wasmtime::Error::msg("bounds"))?;
    to.reserve(from.len());
    for piece in from.chunks(2048) {
        to.extend_from_slice(piece);
    }
    Ok(())
}

fn write(memory: &mut [u8], pointer: i32, from: &[u8]) -> Result<()> {
    let start = pointer as u32 as usize;
    let to =
        memory.get_mut(start..start + from.len()).ok_or_else(|| wasmtime::Error::msg("bounds"))?;
    for (to, from) in to.chunks_mut(2048).zip(from.chunks(2048)) {
        to.copy_from_slice(from);
    }
    Ok(())
}
