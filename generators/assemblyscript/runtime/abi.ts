/* eslint-disable */

import * as note from "./note";
import { Reader } from "./reader";
import { Reply, Role, found, foundEnd } from "./role";
import * as utf8 from "./utf8";
import {
  __console_log,
  __guest_error,
  __guest_request,
  __guest_response,
  __host_call,
  __host_error,
  __host_error_len,
  __host_response,
  __host_response_len,
} from "./wapc";
import { Writer } from "./writer";

// One reader and one writer serve every call, nested ones too: a message is read to its
// end before a handler runs, and the host has taken a message when it begins to work.
const reader = changetype<Reader>(memory.data(offsetof<Reader>(), 8));
const writer = changetype<Writer>(memory.data(offsetof<Writer>(), 8));

/** What an actor answers to `HealthRequest` by default: `{healthy: true, message: ""}`. */
// prettier-ignore
const WELL = memory.data<u8>([
  0x82, 0xa7, 0x68, 0x65, 0x61, 0x6c, 0x74, 0x68, 0x79, 0xc3,
  0xa7, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0xa0,
]);

const roles = new Array<Role>();

// asc's `incremental` runtime collects when memory in use has doubled, and would do so in every
// other call while there is next to none. What is pinned counts as in use.
// @ts-ignore: known to asc only
if (ASC_RUNTIME == 2) __pin(changetype<usize>(new ArrayBuffer(8192)));

/** What is asked when no role has the operation. */
let last: Role | null = null;

/** Serves a role from now on. Of two that have an operation in common, one would never hear of it. */
export function serve(role: Role): void {
  for (let i = 0; i < roles.length; i++) {
    if (!role.meets(roles[i])) continue;
    note.begin();
    note.add(role.name);
    note.add(" and ");
    note.add(roles[i].name);
    note.add(" both have ");
    note.name(found, foundEnd);
    throw new Error(note.finish());
  }
  roles.push(role);
}

/** Asks this role after all others from now on. */
export function serveLast(role: Role): void {
  last = role;
}

/** An empty message. */
export function message(): Writer {
  writer.clear();
  return writer;
}

/** Answers the running operation with the message. */
export function answer(): Reply {
  if (writer.failed) return refuse(writer.error(root, rootEnd));
  __guest_response(writer.start, writer.length);
  return Reply.Answered;
}

/** Answers the running operation with an error. */
export function refuse(error: string): Reply {
  const w = message();
  w.text(error);
  __guest_error(w.start, w.length);
  return Reply.Refused;
}

/** Sends the message to the host, and gives what it answers to read. */
export function call(
  binding: string,
  namespace: string,
  operation: string,
): Reader {
  const root = changetype<usize>(operation);
  const rootEnd = utf8.end(root);
  if (writer.failed) return reader.refused(writer.error(root, rootEnd));
  const length = writer.length;
  const bindingLength = writer.text(binding);
  const namespaceLength = writer.text(namespace);
  const operationLength = writer.text(operation);
  const names = writer.start + length;
  const done = __host_call(
    names,
    bindingLength,
    names + bindingLength,
    namespaceLength,
    names + bindingLength + namespaceLength,
    operationLength,
    writer.start,
    length,
  );
  if (done) {
    reader.open(__host_response_len());
    __host_response(reader.start);
    return reader.from(root, rootEnd);
  }
  const size = __host_error_len();
  reader.open(size);
  __host_error(reader.start);
  const error = utf8.decode(reader.start, size);
  return reader.refused(error !== null ? error : "invalid UTF-8");
}

/** Writes a line to the host's log. */
export function log(text: string): void {
  const w = message();
  w.text(text);
  __console_log(w.start, w.length);
}

/** Which call is running, how many there were, how deep they are nested, and what is asked for. */
export let running: u32 = 0;
let calls: u32 = 0;
let depth = 0;
let root: usize = 0;
let rootEnd: usize = 0;

export function __guest_call(operationLength: usize, length: usize): i32 {
  reader.open(operationLength + length);
  const start = reader.start;
  __guest_request(start, start + operationLength);
  reader.skipTo(operationLength, length);
  const outer = running;
  const outerRoot = root;
  const outerRootEnd = rootEnd;
  running = ++calls;
  depth++;
  const reply = dispatch(start, operationLength);
  depth--;
  running = outer;
  root = outerRoot;
  rootEnd = outerRootEnd;
  // asc's `minimal` runtime collects when it is told to, and no frame may be alive then.
  // @ts-ignore: known to asc only
  if (ASC_RUNTIME == 1 && !depth) __collect();
  return reply;
}

/** The role that has the operation; its position there. */
function find(name: usize, length: usize): Role | null {
  for (let i = 0; i < roles.length; i++) {
    const role = roles[i];
    index = role.find(name, length);
    if (index >= 0) return role;
  }
  return null;
}

let index = 0;

function dispatch(name: usize, length: usize): i32 {
  let role = find(name, length);
  if (role === null) {
    role = last;
    if (role !== null) index = role.find(name, length);
    else if (note.isText("HealthRequest", name, length)) {
      __guest_response(WELL, 19);
      return Reply.Answered;
    }
  }
  if (role !== null && index >= 0) {
    root = found;
    rootEnd = foundEnd;
    return role.serve(index, reader.from(found, foundEnd));
  }
  note.begin();
  note.add("No handler registered for function ");
  note.text(name, length);
  return refuse(note.finish());
}
