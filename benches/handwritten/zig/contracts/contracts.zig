pub const wapc = @import("wapc/wapc.zig");
pub const httpserver = @import("httpserver.zig");
pub const keyvalue = @import("keyvalue.zig");
