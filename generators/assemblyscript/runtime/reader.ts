/* eslint-disable */

import { DateTime, parse, unpack } from "./datetime";
import {
  BOTTOM,
  FRAME,
  Frame,
  Kind,
  TOP,
  isList,
  isMap,
  isText,
  keyText,
  kind,
  mark,
  path,
} from "./frame";
import * as names from "./names";
import * as note from "./note";
import { Raw } from "./raw";
import { EMPTY, Result, Void, done, fail, ok } from "./result";
import * as utf8 from "./utf8";

/** Looks at what is to be written. */
const scratch = changetype<Reader>(memory.data(offsetof<Reader>(), 8));

/**
 * Reads MessagePack. After a failure every read gives an empty value and every loop ends,
 * so that only the end of a message has to ask whether it `failed`.
 */
@unmanaged
export class Reader {
  /** Where the message begins. */
  start: usize = 0;
  private room: usize = 0;
  private at: usize = 0;
  private end: usize = 0;
  /** How many bytes the text has that was read last. */
  private length: usize = 0;
  private frame: Frame = changetype<Frame>(BOTTOM);
  /** The name that the path of an error begins with. */
  private root: usize = 0;
  private rootEnd: usize = 0;
  /** Whether something went wrong. */
  failed: bool = false;

  /** Makes room for a message of this length, which the caller puts at `start`. */
  open(length: usize): void {
    if (length + 8 > this.room) {
      if (this.start) heap.free(this.start);
      this.room = max(length + 8, 1024);
      this.start = heap.alloc(this.room);
    }
    this.skipTo(0, length);
  }

  /** Begins to read the part of the message from `offset` on. */
  skipTo(offset: usize, length: usize): void {
    this.at = this.start + offset;
    this.end = this.at + length;
    this.frame = changetype<Frame>(BOTTOM);
    this.failed = false;
  }

  /** Begins to read from somewhere else, so many containers down. */
  watch(at: usize, length: usize, depth: usize): void {
    this.at = at;
    this.end = at + length;
    this.frame = changetype<Frame>(BOTTOM + depth * FRAME);
    this.failed = false;
  }

  /** The name that the text of an error begins with, unless the message is of a named type. */
  from(root: usize, rootEnd: usize): Reader {
    this.root = root;
    this.rootEnd = rootEnd;
    return this;
  }

  /** What went wrong, and at which field, where it `failed`. */
  get error(): string {
    return note.failure;
  }

  /** The value that was read, or what went wrong. */
  finish<T>(value: T): Result<T> {
    return this.failed ? fail<T>(note.failure) : ok<T>(value);
  }

  /** The result of an operation that returns nothing; what was answered does not matter. */
  done(): Result<Void> {
    return this.failed ? fail<Void>(note.failure) : done();
  }

  // Scalars

  /** Whether the next value is nil, which is then taken. */
  nil(): bool {
    if (this.lead() != 0xc0) return false;
    this.at++;
    return true;
  }

  /** Whether the message is nil, or empty. */
  absent(): bool {
    return this.at == this.end || this.nil();
  }

  bool(): bool {
    const lead = this.lead();
    if ((lead & 0xfe) != 0xc2) return <bool>this.mismatch("bool");
    this.at++;
    return lead == 0xc3;
  }

  i8(): i8 {
    return <i8>this.int(i8.MIN_VALUE, i8.MAX_VALUE, "i8");
  }

  i16(): i16 {
    return <i16>this.int(i16.MIN_VALUE, i16.MAX_VALUE, "i16");
  }

  i32(): i32 {
    return <i32>this.int(i32.MIN_VALUE, i32.MAX_VALUE, "i32");
  }

  i64(): i64 {
    return this.int(i64.MIN_VALUE, i64.MAX_VALUE, "i64");
  }

  u8(): u8 {
    return <u8>this.int(0, u8.MAX_VALUE, "u8");
  }

  u16(): u16 {
    return <u16>this.int(0, u16.MAX_VALUE, "u16");
  }

  u32(): u32 {
    return <u32>this.int(0, u32.MAX_VALUE, "u32");
  }

  u64(): u64 {
    if (this.lead() == 0xcf) return this.wide(0xcf);
    return this.int(0, i64.MAX_VALUE, "u64");
  }

