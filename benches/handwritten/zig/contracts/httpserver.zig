//! What an HTTP server asks of an actor.

const wapc = @import("wapc/wapc.zig");
const Reader = wapc.Reader;
const Writer = wapc.Writer;

pub const Request = struct {
    method: []const u8,
    path: []const u8,
    query_string: []const u8,
    header: []const wapc.Pair = &.{},
    body: []const u8 = "",

    fn read(r: *Reader) wapc.Error!Request {
        var request: Request = .{ .method = "", .path = "", .query_string = "" };
        var fields = try r.structure(&.{ "method", "path", "queryString", "header", "body" });
        while (try fields.next()) |field| switch (field) {
            0 => request.method = try r.string(),
            1 => request.path = try r.string(),
            2 => request.query_string = try r.string(),
            3 => request.header = try r.pairs(),
            else => request.body = try r.bytes(),
        };
        try fields.end(0b11111);
        return request;
    }
};

pub const Response = struct {
    status_code: u32,
    status: []const u8,
    header: []const wapc.Pair = &.{},
    body: []const u8 = "",

    fn write(w: *Writer, response: Response) wapc.Error!void {
        try w.map(4);
        try w.name("statusCode");
        try w.unsigned(response.status_code);
        try w.name("status");
        try w.string(response.status);
        try w.name("header");
        try w.pairs(response.header);
        try w.name("body");
        try w.bytes(response.body);
        w.end();
    }
};

/// An actor has `handleRequest(*Self, *wapc.Context, Request) !Response`.
pub const Actor = struct {
    pub fn dispatch(actor: anytype, ctx: *wapc.Context, operation: []const u8, payload: []const u8) wapc.Error!?[]const u8 {
        if (!wapc.eql(operation, "HandleRequest")) return null;
        var r: Reader = .init(ctx, "Request", payload);
        const request = try Request.read(&r);
        const response = actor.handleRequest(ctx, request) catch |err| return ctx.gaveUp(err);
        var w: Writer = .init(ctx, "Response");
        try Response.write(&w, response);
        return w.message();
    }
};
