//! AssemblyScript's `abort`.

use super::{
    abi::{fail, split},
    error::{CallError, Cause, Trap},
    frame::State,
};
use wasmtime::{Caller, Linker, Result};

/// The longest message or file name that is shown, in UTF-16 units.
const LONGEST: usize = 4096;

pub(super) fn link(linker: &mut Linker<State>) -> Result<()> {
    linker.func_wrap("env", "abort", abort)?;
    Ok(())
}

fn abort(
    mut guest: Caller<'_, State>,
    message: i32,
    file: i32,
    line: i32,
    column: i32,
) -> Result<()> {
    let (memory, _) = split(&mut guest);
    let cause = Cause::Abort {
        message: string(memory, message),
        file: string(memory, file),
        line: line.cast_unsigned(),
        column: column.cast_unsigned(),
    };
    // The error text, if there is one, is added where the call ends.
    Err(fail(CallError::Trap(Trap { cause, text: None })))
}

/// A string of AssemblyScript: UTF-16, its size in bytes right before it. Empty if the pointer is null or makes no sense.
fn string(memory: &[u8], pointer: i32) -> String {
    let start = pointer.cast_unsigned() as usize;
    let units = (|| {
        let header = memory.get(start.checked_sub(4)?..start)?;
        let size = u32::from_le_bytes(header.try_into().ok()?) as usize;
        let text = memory.get(start..start.checked_add(size)?)?;
        text.get(..(size & !1).min(2 * LONGEST))
    })();
    let units = units
        .unwrap_or_default()
        .chunks_exact(2)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
