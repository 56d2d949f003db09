//! Instants, and their text: RFC 3339 in UTC, years 0000 to 9999.

const std = @import("std");

/// An instant.
pub const DateTime = struct {
    /// Since 1970-01-01T00:00:00Z.
    seconds: i64 = 0,
    /// Beyond the seconds, always forward; below 1,000,000,000.
    nanos: u32 = 0,

    /// What it is on the wire; see `wire.zig`.
    pub const Value = DateTime;
    const form = @import("wire.zig").DateTimeForm;
    pub const readForm = form.readForm;
    pub const writeForm = form.writeForm;

    pub const longest = "0000-00-00T00:00:00.000000000Z".len;

    const first = -62_167_219_200;
    const last = 253_402_300_799;

    /// Whether it can be written: its year has four digits.
    pub fn isValid(time: DateTime) bool {
        return time.seconds >= first and time.seconds <= last and time.nanos < 1_000_000_000;
    }

    /// The text of a valid instant.
    pub fn format(time: DateTime, buffer: *[longest]u8) []const u8 {
        const day = @divFloor(time.seconds, 86_400);
        const second: u32 = @intCast(time.seconds - day * 86_400);
        const date = dateOf(@intCast(day));
        @memcpy(buffer, "0000-00-00T00:00:00.000000000Z");
        number(buffer[0..4], date.year);
        number(buffer[5..7], date.month);
        number(buffer[8..10], date.day);
        number(buffer[11..13], second / 3600);
        number(buffer[14..16], second / 60 % 60);
        number(buffer[17..19], second % 60);
        number(buffer[20..29], time.nanos);
        var end: usize = 29;
        while (buffer[end - 1] == '0') end -= 1;
        if (time.nanos == 0) end = 19;
        buffer[end] = 'Z';
        return buffer[0 .. end + 1];
    }

    /// RFC 3339 with any offset; the fraction has up to nine digits.
    pub fn parse(text: []const u8) ?DateTime {
        if (text.len < "0000-00-00T00:00:00Z".len) return null;
        if (text[4] != '-' or text[7] != '-' or text[10] | 0x20 != 't' or text[13] != ':' or text[16] != ':') return null;
        const year = digits(text[0..4]) orelse return null;
        const month = digits(text[5..7]) orelse return null;
        const day = digits(text[8..10]) orelse return null;
        const hour = digits(text[11..13]) orelse return null;
        const minute = digits(text[14..16]) orelse return null;
        const second = digits(text[17..19]) orelse return null;
        if (month < 1 or month > 12 or day < 1 or day > daysIn(year, month)) return null;
        if (hour > 23 or minute > 59 or second > 59) return null;

        var rest = text[19..];
        var nanos: u32 = 0;
        if (rest[0] == '.') {
            rest = rest[1..];
            var count: usize = 0;
            while (count < rest.len and std.ascii.isDigit(rest[count])) count += 1;
            if (count < 1 or count > 9) return null;
            nanos = digits(rest[0..count]) orelse return null;
            for (count..9) |_| nanos *= 10;
            rest = rest[count..];
        }
        const offset = offsetOf(rest) orelse return null;
        const time: DateTime = .{
            .seconds = @as(i64, dayOf(year, month, day)) * 86_400 + @as(i64, hour * 3600 + minute * 60 + second) - offset,
            .nanos = nanos,
        };
        return if (time.isValid()) time else null;
    }
};

/// `Z`, `+01:00`, in seconds.
fn offsetOf(text: []const u8) ?i64 {
    if (text.len == 1) return if (text[0] | 0x20 == 'z') 0 else null;
    if (text.len != 6 or text[3] != ':') return null;
    const hour = digits(text[1..3]) orelse return null;
    const minute = digits(text[4..6]) orelse return null;
    if (hour > 23 or minute > 59) return null;
    const offset: i64 = hour * 3600 + minute * 60;
    return switch (text[0]) {
        '+' => offset,
        '-' => -offset,
        else => null,
    };
}

fn number(out: []u8, value: u32) void {
    var rest = value;
    var i = out.len;
    while (i > 0) {
        i -= 1;
        out[i] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
    }
}

fn digits(text: []const u8) ?u32 {
    var value: u32 = 0;
    for (text) |digit| {
        if (!std.ascii.isDigit(digit)) return null;
        value = 10 * value + (digit - '0');
    }
    return value;
}

fn daysIn(year: u32, month: u32) u32 {
    if (month == 2) return if (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) 29 else 28;
    return 30 + ((month + month / 8) & 1);
}

// Years are counted from March, so that the leap day is the last of a year: 400 of them have
// 146,097 days, and every five months from March have 153.

/// The days from 1970-01-01.
fn dayOf(year: u32, month: u32, day: u32) i32 {
    const march_year: i32 = @as(i32, @intCast(year)) - @intFromBool(month < 3);
    const era = @divFloor(march_year, 400);
    const year_of_era: i32 = march_year - era * 400;
    const day_of_year: i32 = @intCast((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
    return era * 146_097 + year_of_era * 365 + @divFloor(year_of_era, 4) - @divFloor(year_of_era, 100) + day_of_year - 719_468;
}

fn dateOf(day: i32) struct { year: u32, month: u32, day: u32 } {
    const shifted = day + 719_468;
    const era = @divFloor(shifted, 146_097);
    const day_of_era: u32 = @intCast(shifted - era * 146_097);
    const year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const march_month = (5 * day_of_year + 2) / 153;
    const month = if (march_month < 10) march_month + 3 else march_month - 9;
    const year = era * 400 + @as(i32, @intCast(year_of_era)) + @intFromBool(month < 3);
    return .{ .year = @intCast(year), .month = month, .day = day_of_year - (153 * march_month + 2) / 5 + 1 };
}
