//! WASI preview 1 with nothing granted: no files, no arguments, no environment, no network. Clocks, random numbers, sleeping
//! within the deadline, and the standard streams, which go to the log.

use super::{
    abi::{fail, split, within},
    error::{CallError, Cause, Resource, Trap, Violation},
    frame::State,
    log, memory,
};
use std::{
    sync::OnceLock,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use wasmtime::{Caller, FuncType, Linker, Result, Val, ValType};

const MODULE: &str = "wasi_snapshot_preview1";
const SUCCESS: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
const INVALID: i32 = 28;
const IO: i32 = 29;
const NO_MEMORY: i32 = 48;
const NOT_SUPPORTED: i32 = 58;

/// The most that a guest may wait for at once.
const MOST_SUBSCRIPTIONS: i32 = 1024;

/// What needs a file or a socket, with the types of its parameters: `i` for i32, `j` for i64. There are none, so each answers
/// that the descriptor is bad.
const WITHOUT_FILES: &[(&str, &str)] = &[
    ("fd_advise", "ijji"),
    ("fd_allocate", "ijj"),
    ("fd_close", "i"),
    ("fd_datasync", "i"),
    ("fd_fdstat_set_flags", "ii"),
    ("fd_fdstat_set_rights", "ijj"),
    ("fd_filestat_set_size", "ij"),
    ("fd_filestat_set_times", "ijji"),
    ("fd_pread", "iiiji"),
    ("fd_prestat_get", "ii"),
    ("fd_prestat_dir_name", "iii"),
    ("fd_pwrite", "iiiji"),
    ("fd_readdir", "iiiji"),
    ("fd_renumber", "ii"),
    ("fd_seek", "ijii"),
    ("fd_sync", "i"),
    ("fd_tell", "ii"),
    ("path_create_directory", "iii"),
    ("path_filestat_get", "iiiii"),
    ("path_filestat_set_times", "iiiijji"),
    ("path_link", "iiiiiii"),
    ("path_open", "iiiiijjii"),
    ("path_readlink", "iiiiii"),
    ("path_remove_directory", "iii"),
    ("path_rename", "iiiiii"),
    ("path_symlink", "iiiii"),
    ("path_unlink_file", "iii"),
    ("sock_accept", "iii"),
    ("sock_recv", "iiiiii"),
    ("sock_send", "iiiii"),
    ("sock_shutdown", "ii"),
];

type Guest<'a> = Caller<'a, State>;

pub(super) fn link(linker: &mut Linker<State>) -> Result<()> {
    let engine = linker.engine().clone();
    for (name, parameters) in WITHOUT_FILES {
        let parameters = parameters.chars().map(|letter| match letter {
            'j' => ValType::I64,
            _ => ValType::I32,
        });
        let function = FuncType::new(&engine, parameters, [ValType::I32]);
        linker.func_new(MODULE, name, function, |_, _, results| {
            results[0] = Val::I32(BAD_DESCRIPTOR);
            Ok(())
        })?;
    }
    for name in ["args", "environ"] {
        linker.func_wrap(MODULE, &format!("{name}_get"), |_: i32, _: i32| SUCCESS)?;
    }
    linker.func_wrap(MODULE, "args_sizes_get", |guest: Guest<'_>, count: i32, size: i32| {
        no_sizes(guest, "args_sizes_get", count, size)
    })?;
    linker.func_wrap(MODULE, "environ_sizes_get", |guest: Guest<'_>, count: i32, size: i32| {
        no_sizes(guest, "environ_sizes_get", count, size)
    })?;
    linker.func_wrap(MODULE, "clock_res_get", clock_resolution)?;
    linker.func_wrap(MODULE, "clock_time_get", clock_time)?;
    linker.func_wrap(MODULE, "fd_fdstat_get", fd_status)?;
    linker.func_wrap(MODULE, "fd_filestat_get", fd_file_status)?;
    linker.func_wrap(MODULE, "fd_read", fd_read)?;
    linker.func_wrap(MODULE, "fd_write", fd_write)?;
    linker.func_wrap(MODULE, "poll_oneoff", poll)?;
    linker.func_wrap(MODULE, "proc_exit", |code: i32| -> Result<()> { Err(exit(code)) })?;
    linker.func_wrap(MODULE, "proc_raise", |_: i32| NOT_SUPPORTED)?;
    linker.func_wrap(MODULE, "random_get", random)?;
    linker.func_wrap(MODULE, "sched_yield", || SUCCESS)?;
    Ok(())
}

