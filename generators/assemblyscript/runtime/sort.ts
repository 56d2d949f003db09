/* eslint-disable */

import * as utf8 from "./utf8";

const none: Array<string> = [];

/** The keys of a map, in the order of their encoded bytes. */
export function sorted<K, V>(map: Map<K, V>): Array<K> {
  // Nothing is read from, or written to, an array without keys, so one serves all types.
  return map.size ? sort(map.keys()) : changetype<Array<K>>(none);
}

function sort<K>(keys: Array<K>): Array<K> {
  // A shell sort: small, and fast enough for keys that somebody else has chosen.
  let gap = 1;
  while (gap < keys.length / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < keys.length; i++) {
      const key = keys[i];
      let j = i - gap;
      for (; j >= 0 && compare<K>(keys[j], key) > 0; j -= gap) {
        keys[j + gap] = keys[j];
      }
      keys[j + gap] = key;
    }
  }
  return keys;
}

function compare<K>(a: K, b: K): i32 {
  if (isString<K>()) {
    return compareText(changetype<string>(a), changetype<string>(b));
  }
  const left = lead<K>(a);
  const right = lead<K>(b);
  if (left != right) return left - right;
  return i32(<u64>a > <u64>b) - i32(<u64>a < <u64>b);
}

/** By the length, which comes first, and then by the bytes. */
function compareText(a: string, b: string): i32 {
  const left = byteLength(a);
  const right = byteLength(b);
  if (left != right) return left - right;
  const length = min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x != y) return order(x) - order(y);
  }
  return 0;
}

function byteLength(text: string): i32 {
  const at = changetype<usize>(text);
  return <i32>utf8.byteLength(at, utf8.end(at));
}

/** UTF-8 has surrogate pairs behind all other units, UTF-16 before e000. */
function order(unit: i32): i32 {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** The first byte that a number is written with. */
function lead<K>(value: K): i32 {
  if (isSigned<K>()) {
    const v = <i64>value;
    if (v >= -32 && v <= 127) return <u8>v;
    if (v == <i8>v) return 0xd0;
    if (v == <i16>v) return 0xd1;
    return v == <i32>v ? 0xd2 : 0xd3;
  }
  const v = <u64>value;
  if (v <= 127) return <i32>v;
  if (v == <u8>v) return 0xcc;
  if (v == <u16>v) return 0xcd;
  return v == <u32>v ? 0xce : 0xcf;
}
