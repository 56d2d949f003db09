//! Reads MessagePack: lenient in form, strict in bounds. No input makes it trap.
//!
//! It knows at any time where in the value it stands, so that a failure names
//! the field: `Request.header["accept"]: expected string, found integer`.

const std = @import("std");
const wapc = @import("wapc.zig");
const keys = @import("keys.zig");
const wire = @import("wire.zig");
const Context = @import("context.zig");
const Text = @import("text.zig");

const Error = wapc.Error;
const Reader = @This();

ctx: *Context,
bytes: []const u8,
pos: usize = 0,
/// Bytes that may still be reserved for items before these have been seen.
budget: usize = 0,
depth: usize = 0,
path: [max_depth + 1]Step = undefined,

pub const max_depth = 128;

const Step = union(enum) {
    none,
    name: []const u8,
    index: usize,
    key: keys.Key,
};

/// Reads `bytes` into the value at an address. `root` is what failures call it.
pub noinline fn read(codec: *const wire.Codec, ctx: *Context, root: []const u8, bytes: []const u8, out: *anyopaque) Error!void {
    var r: Reader = .{ .ctx = ctx, .bytes = bytes, .budget = bytes.len };
    r.path[0] = .{ .name = root };
    try codec.read(&r, codec, out);
}

pub fn value(r: *Reader, codec: *const wire.Codec, out: *anyopaque) Error!void {
    try codec.read(r, codec, out);
}

/// The length of the value that starts with `bytes`, where `depth` containers are around it.
pub noinline fn measure(ctx: *Context, root: []const u8, depth: usize, bytes: []const u8) Error!usize {
    var r: Reader = .{ .ctx = ctx, .bytes = bytes, .depth = depth };
    r.path[0] = .{ .name = root };
    for (r.path[1 .. depth + 1]) |*step| step.* = .none;
    try r.skip();
    return r.pos;
}

// What comes next

const Kind = enum(u8) { end, invalid, nil, bool, positive, negative, float, string, bytes, list, map, extension };

const Head = struct {
    kind: Kind,
    /// The length; else the value, as an i64 or u64, or the bits of an f64.
    value: u64 = 0,

    fn len(head: Head) usize {
        return @intCast(head.value);
    }
};

/// The markers from 0xc0 to 0xdf: what they start, and how many bytes of number follow.
const forms = [32]struct { kind: Kind, width: u8 }{
    .{ .kind = .nil, .width = 0 },       .{ .kind = .invalid, .width = 0 },
    .{ .kind = .bool, .width = 0 },      .{ .kind = .bool, .width = 0 },
    .{ .kind = .bytes, .width = 1 },     .{ .kind = .bytes, .width = 2 },
    .{ .kind = .bytes, .width = 4 },     .{ .kind = .extension, .width = 1 },
    .{ .kind = .extension, .width = 2 }, .{ .kind = .extension, .width = 4 },
    .{ .kind = .float, .width = 4 },     .{ .kind = .float, .width = 8 },
    .{ .kind = .positive, .width = 1 },  .{ .kind = .positive, .width = 2 },
    .{ .kind = .positive, .width = 4 },  .{ .kind = .positive, .width = 8 },
    .{ .kind = .negative, .width = 1 },  .{ .kind = .negative, .width = 2 },
    .{ .kind = .negative, .width = 4 },  .{ .kind = .negative, .width = 8 },
    .{ .kind = .extension, .width = 0 }, .{ .kind = .extension, .width = 0 },
    .{ .kind = .extension, .width = 0 }, .{ .kind = .extension, .width = 0 },
    .{ .kind = .extension, .width = 0 }, .{ .kind = .string, .width = 1 },
    .{ .kind = .string, .width = 2 },    .{ .kind = .string, .width = 4 },
    .{ .kind = .list, .width = 2 },      .{ .kind = .list, .width = 4 },
    .{ .kind = .map, .width = 2 },       .{ .kind = .map, .width = 4 },
};

