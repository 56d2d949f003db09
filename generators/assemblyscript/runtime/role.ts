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
    const operations = changetype<usize>(this.operations);
    foundEnd = operations;
    for (let i = 0; next(operations); i++) {
      const first = load<u16>(found);
      if (first < 0x80 && first != load<u8>(at)) continue;
      const stop = found + (length << 1);
      if (stop == foundEnd && names.same(found, stop, at)) return i;
      if (note.is(found, foundEnd, at, length)) return i;
    }
    return -1;
  }

  /** Whether both roles have an operation, which is then `found`. */
  meets(other: Role): bool {
    const operations = changetype<usize>(this.operations);
    const others = changetype<usize>(other.operations);
    foundEnd = operations;
    while (next(operations)) {
      const at = found;
      const end = foundEnd;
      foundEnd = others;
      while (next(others)) {
        const size = end - at;
        if (foundEnd - found == size && !memory.compare(found, at, size)) {
          return true;
        }
      }
      foundEnd = end;
    }
    return false;
  }
}

/** Goes to the next of these operations; the one after `foundEnd`, that is. */
function next(operations: usize): bool {
  const end = utf8.end(operations);
  found = foundEnd + 2;
  foundEnd = names.find(load<u16>(operations), found, end);
  return found < end;
}
