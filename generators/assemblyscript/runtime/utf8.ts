/* eslint-disable */

// UTF-8, four characters at a time while they are ASCII. std's String.UTF8 takes invalid input.

const ASCII_UNITS: u64 = 0xff80_ff80_ff80_ff80;
const ASCII_BYTES: u32 = 0x8080_8080;

/** Four ASCII bytes as four UTF-16 units. */
export function widen(bytes: u32): u64 {
  let x: u64 = bytes;
  x = (x | (x << 16)) & 0x0000_ffff_0000_ffff;
  return (x | (x << 8)) & 0x00ff_00ff_00ff_00ff;
}

/** Four ASCII units as four bytes. */
function narrow(units: u64): u32 {
  let x = units | (units >> 8);
  x &= 0x0000_ffff_0000_ffff;
  return <u32>(x | (x >> 16));
}

/** Bytes to another place, in pieces: one long copy is slow on common CPUs where both lie unluckily. */
export function copy(to: usize, from: usize, length: usize): void {
  for (; length > 2048; length -= 2048, to += 2048, from += 2048) {
    memory.copy(to, from, 2048);
  }
  memory.copy(to, from, length);
}

/** How many bytes the first 64 characters of a text have. */
export function clip(at: usize, length: usize): usize {
  let left = 64;
  for (let i: usize = 0; i < length; i++) {
    // All but the first byte of a character begin with the bits 10.
    if ((load<u8>(at + i) & 0xc0) != 0x80 && !left--) return i;
  }
  return length;
}

/** Where the units of a text end. A place, unlike a string, need not be shown to the collector. */
export function end(text: usize): usize {
  return text + (load<u32>(text - 4) & ~1); // asc has the size in front of it
}

/** The number of bytes that `encode` writes for these units. */
export function byteLength(at: usize, end: usize): usize {
  let length = (end - at) >> 1;
  while (at + 8 <= end && !(load<u64>(at) & ASCII_UNITS)) at += 8;
  for (; at < end; at += 2) {
    const unit: u32 = load<u16>(at);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    if (isPair(unit, at, end)) at += 2; // two units, four bytes
  }
  return length;
}

/** Writes units that are ASCII, and up to three bytes of no use; false if one is not. */
export function ascii(at: usize, end: usize, to: usize): bool {
  for (; at < end; at += 8, to += 4) {
    let units = load<u64>(at);
    if (at + 8 > end) units &= ((<u64>1) << ((end - at) << 3)) - 1;
    if (units & ASCII_UNITS) return false;
    store<u32>(to, narrow(units));
  }
  return true;
}

/** Writes as many bytes as `byteLength` counted; an unpaired surrogate becomes U+FFFD. */
export function encode(at: usize, end: usize, to: usize): void {
  for (; at < end; at += 2) {
    let code: u32 = load<u16>(at);
    if (code >= 0x80) {
      if (code < 0x800) {
        store<u8>(to++, 0xc0 | (code >> 6));
      } else {
        if (isPair(code, at, end)) {
          at += 2;
          code = 0x10000 + ((code & 0x3ff) << 10) + (load<u16>(at) & 0x3ff);
          store<u8>(to++, 0xf0 | (code >> 18));
          store<u8>(to++, 0x80 | ((code >> 12) & 0x3f));
        } else {
          if ((code & 0xf800) == 0xd800) code = 0xfffd;
          store<u8>(to++, 0xe0 | (code >> 12));
        }
        store<u8>(to++, 0x80 | ((code >> 6) & 0x3f));
      }
      code = 0x80 | (code & 0x3f);
    }
    store<u8>(to++, code);
  }
}

function isPair(unit: u32, at: usize, end: usize): bool {
  return (
    (unit & 0xfc00) == 0xd800 &&
    at + 2 < end &&
    (load<u16>(at, 2) & 0xfc00) == 0xdc00
  );
}

/** The string that these bytes are, or null where they are not valid UTF-8. */
export function decode(at: usize, length: usize): string | null {
  const end = at + length;
  // @ts-ignore: known to asc only
  const text = __new(length << 1, idof<string>());
  let to = text;
  while (at < end) {
    for (; at + 4 <= end; at += 4, to += 8) {
      const bytes = load<u32>(at);
      if (bytes & ASCII_BYTES) break;
      store<u64>(to, widen(bytes));
    }
    if (at == end) break;
    do {
      let code: u32 = load<u8>(at++);
      if (code >= 0x80) {
        // As many more bytes as the first one says, each 10xxxxxx; no longer than needed.
        let more = clz(~(code << 24)) - 1;
        if (more < 1 || more > 3) return null;
        const least: u32 = more == 1 ? 0x80 : 1 << (5 * more + 1);
        code &= 0x3f >> more;
        if (end - at < <usize>more) return null;
        for (; more > 0; more--) {
          const byte: u32 = load<u8>(at++);
          if ((byte & 0xc0) != 0x80) return null;
          code = (code << 6) | (byte & 0x3f);
        }
        if (code < least || code > 0x10ffff || (code & 0xfffff800) == 0xd800) {
          return null;
        }
        if (code >= 0x10000) {
          code -= 0x10000;
          store<u16>(to, <u16>(0xd800 | (code >> 10)));
          code = 0xdc00 | (code & 0x3ff);
          to += 2;
        }
      }
      store<u16>(to, <u16>code);
      to += 2;
    } while (at < end && (end - at < 4 || load<i8>(at) < 0));
  }
  if (to - text == length << 1) return changetype<string>(text);
  // @ts-ignore: known to asc only
  return changetype<string>(__renew(text, to - text));
}

// Messages repeat their short texts: methods, names of header fields, "true". Those that were read
// last are kept, one for each hash, so that they need not be allocated and collected again.
// asc's `minimal` runtime, which is for small modules, does without.

// @ts-ignore: known to asc only
const KEEPS: bool = ASC_RUNTIME == 2;
const SLOTS = 64;
/** The texts that are kept, and the bytes of each. */
let texts: usize = 0;
let words: usize = 0;

if (KEEPS) {
  // @ts-ignore: known to asc only
  texts = __pin(changetype<usize>(new StaticArray<string | null>(SLOTS)));
  words = heap.alloc(SLOTS << 3);
}

/** The same as `decode`, of a message, which has eight spare bytes behind it. */
export function recall(at: usize, length: usize): string | null {
  if (!KEEPS || length > 8) return decode(at, length);
  const word = load<u64>(at) << (64 - (length << 3));
  const slot = <i32>((word * 0x9e37_79b9_7f4a_7c15) >> 58);
  const place = words + (slot << 3);
  const kept = load<usize>(texts + (slot << 2));
  if (kept && load<u64>(place) == word && units(kept) == length) {
    return changetype<string>(kept);
  }
  const text = decode(at, length);
  // Only what is ASCII is kept: texts that have as many units as bytes.
  if (changetype<usize>(text) && units(changetype<usize>(text)) == length) {
    unchecked((changetype<StaticArray<string | null>>(texts)[slot] = text));
    store<u64>(place, word);
  }
  return text;
}

function units(text: usize): usize {
  return (end(text) - text) >> 1;
}