/// Reads a marker and the number that belongs to it.
noinline fn next(r: *Reader) Head {
    if (r.pos == r.bytes.len) return .{ .kind = .end };
    const marker = r.bytes[r.pos];
    r.pos += 1;
    if (marker < 0x80) return .{ .kind = .positive, .value = marker };
    if (marker < 0x90) return .{ .kind = .map, .value = marker & 0x0f };
    if (marker < 0xa0) return .{ .kind = .list, .value = marker & 0x0f };
    if (marker < 0xc0) return .{ .kind = .string, .value = marker & 0x1f };
    if (marker >= 0xe0) return .{ .kind = .negative, .value = @as(u64, marker) | 0xffff_ffff_ffff_ff00 };
    const form = forms[marker - 0xc0];
    if (form.width > r.bytes.len - r.pos) return .{ .kind = .end };
    var bits: u64 = 0;
    for (r.bytes[r.pos..][0..form.width]) |byte| bits = bits << 8 | byte;
    r.pos += form.width;
    switch (form.kind) {
        .bool => bits = marker & 1,
        .float => if (form.width == 4) {
            const single: f32 = @bitCast(@as(u32, @truncate(bits)));
            bits = @bitCast(@as(f64, single));
        },
        .extension => if (form.width == 0) {
            bits = @as(u64, 1) << @intCast(marker - 0xd4);
        },
        .negative => {
            const unused: u6 = @intCast(64 - 8 * @as(u32, form.width));
            const number = @as(i64, @bitCast(bits << unused)) >> unused;
            return .{ .kind = if (number < 0) .negative else .positive, .value = @bitCast(number) };
        },
        else => {},
    }
    return .{ .kind = form.kind, .value = bits };
}

/// The next `len` bytes.
fn take(r: *Reader, len: usize) Error![]const u8 {
    if (len > r.bytes.len - r.pos) return r.fail("truncated");
    defer r.pos += len;
    return r.bytes[r.pos..][0..len];
}

/// The marker of what comes next; at the end, one that nothing starts with.
fn peek(r: *const Reader) u8 {
    return if (r.pos < r.bytes.len) r.bytes[r.pos] else 0xc1;
}

pub fn isNil(r: *Reader) bool {
    if (r.peek() != 0xc0) return false;
    r.pos += 1;
    return true;
}

// Scalars

pub noinline fn boolean(r: *Reader) Error!bool {
    const head = r.next();
    if (head.kind != .bool) return r.expected("bool", head);
    return head.value != 0;
}

pub fn int(r: *Reader, comptime T: type) Error!T {
    const info = @typeInfo(T).int;
    const bits = try r.integer(info.signedness == .signed, info.bits);
    return @truncate(@as(if (info.signedness == .signed) i64 else u64, @bitCast(bits)));
}

noinline fn integer(r: *Reader, signed: bool, bits: u8) Error!u64 {
    const head = r.next();
    const negative = head.kind == .negative;
    const magnitude = if (negative) ~head.value else head.value;
    const spare = 64 - bits + @intFromBool(signed);
    const fits = @clz(magnitude) >= spare and (signed or !negative);
    if (fits and (negative or head.kind == .positive)) return head.value;

    var name: Text = .{ .ctx = r.ctx };
    name.add(if (signed) "i" else "u");
    name.addInt(bits, false);
    return r.mismatch(name.bytes(), head);
}

pub fn float(r: *Reader, comptime T: type) Error!T {
    return @floatCast(try r.double(@typeName(T), std.math.floatMantissaBits(T) + 1));
}

noinline fn double(r: *Reader, name: []const u8, precision: u8) Error!f64 {
    const head = r.next();
    switch (head.kind) {
        .float => return @bitCast(head.value),
        .positive, .negative => {
            const magnitude = if (head.kind == .negative) 0 -% head.value else head.value;
            if (magnitude == 0) return 0;
            if (64 - @clz(magnitude) - @ctz(magnitude) > precision) return r.mismatch(name, head);
            const exact: f64 = @floatFromInt(magnitude);
            return if (head.kind == .negative) -exact else exact;
        },
        else => return r.expected(name, head),
    }
}

/// Text, inside the bytes that are read.
pub noinline fn string(r: *Reader, out: *[]const u8) Error!void {
    out.* = try r.blob("string");
    if (!std.unicode.utf8ValidateSlice(out.*)) return r.fail("invalid UTF-8");
}

/// Bytes, inside the bytes that are read unless they come as a list of integers.
pub noinline fn octets(r: *Reader, out: *[]const u8) Error!void {
    switch (r.peek()) {
        0x90...0x9f, 0xc0, 0xdc, 0xdd => {
            const list = try r.items(wire.codecOf(u8));
            out.* = list.ptr[0..list.len];
        },
        else => out.* = try r.blob("bytes"),
    }
}

