//! A member of a host, found once.

use super::member::{Member, system};
use crate::engine::{CallError, abi::DEFAULT_BINDING};
use bytes::Bytes;
use std::{fmt, sync::Arc};

/// An actor or a provider of a [`Host`](super::Host), for as many calls from as many threads as one likes. It stays valid when
/// what is behind it is replaced, stopped or restarted.
#[derive(Clone)]
pub struct Handle(Arc<Member>);

impl Handle {
    pub(super) fn new(member: Arc<Member>) -> Self {
        Self(member)
    }

    /// The member's id.
    pub fn id(&self) -> &str {
        &self.0.profile().id
    }

    /// Calls `operation` as the host itself, and returns the reply. Waits for an instance, or for a member that is stopped to be started
    /// again, at most until the deadline.
    ///
    /// # Errors
    /// [`CallError::Guest`] is what a guest answered, and [`CallError::Host`] what a native provider did, or that the member was removed.
    /// All others say what went wrong on the way.
    pub fn call(&self, operation: &str, payload: &[u8]) -> Result<Bytes, CallError> {
        let mut reply = Vec::new();
        self.call_into(operation, payload, &mut reply)?;
        Ok(reply.into())
    }

    /// Calls `operation` as the host itself, and replaces the content of `reply` by the reply. Once buffers have grown to the size
    /// of the payloads, this allocates nothing.
    ///
    /// # Errors
    /// Why there is no reply; `reply` is empty then.
    #[inline]
    pub fn call_into(
        &self,
        operation: &str,
        payload: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<(), CallError> {
        Ok(self.0.call(&system(DEFAULT_BINDING), operation, payload, reply)?)
    }

    /// How many calls wait for it to be started again.
    pub fn waiting(&self) -> usize {
        self.0.gate().waiting()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handle").field(&self.id()).finish()
    }
}
