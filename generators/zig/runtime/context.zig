//! One call, from its request to its answer.

const std = @import("std");
const wapc = @import("wapc.zig");
const wire = @import("wire.zig");
const Reader = @import("reader.zig");
const Text = @import("text.zig");
const Writer = @import("writer.zig");

const Context = @This();
const Error = wapc.Error;

/// Memory that lives until the call has been answered; there is no need to free it.
arena: std.mem.Allocator,
/// Who calls; see `caller`.
origin: ?wapc.Origin = null,
/// The last failure, and its text.
failed: ?anyerror = null,
text: []const u8 = "",

/// `return ctx.fail("no account {s}", .{name});`
pub fn fail(ctx: *Context, comptime format: []const u8, args: anytype) Error {
    const text = std.fmt.allocPrint(ctx.arena, format, args) catch return error.OutOfMemory;
    return ctx.failure(error.Failed, text);
}

/// What there is to say about `err`, as the other side gets it.
pub fn message(ctx: *const Context, err: anyerror) []const u8 {
    const failed = ctx.failed orelse return @errorName(err);
    return if (failed == err) ctx.text else @errorName(err);
}

/// The actor that calls this provider, and over which binding; both empty if that is not known.
/// The host is asked once, when the answer is needed.
pub fn caller(ctx: *Context) wapc.Origin {
    var origin = ctx.origin orelse wapc.Origin.ask(ctx);
    if (origin.actor.len > 0 and origin.binding.len == 0) origin.binding = "default";
    ctx.origin = origin;
    return origin;
}

/// Records a failure and its text.
pub fn failure(ctx: *Context, err: Error, text: []const u8) Error {
    ctx.failed = err;
    ctx.text = text;
    return err;
}

/// A value to be carried as it is: `try ctx.pack(keyvalue.Entry, entry)`, `try ctx.pack(wapc.ListOf(i32), numbers)`.
pub fn pack(ctx: *Context, comptime T: type, value: wire.ValueOf(T)) Error!wapc.Raw {
    return .{ .bytes = try Writer.write(wire.codecOf(T), ctx, "Raw", @ptrCast(&value)) };
}

/// What such a value is: `try ctx.unpack(keyvalue.Entry, raw)`.
pub fn unpack(ctx: *Context, comptime T: type, raw: wapc.Raw) Error!wire.ValueOf(T) {
    var value: wire.ValueOf(T) = undefined;
    const bytes = if (raw.bytes.len > 0) raw.bytes else "\xc0";
    try Reader.read(wire.codecOf(T), ctx, "Raw", bytes, @ptrCast(&value));
    return value;
}

/// Memory of another size with the same beginning; all that is read and written gets its memory here.
pub noinline fn resized(ctx: *Context, memory: []align(8) u8, len: usize) Error![]align(8) u8 {
    return ctx.arena.realloc(memory, len);
}

// What follows is for generated code.

/// Reads the arguments of an operation.
pub fn read(ctx: *Context, comptime operation: wapc.Operation, payload: []const u8) Error!operation.Arguments() {
    var value: operation.Arguments() = undefined;
    try Reader.read(operation.argumentsCodec(), ctx, operation.argumentsRoot(), payload, @ptrCast(&value));
    return value;
}

/// The bytes of what a method of the application returned.
pub fn answer(ctx: *Context, comptime operation: wapc.Operation, result: anytype) Error![]const u8 {
    const returned: anyerror!operation.Result() = result;
    const value = returned catch |err| return ctx.failure(error.Failed, ctx.message(err));
    return Writer.write(operation.resultCodec(), ctx, operation.resultRoot(), @ptrCast(&value));
}

/// Calls an operation over the transport of a client.
pub fn call(
    ctx: *Context,
    client: anytype,
    comptime operation: wapc.Operation,
    arguments: operation.Arguments(),
) Error!operation.Result() {
    const Client = @TypeOf(client);
    const exchange: Exchange = comptime .{
        .arguments = operation.argumentsCodec(),
        .arguments_root = operation.argumentsRoot(),
        .result = operation.resultCodec(),
        .result_root = operation.resultRoot(),
        .optional = @typeInfo(operation.Result()) == .optional,
    };
    const target: wapc.Target = .{
        .binding = if (!@hasField(Client, "binding")) "" else if (client.binding.len > 0) client.binding else "default",
        .namespace = if (@hasField(Client, "actor")) client.actor else Client.namespace,
        .operation = operation.name,
    };
    var result: operation.Result() = undefined;
    try ctx.exchangeAny(&exchange, &client.transport, &target, @ptrCast(&arguments), @ptrCast(&result));
    return result;
}

const Exchange = struct {
    arguments: *const wire.Codec,
    arguments_root: []const u8,
    result: *const wire.Codec,
    result_root: []const u8,
    optional: bool,
};

/// What all calls have in common, compiled once.
noinline fn exchangeAny(
    ctx: *Context,
    exchange: *const Exchange,
    transport: *const wapc.Transport,
    target: *const wapc.Target,
    arguments: *const anyopaque,
    result: *anyopaque,
) Error!void {
    const payload = try Writer.write(exchange.arguments, ctx, exchange.arguments_root, arguments);
    const reply = try transport.callFn(transport, ctx, target, payload);
    const nothing = exchange.optional and reply.len == 0;
    try Reader.read(exchange.result, ctx, exchange.result_root, if (nothing) "\xc0" else reply, result);
}

pub noinline fn unhandled(ctx: *Context, operation: []const u8) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = ctx };
    text.add("No handler registered for function ");
    text.addName(operation);
    return ctx.failure(error.Unhandled, text.bytes());
}
