//! What belongs to one call: each has a frame of its own, so that a call within a call clobbers nothing.

use super::{
    chain::Owner,
    clock::Moment,
    error::{Limit, Resource},
    host_call::{Caller, HostCall},
    limits::Limits,
    names::Names,
    seats::Seat,
};
use std::{
    ptr::{self, NonNull},
    sync::Arc,
};
use wasmtime::{AsContext, Memory, ResourceLimiter, TypedFunc};

/// Something that the caller of a guest lends for the time of the call.
pub(super) struct Lent<T: ?Sized>(NonNull<T>);

// SAFETY: it is only ever read, and only while its owner's borrow lasts.
unsafe impl<T: ?Sized + Sync> Send for Lent<T> {}
unsafe impl<T: ?Sized + Sync> Sync for Lent<T> {}

impl<T: ?Sized> Lent<T> {
    pub(super) fn new(lent: &T) -> Self {
        Self(NonNull::from(lent))
    }

    /// # Safety
    /// What was given to `new` must still be borrowed.
    pub(super) unsafe fn get<'a>(&self) -> &'a T {
        // SAFETY: see above.
        unsafe { self.0.as_ref() }
    }
}

/// The buffer that the caller of a guest wants the response in, lent for the time of the call. While the guest is initialised
/// nobody waits for a response, and there is none.
#[derive(Clone, Copy)]
pub(super) struct Target(Option<NonNull<Vec<u8>>>);

// SAFETY: as for `Lent`; and it is only written to by the host functions of the one guest that it is lent to.
unsafe impl Send for Target {}
unsafe impl Sync for Target {}

impl Target {
    fn new(buffer: &mut Vec<u8>) -> Self {
        Self(Some(NonNull::from(buffer)))
    }

    /// # Safety
    /// The buffer given to `new` must still be borrowed, and used by nobody else meanwhile.
    pub(super) unsafe fn get<'a>(self) -> Option<&'a mut Vec<u8>> {
        // SAFETY: see above.
        self.0.map(|mut buffer| unsafe { buffer.as_mut() })
    }
}

/// The state of one call. Buffers are kept for the next call at the same depth.
pub(super) struct Frame {
    pub(super) operation: Lent<str>,
    pub(super) payload: Lent<[u8]>,
    /// Lent as well, for whatever lifetime that is.
    pub(super) caller: Lent<Caller<'static>>,
    pub(super) response: Target,
    pub(super) responded: bool,
    pub(super) error: Vec<u8>,
    pub(super) failed: bool,
    /// There is one from the first host call on; the one under way keeps it.
    pub(super) exchange: Option<Box<Exchange>>,
    pub(super) logged: usize,
}

/// What goes out by a host call, and what comes back.
#[derive(Default)]
pub(super) struct Exchange {
    pub(super) names: Names,
    /// A copy: the guest's memory may change under a nested call of the same guest.
    pub(super) payload: Vec<u8>,
    pub(super) reply: Reply,
}

/// The host's reply to the last host call.
#[derive(Default)]
pub(super) struct Reply {
    pub(super) response: Vec<u8>,
    pub(super) error: String,
    pub(super) state: ReplyState,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ReplyState {
    #[default]
    None,
    Response,
    Error,
}

impl Frame {
    /// The response to the last host call, if that is what there is.
    #[inline]
    pub(super) fn response(&self) -> &[u8] {
        match &self.exchange {
            Some(exchange) if exchange.reply.state == ReplyState::Response => {
                &exchange.reply.response
            }
            _ => &[],
        }
    }

    /// The error of the last host call, if that is what there is.
    pub(super) fn error(&self) -> &str {
        match &self.exchange {
            Some(exchange) if exchange.reply.state == ReplyState::Error => &exchange.reply.error,
            _ => "",
        }
    }
}

impl Frame {
    fn new() -> Self {
        Self {
            operation: Lent::new(""),
            payload: Lent::new(&[]),
            caller: Lent::new(&Caller { actor: "", binding: "" }),
            response: Target(None),
            responded: false,
            error: Vec::new(),
            failed: false,
            exchange: None,
            logged: 0,
        }
    }

    /// Gives room back that a host call took: what is far more than it used last, or all of it, if calls at this depth are seldom.
    #[inline]
    fn trim(&mut self, seldom: bool) {
        let Some(exchange) = &mut self.exchange else {
            return;
        };
        for buffer in [&mut exchange.reply.response, &mut exchange.payload] {
            if buffer.capacity() > KEPT && (seldom || buffer.len() < buffer.capacity() / 4) {
                shrink(buffer);
            }
        }
        exchange.names.trim(KEPT);
    }
}

/// What a buffer may keep in any case.
const KEPT: usize = 256 << 10;

#[cold]
fn shrink(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT);
}

/// The bytes of a guest's memory.
#[derive(Clone, Copy)]
pub(super) struct View(NonNull<[u8]>);

// SAFETY: the bytes belong to the store that this is kept in.
unsafe impl Send for View {}
unsafe impl Sync for View {}

impl View {
    /// By the address alone. By way of a reference it would end as soon as the bytes are used in any other way, and the guest
    /// does nothing else.
    pub(super) fn new(memory: Memory, store: impl AsContext) -> Option<Self> {
        let (first, size) = (memory.data_ptr(&store), memory.data_size(&store));
        NonNull::new(ptr::slice_from_raw_parts_mut(first, size)).map(Self)
    }

