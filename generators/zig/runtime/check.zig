//! Mistakes of the application, in words, when it is compiled.
//!
//! `@typeInfo` changed between Zig 0.16 and 0.17: here, and only here, it is used for
//! functions and the fields of structs, in both shapes.

const std = @import("std");

/// A role lists the methods that it asks for as fields of function type.
pub fn methods(comptime Implementation: type, comptime Role: type) void {
    @setEvalBranchQuota(1_000_000);
    for (listed(Role)) |it| method(Implementation, nameOf(Role), it.name, it.Method);
}

/// Of these methods, those that there are must fit.
pub fn optionalMethods(comptime Implementation: type, comptime Methods: type) void {
    @setEvalBranchQuota(1_000_000);
    for (listed(Methods)) |it| if (@hasDecl(Implementation, it.name)) {
        method(Implementation, "a provider", it.name, it.Method);
    };
}

/// Each operation has one role that answers it.
pub fn roles(comptime list: anytype) void {
    @setEvalBranchQuota(100_000_000);
    for (list, 0..) |Role, i| for (list, 0..) |Other, j| {
        if (j >= i) continue;
        for (listed(Role)) |it| for (listed(Other)) |other| {
            const name = @field(Role.operations, it.name).name;
            if (!std.mem.eql(u8, name, @field(Other.operations, other.name).name)) continue;
            @compileError(nameOf(Other) ++ " and " ++ nameOf(Role) ++ " both have the operation " ++ name ++
                ", so one module cannot export them together: export each from a module of its own");
        };
    };
}

const Listed = struct { name: []const u8, Method: type };

fn listed(comptime Role: type) []const Listed {
    const role = @typeInfo(Role).@"struct";
    var list: []const Listed = &.{};
    if (@hasField(@TypeOf(role), "field_names")) {
        for (role.field_names, role.field_types) |name, Method| list = list ++ .{Listed{ .name = name, .Method = Method }};
    } else {
        for (role.fields) |field| list = list ++ .{Listed{ .name = field.name, .Method = field.type }};
    }
    return list;
}

fn method(comptime Implementation: type, comptime role: []const u8, comptime name: []const u8, comptime Method: type) void {
    const missing = nameOf(Implementation) ++ " does not implement " ++ role ++ ": it needs\n    " ++
        declaration(name, parameters(Method), "self: *" ++ nameOf(Implementation), "!", Method);
    if (!@hasDecl(Implementation, name)) @compileError(missing);
    const Found = @TypeOf(@field(Implementation, name));
    if (@typeInfo(Found) != .@"fn") @compileError(missing);
    if (@typeInfo(Found).@"fn".is_generic) return;
    if (!fits(Implementation, Found, Method)) {
        const found = parameters(Found);
        const self = if (found.len > 0) nameOf(found[0].?) else "";
        const rest = if (found.len > 0) found[1..] else found;
        const sign = if (@typeInfo(Result(Found)) == .error_union) "!" else "";
        @compileError(missing ++ "\nbut it has\n    " ++ declaration(name, rest, self, sign, Found));
    }
}

fn fits(comptime Implementation: type, comptime Found: type, comptime Method: type) bool {
    const found = parameters(Found);
    const wanted = parameters(Method);
    if (found.len != 1 + wanted.len) return false;
    const Self = found[0].?;
    if (Self != *Implementation and Self != *const Implementation and Self != Implementation) return false;
    for (found[1..], wanted) |a, b| if (a.? != b.?) return false;
    return Success(Found) == Success(Method);
}

fn parameters(comptime Method: type) []const ?type {
    const info = @typeInfo(Method).@"fn";
    if (@hasField(@TypeOf(info), "param_types")) return info.param_types;
    var types: [info.params.len]?type = undefined;
    for (info.params, &types) |param, *slot| slot.* = param.type;
    const result = types;
    return &result;
}

fn Result(comptime Method: type) type {
    return @typeInfo(Method).@"fn".return_type.?;
}

fn Success(comptime Method: type) type {
    return switch (@typeInfo(Result(Method))) {
        .error_union => |result| result.payload,
        else => Result(Method),
    };
}

fn declaration(
    comptime name: []const u8,
    comptime types: []const ?type,
    comptime self: []const u8,
    comptime sign: []const u8,
    comptime Method: type,
) []const u8 {
    var text: []const u8 = "pub fn " ++ name ++ "(" ++ self;
    for (types) |Type| text = text ++ ", " ++ nameOf(Type.?);
    return text ++ ") " ++ sign ++ nameOf(Success(Method));
}

/// The module makes its actor or provider without arguments.
pub fn defaults(comptime Implementation: type) void {
    const info = @typeInfo(Implementation).@"struct";
    if (@hasField(@TypeOf(info), "field_names")) {
        for (info.field_names, info.field_attrs) |name, attrs| default(Implementation, name, attrs.default_value_ptr);
    } else {
        for (info.fields) |field| default(Implementation, field.name, field.default_value_ptr);
    }
}

fn default(comptime Implementation: type, comptime name: []const u8, comptime value: ?*const anyopaque) void {
    const T = nameOf(Implementation);
    if (value == null) @compileError(T ++ "." ++ name ++ " needs a default value: the module makes its " ++ T ++ " with `.{}`");
}

/// A type, much as the application writes it.
fn nameOf(comptime T: type) []const u8 {
    comptime var name: []const u8 = @typeName(T);
    inline for (.{
        .{ "contracts.", "" },
        .{ "wapc.context", "wapc.Context" },
        .{ "wapc.datetime.", "wapc." },
        .{ "wapc.map.", "wapc." },
        .{ "wapc.provider.", "wapc." },
        .{ "wapc.wire.", "wapc." },
    }) |pair| name = comptime replace(name, pair[0], pair[1]);
    return name;
}

fn replace(comptime text: []const u8, comptime what: []const u8, comptime by: []const u8) []const u8 {
    const at = std.mem.indexOf(u8, text, what) orelse return text;
    return text[0..at] ++ by ++ replace(text[at + what.len ..], what, by);
}
