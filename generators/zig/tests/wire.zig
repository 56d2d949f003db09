const std = @import("std");
const sample = @import("sample.zig");
const wapc = @import("wapc");

const expectEqual = std.testing.expectEqual;
const expectEqualStrings = std.testing.expectEqualStrings;

var arena: std.heap.ArenaAllocator = .init(std.heap.page_allocator);

fn context() wapc.Context {
    _ = arena.reset(.free_all);
    return .{ .arena = arena.allocator() };
}

fn operation(comptime T: type) wapc.Operation {
    return .{ .name = "Op", .argument = T, .result = T };
}

/// Reads the bytes (in hex) and expects that text as the failure.
fn fails(comptime T: type, comptime hex: []const u8, text: []const u8) !void {
    var ctx = context();
    var bytes: [hex.len / 2]u8 = undefined;
    _ = try std.fmt.hexToBytes(&bytes, hex);
    if (ctx.read(operation(T), &bytes)) |_| return error.TestExpectedError else |err| {
        try expectEqualStrings(text, ctx.message(err));
    }
}

/// Reads the bytes (in hex) and expects that they are written as those.
fn rewrites(comptime T: type, comptime hex: []const u8, comptime canonical: []const u8) !void {
    var ctx = context();
    var bytes: [hex.len / 2]u8 = undefined;
    _ = try std.fmt.hexToBytes(&bytes, hex);
    const value = ctx.read(operation(T), &bytes) catch |err| {
        std.debug.print("{s}\n", .{ctx.message(err)});
        return err;
    };
    const written = try ctx.answer(operation(T), value);
    var expected: [canonical.len / 2]u8 = undefined;
    _ = try std.fmt.hexToBytes(&expected, canonical);
    try std.testing.expectEqualSlices(u8, &expected, written);
}

fn keeps(comptime T: type, comptime hex: []const u8) !void {
    try rewrites(T, hex, hex);
}

test "integers have one form" {
    try keeps(i8, "7f");
    try keeps(i8, "e0");
    try keeps(i8, "d080");
    try keeps(i16, "d100c8");
    try keeps(i64, "d38000000000000000");
    try keeps(u64, "cfffffffffffffffff");
    try rewrites(i32, "ccc8", "d100c8");
    try rewrites(u8, "d30000000000000005", "05");
    try fails(u8, "cd012c", "Op: 300 does not fit u8");
    try fails(u8, "ff", "Op: -1 does not fit u8");
    try fails(i64, "cfffffffffffffffff", "Op: 18446744073709551615 does not fit i64");
    try fails(i8, "d3ffffffffffffff7f", "Op: -129 does not fit i8");
    try fails(i32, "ca3f800000", "Op: expected i32, found float");
    try fails(u16, "c1", "Op: expected u16, found invalid");
    try fails(u16, "cd01", "Op: truncated");
    try fails(u16, "", "Op: truncated");
}

test "floats round, and hold exact integers" {
    try keeps(f32, "ca3f800000");
    try rewrites(f64, "ca3f800000", "cb3ff0000000000000");
    try rewrites(f32, "cb3ff0000000000001", "ca3f800000");
    try rewrites(f32, "d100c8", "ca43480000");
    try rewrites(f32, "ff", "cabf800000");
    try rewrites(f64, "cb7ff0000000000001", "cb7ff8000000000000");
    try rewrites(f32, "ca7f800001", "ca7fc00000");
    try fails(f32, "ce01000001", "Op: 16777217 does not fit f32");
    try fails(f64, "cfffffffffffffffff", "Op: 18446744073709551615 does not fit f64");
    try fails(f64, "d38000000000000001", "Op: -9223372036854775807 does not fit f64");
    try rewrites(f64, "d38000000000000000", "cbc3e0000000000000");
    try fails(f64, "a161", "Op: expected f64, found string");
}

test "strings and bytes" {
    try keeps(wapc.String, "a161");
    try rewrites(wapc.String, "c40161", "a161");
    try rewrites(wapc.String, "db0000000161", "a161");
    try fails(wapc.String, "a1ff", "Op: invalid UTF-8");
    try fails(wapc.String, "c0", "Op: expected string, found nil");
    try fails(wapc.String, "a261", "Op: truncated");
    try keeps(wapc.Bytes, "c40161");
    try rewrites(wapc.Bytes, "c0", "c400");
    try rewrites(wapc.Bytes, "a161", "c40161");
    try rewrites(wapc.Bytes, "920102", "c4020102");
    try rewrites(wapc.BytesAsList, "c4020102", "920102");
    try fails(wapc.Bytes, "9201cd0100", "Op[1]: 256 does not fit u8");
    try fails(wapc.Bytes, "80", "Op: expected bytes, found map");
}

