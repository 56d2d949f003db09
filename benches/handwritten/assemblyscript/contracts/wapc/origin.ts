/* eslint-disable */

import { call, message, running } from "./abi";

/** Who calls a provider. The host is asked when somebody wants to know, once a call. */
export class Origin {
  private call: u32 = running;
  private asked: bool = false;
  private id: string = "";
  private name: string = "";

  /** The public key of the actor; empty where the host does not tell. */
  get actor(): string {
    this.ask();
    return this.id;
  }

  /** The binding that the actor used; empty where the host does not tell. */
  get binding(): string {
    this.ask();
    return this.name;
  }

  private ask(): void {
    // Once the call is over, the host would tell of another one.
    if (this.asked || this.call != running) return;
    this.asked = true;
    message();
    const r = call("", "contractc:context", "Caller");
    r.struct("Caller", "actor binding");
    let actor = "";
    let binding = "";
    while (r.field()) {
      if (r.index == 0) actor = r.string();
      else binding = r.string();
    }
    if (r.failed) return;
    this.id = actor;
    this.name = binding.length ? binding : "default";
  }
}
