// Written by hand: the contract of HTTP servers.

import * as wapc from "./wapc";

export class Request {
  method: string = "";
  path: string = "";
  queryString: string = "";
  header: Map<string, string> = new Map();
  body: ArrayBuffer = wapc.EMPTY;
}

export class Response {
  statusCode: u32 = 0;
  status: string = "";
  header: Map<string, string> = new Map();
  body: ArrayBuffer = wapc.EMPTY;
}

export interface Actor {
  handleRequest(request: Request): wapc.Result<Response>;
}

/** Serves `Actor` with this actor from now on. */
export function registerActor(actor: Actor): void {
  wapc.serve(new ActorRole(actor));
}

class ActorRole extends wapc.Role {
  constructor(private actor: Actor) {
    super("httpserver.Actor", " HandleRequest");
  }

  serve(operation: i32, reader: wapc.Reader): wapc.Reply {
    if (operation == 0) return this.handleRequest(reader);
    return wapc.Reply.Refused;
  }

  private handleRequest(r: wapc.Reader): wapc.Reply {
    const request = readRequest(r);
    if (r.failed) return wapc.refuse(r.error);
    const result = this.actor.handleRequest(request);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    writeResponse(w, result.value);
    return wapc.answer();
  }
}

export function readRequest(r: wapc.Reader): Request {
  const value = new Request();
  r.struct("Request", "method path queryString header body");
  while (r.field()) {
    switch (r.index) {
      case 0:
        value.method = r.string();
        break;
      case 1:
        value.path = r.string();
        break;
      case 2:
        value.queryString = r.string();
        break;
      case 3:
        r.map();
        while (r.entry(value.header.size)) {
          value.header.set(r.key(r.string()), r.string());
        }
        break;
      case 4:
        value.body = r.bytes();
        break;
    }
  }
  return value;
}

export function writeResponse(w: wapc.Writer, value: Response): void {
  w.map(4);
  w.name("statusCode");
  w.uint(value.statusCode);
  w.name("status");
  w.string(value.status);
  w.name("header");
  const header = value.header;
  const headerKeys = wapc.sorted(header);
  w.map(headerKeys.length);
  for (let i = 0; i < headerKeys.length; i++) {
    w.string(headerKeys[i]);
    w.string(header.get(headerKeys[i]));
  }
  w.end();
  w.name("body");
  w.bytes(value.body);
  w.end();
}
