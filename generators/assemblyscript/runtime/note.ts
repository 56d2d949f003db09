/* eslint-disable */

// The text of an error while it is put together. It is written into memory without an owner, so
// that there is little to it, neither in a module's size nor where nothing goes wrong.

import * as utf8 from "./utf8";
import { Writer } from "./writer";

const note = changetype<Writer>(memory.data(offsetof<Writer>(), 8));

/** What went wrong in the message that is read or written; readers and writers own nothing. */
export let failure = "";

export function keep(problem: string): void {
  failure = problem;
}

/** Begins a text. */
export function begin(): void {
  note.clear();
}

/** The text. */
export function finish(): string {
  const text = utf8.decode(note.start, note.length);
  return text === null ? "" : text;
}

/** Adds an ASCII character. */
export function char(code: u32): void {
  note.char(code);
}

/** Whether these units are the text that is these bytes. */
export function is(at: usize, end: usize, bytes: usize, length: usize): bool {
  note.clear();
  if (note.units(at, end) != length) return false;
  let i: usize = 0;
  while (i < length && load<u8>(note.start + i) == load<u8>(bytes + i)) i++;
  return i == length;
}

/** The same for a text. */
export function isText(text: string, bytes: usize, length: usize): bool {
  const at = changetype<usize>(text);
  return is(at, utf8.end(at), bytes, length);
}

/** Adds a text as it is. */
export function add(text: string): void {
  note.text(text);
}

/** Adds the first characters of a name. */
export function name(at: usize, end: usize): void {
  const length = note.units(at, end);
  note.drop(length - utf8.clip(note.start + note.length - length, length));
}

/** Adds the first characters of a text that was read; a `?` for one that is no text. */
export function text(at: usize, length: usize): void {
  if (utf8.decode(at, length) === null) char(0x3f);
  else note.append(at, utf8.clip(at, length));
}

/** The same in quotes. */
export function quoted(at: usize, length: usize): void {
  char(0x22);
  text(at, length);
  char(0x22);
}

export function decimal(value: i64, unsigned: bool): void {
  let rest: u64 = value;
  if (!unsigned && value < 0) {
    char(0x2d);
    rest = -value;
  }
  let unit: u64 = 1;
  while (rest / unit > 9) unit *= 10;
  for (; unit; unit /= 10) char(0x30 + <u32>((rest / unit) % 10));
}
