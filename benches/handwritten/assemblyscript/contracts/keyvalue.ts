// Written by hand: the key-value contract.

import * as wapc from "./wapc";

/** How an entry is stored */
export enum Kind {
  plain = 0,
  sealed = 1,
}

export class GetResponse {
  exists: bool = false;
  value: string = "";
}

/** One record */
export class Entry {
  key: string = "";
  value: ArrayBuffer = wapc.EMPTY;
  tags: Array<string> = new Array();
  ttl: wapc.Box<u32> | null = null;
  kind: Kind = Kind.plain;
  children: Array<Entry> = new Array();
}

/** Key-value store */
export interface Store {
  /** Gets a value */
  get(origin: wapc.Origin, key: string): wapc.Result<GetResponse>;
  add(origin: wapc.Origin, key: string, value: i32): wapc.Result<i32>;
  set(
    origin: wapc.Origin,
    key: string,
    value: string,
    expires: wapc.Box<i32> | null,
  ): wapc.Result<wapc.Void>;
  range(
    origin: wapc.Origin,
    key: string,
    start: i32,
    stop: i32,
  ): wapc.Result<Array<string>>;
  put(origin: wapc.Origin, entry: Entry): wapc.Result<Entry>;
  tags(origin: wapc.Origin, key: string): wapc.Result<Map<string, string>>;
}

/** Serves `Store` with this provider from now on. */
export function registerStore(store: Store): void {
  wapc.provide(
    new StoreRole(store),
    () => new wapc.Descriptor("bench:keyvalue"),
  );
}

/** Key-value store */
export class StoreClient {
  constructor(private binding: string = "default") {}

  /** Gets a value */
  get(key: string): wapc.Result<GetResponse> {
    const w = wapc.message();
    w.map(1);
    w.name("key");
    w.string(key);
    w.end();
    const r = wapc.call(this.binding, "bench:keyvalue", "Get");
    return r.finish(readGetResponse(r));
  }

  add(key: string, value: i32): wapc.Result<i32> {
    const w = wapc.message();
    w.map(2);
    w.name("key");
    w.string(key);
    w.name("value");
    w.int(value);
    w.end();
    const r = wapc.call(this.binding, "bench:keyvalue", "Add");
    return r.finish(r.i32());
  }

  set(
    key: string,
    value: string,
    expires: wapc.Box<i32> | null = null,
  ): wapc.Result<wapc.Void> {
    const w = wapc.message();
    w.map(3);
    w.name("key");
    w.string(key);
    w.name("value");
    w.string(value);
    w.name("expires");
    if (expires === null) w.nil();
    else w.int(expires.value);
    w.end();
    const r = wapc.call(this.binding, "bench:keyvalue", "Set");
    return r.done();
  }

  range(key: string, start: i32, stop: i32): wapc.Result<Array<string>> {
    const w = wapc.message();
    w.map(3);
    w.name("key");
    w.string(key);
    w.name("start");
    w.int(start);
    w.name("stop");
    w.int(stop);
    w.end();
    const r = wapc.call(this.binding, "bench:keyvalue", "Range");
    const result: Array<string> = new Array();
    r.list();
    while (r.item()) {
      result.push(r.string());
    }
    return r.finish(result);
  }

  put(entry: Entry): wapc.Result<Entry> {
    const w = wapc.message();
    writeEntry(w, entry);
    const r = wapc.call(this.binding, "bench:keyvalue", "Put");
    return r.finish(readEntry(r));
  }

  tags(key: string): wapc.Result<Map<string, string>> {
    const w = wapc.message();
    w.map(1);
    w.name("key");
    w.string(key);
    w.end();
    const r = wapc.call(this.binding, "bench:keyvalue", "Tags");
    const result: Map<string, string> = new Map();
    r.map();
    while (r.entry(result.size)) {
      result.set(r.key(r.string()), r.string());
    }
    return r.finish(result);
  }
}

class StoreRole extends wapc.Role {
  constructor(private store: Store) {
    super("keyvalue.Store", " Get Add Set Range Put Tags");
  }

  serve(operation: i32, reader: wapc.Reader): wapc.Reply {
    if (operation == 0) return this.get(reader);
    if (operation == 1) return this.add(reader);
    if (operation == 2) return this.set(reader);
    if (operation == 3) return this.range(reader);
    if (operation == 4) return this.put(reader);
    if (operation == 5) return this.tags(reader);
    return wapc.Reply.Refused;
  }

  private get(r: wapc.Reader): wapc.Reply {
    let key = "";
    r.struct("Get", "key");
    while (r.field()) key = r.string();
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.get(new wapc.Origin(), key);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    writeGetResponse(w, result.value);
    return wapc.answer();
  }

