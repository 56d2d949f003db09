/* eslint-disable */

import * as names from "./names";
import * as note from "./note";
import { Reader } from "./reader";
import * as utf8 from "./utf8";

/** What became of an operation. */
export enum Reply {
  Refused = 0,
  Answered = 1,
}

/** The name of an operation: from here to there. */
export let found: usize = 0;
export let foundEnd: usize = 0;

/** One side of a contract, as this module serves it. */
export abstract class Role {
  /** `operations` are their names, each behind the same character: a space where no name has one. */
  constructor(
    readonly name: string,
    readonly operations: string,
  ) {}

  /** Answers or refuses the operation at this position of `operations`. */
  abstract serve(operation: i32, reader: Reader): Reply;

  /** The position of the operation with this name, which is then `found`; -1 where the role has none. */
  find(at: usize, length: usize): i32 {
    this.rewind();
    for (let i = 0; this.next(); i++) {
      const first = load<u16>(found);
      if (first < 0x80 && first != load<u8>(at)) continue;
      if (note.is(found, foundEnd, at, length)) return i;
    }
    return -1;
  }

  /** Whether both roles have an operation, which is then `found`. */
  meets(other: Role): bool {
    this.rewind();
    while (this.next()) {
      const at = found;
      const end = foundEnd;
      other.rewind();
      while (other.next()) {
        const size = end - at;
        if (foundEnd - found == size && !memory.compare(found, at, size)) {
          return true;
        }
      }
      foundEnd = end;
    }
    return false;
  }

  private rewind(): void {
    foundEnd = changetype<usize>(this.operations);
  }

  /** Goes to the next operation. */
  private next(): bool {
    const end = utf8.end(this.operations);
    const separator = load<u16>(changetype<usize>(this.operations));
    found = foundEnd + 2;
    foundEnd = names.find(separator, found, end);
    return found < end;
  }
}
