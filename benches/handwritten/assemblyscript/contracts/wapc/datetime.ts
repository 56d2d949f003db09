/* eslint-disable */

const DAY: i64 = 86_400;
/** The first second of the year 0000, and the first after the year 9999. */
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_800;
const SECOND: u32 = 1_000_000_000;

/** An instant, with nanoseconds. */
export class DateTime {
  /** Seconds since 1970 in UTC, negative before, and nanoseconds after that second. */
  constructor(
    public seconds: i64 = 0,
    public nanos: u32 = 0,
  ) {}

  /** Whether RFC 3339 can say it: in the years 0000 to 9999. */
  get valid(): bool {
    return isYear(this.seconds) && this.nanos < SECOND;
  }

  /** RFC 3339, in UTC. */
  toString(): string {
    const since = this.seconds - FIRST;
    const second = <u32>(since % DAY);
    let text =
      date(<u32>(since / DAY)) +
      "T" +
      digits(second / 3600, 2) +
      ":" +
      digits((second / 60) % 60, 2) +
      ":" +
      digits(second % 60, 2);
    let nanos = this.nanos;
    if (nanos) {
      let width = 9;
      for (; nanos % 10 == 0; nanos /= 10) width--;
      text += "." + digits(nanos, width);
    }
    return text + "Z";
  }
}

function isYear(seconds: i64): bool {
  return seconds >= FIRST && seconds < LAST;
}

/** RFC 3339 with any offset; false for everything else. */
export function parse(at: usize, length: usize, into: DateTime): bool {
  if (length < 20) return false;
  const year = number(at, 4);
  const month = number(at + 5, 2);
  const day = number(at + 8, 2);
  const hour = number(at + 11, 2);
  const minute = number(at + 14, 2);
  const second = number(at + 17, 2);
  if (
    year > 9999 ||
    month - 1 > 11 ||
    day - 1 >= <u32>(days(year, month + 1, 1) - days(year, month, 1)) ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    load<u8>(at, 4) != 0x2d ||
    load<u8>(at, 7) != 0x2d ||
    (load<u8>(at, 10) | 0x20) != 0x74 ||
    load<u8>(at, 13) != 0x3a ||
    load<u8>(at, 16) != 0x3a
  ) {
    return false;
  }
  const end = at + length;
  at += 19;
  let nanos: u32 = 0;
  if (load<u8>(at) == 0x2e) {
    const first = ++at;
    let unit = SECOND;
    for (; at < end && number(at, 1) < 10 && unit > 1; at++) {
      unit /= 10;
      nanos += number(at, 1) * unit;
    }
    if (at == first || at == end) return false;
  }
  let offset: i64 = 0;
  const zone = load<u8>(at++);
  if (zone == 0x2b || zone == 0x2d) {
    if (end - at != 5) return false;
    const hours = number(at, 2);
    const minutes = number(at + 3, 2);
    if (hours > 23 || minutes > 59 || load<u8>(at, 2) != 0x3a) return false;
    offset = hours * 3600 + minutes * 60;
    if (zone == 0x2d) offset = -offset;
  } else if ((zone | 0x20) != 0x7a || at != end) return false;
  const time: i64 = hour * 3600 + minute * 60 + second;
  into.seconds = FIRST + days(year, month, day) * DAY + time - offset;
  into.nanos = nanos;
  return into.valid;
}

/** The timestamp extension; false for an instant without a text. */
export function unpack(at: usize, length: usize, into: DateTime): bool {
  if (length == 4) {
    into.seconds = bswap(load<u32>(at));
  } else if (length == 8) {
    const both = bswap(load<u64>(at));
    into.seconds = both & 0x3_ffff_ffff;
    into.nanos = <u32>(both >> 34);
  } else if (length == 12) {
    into.nanos = bswap(load<u32>(at));
    into.seconds = bswap(load<i64>(at, 4));
  } else return false;
  return into.valid;
}

// Days are counted in years from March, so that a leap day is the last of its year, and from one
// cycle of 400 years before the year 0000, so that no number is negative.
const CYCLE: u32 = 146_097;
const BEFORE: u32 = CYCLE - 60;

/** The days from the first of January 0000 to this date; the month may be the thirteenth. */
function days(year: u32, month: u32, day: u32): i64 {
  const years = year + (month > 2 ? 400 : 399);
  const months = month > 2 ? month - 3 : month + 9;
  const leaps = years / 4 - years / 100 + years / 400;
  return years * 365 + leaps + (153 * months + 2) / 5 + day - 1 - BEFORE;
}

/** The date so many days after the first of January 0000. */
function date(days: u32): string {
  days += BEFORE;
  const day = days % CYCLE;
  const years = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
  const rest = day - (365 * years + years / 4 - years / 100);
  const months = (5 * rest + 2) / 153;
  const late: u32 = months < 10 ? 0 : 1;
  return (
    digits((days / CYCLE) * 400 + years - 400 + late, 4) +
    "-" +
    digits(late ? months - 9 : months + 3, 2) +
    "-" +
    digits(rest - (153 * months + 2) / 5 + 1, 2)
  );
}

/** The number that these digits are; too large for any where one is none. */
function number(at: usize, width: i32): u32 {
  let value: u32 = 0;
  for (; width > 0; width--, at++) {
    const digit: u32 = load<u8>(at) - 0x30;
    if (digit > 9) return 1_000_000;
    value = value * 10 + digit;
  }
  return value;
}

function digits(value: u32, width: i32): string {
  let text = "";
  for (; width > 0; width--) {
    text = String.fromCharCode(0x30 + (value % 10)) + text;
    value /= 10;
  }
  return text;
}
