/// The actors that are bound. Before there ever was one, nobody needs to be.
const State = struct {
    bindings: wapc.Bindings(wapc.Configuration) = .{},
    was_bound: bool = false,

    fn bind(state: *State, ctx: *wapc.Context, configuration: wapc.Configuration) !void {
        const own = try configuration.dupe(wapc.allocator);
        errdefer own.deinit(wapc.allocator);
        const replaced = try state.bindings.put(configuration.actor, ctx.caller().binding, own);
        if (replaced) |old| old.deinit(wapc.allocator);
        state.was_bound = true;
    }

    fn unbind(state: *State, ctx: *wapc.Context, configuration: wapc.Configuration) void {
        const removed = state.bindings.remove(configuration.actor, ctx.caller().binding);
        if (removed) |old| old.deinit(wapc.allocator);
    }

    /// The binding over which a call goes on.
    fn next(state: *State, ctx: *wapc.Context) ![]const u8 {
        if (!state.was_bound) return "default";
        const configuration = try state.bindings.of(ctx);
        return configuration.values.get("forward") orelse "default";
    }
};
