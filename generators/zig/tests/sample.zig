//! A contract as it is generated, with a bit of everything.

const wapc = @import("wapc");

pub const namespace = "test:sample";

pub const descriptor: wapc.Descriptor = .{
    .id = namespace,
    .name = namespace,
    .version = "1.2.0",
    .long_description = "A sample",
    .supported_operations = &.{
        .{ .name = "Get", .direction = .to_provider, .doctext = "Gets" },
        .{ .name = "Put", .direction = .to_provider },
    },
};

pub const Kind = enum(i32) {
    plain = 0,
    sealed = 5,
    @"error" = -1,

    pub const wire = .{
        .{ "plain", .plain },
        .{ "sealed", .sealed },
        .{ "error", .@"error" },
    };
};

pub const Entry = struct {
    key: []const u8,
    value: []const u8 = "",
    tags: []const []const u8 = &.{},
    ttl: ?u32 = null,
    kind: Kind = .plain,
    children: []const Entry = &.{},
    by_name: wapc.Map([]const u8, Entry) = .empty,
    count: i32 = 7,
    time: wapc.DateTime = .{},
    raw: wapc.Raw = .{},

    pub const wire = .{
        .{ "key", .key, wapc.String },
        .{ "value", .value, wapc.Bytes },
        .{ "tags", .tags, wapc.ListOf(wapc.String), &.{} },
        .{ "ttl", .ttl, ?u32 },
        .{ "kind", .kind, Kind, .plain },
        .{ "children", .children, wapc.ListOf(Entry), &.{} },
        .{ "byName", .by_name, wapc.MapOf(wapc.String, Entry), @as(wapc.Map([]const u8, Entry), .empty) },
        .{ "count", .count, i32, 7 },
        .{ "time", .time, wapc.DateTime, @as(wapc.DateTime, .{}) },
        .{ "raw", .raw, wapc.Raw, @as(wapc.Raw, .{}) },
    };
};

pub const Scalars = struct {
    a: i8 = 0,
    b: i16 = 0,
    c: i32 = 0,
    d: i64 = 0,
    e: u8 = 0,
    f: u16 = 0,
    g: u32 = 0,
    h: u64 = 0,
    i: f32 = 0,
    j: f64 = 0,
    k: bool = false,

    pub const wire = .{
        .{ "a", .a, i8, 0 },
        .{ "b", .b, i16, 0 },
        .{ "c", .c, i32, 0 },
        .{ "d", .d, i64, 0 },
        .{ "e", .e, u8, 0 },
        .{ "f", .f, u16, 0 },
        .{ "g", .g, u32, 0 },
        .{ "h", .h, u64, 0 },
        .{ "i", .i, f32, 0 },
        .{ "j", .j, f64, 0 },
        .{ "k", .k, bool, false },
    };
};

pub const Maps = struct {
    strings: wapc.Map([]const u8, i32) = .empty,
    signed: wapc.Map(i64, i32) = .empty,
    bytes: wapc.Map(u8, i32) = .empty,
    flags: wapc.Map(bool, i32) = .empty,
    kinds: wapc.Map(Kind, i32) = .empty,

    pub const wire = .{
        .{ "strings", .strings, wapc.MapOf(wapc.String, i32), @as(wapc.Map([]const u8, i32), .empty) },
        .{ "signed", .signed, wapc.MapOf(i64, i32), @as(wapc.Map(i64, i32), .empty) },
        .{ "bytes", .bytes, wapc.MapOf(u8, i32), @as(wapc.Map(u8, i32), .empty) },
        .{ "flags", .flags, wapc.MapOf(bool, i32), @as(wapc.Map(bool, i32), .empty) },
        .{ "kinds", .kinds, wapc.MapOf(Kind, i32), @as(wapc.Map(Kind, i32), .empty) },
    };
};

pub const Node = struct {
    value: i32,
    next: ?*const Node = null,

    pub const wire = .{
        .{ "value", .value, i32 },
        .{ "next", .next, ?wapc.PointerTo(Node) },
    };
};

pub const Shape = union(enum) {
    entry: Entry,
    string: []const u8,
    shapes: []const Shape,

    pub const wire = .{
        .{ "Entry", .entry, Entry },
        .{ "string", .string, wapc.String },
        .{ "Shapes", .shapes, wapc.ListOf(Shape) },
    };
};

pub const Empty = struct {
    pub const wire = .{};
};

pub const StoreOperations = struct {
    pub const get: wapc.Operation = .{ .name = "Get", .arguments = GetArgs, .result = ?Entry };
    pub const put: wapc.Operation = .{ .name = "Put", .argument = Entry };
    pub const list: wapc.Operation = .{ .name = "List", .result = wapc.ListOf(i32) };
    pub const blob: wapc.Operation = .{ .name = "Blob", .argument = wapc.BytesAsList, .result = wapc.BytesAsList };
};

/// The methods that a provider has; each takes the provider first.
pub const Store = struct {
    get: fn (ctx: *wapc.Context, key: []const u8) wapc.Error!?Entry,
    put: fn (ctx: *wapc.Context, entry: Entry) wapc.Error!void,
    list: fn (ctx: *wapc.Context) wapc.Error![]const i32,
    blob: fn (ctx: *wapc.Context, value: []const u8) wapc.Error![]const u8,

    pub const contract = &descriptor;
    pub const operations = StoreOperations;

    pub fn dispatch(self: anytype, ctx: *wapc.Context, operation: []const u8, payload: []const u8) wapc.Error!?[]const u8 {
        if (wapc.eql(operation, operations.get.name)) {
            const args = try ctx.read(operations.get, payload);
            return try ctx.answer(operations.get, self.get(ctx, args.key));
        }
        if (wapc.eql(operation, operations.put.name)) {
            const entry = try ctx.read(operations.put, payload);
            return try ctx.answer(operations.put, self.put(ctx, entry));
        }
        if (wapc.eql(operation, operations.list.name)) {
            return try ctx.answer(operations.list, self.list(ctx));
        }
        if (wapc.eql(operation, operations.blob.name)) {
            const value = try ctx.read(operations.blob, payload);
            return try ctx.answer(operations.blob, self.blob(ctx, value));
        }
        return null;
    }
};

pub const StoreClient = struct {
    binding: []const u8 = "default",
    transport: wapc.Transport = .host,

    pub const namespace = "test:sample";

    pub fn get(self: StoreClient, ctx: *wapc.Context, key: []const u8) wapc.Error!?Entry {
        return ctx.call(self, StoreOperations.get, .{ .key = key });
    }

    pub fn put(self: StoreClient, ctx: *wapc.Context, entry: Entry) wapc.Error!void {
        return ctx.call(self, StoreOperations.put, entry);
    }

    pub fn list(self: StoreClient, ctx: *wapc.Context) wapc.Error![]const i32 {
        return ctx.call(self, StoreOperations.list, {});
    }

    pub fn blob(self: StoreClient, ctx: *wapc.Context, value: []const u8) wapc.Error![]const u8 {
        return ctx.call(self, StoreOperations.blob, value);
    }
};

const GetArgs = struct {
    key: []const u8,

    pub const wire = .{
        .{ "key", .key, wapc.String },
    };
};
