//! How types go on the wire. A contract lists the fields of its types in these terms;
//! tables made from the lists drive the reader and the writer.
//!
//! `bool`, integers, floats, `?T`, `wapc.DateTime`, `wapc.Raw` and the types of contracts
//! stand for themselves.

const std = @import("std");
const wapc = @import("wapc.zig");
const keys = @import("keys.zig");
const Reader = @import("reader.zig");
const Writer = @import("writer.zig");

const Error = wapc.Error;

// The forms

pub const String = struct {
    pub const Value = []const u8;

    fn read(r: *Reader, out: *Value) Error!void {
        try r.string(out);
    }

    fn write(w: *Writer, value: *const Value) Error!void {
        try w.string(value.*);
    }
};

pub const Bytes = struct {
    pub const Value = []const u8;

    fn read(r: *Reader, out: *Value) Error!void {
        try r.octets(out);
    }

    fn write(w: *Writer, value: *const Value) Error!void {
        try w.octets(value.*);
    }
};

/// Bytes that are sent as a list of integers, as some peers expect.
pub const BytesAsList = struct {
    pub const Value = []const u8;

    fn read(r: *Reader, out: *Value) Error!void {
        try r.octets(out);
    }

    fn write(w: *Writer, value: *const Value) Error!void {
        try w.items(codecOf(u8), value.ptr, value.len);
    }
};

/// One MessagePack value, carried as it is; see `Context.pack` and `unpack`.
pub const Raw = struct {
    /// Empty stands for nil.
    bytes: []const u8 = "",
};

pub fn ListOf(comptime T: type) type {
    return struct {
        pub const Value = []const ValueOf(T);

        fn read(r: *Reader, out: *Value) Error!void {
            const items = try r.items(codecOf(T));
            out.* = @as([*]const ValueOf(T), @ptrCast(@alignCast(items.ptr)))[0..items.len];
        }

        fn write(w: *Writer, value: *const Value) Error!void {
            try w.items(codecOf(T), @ptrCast(value.ptr), value.len);
        }
    };
}

pub fn MapOf(comptime K: type, comptime V: type) type {
    return struct {
        pub const Value = wapc.Map(ValueOf(K), ValueOf(V));
        const Entry = Value.Entry;

        fn read(r: *Reader, out: *Value) Error!void {
            const items = try r.entries(&table);
            out.entries = @as([*]const Entry, @ptrCast(@alignCast(items.ptr)))[0..items.len];
        }

        fn write(w: *Writer, value: *const Value) Error!void {
            try w.entries(&table, @ptrCast(value.entries.ptr), value.entries.len);
        }

        const table: EntryTable = .{
            .kind = keys.kindOf(K),
            .key = codecOf(K),
            .key_offset = @offsetOf(Entry, "key"),
            .value = codecOf(V),
            .value_offset = @offsetOf(Entry, "value"),
            .size = @sizeOf(Entry),
        };
    };
}

/// For a value that may contain itself: `?PointerTo(T)` is a `?*const T`.
pub fn PointerTo(comptime T: type) type {
    return struct {
        pub const Value = *const ValueOf(T);

        fn read(r: *Reader, out: *Value) Error!void {
            out.* = @ptrCast(@alignCast(try r.pointee(codecOf(T))));
        }

        fn write(w: *Writer, value: *const Value) Error!void {
            try w.value(codecOf(T), @ptrCast(value.*));
        }
    };
}

/// What a value of the form `T` is in Zig.
pub fn ValueOf(comptime T: type) type {
    return switch (@typeInfo(T)) {
        .optional => |optional| ?ValueOf(optional.child),
        .@"struct" => if (@hasDecl(T, "Value")) T.Value else T,
        else => T,
    };
}

/// What an operation takes and returns.
pub const Operation = struct {
    /// Its name in calls.
    name: []const u8,
    /// The struct of its arguments,
    arguments: ?type = null,
    /// or the one argument that is sent as it is.
    argument: ?type = null,
    result: ?type = null,
    /// The schema's names of the argument's and the result's type, where they are others in Zig.
    argument_name: ?[]const u8 = null,
    result_name: ?[]const u8 = null,

    pub fn Arguments(comptime operation: Operation) type {
        return ValueOf(operation.argumentsForm());
    }

    pub fn Result(comptime operation: Operation) type {
        return ValueOf(operation.result orelse void);
    }

    pub fn argumentsCodec(comptime operation: Operation) *const Codec {
        return codecOf(operation.argumentsForm());
    }

    pub fn resultCodec(comptime operation: Operation) *const Codec {
        return codecOf(operation.result orelse void);
    }

    /// What failures call the arguments.
    pub fn argumentsRoot(comptime operation: Operation) []const u8 {
        const Argument = operation.argument orelse return operation.name;
        return operation.argument_name orelse comptime rootOf(Argument, operation.name);
    }

    /// What failures call the result.
    pub fn resultRoot(comptime operation: Operation) []const u8 {
        return operation.result_name orelse comptime rootOf(operation.result orelse void, operation.name);
    }

    fn argumentsForm(comptime operation: Operation) type {
        return operation.arguments orelse (operation.argument orelse void);
    }
};

