//! The relay: every operation of a role, forwarded over its client.

use crate::targets::{Files, Job};

/// The program.
pub fn files(_job: &Job<'_>, _roles: &[usize]) -> Files {
    Files::new()
}
