//! What stands in an output directory already.

use std::collections::{BTreeMap, HashSet};

use super::{Problem, VERSION};
use crate::targets::header::ContractHeader;
use crate::targets::{Files, Header};

/// The records of the files that stand in an output directory.
pub(super) struct Standing {
    /// By path.
    files: BTreeMap<String, Header>,
}

impl Standing {
    /// Reads the record of each file; files without one are somebody else's, and so are copies in other places.
    pub(super) fn read(existing: &Files) -> Self {
        let files = existing.iter().filter_map(|(path, content)| {
            let text = String::from_utf8_lossy(&content[..content.len().min(8192)]);
            let header = Header::parse(&text).filter(|header| in_place(path, header))?;
            Some((path.to_owned(), header))
        });
        Self { files: files.collect() }
    }

    /// Another language that this directory holds.
    pub(super) fn other_language(&self, wanted: &str) -> Option<String> {
        self.files.values().map(|header| &header.language).find(|found| *found != wanted).cloned()
    }

    fn contracts(&self) -> impl Iterator<Item = &ContractHeader> {
        self.files.values().filter_map(|header| header.contract.as_ref())
    }

    /// What a contract was last generated from.
    pub(super) fn contract(&self, id: &str) -> Option<&ContractHeader> {
        self.contracts().find(|contract| contract.id == id)
    }

    /// The contract that a schema gave before it gave one of `now`.
    pub(super) fn replaced(&self, schema: &str, now: &HashSet<&str>) -> Option<&ContractHeader> {
        self.contracts()
            .find(|contract| contract.schema == schema && !now.contains(contract.id.as_str()))
    }

    /// The contracts that stand here beside `now`, one entry each.
    pub(super) fn beside(&self, now: &[ContractHeader]) -> Vec<&ContractHeader> {
        let mut seen: HashSet<&str> = now.iter().map(|contract| contract.id.as_str()).collect();
        self.contracts().filter(|contract| seen.insert(&contract.id)).collect()
    }

    /// Whether the runtime would change under contracts of another version.
    pub(super) fn other_version(
        &self,
        runtime: &Files,
        others: &[&ContractHeader],
        existing: &Files,
    ) -> Option<Problem> {
        let other = self.files.values().find(|header| {
            let stays = |contract: &ContractHeader| others.iter().any(|it| it.id == contract.id);
            header.version != VERSION && header.contract.as_ref().is_some_and(stays)
        })?;
        let changes = runtime.iter().any(|(path, content)| existing.get(path) != Some(content));
        changes.then(|| Problem::OtherVersion {
            found: other.version.clone(),
            schemas: others.iter().map(|contract| contract.schema.clone()).collect(),
        })
    }

    /// Files of the runtime, the entry file or a contract given now that are no longer produced.
    pub(super) fn left_over(&self, files: &Files, others: &[&ContractHeader]) -> Vec<String> {
        let gone = self.files.iter().filter(|(path, header)| {
            let others_own = header
                .contract
                .as_ref()
                .is_some_and(|contract| others.iter().any(|other| other.id == contract.id));
            !others_own && files.get(path).is_none()
        });
        gone.map(|(path, _)| path.clone()).collect()
    }
}

/// Whether a file is where its record says: the runtime in `wapc/`, the entry file at the top, a contract's in a file or a folder
/// named after its module.
fn in_place(path: &str, header: &Header) -> bool {
    let Some(contract) = &header.contract else {
        return path.starts_with("wapc/") || !path.contains('/');
    };
    match path.split_once('/') {
        Some((folder, _)) => folder == contract.module,
        None => path.rsplit_once('.').is_some_and(|(stem, _)| stem == contract.module),
    }
}