/// The name of a contract's type; of another, that of the operation.
fn rootOf(comptime T: type, comptime operation: []const u8) []const u8 {
    switch (@typeInfo(T)) {
        .optional => |optional| return rootOf(optional.child, operation),
        .@"struct", .@"enum", .@"union" => if (!@hasDecl(T, "wire")) return operation,
        else => return operation,
    }
    const name = @typeName(T);
    return name[if (std.mem.lastIndexOfScalar(u8, name, '.')) |dot| dot + 1 else 0..];
}

// The tables

/// Reads and writes a value through its address.
pub const Codec = struct {
    size: usize,
    read: *const fn (r: *Reader, codec: *const Codec, out: *anyopaque) Error!void,
    write: *const fn (w: *Writer, codec: *const Codec, value: *const anyopaque) Error!void,
    /// Of a struct its `StructTable`, of an enum its `EnumTable`.
    table: *const anyopaque = &{},
};

pub const StructTable = struct {
    fields: []const Field,
    /// A bit for each field that has no default.
    required: []const u64,
    /// The struct with its defaults, if it has any.
    blank: ?[*]const u8,
};

pub const Field = struct {
    encoded_key: []const u8,
    offset: usize,
    codec: *const Codec,

    pub fn key(field: *const Field) []const u8 {
        return field.encoded_key[switch (field.encoded_key[0]) {
            0xd9 => 2,
            0xda => 3,
            else => 1,
        }..];
    }
};

pub const EntryTable = struct {
    kind: keys.Kind,
    key: *const Codec,
    key_offset: usize,
    value: *const Codec,
    value_offset: usize,
    size: usize,

    pub fn keyOf(table: *const EntryTable, entry: [*]const u8) keys.Key {
        return .{ .kind = table.kind, .size = @truncate(table.key.size), .ptr = entry + table.key_offset };
    }
};

pub const EnumTable = struct {
    members: []const Member,
};

/// Of an enum or a union.
pub const Member = struct { name: []const u8, value: i32 };

pub fn codecOf(comptime T: type) *const Codec {
    return &Access(T).codec;
}

fn Access(comptime T: type) type {
    const Value = ValueOf(T);
    return struct {
        const codec: Codec = switch (@typeInfo(T)) {
            .@"struct" => if (@hasDecl(T, "wire")) .{
                .size = @sizeOf(T),
                .read = Reader.structure,
                .write = Writer.structure,
                .table = &Table(T).of_struct,
            } else plain,
            .@"enum" => .{
                .size = @sizeOf(T),
                .read = Reader.choice,
                .write = if (@hasDecl(T, "indexed")) Writer.indexed else Writer.choice,
                .table = &Table(T).of_enum,
            },
            else => plain,
        };

        const plain: Codec = .{ .size = @sizeOf(Value), .read = readAt, .write = writeAt };

        fn readAt(r: *Reader, _: *const Codec, out: *anyopaque) Error!void {
            return read(T, r, @ptrCast(@alignCast(out)));
        }

        fn writeAt(w: *Writer, _: *const Codec, value: *const anyopaque) Error!void {
            return write(T, w, @ptrCast(@alignCast(value)));
        }
    };
}

fn read(comptime T: type, r: *Reader, out: *ValueOf(T)) Error!void {
    switch (@typeInfo(T)) {
        .void => {},
        .bool => out.* = try r.boolean(),
        .int => out.* = try r.int(T),
        .float => out.* = try r.float(T),
        .optional => |optional| if (r.isNil()) {
            out.* = null;
        } else if (inPlace(optional.child)) {
            out.* = @as(ValueOf(optional.child), undefined);
            try r.value(codecOf(optional.child), @ptrCast(&out.*.?));
        } else {
            var value: ValueOf(optional.child) = undefined;
            try read(optional.child, r, &value);
            out.* = value;
        },
        .@"enum" => try r.value(codecOf(T), @ptrCast(out)),
        .@"union" => {
            const index = try r.variant(&Table(T).members);
            inline for (T.wire, 0..) |member, i| if (i == index) {
                out.* = @unionInit(T, @tagName(member[1]), undefined);
                try r.value(codecOf(member[2]), @ptrCast(&@field(out, @tagName(member[1]))));
            };
            r.leave();
        },
        .@"struct" => if (T == Raw) {
            try r.raw(&out.bytes);
        } else if (T == wapc.DateTime) {
            try r.dateTime(out);
        } else if (@hasDecl(T, "Value")) {
            try T.read(r, out);
        } else {
            try r.value(codecOf(T), @ptrCast(out));
        },
        else => comptime unreachable,
    }
}

