//! Whether a compiler works: it compiles a guest of two lines.

use std::fs;
use std::path::Path;

use super::{Kind, Toolchain, cache};

/// Compiles a guest of two lines in a folder of the cache.
///
/// # Errors
/// What the compiler said.
pub fn verify(toolchain: &Toolchain) -> Result<(), String> {
    let folder = cache::folder().unwrap_or_else(std::env::temp_dir).join(format!(
        "verify-{}-{}",
        toolchain.kind,
        std::process::id()
    ));
    let result = compile(toolchain, &folder);
    let _ = fs::remove_dir_all(&folder);
    result
}

fn compile(toolchain: &Toolchain, folder: &Path) -> Result<(), String> {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    match toolchain.kind {
        Kind::Rust => {
            write(
                "Cargo.toml",
                "[package]\nname = \"relay\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n",
            )?;
            write(
                "src/lib.rs",
                "#[no_mangle]\npub extern \"C\" fn __guest_call(_: usize, _: usize) -> i32 { 1 }\n",
            )?;
        }
        Kind::Go | Kind::TinyGo => {
            write("go.mod", "module relay\n\ngo 1.21\n")?;
            write(
                "main.go",
                "package main\n\nfunc main() {}\n\n//go:wasmexport __guest_call\nfunc call(a, b uint32) uint32 { return 1 }\n",
            )?;
        }
        Kind::AssemblyScript => write(
            "relay.ts",
            "export function __guest_call(a: u32, b: u32): i32 {\n  return 1;\n}\n",
        )?,
        Kind::Zig => {
            write("relay.zig", "export fn __guest_call(_: u32, _: u32) i32 {\n    return 1;\n}\n")?
        }
    }
    let wasm = toolchain.build(folder, "relay", &folder.join("target"), false);
    let wasm = wasm.map_err(|error| error.output)?;
    let bytes = fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    let name = b"__guest_call";
    let exported = bytes.windows(name.len()).any(|window| window == name);
    let sound = bytes.starts_with(b"\0asm") && exported;
    sound.then_some(()).ok_or_else(|| "the module exports no __guest_call".to_owned())
}
