//! The cache: one folder for each user, never inside a source tree.

use std::env;
use std::path::PathBuf;

use super::Kind;

/// Where compilers that [`install`](super::install) brings are kept: `$CONTRACTC_CACHE`, else a folder `contractc` where
/// the system keeps caches. `None` if the system has no such place.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("CONTRACTC_CACHE") {
        return Some(folder);
    }
    let base = if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("contractc"))
}

/// The folder of one compiler of one version.
pub(super) fn of(kind: Kind, version: &str) -> Option<PathBuf> {
    Some(folder()?.join(format!("{kind}-{version}")))
}
