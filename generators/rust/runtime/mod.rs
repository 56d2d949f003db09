//! What all contracts share: errors, `MessagePack`, and the way to the other side.

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod allocator;
#[cfg(target_arch = "wasm32")]
#[path = "guest_bytes.rs"]
mod bytes;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native_bytes.rs"]
mod bytes;
mod datetime;
mod descriptor;
mod error;
mod export;
#[cfg(target_arch = "wasm32")]
#[path = "guest.rs"]
mod host;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod host;
mod map;
mod origin;
mod provider;
mod raw;
mod reader;
mod record;
mod role;
mod serde;
mod transport;
#[cfg(target_arch = "wasm32")]
mod utf8;
mod writer;

#[cfg(target_arch = "wasm32")]
pub use allocator::Allocator;
pub use datetime::DateTime;
pub use descriptor::{Descriptor, Direction, Operation};
pub use error::{DecodeError, Error, Result};
pub(crate) use export::{actor, provider};
pub use host::{Host, console_log};
pub use map::{Key, Map, Shown};
pub use origin::Origin;
pub use provider::{
    Bindings, Configuration, Health, Provider, answer_as_actor, answer_as_provider,
};
pub use raw::Raw;
pub use reader::Reader;
pub use record::Record;
pub use role::Role;
pub(crate) use serde::as_serde;
pub use transport::{Function, Transport, transport};
pub use writer::Writer;

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::mem::forget;

/// The binding of a client that was given none.
pub const DEFAULT_BINDING: &str = "default";

/// A binding's name, which is never empty.
#[doc(hidden)]
#[must_use]
pub fn named_binding(binding: Cow<'_, str>) -> Cow<'_, str> {
    if binding.is_empty() { Cow::Borrowed(DEFAULT_BINDING) } else { binding }
}

/// Reads a payload, whose value is called `root` in an error.
///
/// # Errors
/// [`Error::Decode`] if the payload is not what `read` expects.
#[inline(always)] // what is read lands where it is needed
pub fn decode<'a, T>(
    payload: &'a [u8],
    root: &str,
    read: impl FnOnce(&mut Reader<'a>) -> T,
) -> Result<T> {
    let mut reader = Reader::new(payload);
    let value = read(&mut reader);
    reader.end(root)?;
    Ok(value)
}

/// Reads a payload that is a string. A short one stays in the payload's buffer.
///
/// # Errors
/// As [`decode`].
pub fn decode_string(payload: Vec<u8>, root: &str) -> Result<String> {
    let mut reader = Reader::new(&payload);
    let length = reader.blob("string").len();
    let end = payload.len() - reader.rest.len();
    reader.end(root)?;
    match bytes::into_string(payload, end - length, end) {
        Some(text) => Ok(text),
        None => Err(DecodeError::new(reader::NOT_UTF8).of(root).into()),
    }
}

/// Writes a payload, whose value is called `root` in an error.
///
/// # Errors
/// [`Error::Decode`] if the value is one that no payload can hold.
#[inline(always)] // what is written need not be gathered first
pub fn encode(root: &str, write: impl FnOnce(&mut Writer)) -> Result<Vec<u8>> {
    let mut writer = Writer::new();
    write(&mut writer);
    let payload = writer.close(root);
    // Nothing is left in it; so each caller is spared the code that would look.
    forget(writer);
    bytes::apart(payload)
}

/// As [`encode`], but the payload replaces the content of `payload`, so that its room is used again.
///
/// # Errors
/// As [`encode`]; then the payload is empty.
#[inline(always)] // as above
pub fn encode_into(
    payload: &mut Vec<u8>,
    root: &str,
    write: impl FnOnce(&mut Writer),
) -> Result<()> {
    let mut writer = Writer::reusing(payload);
    write(&mut writer);
    *payload = writer.finish(root)?;
    Ok(())
}

/// Writes the arguments of an operation, of which there are `count`.
///
/// # Errors
/// As [`encode`].
#[inline(always)] // as above
pub fn arguments(
    operation: &str,
    count: usize,
    write: impl FnOnce(&mut Writer),
) -> Result<Vec<u8>> {
    let mut writer = Writer::new();
    writer.record(count);
    write(&mut writer);
    let payload = writer.close(operation);
    forget(writer);
    payload
}
