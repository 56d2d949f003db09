/* eslint-disable */

import { EMPTY } from "./result";

/** One value of any kind, as the MessagePack that it is on the wire. */
export class Raw {
  /** Its bytes; none are the same as nil. */
  constructor(public bytes: ArrayBuffer = EMPTY) {}
}
