//! Writes MessagePack in its one canonical form.

const std = @import("std");
const wapc = @import("wapc.zig");
const keys = @import("keys.zig");
const wire = @import("wire.zig");
const Context = @import("context.zig");
const Reader = @import("reader.zig");
const Text = @import("text.zig");

const Error = wapc.Error;
const Writer = @This();

ctx: *Context,
root: []const u8,
buffer: []align(8) u8 = &.{},
len: usize = 0,
depth: usize = 0,

/// The bytes of the value at an address. `root` is what failures call it.
pub noinline fn write(codec: *const wire.Codec, ctx: *Context, root: []const u8, at: *const anyopaque) Error![]const u8 {
    var w: Writer = .{ .ctx = ctx, .root = root };
    try codec.write(&w, codec, at);
    return w.buffer[0..w.len];
}

pub fn value(w: *Writer, codec: *const wire.Codec, at: *const anyopaque) Error!void {
    try codec.write(w, codec, at);
}

inline fn reserve(w: *Writer, len: usize) Error![*]u8 {
    if (len > w.buffer.len - w.len) try w.grow(len);
    defer w.len += len;
    return w.buffer.ptr + w.len;
}

noinline fn grow(w: *Writer, len: usize) Error!void {
    @branchHint(.unlikely);
    w.buffer = try w.ctx.resized(w.buffer, @max(256, 2 *| w.buffer.len, w.len +| len));
}

noinline fn append(w: *Writer, bytes: []const u8) Error!void {
    copy(try w.reserve(bytes.len), bytes);
}

/// Most copies are short, and then a call of `memory.copy` takes longer than the work.
/// A long one goes in pieces: on some machines it is slow when the two places lie unluckily.
fn copy(to: [*]u8, from: []const u8) void {
    if (from.len > 16) {
        const piece = 2048;
        var start: usize = 0;
        while (from.len - start > piece) : (start += piece) @memcpy(to[start..][0..piece], from[start..][0..piece]);
        @memcpy(to[start..], from[start..]);
    } else if (from.len >= 8) {
        copyEnds(8, to, from);
    } else if (from.len >= 4) {
        copyEnds(4, to, from);
    } else for (from, to) |byte_, *slot| {
        slot.* = byte_;
    }
}

/// The first `size` bytes and the last, which may overlap.
fn copyEnds(comptime size: usize, to: [*]u8, from: []const u8) void {
    const last = from.len - size;
    const ends = .{ from[0..size].*, from[last..][0..size].* };
    to[0..size].* = ends[0];
    to[last..][0..size].* = ends[1];
}

noinline fn byte(w: *Writer, one: u8) Error!void {
    (try w.reserve(1))[0] = one;
}

/// A marker, then a big-endian number of `width` bytes.
noinline fn number(w: *Writer, marker: u8, width: usize, bits: u64) Error!void {
    const out = try w.reserve(1 + width);
    out[0] = marker;
    var rest = bits;
    var i = width;
    while (i > 0) : (i -= 1) {
        out[i] = @truncate(rest);
        rest >>= 8;
    }
}

/// The shortest of a family of forms for a length or an unsigned number: `marker` and
/// the markers after it stand for widths of 1, 2, 4 and 8 bytes.
noinline fn shortest(w: *Writer, marker: u8, bits: u64) Error!void {
    if (bits <= 0xff) return w.number(marker, 1, bits);
    if (bits <= 0xffff) return w.number(marker + 1, 2, bits);
    if (bits <= 0xffff_ffff) return w.number(marker + 2, 4, bits);
    return w.number(marker + 3, 8, bits);
}

// Scalars

pub fn nil(w: *Writer) Error!void {
    try w.byte(0xc0);
}

pub fn boolean(w: *Writer, one: bool) Error!void {
    try w.byte(if (one) 0xc3 else 0xc2);
}

pub fn int(w: *Writer, one: anytype) Error!void {
    switch (@typeInfo(@TypeOf(one)).int.signedness) {
        .signed => try w.signed(one),
        .unsigned => try w.unsigned(one),
    }
}

noinline fn signed(w: *Writer, one: i64) Error!void {
    const bits: u64 = @bitCast(one);
    if (one >= -32 and one <= 0x7f) return w.byte(@truncate(bits));
    if (one == @as(i8, @truncate(one))) return w.number(0xd0, 1, bits);
    if (one == @as(i16, @truncate(one))) return w.number(0xd1, 2, bits);
    if (one == @as(i32, @truncate(one))) return w.number(0xd2, 4, bits);
    return w.number(0xd3, 8, bits);
}

noinline fn unsigned(w: *Writer, one: u64) Error!void {
    if (one <= 0x7f) return w.byte(@truncate(one));
    return w.shortest(0xcc, one);
}