fn exit(code: i32) -> wasmtime::Error {
    let cause = Cause::Exit(code);
    fail(CallError::Trap(Trap { cause, text: None }))
}

fn put(guest: &mut Guest<'_>, function: &'static str, pointer: i32, bytes: &[u8]) -> Result<i32> {
    let (memory, _) = split(guest);
    memory::write(memory, function, pointer, bytes).map_err(fail)?;
    Ok(SUCCESS)
}

fn no_sizes(mut guest: Guest<'_>, name: &'static str, count: i32, size: i32) -> Result<i32> {
    put(&mut guest, name, count, &[0; 4])?;
    put(&mut guest, name, size, &[0; 4])
}

/// The time of a WASI clock, in nanoseconds.
fn now(clock: u32) -> Option<u64> {
    static START: OnceLock<Instant> = OnceLock::new();
    let time = match clock {
        0 => SystemTime::now().duration_since(UNIX_EPOCH).ok()?,
        1 => START.get_or_init(Instant::now).elapsed(),
        _ => return None,
    };
    u64::try_from(time.as_nanos()).ok()
}

fn clock_resolution(mut guest: Guest<'_>, clock: i32, pointer: i32) -> Result<i32> {
    match clock {
        0 | 1 => put(&mut guest, "clock_res_get", pointer, &1u64.to_le_bytes()),
        _ => Ok(INVALID),
    }
}

fn clock_time(mut guest: Guest<'_>, clock: i32, _: i64, pointer: i32) -> Result<i32> {
    match now(clock.cast_unsigned()) {
        Some(time) => put(&mut guest, "clock_time_get", pointer, &time.to_le_bytes()),
        None => Ok(INVALID),
    }
}

/// The standard streams are character devices; there is nothing else.
const CHARACTER_DEVICE: u8 = 2;

fn fd_status(mut guest: Guest<'_>, descriptor: i32, pointer: i32) -> Result<i32> {
    if !(0..=2).contains(&descriptor) {
        return Ok(BAD_DESCRIPTOR);
    }
    const READ: u64 = 1 << 1;
    const WRITE: u64 = 1 << 6;
    let rights = if descriptor == 0 { READ } else { WRITE };
    let mut status = [0; 24];
    status[0] = CHARACTER_DEVICE;
    status[8..16].copy_from_slice(&rights.to_le_bytes());
    put(&mut guest, "fd_fdstat_get", pointer, &status)
}

fn fd_file_status(mut guest: Guest<'_>, descriptor: i32, pointer: i32) -> Result<i32> {
    if !(0..=2).contains(&descriptor) {
        return Ok(BAD_DESCRIPTOR);
    }
    let mut status = [0; 64];
    status[16] = CHARACTER_DEVICE;
    put(&mut guest, "fd_filestat_get", pointer, &status)
}

/// The standard input is empty.
fn fd_read(mut guest: Guest<'_>, descriptor: i32, _: i32, _: i32, size: i32) -> Result<i32> {
    match descriptor {
        0 => put(&mut guest, "fd_read", size, &[0; 4]),
        _ => Ok(BAD_DESCRIPTOR),
    }
}

fn fd_write(
    mut guest: Guest<'_>,
    descriptor: i32,
    vectors: i32,
    count: i32,
    size: i32,
) -> Result<i32> {
    const NAME: &str = "fd_write";
    if !(1..=2).contains(&descriptor) {
        return Ok(BAD_DESCRIPTOR);
    }
    let (memory, state) = split(&mut guest);
    let vectors = array(memory, NAME, vectors, count, 8)?;
    let (mut text, mut work) = (Vec::new(), 0usize);
    for vector in vectors.chunks_exact(8) {
        let (pointer, length) = (word(vector, 0), word(vector, 4));
        let bytes = memory::read(memory, NAME, pointer, length).map_err(fail)?;
        // To look at an empty one is work, too.
        work = work.saturating_add(bytes.len().max(1));
        within(Resource::Log, work, state.limits.log)?;
        text.extend_from_slice(bytes);
    }
    log::line(state, &text)?;
    let written = u32::try_from(text.len()).unwrap_or(u32::MAX);
    put(&mut guest, NAME, size, &written.to_le_bytes())
}