  /** Any integer; its 64 bits are unsigned where the lead byte is cf. */
  private integer(type: string): i64 {
    const lead = this.lead();
    if (lead >= 0xcc && lead <= 0xd3) return this.wide(lead);
    if (lead >= 0x80 && lead < 0xe0) return this.mismatch(type);
    this.at++;
    return <i8>lead;
  }

  private int(least: i64, most: i64, type: string): i64 {
    const lead = this.lead();
    const value = this.integer(type);
    const huge = lead == 0xcf && value < 0;
    return huge || value < least || value > most
      ? this.misfit(value, huge, type)
      : value;
  }

  /** A number after its lead byte, which says how many bytes it has and whether it is signed. */
  private wide(lead: u32): i64 {
    const size: usize = 1 << (lead & 3);
    const bits = bswap(load<u64>(this.at, 1)); // eight spare bytes follow the message
    this.pass(1, size);
    const rest: u64 = 64 - (size << 3);
    return lead < 0xd0 ? bits >> rest : (<i64>bits) >> rest;
  }

  f32(): f32 {
    return <f32>this.float(24, "f32");
  }

  f64(): f64 {
    return this.float(53, "f64");
  }

  /** A float, or an integer that so many bits hold exactly. */
  private float(digits: u64, type: string): f64 {
    const lead = this.lead();
    if (lead == 0xca) return reinterpret<f32>(<u32>this.wide(0xce));
    if (lead == 0xcb) return reinterpret<f64>(this.wide(0xcf));
    const unsigned = lead == 0xcf;
    const value = this.integer(type);
    const size: u64 = unsigned || value > 0 ? value : -value;
    if (size && 64 - clz(size) - ctz(size) > digits) {
      this.misfit(value, unsigned, type);
    }
    return unsigned ? <f64>(<u64>value) : <f64>value;
  }

  string(): string {
    const length = this.text("string");
    if (!length) return "";
    const at = this.at;
    const text = changetype<usize>(utf8.recall(at, length));
    if (!text) {
      this.fail("invalid UTF-8");
      return "";
    }
    this.at = at + length;
    return changetype<string>(text);
  }

  bytes(): ArrayBuffer {
    const lead = this.lead();
    if (isList(lead)) {
      const bytes = new ArrayBuffer(this.list());
      let to = changetype<usize>(bytes);
      while (this.item()) store<u8>(to++, this.u8());
      return bytes;
    }
    const length: usize = this.nil() ? 0 : this.text("bytes");
    return length ? this.copy(length) : EMPTY;
  }

  /** One value of any kind, as it is. */
  raw(): Raw {
    const start = this.at;
    this.skip();
    const length = this.at - start;
    this.at = start;
    return this.failed ? new Raw() : new Raw(this.copy(length));
  }

  private copy(length: usize): ArrayBuffer {
    const bytes = new ArrayBuffer(<i32>length);
    utf8.copy(changetype<usize>(bytes), this.at, length);
    this.at += length;
    return bytes;
  }

  datetime(): DateTime {
    const value = new DateTime();
    const lead = this.lead();
    const start = this.at;
    if (isText(lead)) {
      const length = this.text("datetime");
      const at = this.at;
      this.at += length;
      if (!parse(at, length, value) && this.begin()) {
        note.add("invalid datetime ");
        note.quoted(at, length);
        this.close();
      }
    } else if (
      (lead >= 0xc7 && lead <= 0xc9) ||
      (lead >= 0xd4 && lead <= 0xd8)
    ) {
      this.skip();
      const at = start + (lead >= 0xd4 ? 2 : 2 + (1 << (lead - 0xc7)));
      const length = this.at - at;
      if (load<i8>(at - 1) != -1 || !unpack(at, length, value)) {
        this.unexpected("datetime", lead);
      }
    } else this.mismatch("datetime");
    return value;
  }

