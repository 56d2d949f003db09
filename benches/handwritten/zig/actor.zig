//! Calls every operation of a store to answer an HTTP request.

const std = @import("std");
const contracts = @import("contracts/contracts.zig");
const httpserver = contracts.httpserver;
const keyvalue = contracts.keyvalue;
const wapc = contracts.wapc;

const Counter = struct {
    store: keyvalue.StoreClient = .{},

    pub fn handleRequest(self: *Counter, ctx: *wapc.Context, request: httpserver.Request) !httpserver.Response {
        const hits = try self.store.add(ctx, request.path, 1);
        try self.store.set(ctx, "last", request.path, null);
        _ = try self.store.get(ctx, "last");
        _ = try self.store.put(ctx, .{
            .key = request.path,
            .value = request.body,
            .tags = &.{ "a", "b" },
            .ttl = 60,
            .children = &.{.{ .key = "child", .kind = .sealed }},
        });
        if (wapc.eql(request.method, "ALL")) {
            _ = try self.store.range(ctx, request.path, 0, -1);
            _ = try self.store.tags(ctx, request.path);
        }
        return .{
            .status_code = 200,
            .status = "OK",
            .body = try std.fmt.allocPrint(ctx.arena, "{d}", .{hits}),
        };
    }
};

comptime {
    wapc.exportActor(Counter, .{httpserver.Actor});
}

pub const panic = wapc.panic;
