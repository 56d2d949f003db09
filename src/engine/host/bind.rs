//! Binding actors to providers, calls on behalf of members, and changing what is behind them.

use super::{
    Claims, Host, Kind,
    answers::accepted,
    member::{Member, returning},
    messages::{Configuration, PLACEHOLDER, descriptor_id},
    profile::{Bound, DESCRIPTOR, UNBIND},
};
use crate::engine::{CallError, Caller, Module, Request, abi::DEFAULT_BINDING};
use bytes::Bytes;
use std::sync::Arc;

impl Host {
    /// Lets an actor's calls of `contract`, under the binding's name, go to a provider, which is told by `BindActor` with `values`.
    /// An empty name means `default`. Binding again changes the values, or the provider.
    ///
    /// # Errors
    /// What the provider answered; then nothing has changed.
    pub fn bind<'a>(
        &self,
        actor: &str,
        contract: &str,
        binding: &str,
        provider: &str,
        values: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), CallError> {
        let binding = or_default(binding);
        let caller = self.member(actor)?;
        let provider = self.member(provider)?;
        if provider.kind() != Kind::Provider {
            let id = &provider.profile().id;
            return Err(CallError::Host(format!("{id} is an actor, not a provider")));
        }
        let values = values.into_iter().map(|(key, value)| (key.into(), value.into()));
        let mut configuration = Configuration { actor: actor.to_owned(), values: values.collect() };
        let plain = configuration.values.is_empty();
        configuration.values.extend(caller.profile().claims());
        provider.bind(Bound {
            contract: contract.to_owned(),
            binding: binding.to_owned(),
            configuration,
            plain,
        })?;
        let before = caller.profile().set_route(contract, binding, &provider);
        let outcome = match before {
            Some(before) if !Arc::ptr_eq(&before, &provider) => {
                forget(&before, actor, contract, binding)
            }
            _ => Ok(()),
        };
        // Who was removed meanwhile could not tell this provider.
        if let Err(removed) = caller.present() {
            forget_all(&caller);
            return Err(removed);
        }
        outcome
    }

    /// Sets what providers learn of an actor beside its id when it is bound, from now on.
    ///
    /// # Errors
    /// [`CallError::Host`] if there is none with this id.
    pub fn set_claims(&self, actor: &str, claims: Claims) -> Result<(), CallError> {
        self.member(actor)?.profile().set_claims(claims);
        Ok(())
    }

    /// Ends a binding. The provider is told by `RemoveActor`.
    ///
    /// # Errors
    /// What the provider answered, though the binding is gone; or that there was none.
    pub fn unbind(&self, actor: &str, contract: &str, binding: &str) -> Result<(), CallError> {
        let binding = or_default(binding);
        let caller = self.member(actor)?;
        match caller.profile().remove_route(contract, binding) {
            Some(provider) => forget(&provider, actor, contract, binding),
            None => Err(CallError::Host(format!(
                "{actor} has no provider of {contract} bound as {binding}"
            ))),
        }
    }

    /// Calls as a member would from inside: through its bindings, within what it may do.
    ///
    /// # Errors
    /// [`CallError::Denied`] if it may not; else why there is no reply.
    pub fn call_as(
        &self,
        member: &str,
        binding: &str,
        namespace: &str,
        operation: &str,
        payload: &[u8],
    ) -> Result<Bytes, CallError> {
        let mut reply = Vec::new();
        let request = Request {
            binding: or_default(binding),
            unnamed: binding.is_empty(),
            namespace,
            operation,
            payload,
            caller: Caller::default(),
        };
        self.member(member)?.outlet().call(request, &mut reply)?;
        Ok(reply.into())
    }

    /// The way from a native provider to actors: a function of binding, namespace (an actor's id), operation and payload. The
    /// provider may be added later, and the function does not keep the host alive.
    pub fn caller_for(
        &self,
        provider: &str,
    ) -> impl Fn(&str, &str, &str, &[u8]) -> Result<Vec<u8>, String> + Clone + Send + Sync + 'static
    {
        let host = Arc::downgrade(&self.0);
        let provider: Arc<str> = provider.into();
        move |binding, namespace, operation, payload| {
            let host = Host(host.upgrade().ok_or("the host is gone")?);
            host.call_as(&provider, binding, namespace, operation, payload)
                .map(Into::into)
                .map_err(CallError::into_text)
        }
    }

    /// Replaces the module behind an actor or a provider, while calls go on. First the new one is started, asked for the contract in
    /// its descriptor if it is a provider, told who is bound to it, and asked for its health; if any of that fails, or the old one
    /// is a provider of another contract, the old one goes on. Calls under way end on the old module.
    ///
    /// # Errors
    /// What the new module did wrong.
    pub fn replace(&self, id: &str, module: &Module) -> Result<(), CallError> {
        self.member(id)?.replace(module)
    }

    /// As [`Self::replace`], for a module that still has to be compiled.
    ///
    /// # Errors
    /// As [`Self::replace`].
    pub fn replace_bytes(&self, id: &str, bytes: &[u8]) -> Result<(), CallError> {
        let member = self.member(id)?;
        member.replace(&Module::named(&self.0.engine, id, bytes)?)
    }

    /// Replaces a native provider. As with [`Self::replace`], the new one must be well, a provider of the contract that the old one
    /// says it is of, and accept its bindings.
    ///
    /// # Errors
    /// What the new one did wrong.
    pub fn replace_native(
        &self,
        id: &str,
        provider: impl Fn(&Caller<'_>, &str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync + 'static,
    ) -> Result<(), CallError> {
        self.member(id)?.replace_native(returning(provider))
    }

    /// As [`Self::replace_native`], by a provider as for [`Self::add_native_into`].
    ///
    /// # Errors
    /// As [`Self::replace_native`].
    pub fn replace_native_into(
        &self,
        id: &str,
        provider: impl Fn(&Caller<'_>, &str, &[u8], &mut Vec<u8>) -> Result<(), String>
        + Send
        + Sync
        + 'static,
    ) -> Result<(), CallError> {
        self.member(id)?.replace_native(Arc::new(provider))
    }

    /// Stops an actor or a provider, and waits until the calls under way have ended, at most until the deadline. Later calls wait, as
    /// many as [`Limits::queue`](super::super::Limits::queue) says and until their deadline.
    ///
    /// From within a call of its own, which could not end meanwhile, it waits for none; and a provider in this program is waited for
    /// only from outside of all calls.
    ///
    /// # Errors
    /// [`CallError::Host`] if there is none with this id; [`CallError::Deadline`] if somebody else was changing it all the time.
    pub fn stop(&self, id: &str) -> Result<(), CallError> {
        self.member(id)?.stop()
    }

    /// Starts again what was stopped, in a new instance, and serves the calls that wait.
    ///
    /// # Errors
    /// Why it does not start; the calls go on waiting.
    pub fn start(&self, id: &str) -> Result<(), CallError> {
        self.member(id)?.restart()
    }

    /// The contract's id in a provider's descriptor, if it answers with one.
    ///
    /// # Errors
    /// Why it does not answer.
    pub fn contract_of(&self, provider: &str) -> Result<Option<String>, CallError> {
        let reply = self.get(provider)?.call(DESCRIPTOR, PLACEHOLDER)?;
        Ok(descriptor_id(&reply))
    }
}

fn or_default(binding: &str) -> &str {
    match binding {
        "" => DEFAULT_BINDING,
        name => name,
    }
}

/// Tells a provider that an actor is no longer bound to it, unless another of its contracts still binds it under that name.
fn forget(provider: &Member, actor: &str, contract: &str, binding: &str) -> Result<(), CallError> {
    let _changing = provider.change()?;
    provider.profile().strike(actor, contract, binding);
    {
        let bound = provider.profile().bound();
        let mut others = bound.iter();
        if others.any(|other| other.configuration.actor == actor && other.binding == binding) {
            return Ok(());
        }
    }
    let configuration = Configuration { actor: actor.to_owned(), ..Configuration::default() };
    accepted(provider.tell(binding, UNBIND, &configuration.encode()).map(drop), true)
}

/// Tells all providers that an actor is no longer bound to them. Its calls that are under way may still go there.
pub(super) fn forget_all(actor: &Member) {
    for (contract, binding, provider) in actor.profile().routes() {
        // A provider that fails to take note must not keep the actor alive.
        let _ = forget(&provider, &actor.profile().id, &contract, &binding);
    }
}
