//! The waPC runtime that all contracts share.

const std = @import("std");
const abi = @import("abi.zig");
const guest = @import("guest.zig");
const provider = @import("provider.zig");
const transport = @import("transport.zig");
const wire = @import("wire.zig");

// For applications

pub const Context = @import("context.zig");
pub const Map = @import("map.zig").Map;
pub const DateTime = @import("datetime.zig").DateTime;
pub const Raw = wire.Raw;

pub const exportActor = guest.exportActor;
pub const exportProvider = guest.exportProvider;
pub const dispatch = guest.dispatch;

pub const Transport = transport.Transport;
pub const Target = transport.Target;
pub const Origin = transport.Origin;

pub const Configuration = provider.Configuration;
pub const Bindings = provider.Bindings;
pub const Health = provider.Health;
pub const Descriptor = provider.Descriptor;

pub const log = abi.log;
pub const panic = abi.panic;

/// Memory that lives as long as the program.
pub const allocator = if (abi.available) std.heap.wasm_allocator else std.heap.smp_allocator;

/// Why a call failed. `Context.message` has the text.
pub const Error = error{
    /// The bytes do not fit the contract. The text names the field.
    Malformed,
    /// The other side answered with an error. The text is its own.
    Rejected,
    /// Nobody implements the operation.
    Unhandled,
    /// The application gave up, with `Context.fail`.
    Failed,
    OutOfMemory,
};

// For generated code

pub const Operation = wire.Operation;
pub const String = wire.String;
pub const Bytes = wire.Bytes;
pub const BytesAsList = wire.BytesAsList;
pub const ListOf = wire.ListOf;
pub const MapOf = wire.MapOf;
pub const PointerTo = wire.PointerTo;

pub fn eql(a: []const u8, b: []const u8) bool {
    if (a.len != b.len) return false;
    for (a, b) |x, y| if (x != y) return false;
    return true;
}