noinline fn blob(r: *Reader, what: []const u8) Error![]const u8 {
    const marker = r.peek();
    if (marker & 0xe0 == 0xa0) {
        r.pos += 1;
        return r.take(marker & 0x1f);
    }
    const head = r.next();
    if (head.kind != .string and head.kind != .bytes) return r.expected(what, head);
    return r.take(head.len());
}

/// RFC 3339, or the timestamp extension.
pub noinline fn dateTime(r: *Reader, out: *wapc.DateTime) Error!void {
    const start = r.pos;
    const head = r.next();
    if (head.kind == .extension) {
        const kind = (try r.take(1))[0];
        const data = try r.take(head.len());
        if (kind != 0xff) return r.expected("datetime", head);
        out.* = switch (data.len) {
            4 => .{ .seconds = std.mem.readInt(u32, data[0..4], .big) },
            8 => .{
                .seconds = @truncate(@as(i64, @bitCast(std.mem.readInt(u64, data[0..8], .big) & 0x3_ffff_ffff))),
                .nanos = @truncate(std.mem.readInt(u64, data[0..8], .big) >> 34),
            },
            12 => .{
                .seconds = std.mem.readInt(i64, data[4..12], .big),
                .nanos = std.mem.readInt(u32, data[0..4], .big),
            },
            else => return r.expected("datetime", head),
        };
        return if (!out.isValid()) r.expected("datetime", head);
    }
    r.pos = start;
    const text = try r.blob("datetime");
    out.* = wapc.DateTime.parse(text) orelse return r.failWith("invalid datetime ", text);
}

/// One value as it is, whatever it is.
pub fn raw(r: *Reader, out: *[]const u8) Error!void {
    const start = r.pos;
    try r.skip();
    out.* = r.bytes[start..r.pos];
}

noinline fn skip(r: *Reader) Error!void {
    const head = r.next();
    switch (head.kind) {
        .end, .invalid => return r.expected("value", head),
        .string, .bytes => _ = try r.take(head.len()),
        .extension => {
            _ = try r.take(1);
            _ = try r.take(head.len());
        },
        .list, .map => {
            const shift = @intFromBool(head.kind == .map);
            try r.open(head.len(), @as(usize, 1) << shift);
            var left = head.value << shift;
            while (left > 0) : (left -= 1) try r.skip();
            r.leave();
        },
        else => {},
    }
}

// Containers

/// Enters a container of `len` items that take `least` bytes or more each.
noinline fn open(r: *Reader, len: usize, least: usize) Error!void {
    if (r.depth == max_depth) return r.fail("nested deeper than 128");
    if (len > (r.bytes.len - r.pos) / least) return r.fail("truncated");
    r.depth += 1;
    r.path[r.depth] = .none;
}

pub fn leave(r: *Reader) void {
    r.depth -= 1;
}

/// Memory for the items of a list or a map.
const Buffer = struct {
    bytes: []align(8) u8,
    size: usize,

    fn init(r: *Reader, len: usize, size: usize) Error!Buffer {
        const count = @min(len, r.budget / @max(size, 1));
        r.budget -= count * size;
        return .{ .bytes = try r.ctx.resized(&.{}, count * size), .size = size };
    }

    fn slot(buffer: *Buffer, r: *Reader, index: usize) Error![*]u8 {
        const end = (index + 1) *| buffer.size;
        if (end > buffer.bytes.len) buffer.bytes = try r.ctx.resized(buffer.bytes, 2 *| end);
        return buffer.bytes.ptr + index * buffer.size;
    }
};

pub const Items = struct { ptr: [*]align(8) u8, len: usize };

pub noinline fn items(r: *Reader, codec: *const wire.Codec) Error!Items {
    const head = r.next();
    if (head.kind == .nil) return .{ .ptr = &.{}, .len = 0 };
    if (head.kind != .list) return r.expected("list", head);
    const len = head.len();
    try r.open(len, 1);
    var buffer: Buffer = try .init(r, len, codec.size);
    for (0..len) |i| {
        r.path[r.depth] = .{ .index = i };
        try codec.read(r, codec, try buffer.slot(r, i));
    }
    r.leave();
    return .{ .ptr = buffer.bytes.ptr, .len = len };
}

