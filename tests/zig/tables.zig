//! Holds generated code to the tables of fixtures/wire, row by row.

const std = @import("std");
const contracts = @import("contracts/contracts.zig");
const wire = contracts.wire;
const wapc = contracts.wapc;

const Row = struct {
    rule: []const u8,
    op: []const u8,
    in: []const u8,
    out: ?[]const u8 = null,
    @"error": ?[]const u8 = null,
};

const reading: []const u8 = @embedFile("reading.json");
const results: []const u8 = @embedFile("results.json");

/// Answers with what it is given.
const Echo = struct {
    fn same(_: *Echo, _: *wapc.Context, given: anytype) @TypeOf(given) {
        return given;
    }

    pub const @"bool" = same;
    pub const @"i8" = same;
    pub const @"i16" = same;
    pub const @"i32" = same;
    pub const @"i64" = same;
    pub const @"u8" = same;
    pub const @"u16" = same;
    pub const @"u32" = same;
    pub const @"u64" = same;
    pub const @"f32" = same;
    pub const @"f64" = same;
    pub const string = same;
    pub const bytes = same;
    pub const bytesAsArray = same;
    pub const dateTime = same;
    pub const raw = same;
    pub const value = same;
    pub const maybeI32 = same;
    pub const maybeBytes = same;
    pub const maybeEntry = same;
    pub const numbers = same;
    pub const octets = same;
    pub const texts = same;
    pub const byString = same;
    pub const byI16 = same;
    pub const byU64 = same;
    pub const byBool = same;
    pub const byKind = same;
    pub const kind = same;
    pub const entry = same;
    pub const shape = same;
    pub const tree = same;
    pub const defaults = same;
    pub const holder = same;

    pub fn arguments(
        _: *Echo,
        _: *wapc.Context,
        key: []const u8,
        count: i32,
        extra: ?[]const u8,
        kind_: wire.Kind,
    ) !wire.Arguments {
        return .{ .key = key, .count = count, .extra = extra, .kind = kind_ };
    }

    pub fn nothing(_: *Echo, _: *wapc.Context) !void {}

    pub fn renamed(_: *Echo, _: *wapc.Context) !void {}
};

/// The operations whose results are read as their arguments are.
const operations = .{
    "bool",     "i8",      "i16",      "i32",      "i64",        "u8",         "u16",
    "u32",      "u64",     "f32",      "f64",      "string",     "bytes",      "bytesAsArray",
    "dateTime", "raw",     "value",    "maybeI32", "maybeBytes", "maybeEntry", "numbers",
    "octets",   "texts",   "byString", "byI16",    "byU64",      "byBool",     "byKind",
    "kind",     "entry",   "shape",    "tree",     "defaults",   "holder",     "arguments",
    "nothing",  "renamed",
};

/// A host that answers every call with the same bytes.
const Fixed = struct {
    reply: []const u8,

    fn transport(fixed: *Fixed) wapc.Transport {
        return .{ .ptr = fixed, .callFn = call };
    }

    fn call(transport_: *const wapc.Transport, _: *wapc.Context, _: *const wapc.Target, _: []const u8) wapc.Error![]const u8 {
        return @as(*Fixed, @ptrCast(@alignCast(transport_.ptr))).reply;
    }
};

fn request(ctx: *wapc.Context, row: Row, in: []const u8) ![]const u8 {
    var echo: Echo = .{};
    return wapc.dispatch(.{wire.Echo}, &echo, ctx, row.op, in);
}

/// What a client reads is written again.
fn result(ctx: *wapc.Context, row: Row, in: []const u8) !?[]const u8 {
    var fixed: Fixed = .{ .reply = in };
    const client: wire.EchoClient = .{ .transport = fixed.transport() };
    inline for (operations) |name| {
        const operation: wapc.Operation = @field(wire.EchoOperations, name);
        if (wapc.eql(operation.name, row.op)) {
            const only: wapc.Operation = comptime .{
                .name = operation.name,
                .result = operation.result,
                .result_name = operation.result_name,
            };
            return try ctx.answer(only, ctx.call(client, only, {}));
        }
    }
    return null;
}

const Kind = enum { request, result };

fn hold(table: []const u8, kind: Kind) !void {
    const gpa = std.testing.allocator;
    const parsed = try std.json.parseFromSlice([]const Row, gpa, table, .{});
    defer parsed.deinit();
    var wrong: usize = 0;
    for (parsed.value) |row| {
        var arena: std.heap.ArenaAllocator = .init(gpa);
        defer arena.deinit();
        var ctx: wapc.Context = .{ .arena = arena.allocator() };
        const in = try ctx.arena.alloc(u8, row.in.len / 2);
        _ = try std.fmt.hexToBytes(in, row.in);
        var failed = false;
        const found = switch (kind) {
            .request => request(&ctx, row, in),
            .result => if (result(&ctx, row, in)) |reply| reply orelse continue else |err| @as(anyerror![]const u8, err),
        } catch |err| failure: {
            failed = true;
            break :failure ctx.message(err);
        };
        const shown = if (failed) found else try std.fmt.allocPrint(ctx.arena, "{x}", .{found});
        const expected = row.@"error" orelse row.out.?;
        if (failed == (row.@"error" != null) and std.mem.eql(u8, shown, expected)) continue;
        wrong += 1;
        std.debug.print("{s}: {s} {s}\n  expected {s}\n  found    {s}\n", .{ row.rule, row.op, row.in, expected, shown });
    }
    try std.testing.expectEqual(0, wrong);
}

test "requests" {
    try hold(reading, .request);
}

test "results" {
    try hold(results, .result);
}
