//! Key-value store.

const wapc = @import("wapc/wapc.zig");
const Reader = wapc.Reader;
const Writer = wapc.Writer;

pub const GetResponse = struct {
    exists: bool,
    value: []const u8,

    fn read(r: *Reader) wapc.Error!GetResponse {
        var response: GetResponse = .{ .exists = false, .value = "" };
        var fields = try r.structure(&.{ "exists", "value" });
        while (try fields.next()) |field| switch (field) {
            0 => response.exists = try r.boolean(),
            else => response.value = try r.string(),
        };
        try fields.end(0b11);
        return response;
    }
};

/// One record
pub const Entry = struct {
    key: []const u8,
    value: []const u8 = "",
    tags: []const []const u8 = &.{},
    ttl: ?u32 = null,
    kind: Kind = .plain,
    children: []const Entry = &.{},

    fn read(r: *Reader) wapc.Error!Entry {
        var entry: Entry = .{ .key = "" };
        var fields = try r.structure(&.{ "key", "value", "tags", "ttl", "kind", "children" });
        while (try fields.next()) |field| switch (field) {
            0 => entry.key = try r.string(),
            1 => entry.value = try r.bytes(),
            2 => entry.tags = try r.list([]const u8, Reader.string),
            3 => entry.ttl = if (r.nil()) null else @intCast(try r.integer(0, 0xffff_ffff, "u32")),
            4 => entry.kind = try Kind.read(r),
            else => entry.children = try r.list(Entry, read),
        };
        try fields.end(0b100111);
        return entry;
    }

    fn write(w: *Writer, entry: Entry) wapc.Error!void {
        try w.map(6);
        try w.name("key");
        try w.string(entry.key);
        try w.name("value");
        try w.bytes(entry.value);
        try w.name("tags");
        try w.list(entry.tags.len);
        for (entry.tags) |tag| try w.string(tag);
        w.end();
        try w.name("ttl");
        if (entry.ttl) |ttl| try w.unsigned(ttl) else try w.nil();
        try w.name("kind");
        try w.signed(@backingInt(entry.kind));
        try w.name("children");
        try w.list(entry.children.len);
        for (entry.children) |child| try write(w, child);
        w.end();
        w.end();
    }
};

/// How an entry is stored
pub const Kind = enum(i32) {
    plain = 0,
    sealed = 1,

    fn read(r: *Reader) wapc.Error!Kind {
        return if (try r.choice(&.{ "plain", "sealed" }) == 0) .plain else .sealed;
    }
};

/// Calls a store.
pub const StoreClient = struct {
    binding: []const u8 = "default",

    const namespace = "bench:keyvalue";

    /// Gets a value
    pub fn get(self: StoreClient, ctx: *wapc.Context, key: []const u8) wapc.Error!GetResponse {
        var w: Writer = .init(ctx, "Get");
        try w.map(1);
        try w.name("key");
        try w.string(key);
        w.end();
        var r: Reader = .init(ctx, "GetResponse", try self.call(ctx, "Get", &w));
        return GetResponse.read(&r);
    }

    pub fn add(self: StoreClient, ctx: *wapc.Context, key: []const u8, value: i32) wapc.Error!i32 {
        var w: Writer = .init(ctx, "Add");
        try w.map(2);
        try w.name("key");
        try w.string(key);
        try w.name("value");
        try w.signed(value);
        w.end();
        var r: Reader = .init(ctx, "Add", try self.call(ctx, "Add", &w));
        return @intCast(try r.integer(-0x8000_0000, 0x7fff_ffff, "i32"));
    }

    pub fn set(self: StoreClient, ctx: *wapc.Context, key: []const u8, value: []const u8, expires: ?i32) wapc.Error!void {
        var w: Writer = .init(ctx, "Set");
        try w.map(3);
        try w.name("key");
        try w.string(key);
        try w.name("value");
        try w.string(value);
        try w.name("expires");
        if (expires) |seconds| try w.signed(seconds) else try w.nil();
        w.end();
        _ = try self.call(ctx, "Set", &w);
    }

    pub fn range(self: StoreClient, ctx: *wapc.Context, key: []const u8, start: i32, stop: i32) wapc.Error![]const []const u8 {
        var w: Writer = .init(ctx, "Range");
        try w.map(3);
        try w.name("key");
        try w.string(key);
        try w.name("start");
        try w.signed(start);
        try w.name("stop");
        try w.signed(stop);
        w.end();
        var r: Reader = .init(ctx, "Range", try self.call(ctx, "Range", &w));
        return r.list([]const u8, Reader.string);
    }

    pub fn put(self: StoreClient, ctx: *wapc.Context, entry: Entry) wapc.Error!Entry {
        var w: Writer = .init(ctx, "Entry");
        try Entry.write(&w, entry);
        var r: Reader = .init(ctx, "Entry", try self.call(ctx, "Put", &w));
        return Entry.read(&r);
    }

    pub fn tags(self: StoreClient, ctx: *wapc.Context, key: []const u8) wapc.Error![]const wapc.Pair {
        var w: Writer = .init(ctx, "Tags");
        try w.map(1);
        try w.name("key");
        try w.string(key);
        w.end();
        var r: Reader = .init(ctx, "Tags", try self.call(ctx, "Tags", &w));
        return r.pairs();
    }

    fn call(self: StoreClient, ctx: *wapc.Context, operation: []const u8, w: *Writer) wapc.Error![]const u8 {
        return wapc.call(ctx, self.binding, namespace, operation, w.message());
    }
};
