//! The way to the other side.

extern crate alloc;

use super::{Error, Result};
use alloc::{rc::Rc, string::String, sync::Arc, vec::Vec};

/// Carries calls to the side that implements a role.
pub trait Transport {
    /// Calls `operation` of the contract `namespace` (or of the actor with that id) under `binding`, and returns its reply.
    ///
    /// # Errors
    /// What the other side answered, or why it could not be reached.
    fn call(
        &self,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>>;
}

macro_rules! pointers {
    ($($pointer:ty)*) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn call(
                &self,
                binding: &str,
                namespace: &str,
                operation: &str,
                payload: &[u8],
            ) -> Result<Vec<u8>> {
                (**self).call(binding, namespace, operation, payload)
            }
        }
    )*};
}

pointers!(&T Rc<T> Arc<T>);

/// A transport that is a function of binding, namespace, operation and payload: what an embedder has for its providers, and
/// a test for its actors.
pub const fn transport<F>(function: F) -> Function<F>
where
    F: Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String>,
{
    Function(function)
}

/// See [`transport`].
#[derive(Clone, Copy, Debug)]
pub struct Function<F>(F);

impl<F> Transport for Function<F>
where
    F: Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String>,
{
    fn call(
        &self,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>> {
        (self.0)(binding, namespace, operation, payload).map_err(Error::Remote)
    }
}
