//! Answers a request with what the store has under its path.

const contracts = @import("contracts/contracts.zig");
const httpserver = contracts.httpserver;
const keyvalue = contracts.keyvalue;
const wapc = contracts.wapc;

const Reader = struct {
    store: keyvalue.StoreClient = .{},

    pub fn handleRequest(self: *Reader, ctx: *wapc.Context, request: httpserver.Request) !httpserver.Response {
        const found = try self.store.get(ctx, request.path);
        return .{
            .status_code = if (found.exists) 200 else 404,
            .status = if (found.exists) "OK" else "Not Found",
            .body = found.value,
        };
    }
};

comptime {
    wapc.exportActor(Reader, .{httpserver.Actor});
}

pub const panic = wapc.panic;
