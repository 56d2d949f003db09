//! A waPC guest: the calls of the host, calls to the host, and the memory for both.

const std = @import("std");

pub const Reader = @import("reader.zig");
pub const Writer = @import("writer.zig");

/// Why a call failed. `Context.message` has the text.
pub const Error = error{ Malformed, Rejected, Unhandled, Failed, OutOfMemory };

/// An entry of a map of texts.
pub const Pair = struct { key: []const u8, value: []const u8 };

/// One call of the host.
pub const Context = struct {
    /// Memory that lives until the call has been answered.
    arena: std.mem.Allocator,
    failed: ?anyerror = null,
    text: []const u8 = "",

    /// `return ctx.fail("no account {s}", .{name});`
    pub fn fail(ctx: *Context, comptime format: []const u8, args: anytype) Error {
        return ctx.failure(error.Failed, try std.fmt.allocPrint(ctx.arena, format, args));
    }

    pub fn failure(ctx: *Context, err: Error, text: []const u8) Error {
        ctx.failed = err;
        ctx.text = text;
        return err;
    }

    pub fn message(ctx: *const Context, err: anyerror) []const u8 {
        const failed = ctx.failed orelse return @errorName(err);
        return if (failed == err) ctx.text else @errorName(err);
    }

    /// What a method of the application failed with.
    pub fn gaveUp(ctx: *Context, err: anyerror) Error {
        return ctx.failure(error.Failed, ctx.message(err));
    }
};

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

/// Calls the host.
pub fn call(ctx: *Context, binding: []const u8, namespace: []const u8, operation: []const u8, payload: []const u8) Error![]const u8 {
    const done = host.__host_call(
        binding.ptr,
        binding.len,
        namespace.ptr,
        namespace.len,
        operation.ptr,
        operation.len,
        payload.ptr,
        payload.len,
    );
    if (done == 1) {
        const response = try ctx.arena.alloc(u8, host.__host_response_len());
        if (response.len > 0) host.__host_response(response.ptr);
        return response;
    }
    const text = try ctx.arena.alloc(u8, host.__host_error_len());
    if (text.len > 0) host.__host_error(text.ptr);
    return ctx.failure(error.Rejected, text);
}

pub fn log(text: []const u8) void {
    host.__console_log(text.ptr, text.len);
}

/// `pub const panic = wapc.panic;` in the root file sends the message before the trap.
pub const panic = std.debug.FullPanic(struct {
    fn panic(message: []const u8, _: ?usize) noreturn {
        host.__guest_error(message.ptr, message.len);
        @trap();
    }
}.panic);

pub fn eql(a: []const u8, b: []const u8) bool {
    return std.mem.eql(u8, a, b);
}

var arena: std.heap.ArenaAllocator = .init(std.heap.wasm_allocator);
var running: u32 = 0;

/// Makes one `Actor`, which answers the calls of the host.
pub fn exportActor(comptime Actor: type, comptime roles: anytype) void {
    const guest = struct {
        var actor: Actor = .{};

        fn call(operation_len: usize, payload_len: usize) callconv(.c) i32 {
            running += 1;
            defer {
                running -= 1;
                // a call within a call shares the memory of the outer one
                if (running == 0) _ = arena.reset(.retain_capacity);
            }
            var ctx: Context = .{ .arena = arena.allocator() };
            const reply = answer(&ctx, operation_len, payload_len) catch |err| {
                const text = ctx.message(err);
                host.__guest_error(text.ptr, text.len);
                return 0;
            };
            host.__guest_response(reply.ptr, reply.len);
            return 1;
        }

        fn answer(ctx: *Context, operation_len: usize, payload_len: usize) Error![]const u8 {
            const buffer = try ctx.arena.alloc(u8, operation_len + payload_len + 1);
            const operation = buffer[0..operation_len];
            const payload = buffer[operation_len..][0..payload_len];
            host.__guest_request(operation.ptr, payload.ptr);
            inline for (roles) |Role| {
                if (try Role.dispatch(&actor, ctx, operation, payload)) |reply| return reply;
            }
            if (eql(operation, "HealthRequest")) return "\x82\xa7healthy\xc3\xa7message\xa0";
            const parts = [_][]const u8{ "No handler registered for function ", operation };
            return ctx.failure(error.Unhandled, try std.mem.concat(ctx.arena, u8, &parts));
        }
    };
    @export(&guest.call, .{ .name = "__guest_call" });
}