  /** An enum: its number, its name or `{position: nil}`; `members` is "name=number ...". */
  enum(type: string, members: string): i32 {
    this.enters(type);
    const lead = this.lead();
    let sign = lead;
    let name: usize = 0;
    let length: usize = 0;
    let number: i64 = 0;
    const byPosition = isMap(lead);
    if (isText(lead)) {
      length = this.text("enum");
      name = this.at;
      this.at += length;
    } else if (byPosition) {
      const frame = this.frame;
      const size = this.count(0x80, 0xde, "enum");
      this.enter(Kind.Skipped, size, 1);
      sign = this.lead();
      if (size == 1 && isInteger(sign)) number = this.integer("enum");
      else this.unexpected("enum", lead);
      if (!this.nil()) {
        if (this.at < this.end) this.unexpected("enum", lead);
        this.truncated();
      }
      this.frame = frame;
    } else {
      number = this.integer("enum");
    }
    const huge = sign == 0xcf && number < 0;
    let at = changetype<usize>(members);
    const end = utf8.end(at);
    for (let position = 0; at < end; position++) {
      const equals = names.find(names.EQUALS, at, end);
      const stop = names.find(names.SPACE, equals, end);
      const value = names.number(equals + 2, stop);
      if (
        name
          ? names.match(at, equals, name, length) == equals
          : number == (byPosition ? position : value) && !huge
      ) {
        return value;
      }
      at = stop + 2;
    }
    if (this.begin()) {
      note.add("unknown value ");
      if (name) note.quoted(name, length);
      else note.decimal(number, huge);
      names.list(changetype<usize>(members), end);
      this.close();
    }
    return 0;
  }

  // Containers

  /** The position of the field that is to be read. */
  get index(): i32 {
    return this.frame.index;
  }

  /**
   * Enters a struct of these fields, each with a `?` where it may be missing. Its values are
   * read in a loop, `while (reader.field()) switch (reader.index) ...`.
   */
  struct(type: string, fields: string): void {
    this.enters(type);
    const list = isList(this.lead());
    const size = list
      ? this.count(0x90, 0xdc, "map")
      : this.count(0x80, 0xde, "map");
    this.enter(list ? Kind.Tuple : Kind.Struct, size, list ? 0 : 1);
    this.expect(fields);
  }

  /** Enters a union of these members; gives the position of the one that is there. */
  union(type: string, members: string): i32 {
    this.enters(type);
    const lead = this.lead();
    const size = this.count(0x80, 0xde, "map");
    this.enter(Kind.Union, size, 1);
    if (size != 1) this.unexpected("map", lead);
    this.expect(members);
    const length = this.text("string");
    const key = this.at;
    const frame = this.frame;
    this.at += length;
    if (!this.match(frame, key, length) && this.begin()) {
      note.add("unknown member ");
      note.quoted(key, length);
      names.list(frame.names, frame.end);
      this.close();
    }
    return this.failed ? -1 : frame.index;
  }

  /** Leaves a union. */
  leave(): void {
    if (!this.failed) this.out();
  }

  /** What the path of an error begins with, if this is the outermost value. */
  private enters(type: string): void {
    if (changetype<usize>(this.frame) == BOTTOM) {
      const root = changetype<usize>(type);
      this.from(root, utf8.end(root));
    }
  }

  private expect(fields: string): void {
    const frame = this.frame;
    const names = changetype<usize>(fields);
    frame.names = names;
    frame.end = utf8.end(names);
    frame.next = names;
    frame.nextIndex = 0;
    frame.seen = 0;
  }

  /** Goes to the next field; false at the end of the struct. */
  field(): bool {
    const frame = this.frame;
    // @ts-ignore: known to asc only
    if (ASC_SHRINK_LEVEL < 2 && this.expected(frame)) return true;
    while (this.next()) {
      if (frame.kind == Kind.Tuple) {
        if (frame.next < frame.end) {
          this.take(frame, names.find(names.SPACE, frame.next, frame.end));
          return true;
        }
        frame.index = -1;
      } else {
        frame.index = -1;
        const length = this.text("string");
        const key = this.at;
        this.at += length;
        if (this.match(frame, key, length)) return !this.failed;
      }
      this.skip();
    }
    return false;
  }

  /** Goes to the field that nearly always comes next; false if it takes more than a look. */
  private expected(frame: Frame): bool {
    if (this.failed || !frame.left || frame.kind != Kind.Struct) return false;
    const key = this.at + 1;
    const length = (<usize>this.lead()) ^ 0xa0;
    if (length > 31 || length > this.end - key) return false;
    const stop = names.match(frame.next, frame.end, key, length);
    const index = frame.nextIndex;
    const bit = (<u64>1) << index;
    if (!stop || index > 63 || frame.seen & bit) return false;
    frame.seen |= bit;
    frame.left--;
    frame.index = index;
    frame.next = stop + 2;
    frame.nextIndex = index + 1;
    this.at = key + length;
    return true;
  }

