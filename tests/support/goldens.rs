//! Goldens: `fixtures/golden/LANGUAGE/VARIANT/` holds what is generated for all schemas in one directory, without the runtime.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use contractc::targets::Files;

pub fn folder(language: &str, variant: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden").join(language).join(variant)
}

/// Holds the goldens of a language's variants to what is generated; `BLESS=1` rewrites them.
pub fn hold<'a>(language: &str, variants: impl IntoIterator<Item = (&'a str, Files)>) {
    let bless = std::env::var_os("BLESS").is_some();
    let mut different = Vec::new();
    for (variant, files) in variants {
        let folder = folder(language, variant);
        let mut left = paths(&folder);
        for (path, content) in files.iter().filter(|(path, _)| !path.starts_with("wapc/")) {
            let golden = folder.join(path);
            left.remove(&golden);
            if fs::read(&golden).is_ok_and(|found| found == content) {
                continue;
            }
            if bless {
                fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
                fs::write(&golden, content).expect("a golden");
            } else {
                different.push(format!("{variant}/{path}"));
            }
        }
        for golden in left {
            if bless {
                fs::remove_file(golden).expect("a golden less");
            } else {
                different.push(format!("{}, which is not generated any more", golden.display()));
            }
        }
    }
    assert!(different.is_empty(), "differ (BLESS=1 rewrites them):\n{}", different.join("\n"));
}

/// The files below a folder.
fn paths(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.append(&mut paths(&path));
        } else {
            found.insert(path);
        }
    }
    found
}
