//! Instants as RFC 3339 texts.

use std::fmt::Write;

const DAY: i64 = 86_400;

/// The first and the last second of the years 0000 to 9999.
pub const SECONDS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// The text: UTC, `Z`, a fraction only when there is one, without trailing zeros. `None` outside the years 0000 to 9999.
#[must_use]
pub fn format(seconds: i64, nanos: u32) -> Option<String> {
    if !SECONDS.contains(&seconds) || nanos >= 1_000_000_000 {
        return None;
    }
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos != 0 {
        let _ = write!(text, ".{nanos:09}");
        text.truncate(text.trim_end_matches('0').len());
    }
    text.push('Z');
    Some(text)
}

/// Seconds since 1970 and nanoseconds. Any offset, `T` and `Z` in either case, 1 to 9 digits of a fraction.
#[must_use]
pub fn parse(text: &[u8]) -> Option<(i64, u32)> {
    let mut text = Text(text);
    let year = text.digits(4)?;
    text.one_of(b"-")?;
    let month = text.digits(2)?;
    text.one_of(b"-")?;
    let day = text.digits(2)?;
    text.one_of(b"Tt")?;
    let hour = text.digits(2)?;
    text.one_of(b":")?;
    let minute = text.digits(2)?;
    text.one_of(b":")?;
    let second = text.digits(2)?;
    let nanos = text.fraction()?;
    let offset = match text.one_of(b"Zz+-")? {
        b'Z' | b'z' => 0,
        sign => {
            let hours = text.digits(2)?;
            text.one_of(b":")?;
            let minutes = text.digits(2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = hours * 3600 + minutes * 60;
            if sign == b'+' { offset } else { -offset }
        }
    };
    let real = text.0.is_empty()
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 59;
    let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset;
    (real && SECONDS.contains(&seconds)).then_some((seconds, nanos))
}

struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        allowed.contains(first).then_some(*first)
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        (0..count).try_fold(0, |number, _| {
            Some(number * 10 + i64::from(self.one_of(b"0123456789")? - b'0'))
        })
    }

    fn fraction(&mut self) -> Option<u32> {
        let Some(rest) = self.0.strip_prefix(b".") else { return Some(0) };
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        self.0 = rest;
        let missing = u32::try_from(9 - count).ok()?;
        u32::try_from(self.digits(count)? * 10_i64.pow(missing)).ok()
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date. Years are counted from March, so that the day to leap comes last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let since_march = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + leaps + since_march - 719_468
}

/// The date so many days after 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}
