//! What a provider answers beside the operations of its contracts: actors are bound to it and
//! released, and it says how it is and what it offers.

const std = @import("std");
const wapc = @import("wapc.zig");
const Context = @import("context.zig");

const Error = wapc.Error;
const Allocator = std.mem.Allocator;

/// What a provider is to know about an actor that is bound to it.
pub const Configuration = struct {
    /// The key of the actor.
    actor: []const u8,
    values: wapc.Map([]const u8, []const u8) = .empty,

    pub const wire = .{
        .{ "module", .actor, wapc.String },
        .{ "values", .values, wapc.MapOf(wapc.String, wapc.String) },
    };

    /// The account that signed the actor.
    pub fn issuer(configuration: Configuration) ?[]const u8 {
        return configuration.values.get("__wascc_issuer");
    }

    /// The contracts that the actor may use, with commas between them.
    pub fn capabilities(configuration: Configuration) ?[]const u8 {
        return configuration.values.get("__wascc_capabilities");
    }

    /// What the actor is called.
    pub fn name(configuration: Configuration) ?[]const u8 {
        return configuration.values.get("__wascc_name");
    }

    /// When the actor's claims end, in seconds since 1970.
    pub fn expires(configuration: Configuration) ?[]const u8 {
        return configuration.values.get("__wascc_expires");
    }

    /// The actor's tags, with commas between them.
    pub fn tags(configuration: Configuration) ?[]const u8 {
        return configuration.values.get("__wascc_tags");
    }

    /// A copy that outlives the call.
    pub fn dupe(configuration: Configuration, gpa: Allocator) Allocator.Error!Configuration {
        const entries = try gpa.alloc(wapc.Map([]const u8, []const u8).Entry, configuration.values.entries.len);
        var made: usize = 0;
        errdefer {
            for (entries[0..made]) |entry| free(gpa, entry.key, entry.value);
            gpa.free(entries);
        }
        for (configuration.values.entries, entries) |entry, *copy| {
            const key = try gpa.dupe(u8, entry.key);
            errdefer gpa.free(key);
            copy.* = .{ .key = key, .value = try gpa.dupe(u8, entry.value) };
            made += 1;
        }
        return .{ .actor = try gpa.dupe(u8, configuration.actor), .values = .{ .entries = entries } };
    }

    /// Frees what `dupe` made.
    pub fn deinit(configuration: Configuration, gpa: Allocator) void {
        for (configuration.values.entries) |entry| free(gpa, entry.key, entry.value);
        gpa.free(configuration.values.entries);
        gpa.free(configuration.actor);
    }

    fn free(gpa: Allocator, key: []const u8, value: []const u8) void {
        gpa.free(key);
        gpa.free(value);
    }
};

/// How an actor or a provider is.
pub const Health = struct {
    healthy: bool = true,
    message: []const u8 = "",

    pub const wire = .{
        .{ "healthy", .healthy, bool },
        .{ "message", .message, wapc.String },
    };
};

/// What a provider offers.
pub const Descriptor = struct {
    id: []const u8,
    name: []const u8,
    version: []const u8,
    revision: u32 = 0,
    long_description: []const u8 = "",
    supported_operations: []const SupportedOperation = &.{},

    pub const wire = .{
        .{ "id", .id, wapc.String },
        .{ "name", .name, wapc.String },
        .{ "version", .version, wapc.String },
        .{ "revision", .revision, u32 },
        .{ "long_description", .long_description, wapc.String },
        .{ "supported_operations", .supported_operations, wapc.ListOf(SupportedOperation) },
    };

    pub const SupportedOperation = struct {
        name: []const u8,
        direction: Direction,
        doctext: []const u8 = "",

        pub const wire = .{
            .{ "name", .name, wapc.String },
            .{ "direction", .direction, Direction },
            .{ "doctext", .doctext, wapc.String },
        };
    };

    pub const Direction = enum(i32) {
        to_actor = 0,
        to_provider = 1,
        both = 2,

        pub const wire = .{
            .{ "to_actor", .to_actor },
            .{ "to_provider", .to_provider },
            .{ "both", .both },
        };
        pub const indexed = {};
    };
};