test "structs in every form" {
    try keeps(sample.Node, "82a576616c756501a46e657874c0");
    try rewrites(sample.Node, "9201c0", "82a576616c756501a46e657874c0");
    try rewrites(sample.Node, "9101", "82a576616c756501a46e657874c0");
    try rewrites(sample.Node, "930191019301c0c70005", "82a576616c756501a46e65787482a576616c756501a46e657874c0");
    try rewrites(sample.Node, "82a46e657874c0c40576616c756501", "82a576616c756501a46e657874c0");
    try fails(sample.Node, "82a17893c10000a576616c756501", "Node: expected value, found invalid");
    try rewrites(sample.Node, "82a178d40500a576616c756501", "82a576616c756501a46e657874c0");
    try keeps(sample.Node, "82a576616c756501a46e65787482a576616c756502a46e657874c0");
    try fails(sample.Node, "81a46e657874c0", "Node.value: missing field");
    try fails(sample.Node, "82a576616c756501a576616c756501", "Node: duplicate key \"value\"");
    try fails(sample.Node, "820102a576616c756501", "Node: expected string, found integer");
    try fails(sample.Node, "82a576616c756501a46e65787481a576616c7565a0", "Node.next.value: expected i32, found string");
    try fails(sample.Node, "82a576616c756501", "Node: truncated");
    try fails(sample.Node, "c0", "Node: expected map, found nil");
    try keeps(sample.Empty, "80");
    try rewrites(sample.Scalars, "80", "8ba16100a16200a16300a16400a16500a16600a16700a16800a169ca00000000a16acb0000000000000000a16bc2");
}

test "defaults, nested paths, maps of itself" {
    var ctx = context();
    const entry = try ctx.read(operation(sample.Entry), "\x83\xa3key\xa1k\xa5value\xc0\xa6byName\x82\xa1b\x82\xa3key\xa1x\xa5value\xc0\xa1a\x82\xa3key\xa1y\xa5value\xc0");
    try expectEqual(7, entry.count);
    try expectEqual(null, entry.ttl);
    try expectEqualStrings("y", entry.by_name.get("a").?.key);
    try expectEqualStrings("a", entry.by_name.entries[0].key);
    try fails(sample.Entry, "82a36b6579a16ba66279" ++ "4e616d6581a26b6b81a36b657907", "Entry.byName[\"kk\"].key: expected string, found integer");
    try fails(sample.Entry, "82a36b6579a16ba86368696c6472656e9181a474616773a0", "Entry.children[0].tags: expected list, found string");
}

test "enums" {
    try keeps(sample.Kind, "05");
    try keeps(sample.Kind, "ff");
    try rewrites(sample.Kind, "a6736561" ++ "6c6564", "05");
    try rewrites(sample.Kind, "8101c0", "05");
    try fails(sample.Kind, "07", "Kind: unknown value 7, expected one of plain, sealed, error");
    try fails(sample.Kind, "a17a", "Kind: unknown value \"z\", expected one of plain, sealed, error");
    try fails(sample.Kind, "8103c0", "Kind: unknown value 3, expected one of plain, sealed, error");
    try fails(sample.Kind, "810001", "Kind: expected enum, found map");
    try fails(sample.Kind, "820001c000", "Kind: expected enum, found map");
    try fails(sample.Kind, "8100", "Kind: truncated");
    try fails(sample.Kind, "81d1c0", "Kind: truncated");
    try fails(sample.Kind, "c0", "Kind: expected enum, found nil");
}

test "unions" {
    try keeps(sample.Shape, "81a6737472696e67a161");
    try keeps(sample.Shape, "81a65368617065739181a6737472696e67a161");
    try fails(sample.Shape, "81a17aa161", "Shape: unknown member \"z\", expected one of Entry, string, Shapes");
    try fails(sample.Shape, "81a65368617065739181a6737472696e6701", "Shape.Shapes[0].string: expected string, found integer");
}