  /** Finds a key among the names, and first where it is expected. */
  private match(frame: Frame, key: usize, length: usize): bool {
    const end = frame.end;
    const from = frame.next;
    let again = false;
    while (true) {
      const at = frame.next;
      const stop = names.match(at, end, key, length);
      if (stop) {
        this.take(frame, stop);
        return true;
      }
      if (again && at >= from) return false;
      frame.next = names.find(names.SPACE, at, end) + 2;
      frame.nextIndex++;
      if (frame.next > end) {
        if (again) return false;
        again = true;
        frame.next = frame.names;
        frame.nextIndex = 0;
      }
    }
  }

  /** Takes the next name of a struct, which ends at `stop`. */
  private take(frame: Frame, stop: usize): void {
    const index = frame.nextIndex;
    if (mark(frame, index) && this.begin()) {
      note.add("duplicate key ");
      note.char(0x22);
      names.nth(index, frame.names, frame.end);
      note.char(0x22);
      this.close();
    }
    frame.index = index;
    frame.next = stop + 2;
    frame.nextIndex = index + 1;
  }

  /** Fails where a name without a `?` was not seen. */
  private complete(frame: Frame): void {
    const end = frame.end;
    const all = (<u64>1) << frame.nextIndex;
    if (frame.next > end && frame.seen == all - 1) return;
    let index = 0;
    for (let at = frame.names; at < end; index++) {
      const stop = names.find(names.SPACE, at, end);
      if (!mark(frame, index) && !names.isOptional(stop)) {
        frame.index = index;
        this.fail("missing field");
        return;
      }
      at = stop + 2;
    }
  }

  /** Enters a list, which is read with `while (reader.item()) ...`; gives its length. */
  list(): i32 {
    const nil = this.nil();
    const size = nil ? 0 : this.count(0x90, 0xdc, "list");
    this.enter(Kind.List, size, 0, nil);
    return this.failed ? 0 : this.frame.left;
  }

  /** Goes to the next item of a list; false at its end. */
  item(): bool {
    return this.next();
  }

  /** Enters a map, which is read with `while (reader.entry(map.size)) ...`. */
  map(): void {
    const nil = this.nil();
    const size = nil ? 0 : this.count(0x80, 0xde, "map");
    this.enter(Kind.Map, size, 1, nil);
  }

  /** Goes to the next entry of a map that has so many entries; false at its end. */
  entry(size: i32): bool {
    const frame = this.frame;
    if (size <= frame.index && !this.failed) {
      const kind = frame.kind;
      frame.kind = Kind.Map; // its path is that of the map
      this.begin();
      note.add("duplicate key ");
      keyText(frame, kind);
      this.close();
    }
    if (!this.next()) return false;
    frame.kind = Kind.Map;
    return true;
  }

  /** The key of an entry, which was read. */
  key<T>(key: T): T {
    const frame = this.frame;
    if (isString<T>()) {
      // Where a string ends is where the reader is.
      frame.kind = Kind.TextMap;
      frame.keyLength = this.length;
      frame.key = this.at - frame.keyLength;
    } else {
      frame.key = <i64>key;
      if (isBoolean<T>()) frame.kind = Kind.BoolMap;
      else frame.kind = isSigned<T>() ? Kind.SignedMap : Kind.UnsignedMap;
    }
    return key;
  }

  private next(): bool {
    const frame = this.frame;
    if (this.failed) return false;
    if (frame.left) {
      frame.left--;
      frame.index++;
      return true;
    }
    if (frame.kind <= Kind.Tuple) this.complete(frame);
    this.out();
    return false;
  }

  private out(): void {
    this.frame = changetype<Frame>(changetype<usize>(this.frame) - FRAME);
  }

  /** The number of entries in a header. */
  private count(short: u32, long: u32, expected: string): u32 {
    const lead = this.lead();
    if ((lead & 0xf0) == short) {
      this.at++;
      return lead & 0x0f;
    }
    if (lead == long) return <u32>this.wide(0xcd);
    if (lead == long + 1) return <u32>this.wide(0xce);
    return <u32>this.mismatch(expected);
  }