fn write(comptime T: type, w: *Writer, value: *const ValueOf(T)) Error!void {
    switch (@typeInfo(T)) {
        .void => {},
        .bool => try w.boolean(value.*),
        .int => try w.int(value.*),
        .float => try w.float(value.*),
        .optional => |optional| if (value.*) |*present| try write(optional.child, w, present) else try w.nil(),
        .@"enum" => try w.value(codecOf(T), @ptrCast(value)),
        .@"union" => inline for (T.wire) |member| {
            if (value.* == @field(std.meta.Tag(T), @tagName(member[1]))) {
                try w.variant(member[0]);
                try w.value(codecOf(member[2]), @ptrCast(&@field(value, @tagName(member[1]))));
                w.leave();
            }
        },
        .@"struct" => if (T == Raw) {
            try w.raw(value.bytes);
        } else if (T == wapc.DateTime) {
            try w.dateTime(value);
        } else if (@hasDecl(T, "Value")) {
            try T.write(w, value);
        } else {
            try w.value(codecOf(T), @ptrCast(value));
        },
        else => comptime unreachable,
    }
}

/// Whether a value may be large: then it is not copied, and takes no room on the stack.
fn inPlace(comptime T: type) bool {
    return switch (@typeInfo(T)) {
        .@"struct", .@"union" => @hasDecl(T, "wire"),
        else => false,
    };
}

/// The number of an enum value. (The builtin for it has another name since Zig 0.17.)
fn numberOf(comptime T: type, value: *const T) *const i32 {
    return @ptrCast(value);
}

fn Table(comptime T: type) type {
    @setEvalBranchQuota(1_000_000);
    const count = T.wire.len;
    return struct {
        const of_struct: StructTable = .{
            .fields = &fields,
            .required = &required,
            .blank = if (has_defaults) @ptrCast(&blank) else null,
        };

        const of_enum: EnumTable = .{ .members = &members };

        const fields = list: {
            @setEvalBranchQuota(1_000_000);
            var result: [count]Field = undefined;
            for (&result, 0..) |*field, i| field.* = .{
                .encoded_key = encodedKey(T.wire[i][0]),
                .offset = @offsetOf(T, @tagName(T.wire[i][1])),
                .codec = codecOf(T.wire[i][2]),
            };
            break :list result;
        };

        const required = mask: {
            var result: [(count + 63) / 64]u64 = @splat(0);
            for (0..count) |i| if (!hasDefault(T.wire[i])) {
                result[i / 64] |= 1 << i % 64;
            };
            break :mask result;
        };

        const has_defaults = for (0..count) |i| {
            if (hasDefault(T.wire[i])) break true;
        } else false;

        const blank = value: {
            var result: T = undefined;
            for (0..count) |i| {
                const field = T.wire[i];
                if (!hasDefault(field)) continue;
                @field(result, @tagName(field[1])) = if (field.len == 4) field[3] else null;
            }
            break :value result;
        };

        const members = list: {
            @setEvalBranchQuota(1_000_000);
            var result: [count]Member = undefined;
            for (&result, 0..) |*member, i| member.* = .{
                .name = T.wire[i][0],
                .value = if (@typeInfo(T) == .@"enum") numberOf(T, &@field(T, @tagName(T.wire[i][1]))).* else i,
            };
            break :list result;
        };
    };
}

/// A field that need not come is listed with its default, or is an optional.
fn hasDefault(comptime field: anytype) bool {
    return field.len == 4 or @typeInfo(field[2]) == .optional;
}

fn encodedKey(comptime name: []const u8) []const u8 {
    const len = name.len;
    const head = if (len < 0x20) [_]u8{0xa0 | len} else if (len <= 0xff) [_]u8{ 0xd9, len } else [_]u8{ 0xda, len >> 8, len & 0xff };
    return &(head ++ name[0..len].*);
}