test "maps are sorted, keys are unique" {
    try rewrites(wapc.MapOf(wapc.String, i32), "83a2616101a16202a16103", "83a16103a16202a2616101");
    try rewrites(wapc.MapOf(i64, i32), "84ff01d1ff0002cc80030104", "840104d1008003d1ff0002ff01");
    try rewrites(wapc.MapOf(bool, i32), "82c301c202", "82c202c301");
    try rewrites(wapc.MapOf(sample.Kind, i32), "82ff010502", "820502ff01");
    try fails(wapc.MapOf(wapc.String, i32), "82a16101a16102", "Op: duplicate key \"a\"");
    try fails(wapc.MapOf(u8, i32), "8203010302", "Op: duplicate key 3");
    try fails(wapc.MapOf(bool, i32), "82c301c301", "Op: duplicate key true");
    try fails(wapc.MapOf(i64, i32), "81fba161", "Op[-5]: expected i32, found string");
    try fails(wapc.MapOf(i64, i32), "81a16101", "Op: expected i64, found string");
    var ctx = context();
    const twice: wapc.Map(bool, i32) = .{ .entries = &.{ .{ .key = true, .value = 1 }, .{ .key = true, .value = 2 } } };
    try std.testing.expectError(error.Failed, failing(ctx.answer(operation(wapc.MapOf(bool, i32)), twice)));
    try expectEqualStrings("Op: duplicate key true", ctx.text);
}

/// (Zig 0.17 has no `**`.)
fn times(comptime text: []const u8, comptime count: usize) *const [text.len * count]u8 {
    const result = comptime bytes: {
        var bytes: [text.len * count]u8 = undefined;
        for (&bytes, 0..) |*byte, i| byte.* = text[i % text.len];
        break :bytes bytes;
    };
    return &result;
}

fn failing(result: wapc.Error![]const u8) error{ Failed, NotFailed }!void {
    if (result) |_| return error.NotFailed else |_| return error.Failed;
}

