/// The same value with its maps in another order, from the last entry to the first: a program may hand them over in any.
fn turned(ctx: *wapc.Context, value: anytype) wapc.Error!@TypeOf(value) {
    var copy = value;
    try turn(ctx, &copy);
    return copy;
}

/// All but the outermost value is copied to the heap: the stack has no room for large values in each other.
fn turn(ctx: *wapc.Context, at: anytype) wapc.Error!void {
    const T = @TypeOf(at.*);
    switch (@typeInfo(T)) {
        .optional => if (at.*) |*held| try turn(ctx, held),
        .pointer => |pointer| if (pointer.size == .one) {
            const copy = try ctx.arena.create(pointer.child);
            copy.* = at.*.*;
            try turn(ctx, copy);
            at.* = copy;
        } else if (pointer.child != u8) {
            const copy = try ctx.arena.dupe(pointer.child, at.*);
            for (copy) |*item| try turn(ctx, item);
            at.* = copy;
        },
        .@"union" => switch (at.*) {
            inline else => |*held| try turn(ctx, held),
        },
        .@"struct" => if (@hasDecl(T, "wire")) {
            inline for (T.wire) |field| try turn(ctx, &@field(at, @tagName(field[1])));
        } else if (@hasDecl(T, "Entry")) {
            const entries = try ctx.arena.dupe(T.Entry, at.entries);
            std.mem.reverse(T.Entry, entries);
            for (entries) |*entry| try turn(ctx, &entry.value);
            at.entries = entries;
        },
        else => {},
    }
}