pub fn float(w: *Writer, one: anytype) Error!void {
    switch (@TypeOf(one)) {
        f32 => try w.number(0xca, 4, if (one != one) 0x7fc0_0000 else @as(u32, @bitCast(one))),
        f64 => try w.number(0xcb, 8, if (one != one) 0x7ff8_0000_0000_0000 else @as(u64, @bitCast(one))),
        else => comptime unreachable,
    }
}

pub noinline fn string(w: *Writer, text: []const u8) Error!void {
    if (!std.unicode.utf8ValidateSlice(text)) return w.fail("invalid UTF-8");
    if (text.len < 32) {
        try w.byte(0xa0 | @as(u8, @truncate(text.len)));
    } else {
        try w.shortest(0xd9, text.len);
    }
    try w.append(text);
}

pub noinline fn octets(w: *Writer, bytes: []const u8) Error!void {
    try w.shortest(0xc4, bytes.len);
    try w.append(bytes);
}

/// A value that is MessagePack already.
pub noinline fn raw(w: *Writer, bytes: []const u8) Error!void {
    if (bytes.len == 0) return w.nil();
    try w.append(bytes[0..try Reader.measure(w.ctx, w.root, w.depth, bytes)]);
}

pub fn dateTime(w: *Writer, time: *const wapc.DateTime) Error!void {
    var buffer: [wapc.DateTime.longest]u8 = undefined;
    if (!time.isValid()) {
        var text: Text = .{ .ctx = w.ctx };
        text.add("invalid datetime \"");
        text.addInt(@bitCast(time.seconds), time.seconds < 0);
        text.add("\"");
        return w.fail(text.bytes());
    }
    try w.string(time.format(&buffer));
}

pub fn choice(w: *Writer, _: *const wire.Codec, at: *const anyopaque) Error!void {
    try w.signed(@as(*const i32, @ptrCast(@alignCast(at))).*);
}

/// An enum value as `{index: nil}`, where old peers expect that.
pub fn indexed(w: *Writer, codec: *const wire.Codec, at: *const anyopaque) Error!void {
    try w.open(0x80, 0xde, 1);
    try w.choice(codec, at);
    try w.nil();
    w.leave();
}

// Containers

/// The marker of a list (0x90, 0xdc) or a map (0x80, 0xde).
noinline fn open(w: *Writer, fix: u8, marker16: u8, len: usize) Error!void {
    if (w.depth == Reader.max_depth) return w.fail("nested deeper than 128");
    w.depth += 1;
    if (len < 16) return w.byte(fix | @as(u8, @truncate(len)));
    if (len <= 0xffff) return w.number(marker16, 2, len);
    return w.number(marker16 + 1, 4, len);
}

pub fn leave(w: *Writer) void {
    w.depth -= 1;
}

pub noinline fn items(w: *Writer, codec: *const wire.Codec, ptr: [*]const u8, len: usize) Error!void {
    try w.open(0x90, 0xdc, len);
    for (0..len) |i| try codec.write(w, codec, ptr + i * codec.size);
    w.leave();
}

pub noinline fn entries(w: *Writer, table: *const wire.EntryTable, ptr: [*]const u8, len: usize) Error!void {
    try w.open(0x80, 0xde, len);
    var list: keys.Entries = .{ .table = table, .ptr = @constCast(ptr), .len = len };
    if (list.firstUnsorted() != null) {
        const sorted = try w.ctx.resized(&.{}, len * table.size);
        @memcpy(sorted, ptr[0 .. len * table.size]);
        list.ptr = sorted.ptr;
        if (list.sort(w.ctx)) |what| return w.fail(what);
    }
    for (0..len) |i| {
        const entry = list.ptr + i * table.size;
        try table.key.write(w, table.key, entry + table.key_offset);
        try table.value.write(w, table.value, entry + table.value_offset);
    }
    w.leave();
}

pub noinline fn structure(w: *Writer, codec: *const wire.Codec, at: *const anyopaque) Error!void {
    const table: *const wire.StructTable = @ptrCast(@alignCast(codec.table));
    try w.open(0x80, 0xde, table.fields.len);
    for (table.fields) |*field| {
        try w.append(field.encoded_key);
        try field.codec.write(w, field.codec, @as([*]const u8, @ptrCast(at)) + field.offset);
    }
    w.leave();
}

/// Starts a union: the caller writes the value of the member, then `leave`s.
pub fn variant(w: *Writer, name: []const u8) Error!void {
    try w.open(0x80, 0xde, 1);
    try w.string(name);
}

/// Where in the value a writer stands, it does not say.
noinline fn fail(w: *Writer, what: []const u8) Error {
    @branchHint(.cold);
    var text: Text = .{ .ctx = w.ctx };
    text.addName(w.root);
    text.add(": ");
    text.add(what);
    return w.ctx.failure(error.Malformed, text.bytes());
}
