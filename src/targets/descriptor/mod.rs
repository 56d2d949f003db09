//! Provider descriptors: what a provider answers to `GetCapabilityDescriptor`, and what a catalogue of providers lists.

mod encode;

use serde::Serialize;

use crate::ir::{Contract, Implementer};

/// What a provider is and can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Descriptor {
    /// The contract id.
    pub id: String,
    /// The provider's name.
    pub name: String,
    /// Its version, as text for people.
    pub version: String,
    /// Its revision, for machines: later ones are higher.
    pub revision: u32,
    /// What it does.
    pub long_description: String,
    /// The operations of the contract in declared order; those that every provider answers are not among them.
    pub supported_operations: Vec<OperationDescriptor>,
}

/// An operation of a descriptor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperationDescriptor {
    /// Its name on the wire.
    pub name: String,
    /// Which way it is called.
    pub direction: Direction,
    /// What it does.
    pub doctext: String,
}

/// Which way an operation is called. In MessagePack it is a map of one entry, position to nil, as 2020 hosts decode it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The actor implements it.
    ToActor,
    /// The provider implements it.
    ToProvider,
    /// Either can.
    Both,
}

impl Descriptor {
    /// The descriptor that a provider of this contract has by default.
    #[must_use]
    pub fn of(contract: &Contract) -> Self {
        let operations = contract.roles.iter().flat_map(|role| {
            let direction = match role.implementer {
                Implementer::Actor => Direction::ToActor,
                Implementer::Provider => Direction::ToProvider,
            };
            role.operations.iter().map(move |operation| OperationDescriptor {
                name: operation.wire_name.clone(),
                direction,
                doctext: operation.docs.join("\n"),
            })
        });
        Self {
            id: contract.id.clone(),
            name: contract.id.clone(),
            version: contract.version.clone().unwrap_or_else(|| "0.0.0".to_owned()),
            revision: 0,
            long_description: contract.docs.join("\n"),
            supported_operations: operations.collect(),
        }
    }

    /// As JSON, indented, with a newline at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// As MessagePack: the reply to `GetCapabilityDescriptor`.
    #[must_use]
    pub fn to_msgpack(&self) -> Vec<u8> {
        encode::descriptor(self)
    }
}
