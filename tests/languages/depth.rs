//! A recursive type of 45 fields, and a map of it, are read and written to the limit of depth, on the stack that modules have.

use contractc::conformance::toolchain::Kind;
use contractc::wire::{OperationPlan, Plan, Request};

use crate::in_every_language;
use crate::relay::{Answer, Relay, contract};

/// The bytes around a node in another one: by which field, and what is between; and how many levels that makes.
const WAYS: &[(&str, &[u8], usize)] = &[
    ("f12", b"", 1),
    ("f42", b"", 1),
    ("f10", b"\x91", 2),
    ("f40", b"\x91", 2),
    ("f11", b"\x81\xa1k", 2),
    ("f41", b"\x81\xa1k", 2),
];

/// Fields beside the way: none, or one of each kind.
const BESIDE: [&[&[u8]]; 2] = [
    &[],
    &[
        b"\xa2f0\xa1x",
        b"\xa2f1\xc4\x01\x07",
        b"\xa2f4\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00",
        b"\xa2f8\x92\xa1a\xa1b",
        b"\xa2f9\x81\xa1a\xa1b",
        b"\xa3f13\x01",
        b"\xa3f14\xb42020-02-29T12:00:00Z",
    ],
];

fn nested(way: (&str, &[u8], usize), beside: &[&[u8]], nodes: usize) -> Vec<u8> {
    let count = u8::try_from(beside.len()).unwrap();
    let mut step = vec![0x81 + count];
    beside.iter().for_each(|field| step.extend_from_slice(field));
    step.push(0xa0 + u8::try_from(way.0.len()).unwrap());
    step.extend_from_slice(way.0.as_bytes());
    step.extend_from_slice(way.1);
    let mut payload = step.repeat(nodes - 1);
    payload.push(0x80);
    payload
}

fn verdict(plan: &Plan, operation: &OperationPlan, payload: &[u8]) -> Result<Vec<u8>, String> {
    let Request::Value(top) = &operation.request else { panic!("{}", operation.name) };
    plan.encode(top, &plan.decode(top, payload)?)
}

fn hold(kind: Kind) {
    let contract = contract("fixtures/languages/deep.widl");
    let Some(mut relay) = Relay::start(kind, &contract) else { return };
    let plan = Plan::of(&contract);
    let operations = ["Echo", "Table"]
        .map(|name| plan.roles[0].iter().find(|it| it.name == name).expect("an operation"));
    for way in WAYS {
        for beside in BESIDE {
            let most = 128 / way.2;
            let (mut read, mut refused) = (0, 0);
            for nodes in (most - 2..most + 2).chain([100_000]) {
                for operation in operations {
                    let mut payload = nested(*way, beside, nodes);
                    if operation.name == "Table" {
                        payload.splice(0..0, *b"\x81\xa1k");
                    }
                    let expected = verdict(&plan, operation, &payload);
                    let found = relay.call(&operation.name, &payload, Answer::Echo);
                    let at = format!("{kind}: {} of {nodes} nodes by {}", operation.name, way.0);
                    assert!(
                        found == expected.as_deref().map_err(Clone::clone),
                        "{at}: {:?}",
                        found.err()
                    );
                    match expected {
                        Ok(_) => read += 1,
                        Err(text) if text.ends_with(": nested deeper than 128") => refused += 1,
                        Err(text) => panic!("{at}: {text}"),
                    }
                }
            }
            assert!(read >= 4 && refused >= 4, "{read} read and {refused} refused by {}", way.0);
        }
    }
}

in_every_language!(hold);
