//! The runtime: real files, the same for every schema.

use crate::targets::Files;

macro_rules! runtime {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../generators/rust/runtime/", $name)))),*]
    };
}

const FILES: [(&str, &str); 21] = runtime![
    "allocator.rs" "datetime.rs" "descriptor.rs" "error.rs" "export.rs" "guest.rs"
    "guest_bytes.rs" "map.rs" "mod.rs" "native.rs" "native_bytes.rs" "origin.rs" "provider.rs"
    "raw.rs" "reader.rs" "record.rs" "role.rs" "serde.rs" "transport.rs" "utf8.rs"
    "writer.rs"
];

/// `wapc/`.
pub fn files() -> Files {
    let mut files = Files::new();
    for (name, text) in FILES {
        files.insert_static(format!("wapc/{name}"), text);
    }
    files
}
