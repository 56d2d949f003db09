/* eslint-disable */

// Names of fields and members, in texts such as "key value ttl?" and "plain=0 sealed=1".

import * as note from "./note";
import * as utf8 from "./utf8";

export const SPACE = 0x20;
export const EQUALS = 0x3d;
const QUESTION = 0x3f;

/** Where the next of these characters is, or the end. */
export function find(unit: u32, at: usize, end: usize): usize {
  while (at < end && load<u16>(at) != unit) at += 2;
  return at;
}

/** Whether the name that ends here has a `?`. */
export function isOptional(stop: usize): bool {
  return load<u16>(stop - 2) == QUESTION;
}

/** Where the name at this place ends, its `?` included, if it is this key; otherwise 0. */
export function match(at: usize, end: usize, key: usize, length: usize): usize {
  const stop = at + (length << 1);
  if (!length || stop > end || !same(at, stop, key)) return 0;
  if (stop == end) return stop;
  const mark = load<u16>(stop);
  if (mark == SPACE) return stop;
  return mark == QUESTION ? stop + 2 : 0;
}

/** Whether these units are a name, and this key is the same. */
export function same(at: usize, stop: usize, key: usize): bool {
  for (; at < stop; at += 8, key += 4) {
    let units = load<u64>(at);
    let bytes = load<u32>(key);
    if (at + 8 > stop) {
      const over = at + 8 - stop;
      units <<= over << 3;
      bytes <<= (<u32>over) << 2;
    }
    if (units != utf8.widen(bytes) || isNoName(bytes)) return false;
  }
  return true;
}

/** Whether one of four bytes is a space, a `?` or not ASCII. */
function isNoName(bytes: u32): bool {
  const spaces = (bytes ^ 0x2020_2020) - 0x0101_0101;
  const questions = (bytes ^ 0x3f3f_3f3f) - 0x0101_0101;
  return ((bytes | spaces | questions) & 0x8080_8080) != 0;
}

/** Adds the name at a position to the text of an error. */
export function nth(index: i32, at: usize, end: usize): void {
  for (; index > 0; index--) at = find(SPACE, at, end) + 2;
  name(at, find(SPACE, at, end));
}

function name(at: usize, stop: usize): void {
  note.name(at, min(find(QUESTION, at, stop), find(EQUALS, at, stop)));
}

/** Adds all names to the text of an error. */
export function list(at: usize, end: usize): void {
  note.add(", expected one of ");
  while (at < end) {
    const stop = find(SPACE, at, end);
    name(at, stop);
    if (stop < end) note.add(", ");
    at = stop + 2;
  }
}

/** The number that these digits are. */
export function number(at: usize, end: usize): i32 {
  let value = 0;
  const minus = load<u16>(at) == 0x2d;
  if (minus) at += 2;
  for (; at < end; at += 2) value = value * 10 + load<u16>(at) - 0x30;
  return minus ? -value : value;
}