test "instants" {
    try keeps(wapc.DateTime, "b4323032302d30322d32395432333a35393a35395a");
    const cases = .{
        .{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
        .{ "2000-12-31t23:59:59.120z", "2000-12-31T23:59:59.12Z" },
        .{ "2000-01-01T00:30:00+01:00", "1999-12-31T23:30:00Z" },
        .{ "0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z" },
        .{ "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z" },
        .{ "1969-12-31T23:59:59.000000001Z", "1969-12-31T23:59:59.000000001Z" },
    };
    inline for (cases) |case| {
        var buffer: [wapc.DateTime.longest]u8 = undefined;
        try expectEqualStrings(case[1], wapc.DateTime.parse(case[0]).?.format(&buffer));
    }
    for ([_][]const u8{ "", "2001-02-29T00:00:00Z", "2000-01-01T00:00:60Z", "2000-01-01T24:00:00Z", "2000-01-01T00:00:00", "0000-01-01T00:00:00+00:01", "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00.1234567890Z" }) |bad| {
        try expectEqual(null, wapc.DateTime.parse(bad));
    }
    var day: i64 = -62_167_219_200;
    while (day <= 253_402_300_799) : (day += 86_400 * 13 + 17) {
        var buffer: [wapc.DateTime.longest]u8 = undefined;
        const time: wapc.DateTime = .{ .seconds = day };
        try expectEqual(day, wapc.DateTime.parse(time.format(&buffer)).?.seconds);
    }
    try rewrites(wapc.DateTime, "d6ff00000000", "b4313937302d30312d30315430303a30303a30305a");
    try rewrites(wapc.DateTime, "d7ff0000000400000000", "be313937302d30312d30315430303a30303a30302e3030303030303030315a");
    try fails(wapc.DateTime, "a161", "Op: invalid datetime \"a\"");
    try fails(wapc.DateTime, "a1ff", "Op: invalid datetime \"?\"");
    try fails(wapc.DateTime, "d6fe00000000", "Op: expected datetime, found extension");
    try fails(wapc.DateTime, "c70cff3b9aca000000000000000000", "Op: expected datetime, found extension");
    try fails(wapc.DateTime, "01", "Op: expected datetime, found integer");
}

test "raw values, and the depth in them" {
    try keeps(wapc.Raw, "9301a16180");
    try fails(wapc.Raw, "9301c102", "Op: expected value, found invalid");
    var ctx = context();
    try expectEqualStrings("\xc0", try ctx.answer(operation(wapc.Raw), @as(wapc.Raw, .{})));
    const deep: wapc.Raw = .{ .bytes = times("\x91", 128) ++ "\xc0" };
    _ = try ctx.answer(operation(wapc.Raw), deep);
    try std.testing.expectError(error.Failed, failing(ctx.answer(operation(wapc.ListOf(wapc.Raw)), @as([]const wapc.Raw, &.{deep}))));
    try expectEqualStrings("Op: nested deeper than 128", ctx.text);
}

test "raw values are packed and unpacked" {
    var ctx = context();
    const raw = try ctx.pack(wapc.ListOf(i32), &.{ 1, -2 });
    try expectEqualStrings("\x92\x01\xfe", raw.bytes);
    try expectEqual(-2, (try ctx.unpack(wapc.ListOf(i32), raw))[1]);
    try expectEqual(null, try ctx.unpack(?u8, .{}));
    try std.testing.expectError(error.Malformed, ctx.unpack(sample.Entry, raw));
    try expectEqualStrings("Raw.key: expected string, found integer", ctx.text);
}

test "depth" {
    try keeps(wapc.Raw, times("91", 128) ++ "c0");
    var ctx = context();
    try std.testing.expectError(error.Malformed, ctx.read(operation(wapc.Raw), times("\x91", 129) ++ "\xc0"));
    var node: ?*const sample.Node = null;
    for (0..128) |i| {
        const next = try ctx.arena.create(sample.Node);
        next.* = .{ .value = @intCast(i), .next = node };
        node = next;
    }
    const bytes = try ctx.answer(operation(sample.Node), node.?.*);
    _ = try ctx.read(operation(sample.Node), bytes);
    const outer: sample.Node = .{ .value = 0, .next = node };
    try std.testing.expectError(error.Failed, failing(ctx.answer(operation(sample.Node), outer)));
    try expectEqualStrings("Node: nested deeper than 128", ctx.text);
}

test "truncated anywhere" {
    var ctx = context();
    const entry: sample.Entry = .{
        .key = "k",
        .value = "v",
        .tags = &.{ "a", "b" },
        .children = &.{.{ .key = "child" }},
        .by_name = .{ .entries = &.{.{ .key = "x", .value = .{ .key = "y" } }} },
    };
    const bytes = try ctx.answer(operation(sample.Entry), entry);
    for (0..bytes.len) |len| {
        try std.testing.expectError(error.Malformed, ctx.read(operation(sample.Entry), bytes[0..len]));
        try std.testing.expect(std.mem.endsWith(u8, ctx.text, ": truncated"));
    }
    _ = try ctx.read(operation(sample.Entry), bytes);
}

test "names in failures are cut" {
    try fails(sample.Shape, "81d946" ++ times("c3a9", 35) ++ "01", "Shape: unknown member \"" ++ times("\u{e9}", 35) ++ "\", expected one of Entry, string, Shapes");
    try fails(sample.Shape, "81d946" ++ times("61", 70) ++ "01", "Shape: unknown member \"" ++ times("a", 64) ++ "\", expected one of Entry, string, Shapes");
    try fails(sample.Shape, "81a461ffe282" ++ "01", "Shape: unknown member \"?\", expected one of Entry, string, Shapes");
}

test "any bytes are survived" {
    var ctx = context();
    const entry: sample.Entry = .{ .key = "k", .tags = &.{ "a", "b" }, .children = &.{.{ .key = "child" }} };
    const bytes = try std.testing.allocator.dupe(u8, try ctx.answer(operation(sample.Entry), entry));
    defer std.testing.allocator.free(bytes);
    var random: std.Random.DefaultPrng = .init(1);
    for (0..20_000) |_| {
        const at = random.random().uintLessThan(usize, bytes.len);
        const was = bytes[at];
        bytes[at] = random.random().int(u8);
        defer bytes[at] = was;
        ctx = context();
        const read = ctx.read(operation(sample.Entry), bytes) catch continue;
        const written = try ctx.answer(operation(sample.Entry), read);
        const again = try ctx.read(operation(sample.Entry), written);
        try std.testing.expectEqualSlices(u8, written, try ctx.answer(operation(sample.Entry), again));
    }
}
