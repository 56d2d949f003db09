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

use alloc::{borrow::Cow, vec::Vec};
use core::mem::forget;

/// The binding of a client that was given none.
pub const DEFAULT_BINDING: &str = "default";

/// A binding's name, which is never empty.
#[doc(hidden)]
#[must_use]
pub fn named_binding(binding: Cow<'static, str>) -> Cow<'static, str> {
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
    let ended = reader.finish(root);
    // Nothing is left in it; so each caller is spared the code that would look.
    forget(reader);
    ended?;
    Ok(value)
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
    // As above.
    forget(writer);
    bytes::apart(payload)
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
    let mut writer = Writer::of_arguments(count);
    write(&mut writer);
    let payload = writer.close(operation);
    forget(writer);
    payload
}
