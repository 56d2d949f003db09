//! Relays that contractc did not generate: of other generators, which ours have to get on with.
//!
//! A peer is held to what a [module of somebody's own](super::module) is held to: what has to come out are values. That it says the
//! same of a payload that is wrong, or reads the forms that nobody writes, is advice.

use std::time::Duration;

use super::cases::Case;
use super::chain::{Mismatch, Side};
use super::outcome::{Broken, Language, Outcome};
use super::pair::{Failed, Stage};
use super::party::Wasm;
use crate::engine::{Limits, Module};

/// A relay of other code.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its name in reports and in lists of known failures.
    pub name: &'static str,
    /// The ids of the contracts whose operations it passes on.
    pub contracts: Vec<String>,
    /// The module.
    pub module: Vec<u8>,
}

/// What guests may use. Ours have a time that is only over for one that hangs: a busy machine may stand still for seconds. Peers do
/// not notice that a length lies, and are at it until they are stopped.
pub(super) fn limits(peers: &[Peer]) -> Limits {
    let deadline = Duration::from_secs(if peers.is_empty() { 30 } else { 1 });
    Limits { deadline, ..Limits::default() }
}

/// Adds the peers' relays to a stage.
pub(super) fn join(stage: &mut Stage<'_>, peers: &[Peer], outcome: &mut Outcome) {
    for peer in peers {
        let language = Language::Peer(peer.name);
        if !peer.contracts.contains(&stage.contract.id) {
            stage.lacking.insert(language, "it does not have the contract".to_owned());
            continue;
        }
        match Module::named(stage.engine, peer.name, &peer.module) {
            Ok(module) => drop(stage.relays.insert(language, Box::new(Wasm(module)))),
            Err(error) => {
                let (contract, reason) = (stage.contract.id.clone(), error.to_string());
                stage.lacking.insert(language, reason.clone());
                outcome.broken.push(Broken { contract, language, reason });
            }
        }
    }
}

/// The actors and providers that meet: all of ours, or each of ours with each peer, both ways.
pub(super) fn pairs(
    rows: &[Language],
    columns: &[Language],
    peers: &[Peer],
) -> Vec<(Language, Language)> {
    let each = |rows: &[Language], columns: &[Language]| {
        rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column))).collect::<Vec<_>>()
    };
    if peers.is_empty() {
        return each(rows, columns);
    }
    let peers: Vec<Language> = peers.iter().map(|peer| Language::Peer(peer.name)).collect();
    let rows: Vec<Language> = rows.iter().copied().filter(|l| *l != Language::Harness).collect();
    [each(&rows, &peers), each(&peers, columns)].concat()
}

/// A case that a pair with a peer fails.
pub(super) fn judged(case: &Case, mismatch: Mismatch) -> Failed {
    let words = matches!((&mismatch.expected, &mismatch.found), (Side::Error(_), Side::Error(_)));
    Failed { case: case.clone(), mismatch, required: case.rule.required() && !words }
}