/// The entries of a map, sorted by their keys as on the wire.
pub noinline fn entries(r: *Reader, table: *const wire.EntryTable) Error!Items {
    const head = r.next();
    if (head.kind == .nil) return .{ .ptr = &.{}, .len = 0 };
    if (head.kind != .map) return r.expected("map", head);
    const len = head.len();
    try r.open(len, 2);
    var buffer: Buffer = try .init(r, len, table.size);
    for (0..len) |i| {
        r.path[r.depth] = .none;
        const slot = try buffer.slot(r, i);
        try table.key.read(r, table.key, slot + table.key_offset);
        r.path[r.depth] = .{ .key = table.keyOf(slot) };
        try table.value.read(r, table.value, slot + table.value_offset);
    }
    r.leave();
    const list: keys.Entries = .{ .table = table, .ptr = buffer.bytes.ptr, .len = len };
    if (list.firstUnsorted() != null) {
        if (list.sort(r.ctx)) |what| return r.fail(what);
    }
    return .{ .ptr = buffer.bytes.ptr, .len = len };
}

/// A value of its own, behind a pointer.
pub noinline fn pointee(r: *Reader, codec: *const wire.Codec) Error![*]align(8) u8 {
    const memory = try r.ctx.resized(&.{}, codec.size);
    try codec.read(r, codec, memory.ptr);
    return memory.ptr;
}

/// The fields of a struct, in whatever form and order they come.
pub noinline fn structure(r: *Reader, codec: *const wire.Codec, at: *anyopaque) Error!void {
    const table: *const wire.StructTable = @ptrCast(@alignCast(codec.table));
    const out: [*]u8 = @ptrCast(at);
    const head = r.next();
    const keyed = head.kind == .map;
    if (!keyed and head.kind != .list) return r.expected("map", head);
    try r.open(head.len(), if (keyed) 2 else 1);
    if (table.blank) |blank| @memcpy(out[0..codec.size], blank[0..codec.size]);

    const fields = table.fields;
    var few: [4]u64 = @splat(0);
    var seen: []u64 = &few;
    if (table.required.len > few.len) {
        seen = @ptrCast(try r.ctx.resized(&.{}, 8 * table.required.len));
        @memset(seen, 0);
    }
    var index: usize = 0;
    for (0..head.len()) |_| {
        if (!keyed) {
            if (index == fields.len) {
                r.path[r.depth] = .none;
                try r.skip();
                continue;
            }
        } else if (index < fields.len and r.startsWith(fields[index].encoded_key)) {
            r.pos += fields[index].encoded_key.len;
        } else {
            r.path[r.depth] = .none;
            const key = try r.blob("string");
            index = findField(fields, key) orelse {
                try r.skip();
                continue;
            };
        }
        const field = &fields[index];
        const bit = @as(u64, 1) << @truncate(index);
        if (seen[index / 64] & bit != 0) {
            r.path[r.depth] = .none;
            return r.failWith("duplicate key ", field.key());
        }
        seen[index / 64] |= bit;
        r.path[r.depth] = .{ .name = field.key() };
        try field.codec.read(r, field.codec, out + field.offset);
        index += 1;
    }
    for (table.required, 0..) |need, word| {
        const missing = need & ~seen[word];
        if (missing == 0) continue;
        r.path[r.depth] = .{ .name = fields[64 * word + @ctz(missing)].key() };
        return r.fail("missing field");
    }
    r.leave();
}

/// Fields mostly come in the order in which they are declared, with their keys in shortest form.
fn startsWith(r: *const Reader, prefix: []const u8) bool {
    return prefix.len <= r.bytes.len - r.pos and wapc.eql(r.bytes[r.pos..][0..prefix.len], prefix);
}

fn findField(fields: []const wire.Field, key: []const u8) ?usize {
    for (fields, 0..) |*field, i| if (wapc.eql(field.key(), key)) return i;
    return null;
}

fn findMember(members: []const wire.Member, name: []const u8) ?usize {
    for (members, 0..) |member, i| if (wapc.eql(member.name, name)) return i;
    return null;
}

