//! Calls every operation of a store to answer an HTTP request.

const std = @import("std");
const contracts = @import("contracts/contracts.zig");
const httpserver = contracts.httpserver;
const store = contracts.store;
const wapc = contracts.wapc;

const Actor = struct {
    store: store.StoreClient = .{},

    pub fn handleRequest(self: *Actor, ctx: *wapc.Context, request: httpserver.Request) !httpserver.Response {
        const hits = self.store.add(ctx, request.path, 1) catch |err| {
            wapc.log(ctx.message(err));
            return err;
        };
        if (hits > 1000) return ctx.fail("{s} is too popular", .{request.path});
        const found = try self.store.get(ctx, request.path);
        if (!found.exists) try self.store.set(ctx, request.path, request.method, 5);
        const range = try self.store.range(ctx, request.path, 0, 5);
        const entry = try self.store.put(ctx, .{ .key = request.path, .tags = range });
        const tags = try self.store.tags(ctx, entry.key);
        return .{
            .status_code = 200,
            .status = "OK",
            .header = tags,
            .body = try std.fmt.allocPrint(ctx.arena, "{d}", .{hits}),
        };
    }
};

comptime {
    wapc.exportActor(Actor, .{httpserver.Actor});
}

pub const panic = wapc.panic;
