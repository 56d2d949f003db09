//! The runtime, embedded.

/// The files of the runtime, as they are.
pub(super) const FILES: &[(&str, &str)] = &[
    ("abi.ts", include_str!("../../../generators/assemblyscript/runtime/abi.ts")),
    ("abort.ts", include_str!("../../../generators/assemblyscript/runtime/abort.ts")),
    (
        "configuration.ts",
        include_str!("../../../generators/assemblyscript/runtime/configuration.ts"),
    ),
    ("datetime.ts", include_str!("../../../generators/assemblyscript/runtime/datetime.ts")),
    ("descriptor.ts", include_str!("../../../generators/assemblyscript/runtime/descriptor.ts")),
    ("frame.ts", include_str!("../../../generators/assemblyscript/runtime/frame.ts")),
    ("index.ts", include_str!("../../../generators/assemblyscript/runtime/index.ts")),
    ("names.ts", include_str!("../../../generators/assemblyscript/runtime/names.ts")),
    ("note.ts", include_str!("../../../generators/assemblyscript/runtime/note.ts")),
    ("origin.ts", include_str!("../../../generators/assemblyscript/runtime/origin.ts")),
    ("provider.ts", include_str!("../../../generators/assemblyscript/runtime/provider.ts")),
    ("raw.ts", include_str!("../../../generators/assemblyscript/runtime/raw.ts")),
    ("reader.ts", include_str!("../../../generators/assemblyscript/runtime/reader.ts")),
    ("result.ts", include_str!("../../../generators/assemblyscript/runtime/result.ts")),
    ("role.ts", include_str!("../../../generators/assemblyscript/runtime/role.ts")),
    ("sort.ts", include_str!("../../../generators/assemblyscript/runtime/sort.ts")),
    ("utf8.ts", include_str!("../../../generators/assemblyscript/runtime/utf8.ts")),
    ("wapc.ts", include_str!("../../../generators/assemblyscript/runtime/wapc.ts")),
    ("writer.ts", include_str!("../../../generators/assemblyscript/runtime/writer.ts")),
];
