//! How calls reach whoever implements them.

const wapc = @import("wapc.zig");
const abi = @import("abi.zig");
const check = @import("check.zig");
const Context = @import("context.zig");

const Error = wapc.Error;

/// Whom a call is for.
pub const Target = struct {
    /// An instance of the capability; `default` if there is but one, empty for an actor.
    binding: []const u8,
    /// A contract, or the key of an actor.
    namespace: []const u8,
    operation: []const u8,
};

/// Who calls a provider.
pub const Origin = struct {
    actor: []const u8 = "",
    binding: []const u8 = "",

    pub const wire = .{
        .{ "actor", .actor, wapc.String },
        .{ "binding", .binding, wapc.String },
    };

    const caller: wapc.Operation = .{ .name = "Caller", .result = Origin };

    /// What the host of this module says.
    pub fn ask(ctx: *Context) Origin {
        if (!abi.available) return .{};
        // a host that does not say is no failure of the call
        const failed, const text = .{ ctx.failed, ctx.text };
        const origin = ctx.call(Host{}, caller, {}) catch Origin{};
        ctx.failed, ctx.text = .{ failed, text };
        return origin;
    }

    const Host = struct {
        transport: Transport = .host,

        pub const namespace = "contractc:context";
    };
};

/// Carries a call to whoever implements it, and brings back the answer.
pub const Transport = struct {
    ptr: *anyopaque,
    /// The answer is in `ctx.arena`, or lives as long.
    callFn: *const fn (transport: *const Transport, ctx: *Context, target: *const Target, payload: []const u8) Error![]const u8,
    /// Who calls, for a provider in the same program.
    actor: []const u8 = "",

    /// The host of this module.
    pub const host: Transport = .{ .ptr = undefined, .callFn = callHost };

    /// The same, for the calls of an actor of that key.
    pub fn from(transport: Transport, actor: []const u8) Transport {
        return .{ .ptr = transport.ptr, .callFn = transport.callFn, .actor = actor };
    }

    fn callHost(_: *const Transport, ctx: *Context, target: *const Target, payload: []const u8) Error![]const u8 {
        if (abi.available) return abi.call(ctx, target, payload);
        return ctx.failure(error.Rejected, "there is no host here: give the client a transport");
    }

    /// An implementation in the same program: `.to(keyvalue.Store, &memory)`.
    pub fn to(comptime Role: type, implementation: anytype) Transport {
        const Implementation = @TypeOf(implementation.*);
        comptime check.methods(Implementation, Role);
        const Local = struct {
            fn call(transport: *const Transport, ctx: *Context, target: *const Target, payload: []const u8) Error![]const u8 {
                const self: *Implementation = @ptrCast(@alignCast(transport.ptr));
                const binding = if (target.binding.len > 0) target.binding else "default";
                // a call of its own: its failures are text to the caller, as from anywhere else
                var inner: Context = .{
                    .arena = ctx.arena,
                    .origin = .{ .actor = transport.actor, .binding = binding },
                };
                const reply = Role.dispatch(self, &inner, target.operation, payload) catch |err| {
                    return ctx.failure(error.Rejected, inner.message(err));
                };
                return reply orelse ctx.failure(error.Rejected, inner.message(inner.unhandled(target.operation)));
            }
        };
        return .{ .ptr = implementation, .callFn = Local.call };
    }
};
