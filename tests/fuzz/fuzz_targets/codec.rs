//! Any payload through the codec that the plan drives.

#![no_main]

#[path = "../../support/payloads.rs"]
mod payloads;

use std::sync::LazyLock;

use contractc::wire::plan::Plan;
use libfuzzer_sys::fuzz_target;

static PLAN: LazyLock<Plan> = LazyLock::new(payloads::plan);

fuzz_target!(|payload: &[u8]| {
    payloads::hold(&PLAN, payload);
});