/// An enum value: its integer, its name, or `{index: nil}`, as rmp-serde writes it.
pub noinline fn choice(r: *Reader, codec: *const wire.Codec, out: *anyopaque) Error!void {
    const table: *const wire.EnumTable = @ptrCast(@alignCast(codec.table));
    const members = table.members;
    const head = r.next();
    const found = switch (head.kind) {
        .positive, .negative => for (members, 0..) |member, i| {
            const number: u64 = @bitCast(@as(i64, member.value));
            if (number == head.value and (member.value < 0) == (head.kind == .negative)) break i;
        } else return r.unknownNumber(members, head),
        .string, .bytes => named: {
            const name = try r.take(head.len());
            break :named findMember(members, name) orelse return r.unknownName(members, name);
        },
        .map => try r.position(members, head),
        else => return r.expected("enum", head),
    };
    @as(*i32, @ptrCast(@alignCast(out))).* = members[found].value;
}

noinline fn position(r: *Reader, members: []const wire.Member, map: Head) Error!usize {
    try r.open(map.len(), 2);
    if (map.value != 1) return r.expected("enum", map);
    const index = r.next();
    const nil = if (index.kind == .end) index else r.next();
    if (nil.kind == .end) return r.expected("enum", nil);
    const is_integer = index.kind == .positive or index.kind == .negative;
    if (!is_integer or nil.kind != .nil) return r.expected("enum", map);
    if (index.kind == .negative or index.value >= members.len) return r.unknownNumber(members, index);
    r.leave();
    return index.len();
}

/// The number of the union member that comes next; `leave` after its value.
pub noinline fn variant(r: *Reader, members: []const wire.Member) Error!usize {
    const head = r.next();
    if (head.kind != .map) return r.expected("map", head);
    try r.open(head.len(), 2);
    if (head.value != 1) return r.expected("map", head);
    const name = try r.blob("string");
    const index = findMember(members, name) orelse {
        var text: Text = .{ .ctx = r.ctx };
        text.add("unknown member ");
        text.addQuoted(name);
        return r.unknown(members, &text);
    };
    r.path[r.depth] = .{ .name = members[index].name };
    return index;
}

// Failures

/// Records `what` with the path of the current value.
pub noinline fn fail(r: *Reader, what: []const u8) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = r.ctx };
    r.printPath(&text);
    text.add(": ");
    text.add(what);
    return r.ctx.failure(error.Malformed, text.bytes());
}

noinline fn failWith(r: *Reader, what: []const u8, quoted: []const u8) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = r.ctx };
    text.add(what);
    text.addQuoted(quoted);
    return r.fail(text.bytes());
}

noinline fn expected(r: *Reader, what: []const u8, head: Head) Error {
    @branchHint(.cold);
    if (head.kind == .end) return r.fail("truncated");
    var text: Text = .{ .ctx = r.ctx };
    text.add("expected ");
    text.add(what);
    text.add(", found ");
    text.add(switch (head.kind) {
        .positive, .negative => "integer",
        else => @tagName(head.kind),
    });
    return r.fail(text.bytes());
}

/// An integer that the type does not hold, or something else.
noinline fn mismatch(r: *Reader, name: []const u8, head: Head) Error {
    @branchHint(.cold);
    if (head.kind != .positive and head.kind != .negative) return r.expected(name, head);
    var text: Text = .{ .ctx = r.ctx };
    text.addInt(head.value, head.kind == .negative);
    text.add(" does not fit ");
    text.add(name);
    return r.fail(text.bytes());
}

noinline fn unknownNumber(r: *Reader, members: []const wire.Member, head: Head) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = r.ctx };
    text.add("unknown value ");
    text.addInt(head.value, head.kind == .negative);
    return r.unknown(members, &text);
}

noinline fn unknownName(r: *Reader, members: []const wire.Member, name: []const u8) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = r.ctx };
    text.add("unknown value ");
    text.addQuoted(name);
    return r.unknown(members, &text);
}

noinline fn unknown(r: *Reader, members: []const wire.Member, text: *Text) Error {
    @branchHint(.cold);
    for (members, 0..) |member, i| {
        text.add(if (i == 0) ", expected one of " else ", ");
        text.addName(member.name);
    }
    return r.fail(text.bytes());
}

fn printPath(r: *Reader, text: *Text) void {
    for (r.path[0 .. r.depth + 1], 0..) |step, level| switch (step) {
        .none => {},
        .name => |name| {
            if (level > 0) text.add(".");
            text.addName(name);
        },
        .index => |index| {
            text.add("[");
            text.addInt(index, false);
            text.add("]");
        },
        .key => |key| {
            text.add("[");
            key.print(text);
            text.add("]");
        },
    };
}
