//! The runtime: real files, the same for every schema.

use crate::targets::Files;
use crate::targets::files::runtime;

/// `wapc/`.
pub fn files() -> Files {
    runtime![
        "rust":
        "allocator.rs" "datetime.rs" "descriptor.rs" "error.rs" "export.rs" "guest.rs"
        "guest_bytes.rs" "map.rs" "mod.rs" "native.rs" "native_bytes.rs" "origin.rs" "provider.rs"
        "raw.rs" "reader.rs" "record.rs" "role.rs" "serde.rs" "transport.rs" "utf8.rs"
        "writer.rs"
    ]
}