  /** Goes into a container of so many entries, each of at least one byte, or of two; or into nil. */
  private enter(kind: Kind, size: u32, shift: u32, nil: bool = false): void {
    if (changetype<usize>(this.frame) == TOP && !nil) {
      this.fail("nested deeper than 128");
    }
    if (size > (<u32>(this.end - this.at)) >> shift) this.truncated();
    if (this.failed) return;
    const outer = this.frame;
    const frame = changetype<Frame>(changetype<usize>(outer) + FRAME);
    frame.kind = kind;
    frame.left = size;
    frame.index = -1;
    frame.more = outer.moreEnd;
    frame.moreEnd = outer.moreEnd;
    this.frame = frame;
  }

  /** Passes over one value, whatever it is. */
  skip(): void {
    const frame = this.frame;
    do {
      if (this.frame != frame && !this.next()) continue;
      const lead = this.lead();
      if (lead < 0x80 || lead >= 0xe0) this.pass(1, 0);
      else if (isMap(lead)) {
        this.enter(Kind.Skipped, this.count(0x80, 0xde, ""), 1);
        if (!this.failed) this.frame.left <<= 1;
      } else if (isList(lead)) {
        this.enter(Kind.Skipped, this.count(0x90, 0xdc, ""), 0);
      } else if (isText(lead)) this.pass(this.text(""), 0);
      else if (lead == 0xc1) this.mismatch("value");
      else if (lead <= 0xc3) this.pass(1, 0);
      else if (lead <= 0xc9) this.pass(<usize>this.wide(lead - 0xc7), 1);
      else if (lead <= 0xcb) this.pass(1, 4 << (lead - 0xca));
      else if (lead <= 0xd3) this.wide(lead);
      else this.pass(2, 1 << (lead - 0xd4));
    } while (this.frame != frame && !this.failed);
  }

  // Bytes

  /** The lead byte of the next value; at the end the one that is no value's. */
  private lead(): u32 {
    return this.at < this.end ? load<u8>(this.at) : 0xc1;
  }

  /** The header of a string or of bytes; gives the length, which the message has. */
  private text(expected: string): usize {
    const lead = this.lead();
    let length: usize = lead & 0x1f;
    if ((lead & 0xe0) == 0xa0) this.at++;
    else if (isText(lead)) {
      const size = lead - (lead < 0xd0 ? 0xc4 : 0xd9);
      length = <usize>this.wide(0xcc | size);
    } else length = <usize>this.mismatch(expected);
    if (length > this.end - this.at) length = <usize>this.truncated();
    this.length = length;
    return length;
  }

  /** Passes over so many bytes, if the message has them. */
  private pass(header: usize, length: usize): void {
    const left = this.end - this.at;
    if (left < length || left - length < header) this.truncated();
    else this.at += header + length;
  }

  // Errors

  private mismatch(expected: string): i64 {
    if (this.at < this.end) return this.unexpected(expected, this.lead());
    return this.truncated();
  }

  private unexpected(expected: string, lead: u32): i64 {
    if (!this.begin()) return 0;
    note.add("expected ");
    note.add(expected);
    note.add(", found ");
    kind(lead);
    return this.close();
  }

  private misfit(value: i64, unsigned: bool, type: string): i64 {
    if (!this.begin()) return 0;
    note.decimal(value, unsigned);
    note.add(" does not fit ");
    note.add(type);
    return this.close();
  }

  private truncated(): i64 {
    return this.fail("truncated");
  }

  private fail(problem: string): i64 {
    if (!this.begin()) return 0;
    note.add(problem);
    return this.close();
  }

  /** Begins the text of an error, if it is the first one. */
  private begin(): bool {
    if (this.failed) return false;
    path(this.root, this.rootEnd, changetype<usize>(this.frame));
    return true;
  }

  /** Ends the reading with the text of the error; gives the zero that is read from then on. */
  private close(): i64 {
    this.refused(note.finish());
    return 0;
  }

  /** There is nothing to read but this error. */
  refused(error: string): Reader {
    note.keep(error);
    this.failed = true;
    this.at = this.end;
    return this;
  }
}

/** What is wrong with one value of any kind, so many containers down; nothing: an empty text. */
export function check(at: usize, length: usize, depth: usize): string {
  scratch.watch(at, length, depth);
  scratch.skip();
  return scratch.failed ? scratch.error : "";
}

function isInteger(lead: u32): bool {
  return lead < 0x80 || lead >= 0xe0 || (lead >= 0xcc && lead <= 0xd3);
}
