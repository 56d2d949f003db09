const std = @import("std");

/// A map as it comes in a message: a few entries, each key once, sorted as on the wire.
/// One to be sent may have any order. Keys are looked for one by one.
pub fn Map(comptime K: type, comptime V: type) type {
    return struct {
        entries: []const Entry = &.{},

        const Self = @This();

        pub const Entry = struct { key: K, value: V };

        pub const empty: Self = .{};

        pub fn get(map: Self, key: K) ?V {
            for (map.entries) |entry| if (same(entry.key, key)) return entry.value;
            return null;
        }

        fn same(a: K, b: K) bool {
            return if (K == []const u8) std.mem.eql(u8, a, b) else a == b;
        }
    };
}
