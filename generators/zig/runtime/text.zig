//! Text put together piece by piece, for a failure. When memory is short, it stays short.

const std = @import("std");
const Context = @import("context.zig");
const Text = @This();

ctx: *Context,
buffer: []align(8) u8 = &.{},
len: usize = 0,

/// Names that come from outside are cut to so many characters.
const longest_name = 64;

pub fn bytes(text: *const Text) []const u8 {
    return text.buffer[0..text.len];
}

pub noinline fn add(text: *Text, piece: []const u8) void {
    if (piece.len > text.buffer.len - text.len) {
        const len = @max(128, 2 *| text.buffer.len, text.len +| piece.len);
        text.buffer = text.ctx.resized(text.buffer, len) catch return;
    }
    for (piece, text.buffer[text.len..][0..piece.len]) |byte, *slot| slot.* = byte;
    text.len += piece.len;
}

/// A name as it came, but cut; `?` for one that is not UTF-8.
pub noinline fn addName(text: *Text, name: []const u8) void {
    if (!std.unicode.utf8ValidateSlice(name)) return text.add("?");
    var end: usize = 0;
    var count: usize = 0;
    while (end < name.len) : (end += 1) {
        const starts = name[end] & 0xc0 != 0x80;
        if (starts and count == longest_name) break;
        count += @intFromBool(starts);
    }
    text.add(name[0..end]);
}

/// A name from outside, in quotes.
pub fn addQuoted(text: *Text, name: []const u8) void {
    text.add("\"");
    text.addName(name);
    text.add("\"");
}

/// An integer: the bits of an i64 if it is negative, else a u64.
pub noinline fn addInt(text: *Text, bits: u64, negative: bool) void {
    var buffer: [21]u8 = undefined;
    var start = buffer.len;
    var rest = if (negative) 0 -% bits else bits;
    while (true) {
        start -= 1;
        buffer[start] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
        if (rest == 0) break;
    }
    if (negative) {
        start -= 1;
        buffer[start] = '-';
    }
    text.add(buffer[start..]);
}
