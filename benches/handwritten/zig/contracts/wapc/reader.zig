//! Reads MessagePack. A failure names the field: `Request.header["accept"]: expected string, found integer`.

const std = @import("std");
const wapc = @import("wapc.zig");

const Reader = @This();
const Error = wapc.Error;

ctx: *wapc.Context,
data: []const u8,
pos: usize = 0,
depth: usize = 0,
path: [129]Step = undefined,

const Step = union(enum) {
    none,
    name: []const u8,
    index: usize,
    key: []const u8,
};

/// `root` is what failures call the value.
pub fn init(ctx: *wapc.Context, root: []const u8, data: []const u8) Reader {
    var r: Reader = .{ .ctx = ctx, .data = data };
    r.path[0] = .{ .name = root };
    return r;
}

fn peek(r: *const Reader) u8 {
    return if (r.pos < r.data.len) r.data[r.pos] else 0xc1;
}

fn take(r: *Reader, len: usize) Error![]const u8 {
    if (len > r.data.len - r.pos) return r.fail("truncated");
    defer r.pos += len;
    return r.data[r.pos..][0..len];
}

fn number(r: *Reader, comptime T: type) Error!T {
    return std.mem.readInt(T, (try r.take(@sizeOf(T)))[0..@sizeOf(T)], .big);
}

/// Whether nil comes next, which is then passed.
pub fn nil(r: *Reader) bool {
    if (r.peek() != 0xc0) return false;
    r.pos += 1;
    return true;
}

pub fn boolean(r: *Reader) Error!bool {
    const marker = r.peek();
    if (marker & 0xfe != 0xc2) return r.expected("bool");
    r.pos += 1;
    return marker == 0xc3;
}

pub fn integer(r: *Reader, least: i64, most: i64, what: []const u8) Error!i64 {
    const value = try r.anyInteger(what);
    if (value >= least and value <= most) return @intCast(value);
    return r.failed("{d} does not fit {s}", .{ value, what });
}

fn anyInteger(r: *Reader, what: []const u8) Error!i128 {
    const marker = r.peek();
    switch (marker) {
        0x00...0x7f, 0xe0...0xff => {
            r.pos += 1;
            return @as(i8, @bitCast(marker));
        },
        0xcc...0xd3 => r.pos += 1,
        else => return r.expected(what),
    }
    return switch (marker) {
        0xcc => try r.number(u8),
        0xcd => try r.number(u16),
        0xce => try r.number(u32),
        0xcf => try r.number(u64),
        0xd0 => try r.number(i8),
        0xd1 => try r.number(i16),
        0xd2 => try r.number(i32),
        else => try r.number(i64),
    };
}

pub fn string(r: *Reader) Error![]const u8 {
    const text = try r.blob("string");
    if (!std.unicode.utf8ValidateSlice(text)) return r.fail("invalid UTF-8");
    return text;
}

pub fn bytes(r: *Reader) Error![]const u8 {
    return switch (r.peek()) {
        0xc0, 0x90...0x9f, 0xdc, 0xdd => r.list(u8, octet),
        else => r.blob("bytes"),
    };
}

fn octet(r: *Reader) Error!u8 {
    return @intCast(try r.integer(0, 255, "u8"));
}

fn blob(r: *Reader, what: []const u8) Error![]const u8 {
    const marker = r.peek();
    switch (marker) {
        0xa0...0xbf, 0xc4...0xc6, 0xd9...0xdb => r.pos += 1,
        else => return r.expected(what),
    }
    return r.take(switch (marker) {
        0xc4, 0xd9 => try r.number(u8),
        0xc5, 0xda => try r.number(u16),
        0xc6, 0xdb => try r.number(u32),
        else => marker & 0x1f,
    });
}

/// The number of items in the header of a list (0x90, 0xdc) or a map (0x80, 0xde).
fn header(r: *Reader, short: u8, long: u8, what: []const u8) Error!usize {
    const marker = r.peek();
    const is_short = marker & 0xf0 == short;
    if (!is_short and marker != long and marker != long + 1) return r.expected(what);
    r.pos += 1;
    if (is_short) return marker & 0x0f;
    return if (marker == long) try r.number(u16) else try r.number(u32);
}

