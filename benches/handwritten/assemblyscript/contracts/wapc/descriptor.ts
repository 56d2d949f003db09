/* eslint-disable */

import { Writer } from "./writer";

/** Who calls whom. */
export enum Direction {
  ToActor = 0,
  ToProvider = 1,
  Both = 2,
}

/** An operation, as a descriptor lists it. */
export class DescribedOperation {
  constructor(
    public name: string,
    public direction: Direction,
    public doctext: string,
  ) {}
}

/** What a provider says of itself. */
export class Descriptor {
  name: string;
  version: string = "0.0.0";
  revision: u32 = 0;
  longDescription: string = "";
  operations: Array<DescribedOperation> = new Array();

  /** The id is that of the contract. */
  constructor(public id: string) {
    this.name = id;
  }

  /** Adds an operation. */
  add(name: string, direction: Direction, doctext: string): void {
    this.operations.push(new DescribedOperation(name, direction, doctext));
  }

  write(w: Writer): void {
    w.struct("CapabilityDescriptor", 6);
    w.name("id");
    w.string(this.id);
    w.name("name");
    w.string(this.name);
    w.name("version");
    w.string(this.version);
    w.name("revision");
    w.uint(this.revision);
    w.name("long_description");
    w.string(this.longDescription);
    w.name("supported_operations");
    const operations = this.operations;
    w.list(operations.length);
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      w.map(3);
      w.name("name");
      w.string(operation.name);
      w.name("direction");
      // As the first hosts read it.
      w.map(1);
      w.int(operation.direction);
      w.nil();
      w.end();
      w.name("doctext");
      w.string(operation.doctext);
      w.end();
    }
    w.end();
    w.end();
  }
}
