//! What the host alone asks of members, and what it makes of their answers.

use super::{
    member::{Native, ask, system},
    messages,
    profile::{DESCRIPTOR, HEALTH},
};
use crate::engine::{CallError, Instance, abi::DEFAULT_BINDING, chain::Position};

/// The contract's id in a provider's descriptor, if it has one.
pub(super) type Contract = Option<String>;

/// Asks an instance for one of the things that only the host asks for.
fn ask_instance(
    instance: &mut Instance,
    position: Position,
    operation: &str,
) -> Result<Vec<u8>, CallError> {
    let mut reply = Vec::new();
    let caller = system(DEFAULT_BINDING);
    instance.call_at(position, &caller, operation, messages::PLACEHOLDER, &mut reply)?;
    Ok(reply)
}

/// As [`ask_instance`], of a native provider.
pub(super) fn ask_system(native: &Native, operation: &str) -> Result<Vec<u8>, CallError> {
    let mut reply = Vec::new();
    ask(native, &system(DEFAULT_BINDING), operation, messages::PLACEHOLDER, &mut reply)?;
    Ok(reply)
}

/// The contract that an instance says it is a provider of.
pub(super) fn contract(instance: &mut Instance, position: Position) -> Result<Contract, CallError> {
    described(ask_instance(instance, position, DESCRIPTOR))
}

/// The contract in the answer to `GetCapabilityDescriptor`. Not all providers have one, and then they answer with an error.
pub(super) fn described(answer: Result<Vec<u8>, CallError>) -> Result<Contract, CallError> {
    match answer {
        Ok(reply) => Ok(messages::descriptor_id(&reply)),
        Err(CallError::Guest(_) | CallError::Host(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A provider may only be replaced by one of the same contract. One that does not say which may be replaced by any.
pub(super) fn compare(old: Option<&str>, new: Option<&str>) -> Result<(), CallError> {
    let Some(old) = old else {
        return Ok(());
    };
    match new {
        Some(new) if new == old => Ok(()),
        Some(new) => Err(CallError::Host(format!(
            "the new provider is one of {new}, but the one that serves is one of {old}"
        ))),
        None => Err(CallError::Host(format!(
            "the new provider does not say of which contract it is, but the one that serves is one of {old}"
        ))),
    }
}

/// A new version of a member must be well.
pub(super) fn well(complaint: Option<String>) -> Result<(), CallError> {
    match complaint {
        None => Ok(()),
        Some(complaint) => {
            Err(CallError::Host(format!("the new module is not healthy: {complaint}")))
        }
    }
}

/// What is wrong with an instance.
pub(super) fn health(instance: &mut Instance, position: Position) -> Option<String> {
    verdict(ask_instance(instance, position, HEALTH))
}

pub(super) fn verdict(answer: Result<Vec<u8>, CallError>) -> Option<String> {
    match answer {
        Ok(reply) => messages::complaint(&reply),
        Err(error) if is_unknown(&error) => None,
        Err(error) => Some(error.into_text()),
    }
}

/// A provider that does not know `BindActor` can be bound if there is nothing to configure.
pub(super) fn accepted(outcome: Result<(), CallError>, plain: bool) -> Result<(), CallError> {
    match outcome {
        Err(error) if plain && is_unknown(&error) => Ok(()),
        outcome => outcome,
    }
}

fn is_unknown(error: &CallError) -> bool {
    match error {
        CallError::Guest(text) | CallError::Host(text) => {
            text.starts_with("No handler registered for function ")
        }
        _ => false,
    }
}