/// Goes into a container of items that take at least so many bytes each.
fn enter(r: *Reader, len: usize, least: usize) Error!void {
    if (r.depth == 128) return r.fail("nested deeper than 128");
    if (len > (r.data.len - r.pos) / least) return r.fail("truncated");
    r.depth += 1;
    r.path[r.depth] = .none;
}

pub fn list(r: *Reader, comptime T: type, comptime item: fn (*Reader) Error!T) Error![]const T {
    if (r.nil()) return &.{};
    const len = try r.header(0x90, 0xdc, "list");
    try r.enter(len, 1);
    // what is announced need not come: memory is taken as items do
    var items: std.ArrayList(T) = .empty;
    for (0..len) |i| {
        r.path[r.depth] = .{ .index = i };
        try items.append(r.ctx.arena, try item(r));
    }
    r.depth -= 1;
    return items.items;
}

/// A map of texts.
pub fn pairs(r: *Reader) Error![]const wapc.Pair {
    if (r.nil()) return &.{};
    const len = try r.header(0x80, 0xde, "map");
    try r.enter(len, 2);
    var entries: std.ArrayList(wapc.Pair) = .empty;
    var seen: std.StringHashMapUnmanaged(void) = .empty;
    for (0..len) |_| {
        r.path[r.depth] = .none;
        const key = try r.string();
        if ((try seen.getOrPut(r.ctx.arena, key)).found_existing) return r.failed("duplicate key \"{s}\"", .{key});
        r.path[r.depth] = .{ .key = key };
        try entries.append(r.ctx.arena, .{ .key = key, .value = try r.string() });
    }
    r.depth -= 1;
    return entries.items;
}

/// Begins a struct: a map by the names of its fields, or a list in their order.
pub fn structure(r: *Reader, names: []const []const u8) Error!Fields {
    const keyed = switch (r.peek()) {
        0x90...0x9f, 0xdc, 0xdd => false,
        else => true,
    };
    const len = if (keyed) try r.header(0x80, 0xde, "map") else try r.header(0x90, 0xdc, "map");
    try r.enter(len, if (keyed) 2 else 1);
    return .{ .reader = r, .names = names, .keyed = keyed, .left = len };
}

const Fields = struct {
    reader: *Reader,
    names: []const []const u8,
    keyed: bool,
    left: usize,
    following: usize = 0,
    seen: u32 = 0,

    /// The position of the field that comes next.
    pub fn next(fields: *Fields) Error!?usize {
        const r = fields.reader;
        while (fields.left > 0) {
            fields.left -= 1;
            r.path[r.depth] = .none;
            const index = try fields.find() orelse {
                try r.skip();
                continue;
            };
            const name = fields.names[index];
            const bit = @as(u32, 1) << @intCast(index);
            if (fields.seen & bit != 0) return r.failed("duplicate key \"{s}\"", .{name});
            fields.seen |= bit;
            fields.following = index + 1;
            r.path[r.depth] = .{ .name = name };
            return index;
        }
        return null;
    }

    fn find(fields: *Fields) Error!?usize {
        if (!fields.keyed) return if (fields.following < fields.names.len) fields.following else null;
        const key = try fields.reader.blob("string");
        // fields mostly come in their order
        const guess = fields.following;
        if (guess < fields.names.len and wapc.eql(fields.names[guess], key)) return guess;
        for (fields.names, 0..) |name, i| if (wapc.eql(name, key)) return i;
        return null;
    }

    /// Ends the struct; these fields must have been there, a bit each.
    pub fn end(fields: *Fields, required: u32) Error!void {
        const r = fields.reader;
        const missing = required & ~fields.seen;
        if (missing != 0) {
            r.path[r.depth] = .{ .name = fields.names[@ctz(missing)] };
            return r.fail("missing field");
        }
        r.depth -= 1;
    }
};

