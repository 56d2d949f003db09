/* eslint-disable */

import { __guest_error } from "./wapc";

/** For asc's option `--use abort=contracts/wapc/abort/abort`: a trap tells its text. */
export function abort(
  text: string | null,
  file: string | null,
  line: u32,
  column: u32,
): void {
  let error = text !== null ? text : "abort";
  if (file !== null) error += " at " + file + ":" + line.toString();
  const bytes = String.UTF8.encode(error);
  __guest_error(changetype<usize>(bytes), bytes.byteLength);
  unreachable();
}