    /// # Safety
    /// The store must be borrowed for as long as the bytes are, and its memory must not have grown since `new`: it stays where it
    /// is until then.
    pub(super) unsafe fn get<'a>(mut self) -> &'a mut [u8] {
        // SAFETY: see above.
        unsafe { self.0.as_mut() }
    }
}

pub(super) type GuestCall = TypedFunc<(i32, i32), i32>;

/// What the host functions know of the guest that calls them; the data of its store.
pub(super) struct State {
    pub(super) host: Arc<dyn HostCall>,
    pub(super) limits: Arc<Limits>,
    /// The guest's module, for the log.
    pub(super) name: Arc<str>,
    /// Whose instance the guest is.
    pub(super) owner: Owner,
    /// A trap went through it: it must not be called again.
    pub(super) broken: bool,
    pub(super) memory: Option<Memory>,
    /// Where the memory is, until it grows. To ask wasmtime takes longer than most host functions do.
    pub(super) view: Option<View>,
    /// Set once, when the guest is ready, and never changed.
    pub(super) guest_call: Option<Box<GuestCall>>,
    /// When the chain of calls that this guest takes part in has to be over, and how deep in it this guest is.
    pub(super) deadline: Moment,
    pub(super) depth: u32,
    /// Where the native stack was when the guest was called from outside.
    pub(super) stack_top: usize,
    frames: Vec<Frame>,
    active: usize,
    /// The growth that was refused in this call. It explains the trap that usually follows.
    pub(super) refused: Option<Limit>,
    /// The guest counts as one until it is gone.
    pub(super) seat: Option<Seat>,
}

/// The frames at the time of a host call.
#[derive(Clone, Copy)]
pub(super) struct Level {
    active: usize,
    depth: u32,
}

impl State {
    pub(super) fn new(
        host: Arc<dyn HostCall>,
        limits: Arc<Limits>,
        name: Arc<str>,
        owner: Owner,
    ) -> Self {
        Self {
            host,
            limits,
            name,
            owner,
            broken: false,
            memory: None,
            view: None,
            guest_call: None,
            deadline: Moment::after(0),
            depth: 0,
            stack_top: 0,
            // The first frame is there for calls of host functions during the initialisation.
            frames: vec![Frame::new(), Frame::new()],
            active: 0,
            refused: None,
            seat: None,
        }
    }

    /// The guest is initialised. What that took is not needed again.
    pub(super) fn started(&mut self) {
        self.refused = None;
        self.frame().exchange = None;
    }

    /// Starts a frame.
    #[inline]
    pub(super) fn push(
        &mut self,
        caller: &Caller<'_>,
        operation: &str,
        payload: &[u8],
        response: &mut Vec<u8>,
    ) {
        if self.active == 0 {
            self.refused = None;
        }
        self.active += 1;
        if self.active == self.frames.len() {
            self.frames.push(Frame::new());
        }
        let frame = self.frame();
        frame.operation = Lent::new(operation);
        frame.payload = Lent::new(payload);
        frame.caller = Lent(NonNull::from(caller).cast());
        frame.response = Target::new(response);
        frame.responded = false;
        frame.failed = false;
        if let Some(exchange) = &mut frame.exchange {
            exchange.reply.state = ReplyState::None;
        }
        frame.logged = 0;
    }

    /// Ends the innermost frame. What was lent to it is gone, and nobody looks at it again: the next call at this depth brings its
    /// own.
    #[inline]
    pub(super) fn pop(&mut self) {
        let nested = self.active > 1;
        self.frame().trim(nested);
        self.active = self.active.saturating_sub(1);
    }

    /// Where a host call starts from.
    #[inline]
    pub(super) fn level(&self) -> Level {
        Level { active: self.active, depth: self.depth }
    }

    /// Goes on after a host call, which may have called the guest again. If a panic ended such a call, its frame is still there,
    /// though what was lent to it is gone.
    #[inline]
    pub(super) fn back_at(&mut self, level: Level) {
        if self.active != level.active {
            self.unwind(level);
        }
    }

    #[cold]
    fn unwind(&mut self, level: Level) {
        Level { active: self.active, depth: self.depth } = level;
        self.broken = true;
    }

    /// Whether the guest may be called from outside: nothing has gone wrong in it, and no call was left by a panic.
    #[inline]
    pub(super) fn is_sound(&self) -> bool {
        !self.broken && self.active == 0
    }

    /// Whether a call is under way.
    #[inline]
    pub(super) fn is_active(&self) -> bool {
        self.active > 0
    }

    /// The innermost frame.
    #[inline]
    pub(super) fn frame(&mut self) -> &mut Frame {
        &mut self.frames[self.active]
    }
}

/// A growth beyond the limit fails as WebAssembly says, with -1, so that a guest may cope. One that cannot traps, and the call
/// then ends with the limit as its error.
impl ResourceLimiter for State {
    fn memory_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.view = None;
        Ok(self.allow(Resource::Memory, desired, self.limits.memory))
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.allow(Resource::Table, desired, self.limits.table))
    }
}

impl State {
    fn allow(&mut self, of: Resource, desired: usize, limit: usize) -> bool {
        let allowed = desired <= limit;
        if !allowed {
            self.refused = Some(Limit { of, limit: limit as u64 });
        }
        allowed
    }
}
