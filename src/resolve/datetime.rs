//! Instants, as RFC 3339 writes them.

/// Seconds since 1970 and nanoseconds of a text; with any offset, years 0000 to 9999, and no leap seconds.
pub(super) fn parse(text: &str) -> Option<(i64, u32)> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
        })
    };
    let mark = |at: usize, allowed: &[u8]| bytes.get(at).is_some_and(|byte| allowed.contains(byte));
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let marks =
        mark(4, b"-") && mark(7, b"-") && mark(10, b"Tt") && mark(13, b":") && mark(16, b":");
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !marks || !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut rest = 19;
    let mut nanos = 0;
    if mark(rest, b".") {
        let digits = bytes[rest + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return None;
        }
        let fraction = number(rest + 1, rest + 1 + digits)?;
        nanos = u32::try_from(fraction * 10_i64.pow(9 - digits as u32)).ok()?;
        rest += 1 + digits;
    }
    let offset = if mark(rest, b"Zz") && bytes.len() == rest + 1 {
        0
    } else if mark(rest, b"+-") && mark(rest + 3, b":") && bytes.len() == rest + 6 {
        let (hours, minutes) = (number(rest + 1, rest + 3)?, number(rest + 4, rest + 6)?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        let seconds = hours * 3600 + minutes * 60;
        if bytes[rest] == b'-' { -seconds } else { seconds }
    } else {
        return None;
    };
    let seconds = days_before(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Some((seconds - offset, nanos))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, which is counted from the first of March of the year 0.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn instants() {
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some((0, 0)));
        assert_eq!(parse("2021-03-01t12:30:45.5+01:30"), Some((1_614_596_445, 500_000_000)));
        assert_eq!(parse("2000-02-29T00:00:00Z"), Some((951_782_400, 0)));
        assert_eq!(parse("0000-01-01T00:00:00Z"), Some((-62_167_219_200, 0)));
        assert_eq!(parse("9999-12-31T23:59:59.999999999Z"), Some((253_402_300_799, 999_999_999)));
        for wrong in [
            "1999-02-29T00:00:00Z",
            "2021-01-01",
            "2021-01-01T00:00:60Z",
            "2021-01-01T00:00:00",
            "2021-01-01T00:00:00.Z",
            "2021-01-01T00:00:00Z ",
            "2021-01-01T24:00:00Z",
            "é021-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