  private add(r: wapc.Reader): wapc.Reply {
    let key = "";
    let value: i32 = 0;
    r.struct("Add", "key value");
    while (r.field()) {
      switch (r.index) {
        case 0:
          key = r.string();
          break;
        case 1:
          value = r.i32();
          break;
      }
    }
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.add(new wapc.Origin(), key, value);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    w.int(result.value);
    return wapc.answer();
  }

  private set(r: wapc.Reader): wapc.Reply {
    let key = "";
    let value = "";
    let expires: wapc.Box<i32> | null = null;
    r.struct("Set", "key value expires?");
    while (r.field()) {
      switch (r.index) {
        case 0:
          key = r.string();
          break;
        case 1:
          value = r.string();
          break;
        case 2:
          if (!r.nil()) expires = wapc.box(r.i32());
          break;
      }
    }
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.set(new wapc.Origin(), key, value, expires);
    if (result.failed) return wapc.refuse(result.error);
    wapc.message();
    return wapc.answer();
  }

  private range(r: wapc.Reader): wapc.Reply {
    let key = "";
    let start: i32 = 0;
    let stop: i32 = 0;
    r.struct("Range", "key start stop");
    while (r.field()) {
      switch (r.index) {
        case 0:
          key = r.string();
          break;
        case 1:
          start = r.i32();
          break;
        case 2:
          stop = r.i32();
          break;
      }
    }
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.range(new wapc.Origin(), key, start, stop);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    const list = result.value;
    w.list(list.length);
    for (let i = 0; i < list.length; i++) {
      w.string(list[i]);
    }
    w.end();
    return wapc.answer();
  }

  private put(r: wapc.Reader): wapc.Reply {
    const entry = readEntry(r);
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.put(new wapc.Origin(), entry);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    writeEntry(w, result.value);
    return wapc.answer();
  }

  private tags(r: wapc.Reader): wapc.Reply {
    let key = "";
    r.struct("Tags", "key");
    while (r.field()) key = r.string();
    if (r.failed) return wapc.refuse(r.error);
    const result = this.store.tags(new wapc.Origin(), key);
    if (result.failed) return wapc.refuse(result.error);
    const w = wapc.message();
    const map = result.value;
    const keys = wapc.sorted(map);
    w.map(keys.length);
    for (let i = 0; i < keys.length; i++) {
      w.string(keys[i]);
      w.string(map.get(keys[i]));
    }
    w.end();
    return wapc.answer();
  }
}

export function readKind(r: wapc.Reader): Kind {
  return r.enum("Kind", "plain=0 sealed=1");
}

export function readGetResponse(r: wapc.Reader): GetResponse {
  const value = new GetResponse();
  r.struct("GetResponse", "exists value");
  while (r.field()) {
    switch (r.index) {
      case 0:
        value.exists = r.bool();
        break;
      case 1:
        value.value = r.string();
        break;
    }
  }
  return value;
}

export function writeGetResponse(w: wapc.Writer, value: GetResponse): void {
  w.map(2);
  w.name("exists");
  w.bool(value.exists);
  w.name("value");
  w.string(value.value);
  w.end();
}

export function readEntry(r: wapc.Reader): Entry {
  const value = new Entry();
  r.struct("Entry", "key value tags ttl? kind? children");
  while (r.field()) {
    switch (r.index) {
      case 0:
        value.key = r.string();
        break;
      case 1:
        value.value = r.bytes();
        break;
      case 2:
        r.list();
        while (r.item()) {
          value.tags.push(r.string());
        }
        break;
      case 3:
        if (!r.nil()) value.ttl = wapc.box(r.u32());
        break;
      case 4:
        value.kind = readKind(r);
        break;
      case 5:
        r.list();
        while (r.item()) {
          value.children.push(readEntry(r));
        }
        break;
    }
  }
  return value;
}

export function writeEntry(w: wapc.Writer, value: Entry): void {
  if (!w.struct("Entry", 6)) return;
  w.name("key");
  w.string(value.key);
  w.name("value");
  w.bytes(value.value);
  w.name("tags");
  const tags = value.tags;
  w.list(tags.length);
  for (let i = 0; i < tags.length; i++) {
    w.string(tags[i]);
  }
  w.end();
  w.name("ttl");
  const ttl = value.ttl;
  if (ttl === null) w.nil();
  else w.uint(ttl.value);
  w.name("kind");
  w.int(value.kind);
  w.name("children");
  const children = value.children;
  w.list(children.length);
  for (let i = 0; i < children.length; i++) {
    writeEntry(w, children[i]);
  }
  w.end();
  w.end();
}
