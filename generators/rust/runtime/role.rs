//! What the exporting macros know of a role.

use super::provider;

/// What a role answers: `<dyn keyvalue::Store>::ROLE`.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    operations: &'static [&'static str],
    is_provider: bool,
}

impl Role {
    /// A role that actors implement.
    pub const fn actor(operations: &'static [&'static str]) -> Self {
        Self { operations, is_provider: false }
    }

    /// A role that providers implement.
    pub const fn provider(operations: &'static [&'static str]) -> Self {
        Self { operations, is_provider: true }
    }

    /// The names of its operations on the wire.
    pub const fn operations(self) -> &'static [&'static str] {
        self.operations
    }

    /// Whether an operation is one of this role's, or one that each provider answers.
    pub fn answers(self, operation: &str) -> bool {
        self.operations.contains(&operation)
            || self.is_provider && provider::OPERATIONS.contains(&operation)
    }

    /// Fails, at compile time, if two of the roles have an operation in common.
    pub const fn assert_distinct(self, roles: &[(&str, Self)]) {
        let mut first = 0;
        while first < roles.len() {
            let mut second = first + 1;
            while second < roles.len() {
                assert_distinct(roles[first], roles[second]);
                second += 1;
            }
            first += 1;
        }
    }
}

const fn assert_distinct(first: (&str, Role), second: (&str, Role)) {
    let mut at = 0;
    while at < first.1.operations.len() {
        let operation = first.1.operations[at];
        if contains(second.1.operations, operation) {
            let parts = [first.0, " and ", second.0, " both export the operation ", operation];
            let (text, length) = concat(parts);
            match core::str::from_utf8(text.split_at(length).0) {
                Ok(text) => panic!("{}", text),
                Err(_) => panic!("two roles export the same operation"),
            }
        }
        at += 1;
    }
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at].as_bytes(), name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

const fn concat(parts: [&str; 5]) -> ([u8; 512], usize) {
    let (mut text, mut length, mut part) = ([0; 512], 0, 0);
    while part < parts.len() {
        let (bytes, mut at) = (parts[part].as_bytes(), 0);
        while at < bytes.len() && length < text.len() {
            text[length] = bytes[at];
            length += 1;
            at += 1;
        }
        part += 1;
    }
    (text, length)
}
