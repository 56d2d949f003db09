//! The runtime: real files, the same for every schema.

use crate::targets::Files;
use crate::targets::files::runtime;

/// `wapc/`.
pub(super) fn files() -> Files {
    runtime![
        "assemblyscript":
        "abi.ts" "abort.ts" "configuration.ts" "datetime.ts" "descriptor.ts" "frame.ts" "index.ts"
        "names.ts" "note.ts" "origin.ts" "provider.ts" "raw.ts" "reader.ts" "result.ts" "role.ts"
        "sort.ts" "utf8.ts" "wapc.ts" "writer.ts"
    ]
}
