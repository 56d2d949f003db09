const std = @import("std");
const sample = @import("sample.zig");
const wapc = @import("wapc");

const expectEqual = std.testing.expectEqual;
const expectEqualStrings = std.testing.expectEqualStrings;

const Memory = struct {
    entry: ?sample.Entry = null,
    settings: wapc.Bindings(i32) = .{ .gpa = std.testing.allocator },

    pub fn get(self: *Memory, ctx: *wapc.Context, key: []const u8) !?sample.Entry {
        if (wapc.eql(key, "who")) return .{ .key = ctx.caller().binding };
        if (wapc.eql(key, "bound")) return .{ .key = "", .count = (try self.settings.of(ctx)).* };
        if (key.len == 0) return error.NoKey;
        return self.entry;
    }

    pub fn put(self: *Memory, ctx: *wapc.Context, entry: sample.Entry) !void {
        if (entry.count < 0) return ctx.fail("{d} is too little", .{entry.count});
        self.entry = .{ .key = "fixed", .count = entry.count };
    }

    pub fn list(_: *Memory, _: *wapc.Context) ![]const i32 {
        return &.{ 1, 2 };
    }

    pub fn blob(_: *Memory, _: *wapc.Context, value: []const u8) ![]const u8 {
        return value;
    }

    pub fn bind(self: *Memory, ctx: *wapc.Context, configuration: wapc.Configuration) !void {
        _ = try self.settings.put(configuration.actor, ctx.caller().binding, @intCast(configuration.values.entries.len));
    }

    pub fn unbind(self: *Memory, ctx: *wapc.Context, configuration: wapc.Configuration) !void {
        _ = self.settings.remove(configuration.actor, ctx.caller().binding);
    }
};

fn ask(memory: *Memory, ctx: *wapc.Context, operation: []const u8, payload: []const u8) ![]const u8 {
    return wapc.dispatch(.{sample.Store}, memory, ctx, operation, payload);
}

test "a client over a transport" {
    var arena: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer arena.deinit();
    var ctx: wapc.Context = .{ .arena = arena.allocator() };
    var memory: Memory = .{};
    const store: sample.StoreClient = .{ .transport = .to(sample.Store, &memory), .binding = "" };

    try expectEqual(null, try store.get(&ctx, "a"));
    try store.put(&ctx, .{ .key = "a", .count = 3 });
    try expectEqual(3, (try store.get(&ctx, "a")).?.count);
    try expectEqual(2, (try store.list(&ctx)).len);
    try expectEqualStrings("x", try store.blob(&ctx, "x"));
    try expectEqualStrings("default", (try store.get(&ctx, "who")).?.key);
    const known: sample.StoreClient = .{ .transport = store.transport.from("M7"), .binding = "b" };
    try std.testing.expectError(error.Rejected, known.get(&ctx, "bound"));
    try expectEqualStrings("actor M7 is not bound", ctx.text);

    try std.testing.expectError(error.Rejected, store.put(&ctx, .{ .key = "a", .count = -3 }));
    try expectEqualStrings("-3 is too little", ctx.text);
    try std.testing.expectError(error.Rejected, store.get(&ctx, ""));
    try expectEqualStrings("NoKey", ctx.text);
    const host: sample.StoreClient = .{};
    try std.testing.expectError(error.Rejected, host.get(&ctx, ""));
}

test "what every provider answers" {
    var arena: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer arena.deinit();
    var ctx: wapc.Context = .{ .arena = arena.allocator(), .origin = .{ .actor = "system", .binding = "cache" } };
    var memory: Memory = .{};
    defer memory.settings.deinit();
    const configuration = "\x82\xa6module\xa2M1\xa6values\x81\xa1a\xa1b";

    try expectEqualStrings("\xc0", try ask(&memory, &ctx, "BindActor", configuration));
    ctx.origin = .{ .actor = "M1", .binding = "cache" };
    _ = try ask(&memory, &ctx, "Get", "\x81\xa3key\xa5bound");
    try expectEqualStrings("\xc0", try ask(&memory, &ctx, "RemoveActor", configuration));
    try std.testing.expectError(error.Failed, ask(&memory, &ctx, "Get", "\x81\xa3key\xa5bound"));
    try expectEqualStrings("actor M1 is not bound", ctx.text);
    try std.testing.expectError(error.Malformed, ask(&memory, &ctx, "BindActor", "\x80"));
    try expectEqualStrings("CapabilityConfiguration.module: missing field", ctx.text);

    try expectEqualStrings("\x82\xa7healthy\xc3\xa7message\xa0", try ask(&memory, &ctx, "HealthRequest", ""));
    const description = try ask(&memory, &ctx, "GetCapabilityDescriptor", "");
    try std.testing.expect(std.mem.startsWith(u8, description, "\x86\xa2id\xabtest:sample"));
    try std.testing.expect(std.mem.indexOf(u8, description, "\x83\xa4name\xa3Get\xa9direction\x81\x01\xc0\xa7doctext\xa4Gets") != null);

    try std.testing.expectError(error.Unhandled, ask(&memory, &ctx, "Nope", ""));
    try expectEqualStrings("No handler registered for function Nope", ctx.text);
    try std.testing.expectError(error.Malformed, ask(&memory, &ctx, "Get", ""));
    try expectEqualStrings("Get: truncated", ctx.text);
    try std.testing.expectError(error.Malformed, ask(&memory, &ctx, "Put", ""));
    try expectEqualStrings("Entry: truncated", ctx.text);
}

test "a configuration outlives its call" {
    const configuration: wapc.Configuration = .{
        .actor = "M1",
        .values = .{ .entries = &.{.{ .key = "__wascc_name", .value = "counter" }} },
    };
    const copy = try configuration.dupe(std.testing.allocator);
    defer copy.deinit(std.testing.allocator);
    try expectEqualStrings("counter", copy.name().?);
    try expectEqual(null, copy.tags());
}
