test {
    _ = @import("wire.zig");
    _ = @import("calls.zig");
}