/// Something for each actor and binding, such as a connection. A provider fills it in `bind`:
/// `_ = try self.connections.put(configuration.actor, ctx.caller().binding, connection);`
pub fn Bindings(comptime T: type) type {
    return struct {
        gpa: Allocator = wapc.allocator,
        list: std.ArrayList(Entry) = .empty,

        const Self = @This();
        const Entry = struct { actor: []const u8, binding: []const u8, value: T };

        pub fn deinit(self: *Self) void {
            for (self.list.items) |entry| self.free(entry);
            self.list.deinit(self.gpa);
        }

        /// Puts the value there, and gives back the one that it replaces.
        pub fn put(self: *Self, actor: []const u8, binding: []const u8, value: T) Allocator.Error!?T {
            if (self.find(actor, binding)) |index| {
                const old = self.list.items[index].value;
                self.list.items[index].value = value;
                return old;
            }
            try self.list.ensureUnusedCapacity(self.gpa, 1);
            const own_actor = try self.gpa.dupe(u8, actor);
            errdefer self.gpa.free(own_actor);
            const own_binding = try self.gpa.dupe(u8, binding);
            self.list.appendAssumeCapacity(.{ .actor = own_actor, .binding = own_binding, .value = value });
            return null;
        }

        /// Takes the value out, if it is there.
        pub fn remove(self: *Self, actor: []const u8, binding: []const u8) ?T {
            const entry = self.list.swapRemove(self.find(actor, binding) orelse return null);
            self.free(entry);
            return entry.value;
        }

        pub fn contains(self: *const Self, actor: []const u8, binding: []const u8) bool {
            return self.find(actor, binding) != null;
        }

        /// The value for who calls; a failure if there is none. It stays in its place until the table changes.
        pub fn of(self: *const Self, ctx: *Context) Error!*T {
            const origin = ctx.caller();
            const index = self.find(origin.actor, origin.binding) orelse {
                return ctx.fail("actor {s} is not bound", .{origin.actor});
            };
            return &self.list.items[index].value;
        }

        fn find(self: *const Self, actor: []const u8, binding: []const u8) ?usize {
            for (self.list.items, 0..) |entry, i| {
                if (wapc.eql(entry.actor, actor) and wapc.eql(entry.binding, binding)) return i;
            }
            return null;
        }

        fn free(self: *Self, entry: Entry) void {
            self.gpa.free(entry.actor);
            self.gpa.free(entry.binding);
        }
    };
}

const bind_actor: wapc.Operation = .{ .name = "BindActor", .argument = Configuration, .argument_name = "CapabilityConfiguration" };
const remove_actor: wapc.Operation = .{ .name = "RemoveActor", .argument = Configuration, .argument_name = "CapabilityConfiguration" };
const get_descriptor: wapc.Operation = .{ .name = "GetCapabilityDescriptor", .result = Descriptor, .result_name = "CapabilityDescriptor" };
const health_request: wapc.Operation = .{ .name = "HealthRequest", .result = Health };

/// Answers the operations that every provider has, with those of the methods `bind`, `unbind`,
/// `health` and `descriptor` that it declares.
pub fn dispatch(
    comptime Provider: type,
    comptime described: ?*const Descriptor,
    self: *Provider,
    ctx: *Context,
    operation: []const u8,
    payload: []const u8,
) Error!?[]const u8 {
    if (wapc.eql(operation, bind_actor.name)) {
        const configuration = try ctx.read(bind_actor, payload);
        if (@hasDecl(Provider, "bind")) _ = try ctx.answer(bind_actor, self.bind(ctx, configuration));
        return "\xc0";
    }
    if (wapc.eql(operation, remove_actor.name)) {
        const configuration = try ctx.read(remove_actor, payload);
        if (@hasDecl(Provider, "unbind")) _ = try ctx.answer(remove_actor, self.unbind(ctx, configuration));
        return "\xc0";
    }
    if (wapc.eql(operation, get_descriptor.name)) {
        if (@hasDecl(Provider, "descriptor")) return try ctx.answer(get_descriptor, self.descriptor(ctx));
        if (described) |descriptor| return try ctx.answer(get_descriptor, descriptor.*);
    }
    if (@hasDecl(Provider, "health") and wapc.eql(operation, health_request.name)) {
        return try ctx.answer(health_request, self.health(ctx));
    }
    return null;
}

/// Whoever does not say otherwise is well.
pub fn healthy(operation: []const u8) ?[]const u8 {
    return if (wapc.eql(operation, health_request.name)) "\x82\xa7healthy\xc3\xa7message\xa0" else null;
}

/// The signatures of the methods that a provider may declare; each takes the provider first.
pub const Methods = struct {
    bind: fn (ctx: *Context, configuration: Configuration) Error!void,
    unbind: fn (ctx: *Context, configuration: Configuration) Error!void,
    health: fn (ctx: *Context) Error!Health,
    descriptor: fn (ctx: *Context) Error!Descriptor,
};
