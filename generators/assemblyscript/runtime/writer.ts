/* eslint-disable */

import { DateTime } from "./datetime";
import * as note from "./note";
import { Raw } from "./raw";
import { check } from "./reader";
import * as utf8 from "./utf8";

/** How deep lists, maps and structs may nest. */
export const DEPTH = 128;

/**
 * Writes MessagePack, each value in its one canonical form, into memory that it keeps. After a
 * failure it goes on writing what nobody will read, so that only the end of a message has to ask.
 */
@unmanaged
export class Writer {
  start: usize = 0;
  private at: usize = 0;
  private limit: usize = 0;
  private depth: i32 = 0;
  /** The name that the text of an error begins with. */
  private root: usize = 0;
  private rootEnd: usize = 0;
  /** Whether something cannot be written. */
  failed: bool = false;

  get length(): usize {
    return this.at - this.start;
  }

  /** What cannot be written, where it `failed`; the name is of the operation, for no named type. */
  error(name: usize, nameEnd: usize): string {
    note.begin();
    if (this.root) note.name(this.root, this.rootEnd);
    else note.name(name, nameEnd);
    note.char(0x3a);
    note.char(0x20);
    note.add(note.failure);
    return note.finish();
  }

  clear(): void {
    this.at = this.start;
    this.depth = 0;
    this.root = 0;
    this.failed = false;
  }

  /** Ends the writing; what was written is not sent. */
  fail(problem: string): bool {
    if (!this.failed) note.keep(problem);
    this.failed = true;
    return false;
  }

  // Scalars

  nil(): void {
    this.reserve(0);
    this.lead(0xc0);
  }

  bool(value: bool): void {
    this.reserve(0);
    this.lead(0xc2 | u32(value));
  }

  int(value: i64): void {
    this.reserve(0);
    if (value >= -32 && value <= 127) this.lead(<u32>value);
    else if (value == <i8>value) this.number(0xd0, 1, value);
    else if (value == <i16>value) this.number(0xd1, 2, value);
    else if (value == <i32>value) this.number(0xd2, 4, value);
    else this.number(0xd3, 8, value);
  }

  uint(value: u64): void {
    this.reserve(0);
    if (value <= 127) this.lead(<u32>value);
    else this.size(0xcc, value);
  }

  f32(value: f32): void {
    this.reserve(0);
    const bits = value == value ? reinterpret<u32>(value) : 0x7fc0_0000;
    this.number(0xca, 4, bits);
  }

  f64(value: f64): void {
    this.reserve(0);
    const bits = value == value ? reinterpret<u64>(value) : 0x7ff8 << 48;
    this.number(0xcb, 8, bits);
  }

  string(value: string): void {
    const at = changetype<usize>(value);
    const end = utf8.end(at);
    const units = (end - at) >> 1;
    this.reserve(units);
    if (units < 32 && utf8.ascii(at, end, this.at + 1)) {
      this.lead(0xa0 | (<u32>units));
      this.at += units;
      return;
    }
    const length = utf8.byteLength(at, end);
    if (length < 32) this.lead(0xa0 | (<u32>length));
    else this.size(0xd9, length);
    this.units(at, end);
  }

  bytes(value: ArrayBuffer): void {
    const length: usize = value.byteLength;
    this.reserve(length);
    this.size(0xc4, length);
    this.copy(changetype<usize>(value), length);
  }

  /** Bytes as the list of integers that some old peers want. */
  byteList(value: ArrayBuffer): void {
    const length = value.byteLength;
    if (!this.list(length)) return;
    for (let i = 0; i < length; i++) {
      this.uint(load<u8>(changetype<usize>(value) + i));
    }
    this.end();
  }

  datetime(value: DateTime): void {
    if (value.valid) this.string(value.toString());
    else {
      note.begin();
      note.add('invalid datetime "');
      note.decimal(value.seconds, false);
      note.char(0x22);
      this.fail(note.finish());
    }
  }

  /** One value of any kind, as it is. */
  raw(value: Raw): void {
    const bytes = value.bytes;
    const length: usize = bytes.byteLength;
    if (!length) return this.nil();
    const problem = check(changetype<usize>(bytes), length, this.depth);
    if (problem.length) this.fail(problem);
    this.reserve(length);
    this.copy(changetype<usize>(bytes), length);
  }

  // Containers, each of which ends with `end`

  /** Begins a struct of this type; its names and values follow. False: it is not to be written. */
  struct(type: string, fields: i32): bool {
    if (!this.depth) {
      this.root = changetype<usize>(type);
      this.rootEnd = utf8.end(this.root);
    }
    return this.map(fields);
  }

  /** The name of a field or of a member. */
  name(name: string): void {
    this.string(name);
  }

  /** Begins a list; its items follow. */
  list(items: i32): bool {
    return this.enter(items, 0x90, 0xdc);
  }

  /** Begins a map; its keys and values follow, sorted. */
  map(entries: i32): bool {
    return this.enter(entries, 0x80, 0xde);
  }

  private enter(size: i32, short: u32, long: u32): bool {
    if (this.depth == DEPTH) this.fail("nested deeper than 128");
    if (this.failed) return false;
    this.depth++;
    this.reserve(0);
    if (size < 16) this.lead(short | size);
    else if (size < 0x10000) this.number(long, 2, size);
    else this.number(long + 1, 4, size);
    return true;
  }

  /** Ends a list, map or struct. */
  end(): void {
    this.depth--;
  }

  // Bytes

  /** Text without a header; gives its length. */
  text(value: string): usize {
    const at = changetype<usize>(value);
    return this.units(at, utf8.end(at));
  }

  /** The same for the units of a text. */
  units(at: usize, end: usize): usize {
    let length = (end - at) >> 1;
    this.reserve(length);
    if (!utf8.ascii(at, end, this.at)) {
      length = utf8.byteLength(at, end);
      this.reserve(length);
      utf8.encode(at, end, this.at);
    }
    this.at += length;
    return length;
  }

  /** Bytes without a header. */
  append(from: usize, length: usize): void {
    this.reserve(length);
    this.copy(from, length);
  }

  /** An ASCII character without a header. */
  char(code: u32): void {
    this.reserve(0);
    this.lead(code);
  }

  /** Takes back the last bytes. */
  drop(length: usize): void {
    this.at -= length;
  }

  private copy(from: usize, length: usize): void {
    utf8.copy(this.at, from, length);
    this.at += length;
  }

  private lead(byte: u32): void {
    store<u8>(this.at++, byte);
  }

  /** A size or a number in the shortest of the forms that begin with this one. */
  private size(lead: u32, size: u64): void {
    if (size < 0x100) this.number(lead, 1, size);
    else if (size < 0x10000) this.number(lead + 1, 2, size);
    else if (size <= u32.MAX_VALUE) this.number(lead + 2, 4, size);
    else this.number(lead + 3, 8, size);
  }

  private number(lead: u32, size: usize, value: u64): void {
    store<u8>(this.at, lead);
    store<u64>(this.at, bswap(value << (64 - (size << 3))), 1);
    this.at += size + 1;
  }

  /** Makes room for so many bytes and a header. */
  private reserve(length: usize): void {
    if (this.limit - this.at < length + 9) this.grow(length + 9);
  }

  private grow(length: usize): void {
    const used = this.length;
    const size = max((used + length) << 1, 1024);
    this.start = this.start ? heap.realloc(this.start, size) : heap.alloc(size);
    this.at = this.start + used;
    this.limit = this.start + size;
  }
}