/// The position of an enum's value, whose numbers are their positions here: by number, by name, or `{position: nil}`.
pub fn choice(r: *Reader, names: []const []const u8) Error!usize {
    switch (r.peek()) {
        0xa0...0xbf, 0xc4...0xc6, 0xd9...0xdb => {
            const text = try r.blob("enum");
            for (names, 0..) |name, i| if (wapc.eql(name, text)) return i;
            return r.unknown("\"{s}\"", .{text}, names);
        },
        0x80...0x8f, 0xde, 0xdf => {
            const start = r.pos;
            const len = try r.header(0x80, 0xde, "enum");
            try r.enter(len, 2);
            if (len == 1) {
                const number_ = try r.anyInteger("enum");
                if (r.nil()) {
                    r.depth -= 1;
                    return r.known(number_, names);
                }
            }
            r.pos = start;
            return r.expected("enum");
        },
        else => return r.known(try r.anyInteger("enum"), names),
    }
}

fn known(r: *Reader, value: i128, names: []const []const u8) Error!usize {
    if (value >= 0 and value < names.len) return @intCast(value);
    return r.unknown("{d}", .{value}, names);
}

fn unknown(r: *Reader, comptime format: []const u8, args: anytype, names: []const []const u8) Error {
    const expected_ = try std.mem.join(r.ctx.arena, ", ", names);
    return r.failed("unknown value " ++ format ++ ", expected one of {s}", args ++ .{expected_});
}

/// Passes over one value, whatever it is.
fn skip(r: *Reader) Error!void {
    const marker = r.peek();
    switch (marker) {
        0xc1 => return r.expected("value"),
        0x80...0x8f, 0xde, 0xdf => try r.skipItems(try r.header(0x80, 0xde, ""), 2),
        0x90...0x9f, 0xdc, 0xdd => try r.skipItems(try r.header(0x90, 0xdc, ""), 1),
        0xa0...0xbf, 0xc4...0xc6, 0xd9...0xdb => _ = try r.blob(""),
        0xc7...0xc9 => {
            r.pos += 1;
            const len: usize = switch (marker) {
                0xc7 => try r.number(u8),
                0xc8 => try r.number(u16),
                else => try r.number(u32),
            };
            _ = try r.take(1);
            _ = try r.take(len);
        },
        0xca => _ = try r.take(5),
        0xcb => _ = try r.take(9),
        0xcc...0xd3 => _ = try r.take(1 + (@as(usize, 1) << @intCast(marker & 3))),
        0xd4...0xd8 => _ = try r.take(2 + (@as(usize, 1) << @intCast(marker - 0xd4))),
        else => r.pos += 1,
    }
}

fn skipItems(r: *Reader, len: usize, values: usize) Error!void {
    try r.enter(len, values);
    for (0..len * values) |_| try r.skip();
    r.depth -= 1;
}

fn expected(r: *Reader, what: []const u8) Error {
    if (r.pos == r.data.len) return r.fail("truncated");
    return r.failed("expected {s}, found {s}", .{ what, switch (r.peek()) {
        0x00...0x7f, 0xcc...0xd3, 0xe0...0xff => "integer",
        0x80...0x8f, 0xde, 0xdf => "map",
        0x90...0x9f, 0xdc, 0xdd => "list",
        0xa0...0xbf, 0xd9...0xdb => "string",
        0xc0 => "nil",
        0xc1 => "invalid",
        0xc2, 0xc3 => "bool",
        0xc4...0xc6 => "bytes",
        0xc7...0xc9, 0xd4...0xd8 => "extension",
        0xca, 0xcb => "float",
    } });
}

fn failed(r: *Reader, comptime format: []const u8, args: anytype) Error {
    return r.fail(try std.fmt.allocPrint(r.ctx.arena, format, args));
}

/// Fails with the path of the value that is read.
fn fail(r: *Reader, what: []const u8) Error {
    const arena = r.ctx.arena;
    var text: std.ArrayList(u8) = .empty;
    for (r.path[0 .. r.depth + 1], 0..) |step, level| {
        try text.appendSlice(arena, switch (step) {
            .none => "",
            .name => |name| try std.fmt.allocPrint(arena, "{s}{s}", .{ if (level > 0) "." else "", name }),
            .index => |index| try std.fmt.allocPrint(arena, "[{d}]", .{index}),
            .key => |key| try std.fmt.allocPrint(arena, "[\"{s}\"]", .{key}),
        });
    }
    try text.appendSlice(arena, ": ");
    try text.appendSlice(arena, what);
    return r.ctx.failure(error.Malformed, text.items);
}
