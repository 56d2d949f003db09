//! The keys of maps: their order on the wire, and their text in failures.

const std = @import("std");
const wire = @import("wire.zig");
const Text = @import("text.zig");

pub const Kind = enum { string, bool, i8, i16, i32, i64, u8, u16, u32, u64 };

/// A key where it stands in memory.
pub const Key = struct {
    kind: Kind,
    ptr: *const anyopaque,

    fn string(key: Key) []const u8 {
        return @as(*const []const u8, @ptrCast(@alignCast(key.ptr))).*;
    }

    /// An i64 or, of an unsigned key, a u64.
    fn bits(key: Key) u64 {
        return switch (key.kind) {
            .string => 0,
            .bool => @intFromBool(@as(*const bool, @ptrCast(key.ptr)).*),
            .i8 => @bitCast(@as(i64, @as(*const i8, @ptrCast(key.ptr)).*)),
            .i16 => @bitCast(@as(i64, @as(*const i16, @ptrCast(@alignCast(key.ptr))).*)),
            .i32 => @bitCast(@as(i64, @as(*const i32, @ptrCast(@alignCast(key.ptr))).*)),
            .i64 => @bitCast(@as(*const i64, @ptrCast(@alignCast(key.ptr))).*),
            .u8 => @as(*const u8, @ptrCast(key.ptr)).*,
            .u16 => @as(*const u16, @ptrCast(@alignCast(key.ptr))).*,
            .u32 => @as(*const u32, @ptrCast(@alignCast(key.ptr))).*,
            .u64 => @as(*const u64, @ptrCast(@alignCast(key.ptr))).*,
        };
    }

    fn isSigned(key: Key) bool {
        return switch (key.kind) {
            .i8, .i16, .i32, .i64 => true,
            else => false,
        };
    }

    /// As in `header["a"]`, `counts[-5]`, `flags[true]`.
    pub fn print(key: Key, text: *Text) void {
        switch (key.kind) {
            .string => text.addQuoted(key.string()),
            .bool => text.add(if (key.bits() == 0) "false" else "true"),
            else => text.addInt(key.bits(), key.isSigned() and @as(i64, @bitCast(key.bits())) < 0),
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
    if (a.isSigned()) {
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
        return .{ .kind = entries.table.kind, .ptr = entries.ptr + index * entries.table.size + entries.table.key_offset };
    }

    /// The first entry whose key does not come after the key before it.
    pub fn firstUnsorted(entries: Entries) ?usize {
        for (1..@max(entries.len, 1)) |i| if (order(entries.keyAt(i - 1), entries.keyAt(i)) != .lt) return i;
        return null;
    }

    /// Sorts the entries. Gives back a key that is there twice, if there is one.
    pub noinline fn sort(entries: Entries) ?Key {
        std.sort.heapContext(0, entries.len, entries);
        return entries.keyAt(entries.firstUnsorted() orelse return null);
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
        .@"struct" => .string,
        .@"enum" => .i32,
        else => @field(Kind, @typeName(K)),
    };
}
