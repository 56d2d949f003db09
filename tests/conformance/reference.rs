//! A relay that runs the oracle in this process, with a fault or without.

use std::sync::Arc;

use contractc::conformance::party::{Failure, Outgoing, Outward, Party, Program};
use contractc::engine::Caller;
use contractc::wire::{Plan, Value, unknown_operation};

/// The reference relay of some roles. `read` and `write` are the same plan, unless a fault is planted.
#[derive(Clone)]
pub struct Reference {
    pub read: Plan,
    pub write: Plan,
    pub roles: Vec<usize>,
    pub namespace: String,
    /// What happens to a request on the way.
    pub fault: Option<fn(&mut Value)>,
}

impl Reference {
    pub fn new(plan: &Plan, roles: &[usize], namespace: &str) -> Self {
        let roles = roles.to_vec();
        let namespace = namespace.to_owned();
        Self { read: plan.clone(), write: plan.clone(), roles, namespace, fault: None }
    }
}

impl Program for Reference {
    fn start(&self, outward: Arc<dyn Outward>) -> Result<Box<dyn Party>, String> {
        Ok(Box::new(Running { relay: self.clone(), outward }))
    }
}

struct Running {
    relay: Reference,
    outward: Arc<dyn Outward>,
}

impl Party for Running {
    fn call(&mut self, _: Caller<'_>, operation: &str, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let (read, write) = (&self.relay.read, &self.relay.write);
        let found = self.relay.roles.iter().find_map(|role| {
            let at = read.roles[*role].iter().position(|op| op.name == operation)?;
            Some((&read.roles[*role][at], &write.roles[*role][at]))
        });
        let Some((reads, writes)) = found else {
            return Err(Failure::Error(unknown_operation(operation.as_bytes())));
        };
        let run = || {
            let mut request = read.decode_request(&reads.request, payload)?;
            if let Some(fault) = self.relay.fault {
                fault(&mut request);
            }
            let payload = write.encode_request(&writes.request, &request)?;
            let answer = self.outward.call(Outgoing {
                binding: "default",
                namespace: &self.relay.namespace,
                operation,
                payload: &payload,
            })?;
            let answer = read.decode_response(&reads.response, &answer)?;
            write.encode_response(&writes.response, &answer)
        };
        run().map_err(Failure::Error)
    }
}
