//! The keys of maps: their order on the wire, and their text in failures.

const std = @import("std");
const builtin = @import("builtin");
const Context = @import("context.zig");
const wire = @import("wire.zig");
const Text = @import("text.zig");

pub const Kind = enum { string, bool, signed, unsigned };

/// A key where it stands in memory.
pub const Key = struct {
    kind: Kind,
    size: u8,
    ptr: [*]const u8,

    fn string(key: Key) []const u8 {
        return @as(*const []const u8, @ptrCast(@alignCast(key.ptr))).*;
    }

    /// An i64 or, of an unsigned key, a u64.
    noinline fn bits(key: Key) u64 {
        const value = std.mem.readVarInt(u64, key.ptr[0..key.size], builtin.cpu.arch.endian());
        if (key.kind != .signed) return value;
        const unused: u6 = @intCast(64 - 8 * @as(u32, key.size));
        return @bitCast(@as(i64, @bitCast(value << unused)) >> unused);
    }

    /// As in `header["a"]`, `counts[-5]`, `flags[true]`.
    pub fn print(key: Key, text: *Text) void {
        switch (key.kind) {
            .string => text.addQuoted(key.string()),
            .bool => text.add(if (key.bits() == 0) "false" else "true"),
            .signed => text.addInt(key.bits(), @as(i64, @bitCast(key.bits())) < 0),
            .unsigned => text.addInt(key.bits(), false),
        }
    }
};

/// By the encoded bytes: strings by length first, integers by marker first.
fn order(a: Key, b: Key) std.math.Order {
    if (a.kind == .string) {
        const x, const y = .{ a.string(), b.string() };
        return if (x.len == y.len) std.mem.order(u8, x, y) else std.math.order(x.len, y.len);
    }
    const x, const y = .{ a.bits(), b.bits() };
    if (a.kind == .signed) {
        const by_marker = std.math.order(markerOf(@bitCast(x)), markerOf(@bitCast(y)));
        if (by_marker != .eq) return by_marker;
    }
    return std.math.order(x, y);
}

fn markerOf(value: i64) u8 {
    if (value >= 0 and value <= 0x7f) return 0;
    if (value >= -32 and value < 0) return 0xe0;
    if (value == @as(i8, @truncate(value))) return 0xd0;
    if (value == @as(i16, @truncate(value))) return 0xd1;
    return if (value == @as(i32, @truncate(value))) 0xd2 else 0xd3;
}

/// The entries of a map in memory.
pub const Entries = struct {
    table: *const wire.EntryTable,
    ptr: [*]u8,
    len: usize,

    pub fn keyAt(entries: Entries, index: usize) Key {
        return entries.table.keyOf(entries.ptr + index * entries.table.size);
    }

    /// The first entry whose key does not come after the key before it.
    pub fn firstUnsorted(entries: Entries) ?usize {
        for (1..@max(entries.len, 1)) |i| if (order(entries.keyAt(i - 1), entries.keyAt(i)) != .lt) return i;
        return null;
    }

    /// Sorts the entries. If a key is there twice, gives back what is to be said.
    pub noinline fn sort(entries: Entries, ctx: *Context) ?[]const u8 {
        std.sort.heapContext(0, entries.len, entries);
        const twice = entries.firstUnsorted() orelse return null;
        var text: Text = .{ .ctx = ctx };
        text.add("duplicate key ");
        entries.keyAt(twice).print(&text);
        return text.bytes();
    }

    // For the sort

    pub fn lessThan(entries: Entries, a: usize, b: usize) bool {
        return order(entries.keyAt(a), entries.keyAt(b)) == .lt;
    }

    pub fn swap(entries: Entries, a: usize, b: usize) void {
        const size = entries.table.size;
        for (entries.ptr[a * size ..][0..size], entries.ptr[b * size ..][0..size]) |*x, *y| std.mem.swap(u8, x, y);
    }
};

pub fn kindOf(comptime K: type) Kind {
    return switch (@typeInfo(K)) {
        .bool => .bool,
        .@"enum" => .signed,
        .int => |int| switch (int.signedness) {
            .signed => .signed,
            .unsigned => .unsigned,
        },
        else => .string,
    };
}