/// An array of `count` records of `size` bytes.
fn array<'m>(
    memory: &'m [u8],
    function: &'static str,
    pointer: i32,
    count: i32,
    size: u32,
) -> Result<&'m [u8]> {
    let length = count.cast_unsigned().checked_mul(size);
    let bytes = match length {
        Some(length) => memory::read(memory, function, pointer, length.cast_signed()),
        None => Err(Violation::OutOfBounds {
            function,
            pointer: pointer.cast_unsigned(),
            length: u32::MAX,
            memory: memory.len(),
        }),
    };
    bytes.map_err(fail)
}

fn word(record: &[u8], at: usize) -> i32 {
    i32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
}

/// Waits for the earliest of some clocks. The standard streams are always ready.
fn poll(
    mut guest: Guest<'_>,
    subscriptions: i32,
    events: i32,
    count: i32,
    size: i32,
) -> Result<i32> {
    const NAME: &str = "poll_oneoff";
    const CLOCK: u8 = 0;
    if count == 0 {
        return Ok(INVALID);
    }
    if !(1..=MOST_SUBSCRIPTIONS).contains(&count) {
        return Ok(NO_MEMORY);
    }
    let (memory, state) = split(&mut guest);
    let records = array(memory, NAME, subscriptions, count, 48)?;
    let waits = || records.chunks_exact(48).map(wait);
    let earliest = waits().min().unwrap_or_default();
    let left = state.deadline.time_left();
    if earliest > left {
        thread::sleep(left);
        return Err(fail(CallError::Deadline(state.limits.deadline)));
    }
    let mut ready = Vec::new();
    for (record, wait) in records.chunks_exact(48).zip(waits()) {
        if wait <= earliest {
            let mut event = [0; 32];
            event[..8].copy_from_slice(&record[..8]);
            event[10] = record[8];
            if record[8] == CLOCK && now(word(record, 16).cast_unsigned()).is_none() {
                event[8] = INVALID as u8;
            }
            ready.extend_from_slice(&event);
        }
    }
    thread::sleep(earliest);
    let number = u32::try_from(ready.len() / 32).unwrap_or(u32::MAX);
    put(&mut guest, NAME, events, &ready)?;
    put(&mut guest, NAME, size, &number.to_le_bytes())
}

/// How long a subscription has to wait.
fn wait(record: &[u8]) -> Duration {
    const ABSOLUTE: u8 = 1;
    let (low, high) = (word(record, 24), word(record, 28));
    let timeout = u64::from(low.cast_unsigned()) | u64::from(high.cast_unsigned()) << 32;
    let clock = now(word(record, 16).cast_unsigned());
    match (record[8], clock) {
        (0, Some(now)) if record[40] & ABSOLUTE != 0 => {
            Duration::from_nanos(timeout.saturating_sub(now))
        }
        (0, Some(_)) => Duration::from_nanos(timeout),
        _ => Duration::ZERO,
    }
}

fn random(mut guest: Guest<'_>, pointer: i32, length: i32) -> Result<i32> {
    const NAME: &str = "random_get";
    const PIECE: usize = 64 << 10;
    let (memory, state) = split(&mut guest);
    memory::read(memory, NAME, pointer, length).map_err(fail)?;
    let (start, length) = (pointer.cast_unsigned() as usize, length.cast_unsigned() as usize);
    let target = memory.get_mut(start..start + length).unwrap_or_default();
    for piece in target.chunks_mut(PIECE) {
        if state.deadline.is_over() {
            return Err(fail(CallError::Deadline(state.limits.deadline)));
        }
        if getrandom::fill(piece).is_err() {
            return Ok(IO);
        }
    }
    Ok(SUCCESS)
}
