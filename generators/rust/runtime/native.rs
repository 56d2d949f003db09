//! Outside WebAssembly there is no host; tests put a provider in its place.

extern crate std;

use super::{Error, Result, Transport};
use std::{
    cell::RefCell,
    rc::Rc,
    sync::{Mutex, PoisonError},
    vec::Vec,
};

std::thread_local! {
    static HOST: RefCell<Option<Rc<dyn Transport>>> = const { RefCell::new(None) };
}

/// The host of this module; natively, whatever [`Host::replaced_by`] put in its place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Host;

impl Host {
    /// Runs `test` with `transport` as the host of this thread.
    pub fn replaced_by<R>(transport: impl Transport + 'static, test: impl FnOnce() -> R) -> R {
        /// Puts back what was there, also if the test panics.
        struct Before(Option<Rc<dyn Transport>>);
        impl Drop for Before {
            fn drop(&mut self) {
                HOST.replace(self.0.take());
            }
        }
        let _before = Before(HOST.replace(Some(Rc::new(transport))));
        test()
    }
}

impl Transport for Host {
    fn call(
        &self,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>> {
        let host = HOST.with_borrow(Clone::clone);
        match host {
            Some(host) => host.call(binding, namespace, operation, payload),
            None => Err(Error::from("no host: not a WebAssembly module")),
        }
    }
}

pub(super) fn ask_caller() -> Result<Vec<u8>> {
    Err(Error::from("unknown"))
}

/// Writes a line to the host's log; natively, to the standard error.
pub fn console_log(text: &str) {
    std::eprintln!("{text}");
}

/// What callers on any thread share.
pub(super) struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
