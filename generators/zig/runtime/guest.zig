//! Answers the calls of the host with the methods of an actor or a provider.

const wapc = @import("wapc.zig");
const abi = @import("abi.zig");
const check = @import("check.zig");
const provider = @import("provider.zig");
const Context = @import("context.zig");
const Region = @import("region.zig");

const Error = wapc.Error;
const Kind = enum { actor, provider };

/// `comptime { wapc.exportActor(Counter, .{httpserver.Actor}); }`
///
/// Makes one `Counter`, with the defaults of its fields, which answers the calls of the host.
/// It says that it is well when it is asked, unless a role of the contract `core` says otherwise.
pub fn exportActor(comptime Actor: type, comptime roles: anytype) void {
    exportGuest(.actor, Actor, roles);
}

/// `comptime { wapc.exportProvider(Memory, .{keyvalue.Store}); }`
///
/// Beside the methods of its roles, a provider may declare
///
///     pub fn bind(self: *Memory, ctx: *wapc.Context, configuration: wapc.Configuration) !void
///     pub fn unbind(self: *Memory, ctx: *wapc.Context, configuration: wapc.Configuration) !void
///     pub fn health(self: *Memory, ctx: *wapc.Context) !wapc.Health
///     pub fn descriptor(self: *Memory, ctx: *wapc.Context) !wapc.Descriptor
pub fn exportProvider(comptime Provider: type, comptime roles: anytype) void {
    check.optionalMethods(Provider, provider.Methods);
    exportGuest(.provider, Provider, roles);
}

fn exportGuest(comptime kind: Kind, comptime Implementation: type, comptime roles: anytype) void {
    check.defaults(Implementation);
    check.roles(roles);
    for (roles) |Role| check.methods(Implementation, Role);
    if (abi.available) @export(&Guest(kind, Implementation, roles).call, .{ .name = "__guest_call" });
}

/// Answers one call as an exported provider does, so that it can be tested in a native program.
pub fn dispatch(comptime roles: anytype, self: anytype, ctx: *Context, operation: []const u8, payload: []const u8) Error![]const u8 {
    return answer(.provider, roles, self, ctx, operation, payload);
}

var memory: Region = .{};

fn Guest(comptime kind: Kind, comptime Implementation: type, comptime roles: anytype) type {
    return struct {
        var instance: Implementation = .{};

        fn call(operation_len: usize, payload_len: usize) callconv(.c) i32 {
            const start = memory.mark();
            defer memory.release(start);
            var ctx: Context = .{ .arena = memory.allocator() };
            const reply = request(&ctx, operation_len, payload_len) catch |err| {
                abi.fail(ctx.message(err));
                return 0;
            };
            abi.respond(reply);
            return 1;
        }

        fn request(ctx: *Context, operation_len: usize, payload_len: usize) Error![]const u8 {
            // never empty, so that there is an address to give to the host
            const buffer = try ctx.arena.alloc(u8, operation_len +| payload_len +| 1);
            const operation = buffer[0..operation_len];
            const payload = buffer[operation_len..][0..payload_len];
            abi.request(operation, payload);
            return answer(kind, roles, &instance, ctx, operation, payload);
        }
    };
}

fn answer(
    comptime kind: Kind,
    comptime roles: anytype,
    self: anytype,
    ctx: *Context,
    operation: []const u8,
    payload: []const u8,
) Error![]const u8 {
    inline for (roles) |Role| {
        if (try Role.dispatch(self, ctx, operation, payload)) |reply| return reply;
    }
    if (kind == .provider) {
        const Provider = @TypeOf(self.*);
        if (try provider.dispatch(Provider, roles[0].contract, self, ctx, operation, payload)) |reply| return reply;
    }
    return provider.healthy(operation) orelse ctx.unhandled(operation);
}
