//! The actor, on generated bindings: `run.sh` puts them into `owned/` and `views/`.

#[cfg(not(feature = "views"))]
#[path = "owned/mod.rs"]
mod contracts;
#[cfg(feature = "views")]
#[path = "views/mod.rs"]
mod contracts;

use contracts::{
    typed::{Actor, Document, Entry, StoreClient},
    wapc,
};

#[global_allocator]
#[cfg(target_arch = "wasm32")]
static ALLOCATOR: wapc::Allocator = wapc::Allocator::new();

#[derive(Default)]
struct Bench {
    store: StoreClient,
}

impl Actor for Bench {
    fn nop(&self) -> wapc::Result<()> {
        Ok(())
    }

    fn echo(&self, data: &[u8]) -> wapc::Result<Vec<u8>> {
        Ok(data.to_vec())
    }

    fn lookup(&self, key: &str) -> wapc::Result<String> {
        self.store.get(key)
    }

    #[cfg(not(feature = "views"))]
    fn entries(&self, entries: Vec<Entry>) -> wapc::Result<Vec<Entry>> {
        Ok(entries)
    }

    #[cfg(not(feature = "views"))]
    fn revise(&self, document: Document) -> wapc::Result<Document> {
        Ok(document)
    }

    #[cfg(feature = "views")]
    fn entries(&self, entries: Vec<contracts::typed::EntryRef<'_>>) -> wapc::Result<Vec<Entry>> {
        let owned = |entry: contracts::typed::EntryRef<'_>| Entry {
            id: entry.id,
            name: entry.name.into(),
            score: entry.score,
            active: entry.active,
        };
        Ok(entries.into_iter().map(owned).collect())
    }

    #[cfg(feature = "views")]
    fn revise(&self, document: contracts::typed::DocumentRef<'_>) -> wapc::Result<Document> {
        Ok(Document { text: document.text.into() })
    }
}

contracts::actor!(Bench: Actor);
