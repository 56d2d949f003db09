//! The waPC ABI, as seen from a WebAssembly module.

extern crate alloc;

use super::{Error, Origin, Result, Role, Transport, bytes};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::cell::{Cell, RefCell};

#[link(wasm_import_module = "wapc")]
unsafe extern "C" {
    fn __guest_request(operation: *mut u8, payload: *mut u8);
    fn __guest_response(pointer: *const u8, length: usize);
    fn __guest_error(pointer: *const u8, length: usize);
    fn __host_call(
        binding: *const u8,
        binding_length: usize,
        namespace: *const u8,
        namespace_length: usize,
        operation: *const u8,
        operation_length: usize,
        payload: *const u8,
        payload_length: usize,
    ) -> usize;
    safe fn __host_response_len() -> usize;
    fn __host_response(pointer: *mut u8);
    safe fn __host_error_len() -> usize;
    fn __host_error(pointer: *mut u8);
    fn __console_log(pointer: *const u8, length: usize);
}

/// The host of this module.
#[derive(Clone, Copy, Debug, Default)]
pub struct Host;

impl Transport for Host {
    fn call(
        &self,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>> {
        // SAFETY: all pointers come from slices; the host copies and keeps none.
        let status = unsafe {
            __host_call(
                binding.as_ptr(),
                binding.len(),
                namespace.as_ptr(),
                namespace.len(),
                operation.as_ptr(),
                operation.len(),
                payload.as_ptr(),
                payload.len(),
            )
        };
        if status == 1 {
            let length = __host_response_len();
            let mut reply = bytes::room(length);
            // SAFETY: the host writes as many bytes as it announced.
            unsafe {
                __host_response(reply.as_mut_ptr());
                reply.set_len(length);
            }
            return Ok(reply);
        }
        let length = __host_error_len();
        let mut text = bytes::room(length);
        // SAFETY: as above.
        unsafe {
            __host_error(text.as_mut_ptr());
            text.set_len(length);
        }
        if bytes::text(&text).is_none() {
            text.clear();
            bytes::append_byte(&mut text, b'?');
        }
        // SAFETY: as checked.
        Err(Error::Remote(unsafe { String::from_utf8_unchecked(text) }))
    }
}

pub(super) fn ask_caller() -> Result<Vec<u8>> {
    Host.call("", "contractc:context", "Caller", &[])
}

/// Writes a line to the host's log.
pub fn console_log(text: &str) {
    // SAFETY: pointer and length of one string.
    unsafe { __console_log(text.as_ptr(), text.len()) };
}

impl Role {
    /// Answers one call from the host; the body of the exported `__guest_call`.
    #[must_use]
    pub fn guest_call<T: Default>(
        self,
        instance: &Cell<Option<&'static T>>,
        operation: usize,
        payload: usize,
        dispatch: impl FnOnce(&T, &Origin<'static>, &str, &[u8]) -> Result<Vec<u8>>,
    ) -> i32 {
        let request = request(operation, payload);
        let (operation, payload) = request.split_at_checked(operation).unwrap_or_default();
        answer(match bytes::text(operation) {
            Some(operation) => dispatch(the(instance), &Origin::default(), operation, payload),
            None => Err(Error::unknown("?")),
        })
    }
}

/// The one instance, made at the first call.
fn the<T: Default>(instance: &Cell<Option<&'static T>>) -> &'static T {
    if instance.get().is_none() {
        let made: &T = Box::leak(Box::default());
        if instance.get().is_none() {
            instance.set(Some(made));
        }
    }
    instance.get().unwrap_or_else(|| core::arch::wasm32::unreachable())
}

/// The name of the operation and the payload behind it.
fn request(operation_length: usize, payload_length: usize) -> Vec<u8> {
    let length = operation_length.saturating_add(payload_length);
    let mut request = bytes::room(length);
    // SAFETY: the host writes as many bytes as it announced.
    unsafe {
        let start = request.as_mut_ptr();
        __guest_request(start, start.add(operation_length));
        request.set_len(length);
    }
    request
}

fn answer(result: Result<Vec<u8>>) -> i32 {
    match result {
        Ok(reply) => {
            // SAFETY: pointer and length of one buffer.
            unsafe { __guest_response(reply.as_ptr(), reply.len()) };
            1
        }
        Err(error) => {
            let text = error.into_text();
            // SAFETY: pointer and length of one string.
            unsafe { __guest_error(text.as_ptr(), text.len()) };
            0
        }
    }
}

/// What nested calls share; a module has one thread.
pub(super) struct Lock<T>(RefCell<T>);

impl<T> Lock<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        work(&mut self.0.borrow_mut())
    }
}
