//! What a provider says of itself.

extern crate alloc;

use super::Writer;
use alloc::borrow::Cow;

/// What a provider says of itself, and of the operations it takes part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// The id of the contract.
    pub id: Cow<'static, str>,
    /// The provider's name.
    pub name: Cow<'static, str>,
    /// The provider's version, like `1.2.0`.
    pub version: Cow<'static, str>,
    /// A number that grows with each version.
    pub revision: u32,
    /// What the provider does.
    pub long_description: Cow<'static, str>,
    /// The operations of the contract.
    pub supported_operations: Cow<'static, [Operation]>,
}

/// One operation of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name on the wire.
    pub name: &'static str,
    /// Who calls whom.
    pub direction: Direction,
    /// What it does.
    pub doctext: &'static str,
}

/// Who calls whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The provider calls the actor.
    ToActor = 0,
    /// The actor calls the provider.
    ToProvider = 1,
    /// Each calls the other.
    Both = 2,
}

impl Descriptor {
    /// A provider that is named after its contract.
    #[must_use]
    pub const fn new(
        contract: &'static str,
        version: &'static str,
        description: &'static str,
        operations: &'static [Operation],
    ) -> Self {
        Self {
            id: Cow::Borrowed(contract),
            name: Cow::Borrowed(contract),
            version: Cow::Borrowed(version),
            revision: 0,
            long_description: Cow::Borrowed(description),
            supported_operations: Cow::Borrowed(operations),
        }
    }

    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.record(6);
        writer.key("id");
        writer.str(&self.id);
        writer.key("name");
        writer.str(&self.name);
        writer.key("version");
        writer.str(&self.version);
        writer.key("revision");
        writer.u32(self.revision);
        writer.key("long_description");
        writer.str(&self.long_description);
        writer.key("supported_operations");
        writer.list(&self.supported_operations, |w, operation| operation.encode(w));
        writer.end();
    }
}

impl Operation {
    /// An operation that actors call.
    #[must_use]
    pub const fn to_provider(name: &'static str, doctext: &'static str) -> Self {
        Self { name, direction: Direction::ToProvider, doctext }
    }

    /// An operation that the provider calls.
    #[must_use]
    pub const fn to_actor(name: &'static str, doctext: &'static str) -> Self {
        Self { name, direction: Direction::ToActor, doctext }
    }

    fn encode(&self, writer: &mut Writer) {
        writer.record(3);
        writer.key("name");
        writer.str(self.name);
        writer.key("direction");
        // In the form that the first hosts read: `{index: nil}`.
        writer.record(1);
        writer.u32(self.direction as u32);
        writer.nil();
        writer.end();
        writer.key("doctext");
        writer.str(self.doctext);
        writer.end();
    }
}
