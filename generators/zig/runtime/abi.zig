//! The waPC ABI: what a module imports from its host.

const std = @import("std");
const builtin = @import("builtin");
const wapc = @import("wapc.zig");
const Context = @import("context.zig");

/// False in a native build, as in `zig test`: there is no host to call.
pub const available = builtin.target.cpu.arch.isWasm();

const host = struct {
    extern "wapc" fn __guest_request(operation: [*]u8, payload: [*]u8) void;
    extern "wapc" fn __guest_response(ptr: [*]const u8, len: usize) void;
    extern "wapc" fn __guest_error(ptr: [*]const u8, len: usize) void;
    extern "wapc" fn __host_call(
        binding: [*]const u8,
        binding_len: usize,
        namespace: [*]const u8,
        namespace_len: usize,
        operation: [*]const u8,
        operation_len: usize,
        payload: [*]const u8,
        payload_len: usize,
    ) i32;
    extern "wapc" fn __host_response_len() usize;
    extern "wapc" fn __host_response(ptr: [*]u8) void;
    extern "wapc" fn __host_error_len() usize;
    extern "wapc" fn __host_error(ptr: [*]u8) void;
    extern "wapc" fn __console_log(ptr: [*]const u8, len: usize) void;
};

pub fn request(operation: []u8, payload: []u8) void {
    host.__guest_request(operation.ptr, payload.ptr);
}

pub fn respond(payload: []const u8) void {
    host.__guest_response(address(payload), payload.len);
}

pub fn fail(text: []const u8) void {
    host.__guest_error(address(text), text.len);
}

/// Calls the host; the answer lives as long as the call that `ctx` belongs to.
pub fn call(ctx: *Context, target: *const wapc.Target, payload: []const u8) wapc.Error![]const u8 {
    const ok = host.__host_call(
        address(target.binding),
        target.binding.len,
        address(target.namespace),
        target.namespace.len,
        address(target.operation),
        target.operation.len,
        address(payload),
        payload.len,
    );
    if (ok == 1) {
        const response = try ctx.arena.alloc(u8, host.__host_response_len());
        if (response.len > 0) host.__host_response(response.ptr);
        return response;
    }
    const text = try ctx.arena.alloc(u8, host.__host_error_len());
    if (text.len > 0) host.__host_error(text.ptr);
    return ctx.failure(error.Rejected, text);
}

/// An empty slice may point anywhere, even out of memory: hosts check pointers.
fn address(bytes: []const u8) [*]const u8 {
    return if (bytes.len == 0) "" else bytes.ptr;
}

/// Writes a line to the log of the host; to standard error in a native build.
pub fn log(text: []const u8) void {
    if (available) {
        host.__console_log(address(text), text.len);
    } else {
        std.debug.print("{s}\n", .{text});
    }
}

/// `pub const panic = wapc.panic;` in the root file sends the message before the trap.
pub const panic = std.debug.FullPanic(struct {
    fn panic(message: []const u8, address_: ?usize) noreturn {
        if (!available) std.debug.defaultPanic(message, address_);
        fail(message);
        @trap();
    }
}.panic);
