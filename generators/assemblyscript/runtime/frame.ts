/* eslint-disable */

import * as names from "./names";
import * as note from "./note";
import * as utf8 from "./utf8";

/** A container that is being read. What it remembers also says where an error happened. */
@unmanaged
export class Frame {
  kind: Kind = Kind.Skipped;
  /** How many values are left, and which one is being read. */
  left: u32 = 0;
  index: i32 = 0;
  /** The key of the entry that is being read: a number, or where in the message its text is. */
  key: i64 = 0;
  keyLength: usize = 0;
  /** The names of a struct's fields; where the next one is expected. */
  names: usize = 0;
  end: usize = 0;
  next: usize = 0;
  nextIndex: i32 = 0;
  /** The fields that were seen, a bit each; those after the 64th are on a stack of their own, from here to there. */
  seen: u64 = 0;
  more: u32 = 0;
  moreEnd: u32 = 0;
}

export enum Kind {
  /** A map by known keys, a list by position, a map of one known key. */
  Struct,
  Tuple,
  Union,
  List,
  /** A map whose key is being read, or was read and is of this type. */
  Map,
  TextMap,
  SignedMap,
  UnsignedMap,
  BoolMap,
  /** What is passed over. */
  Skipped,
}

export const FRAME = offsetof<Frame>();
/** One frame for no container, 128 for containers, one for a nil in the place of a container. */
export const BOTTOM = memory.data(130 * 72, 8);
export const TOP = BOTTOM + 128 * FRAME;

/** Begins the text of an error with the path: `Request.header["a"]: `; nothing where no root is known. */
export function path(root: usize, rootEnd: usize, top: usize): void {
  note.begin();
  if (!root) return;
  note.name(root, rootEnd);
  for (let at = BOTTOM + FRAME; at <= top; at += FRAME) {
    const frame = changetype<Frame>(at);
    const kind = frame.kind;
    if (kind >= Kind.Map) {
      if (kind == Kind.Map || kind == Kind.Skipped) continue;
      note.char(0x5b);
      keyText(frame, kind);
      note.char(0x5d);
    } else if (frame.index >= 0) {
      if (kind == Kind.List) {
        note.char(0x5b);
        note.decimal(frame.index, false);
        note.char(0x5d);
      } else {
        note.char(0x2e);
        names.nth(frame.index, frame.names, frame.end);
      }
    }
  }
  note.char(0x3a);
  note.char(0x20);
}

/** Adds the key of the map's entry that was read last to the text of an error. */
export function keyText(frame: Frame, kind: Kind): void {
  const key = frame.key;
  if (kind == Kind.BoolMap) word(key ? 11 : 10);
  else if (kind != Kind.TextMap) note.decimal(key, kind == Kind.UnsignedMap);
  else note.quoted(<usize>key, frame.keyLength);
}

// The marks of the fields after the 64th of their structs.
let marks: usize = 0;
let room: u32 = 0;

/** Marks a field as seen; gives whether it was already. */
export function mark(frame: Frame, index: u32): bool {
  let at = changetype<usize>(frame) + offsetof<Frame>("seen") + (index >> 3);
  if (index >= 64) {
    const place = frame.more + ((index - 64) >> 3);
    for (; frame.moreEnd <= place; frame.moreEnd++) {
      if (frame.moreEnd == room) {
        room = room * 2 + 64;
        marks = marks ? heap.realloc(marks, room) : heap.alloc(room);
      }
      store<u8>(marks + frame.moreEnd, 0);
    }
    at = marks + place;
  }
  const bits = load<u8>(at);
  const bit = 1 << (index & 7);
  store<u8>(at, bits | bit);
  return (bits & bit) != 0;
}

// What a value is, by its lead byte

/** Strings and bytes. */
export function isText(lead: u32): bool {
  return (
    (lead & 0xe0) == 0xa0 ||
    (lead >= 0xd9 && lead <= 0xdb) ||
    (lead >= 0xc4 && lead <= 0xc6)
  );
}

export function isList(lead: u32): bool {
  return (lead & 0xf0) == 0x90 || (lead & 0xfe) == 0xdc;
}

export function isMap(lead: u32): bool {
  return (lead & 0xf0) == 0x80 || (lead & 0xfe) == 0xde;
}

/** Adds the name of what a value is to the text of an error. */
export function kind(lead: u32): void {
  let index = 9;
  if (lead < 0x80 || lead >= 0xe0 || (lead >= 0xcc && lead <= 0xd3)) index = 3;
  else if (isMap(lead)) index = 8;
  else if (isList(lead)) index = 7;
  else if (isText(lead)) index = (lead & 0xfc) == 0xc4 ? 6 : 5;
  else if (lead < 0xc4) index = min(lead - 0xc0, 2);
  else if ((lead & 0xfe) == 0xca) index = 4;
  word(index);
}

function word(index: i32): void {
  const words =
    "nil invalid bool integer float string bytes list map extension false true";
  const at = changetype<usize>(words);
  names.nth(index, at, utf8.end(at));
}
