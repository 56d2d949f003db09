//! Instants, as RFC 3339 writes them.

extern crate alloc;

use super::{Error, bytes};
use core::{fmt, str::FromStr};

const DAY: i64 = 86_400;
/// The first and the last second of the years 0000 to 9999.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

/// An instant: seconds since 1970 in UTC, and nanoseconds after that second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// Seconds since 1970-01-01T00:00:00Z; before it, they are negative.
    pub seconds: i64,
    /// Nanoseconds after that second, below 1,000,000,000.
    pub nanos: u32,
}

impl DateTime {
    /// An instant in the years 0000 to 9999; others have no text, and cannot be sent.
    #[must_use]
    pub const fn new(seconds: i64, nanos: u32) -> Option<Self> {
        if FIRST <= seconds && seconds <= LAST && nanos < 1_000_000_000 {
            Some(Self { seconds, nanos })
        } else {
            None
        }
    }

    /// The text of the instant in UTC, with a fraction only where there is one; `None` where [`DateTime::new`] has none.
    pub(super) fn text(self, buffer: &mut [u8; 30]) -> Option<&str> {
        let valid = Self::new(self.seconds, self.nanos)?;
        let days = valid.seconds.div_euclid(DAY);
        let second = valid.seconds.rem_euclid(DAY) as u32;
        let (year, month, day) = date(days);
        *buffer = *b"0000-00-00T00:00:00.000000000Z";
        put(buffer, 0, 4, year);
        put(buffer, 5, 2, month);
        put(buffer, 8, 2, day);
        put(buffer, 11, 2, second / 3600);
        put(buffer, 14, 2, second / 60 % 60);
        put(buffer, 17, 2, second % 60);
        put(buffer, 20, 9, valid.nanos);
        let mut end = if valid.nanos == 0 { 19 } else { 29 };
        while valid.nanos != 0 && buffer.get(end - 1) == Some(&b'0') {
            end -= 1;
        }
        if let Some(zone) = buffer.get_mut(end) {
            *zone = b'Z';
        }
        buffer.get(..=end).and_then(bytes::text)
    }
}

/// As RFC 3339 writes it, in UTC.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(&mut [0; 30]).unwrap_or("out of range"))
    }
}

/// From RFC 3339, with any offset.
impl FromStr for DateTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text.as_bytes()).ok_or_else(|| Error::from("not a date and time of RFC 3339"))
    }
}

fn parse(text: &[u8]) -> Option<DateTime> {
    let (fixed, mut rest) = text.split_at_checked(19)?;
    for (at, mark) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')] {
        if fixed.get(at)?.to_ascii_uppercase() != mark {
            return None;
        }
    }
    let year = digits(fixed, 0, 4)?;
    let (month, day) = (digits(fixed, 5, 2)?, digits(fixed, 8, 2)?);
    let (hour, minute) = (digits(fixed, 11, 2)?, digits(fixed, 14, 2)?);
    let second = digits(fixed, 17, 2)?;
    if !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut nanos = 0;
    if let [b'.', fraction @ ..] = rest {
        let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length > 9 {
            return None;
        }
        nanos = digits(fraction, 0, length)?;
        for _ in length..9 {
            nanos *= 10;
        }
        rest = fraction.get(length..)?;
        if length == 0 {
            return None;
        }
    }
    let offset = match rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (digits(rest, 1, 2)?, digits(rest, 4, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = i64::from(hours * 3600 + minutes * 60);
            if *sign == b'+' { offset } else { -offset }
        }
        _ => return None,
    };
    let seconds = days(year, month, day) * DAY + i64::from(hour * 3600 + minute * 60 + second);
    DateTime::new(seconds - offset, nanos)
}

/// The number in `length` decimal digits.
fn digits(text: &[u8], start: usize, length: usize) -> Option<u32> {
    let mut number = 0;
    for digit in text.get(start..start + length)? {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}

/// Writes `length` decimal digits.
fn put(buffer: &mut [u8; 30], start: usize, length: usize, mut number: u32) {
    for digit in buffer.iter_mut().skip(start).take(length).rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

// Both count in years that begin with March, so that the leap day comes last, and in eras of 400 years, which repeat.

/// The days from 1970-01-01 to a date.
fn days(year: u32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month < 3);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = i64::from((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day, so many days after 1970-01-01.
fn date(days: i64) -> (u32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month < 3);
    (year as u32, month as u32, day as u32)
}
