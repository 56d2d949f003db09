//! Writes MessagePack.

const std = @import("std");
const wapc = @import("wapc.zig");

const Writer = @This();
const Error = wapc.Error;

ctx: *wapc.Context,
/// What failures call the value.
root: []const u8,
out: std.ArrayList(u8) = .empty,
depth: usize = 0,

pub fn init(ctx: *wapc.Context, root: []const u8) Writer {
    return .{ .ctx = ctx, .root = root };
}

pub fn message(w: *const Writer) []const u8 {
    return w.out.items;
}

fn byte(w: *Writer, value: u8) Error!void {
    try w.out.append(w.ctx.arena, value);
}

/// A marker and a big-endian number.
fn marked(w: *Writer, marker: u8, comptime T: type, value: T) Error!void {
    const slot = try w.out.addManyAsSlice(w.ctx.arena, 1 + @sizeOf(T));
    slot[0] = marker;
    std.mem.writeInt(T, slot[1..][0..@sizeOf(T)], value, .big);
}

pub fn nil(w: *Writer) Error!void {
    try w.byte(0xc0);
}

pub fn boolean(w: *Writer, value: bool) Error!void {
    try w.byte(if (value) 0xc3 else 0xc2);
}

pub fn signed(w: *Writer, value: i32) Error!void {
    if (value >= -32 and value <= 127) return w.byte(@truncate(@as(u32, @bitCast(value))));
    if (std.math.cast(i8, value)) |small| return w.marked(0xd0, i8, small);
    if (std.math.cast(i16, value)) |small| return w.marked(0xd1, i16, small);
    try w.marked(0xd2, i32, value);
}

pub fn unsigned(w: *Writer, value: u32) Error!void {
    if (value < 0x80) return w.byte(@intCast(value));
    try w.length(0xcc, value);
}

/// The shortest of the forms with 1, 2 and 4 bytes.
fn length(w: *Writer, marker: u8, value: usize) Error!void {
    if (std.math.cast(u8, value)) |small| return w.marked(marker, u8, small);
    if (std.math.cast(u16, value)) |small| return w.marked(marker + 1, u16, small);
    try w.marked(marker + 2, u32, @intCast(value));
}

pub fn string(w: *Writer, text: []const u8) Error!void {
    if (!std.unicode.utf8ValidateSlice(text)) return w.fail("invalid UTF-8");
    try w.name(text);
}

/// A text that is known to be one.
pub fn name(w: *Writer, text: []const u8) Error!void {
    if (text.len < 32) try w.byte(0xa0 | @as(u8, @intCast(text.len))) else try w.length(0xd9, text.len);
    try w.out.appendSlice(w.ctx.arena, text);
}

pub fn bytes(w: *Writer, data: []const u8) Error!void {
    try w.length(0xc4, data.len);
    try w.out.appendSlice(w.ctx.arena, data);
}

/// Begins a list of so many items.
pub fn list(w: *Writer, len: usize) Error!void {
    try w.open(0x90, 0xdc, len);
}

/// Begins a map of so many entries.
pub fn map(w: *Writer, len: usize) Error!void {
    try w.open(0x80, 0xde, len);
}

fn open(w: *Writer, short: u8, long: u8, len: usize) Error!void {
    if (w.depth == 128) return w.fail("nested deeper than 128");
    w.depth += 1;
    if (len < 16) return w.byte(short | @as(u8, @intCast(len)));
    if (len <= 0xffff) return w.marked(long, u16, @intCast(len));
    try w.marked(long + 1, u32, @intCast(len));
}

/// Ends a list or a map.
pub fn end(w: *Writer) void {
    w.depth -= 1;
}

/// A map of texts, by its keys.
pub fn pairs(w: *Writer, entries: []const wapc.Pair) Error!void {
    const sorted = try w.ctx.arena.dupe(wapc.Pair, entries);
    std.sort.heap(wapc.Pair, sorted, {}, before);
    try w.map(sorted.len);
    for (sorted) |entry| {
        try w.string(entry.key);
        try w.string(entry.value);
    }
    w.end();
}

fn before(_: void, a: wapc.Pair, b: wapc.Pair) bool {
    if (a.key.len != b.key.len) return a.key.len < b.key.len;
    return std.mem.lessThan(u8, a.key, b.key);
}

fn fail(w: *Writer, what: []const u8) Error {
    const parts = [_][]const u8{ w.root, ": ", what };
    return w.ctx.failure(error.Malformed, try std.mem.concat(w.ctx.arena, u8, &parts));
}
