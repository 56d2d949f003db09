/* eslint-disable */

import { Origin } from "./origin";
import { Reader } from "./reader";
import { Result, fail, ok } from "./result";

/** What an actor was bound to a provider with. */
export class Configuration {
  /** The public key of the actor. */
  actor: string = "";
  values: Map<string, string> = new Map();

  /** A value; empty where there is none. */
  get(name: string): string {
    return this.values.has(name) ? this.values.get(name) : "";
  }

  /** Who signed the actor. */
  get issuer(): string {
    return this.get("__wascc_issuer");
  }

  /** The contracts that the actor is signed for. */
  get capabilities(): Array<string> {
    return parts(this.get("__wascc_capabilities"));
  }

  /** The name of the actor. */
  get name(): string {
    return this.get("__wascc_name");
  }

  /** When the actor's signature expires, as the host says it: in seconds since 1970. */
  get expires(): string {
    return this.get("__wascc_expires");
  }

  /** The tags of the actor. */
  get tags(): Array<string> {
    return parts(this.get("__wascc_tags"));
  }

  read(r: Reader): void {
    r.struct("CapabilityConfiguration", "module values");
    while (r.field()) {
      switch (r.index) {
        case 0:
          this.actor = r.string();
          break;
        case 1:
          r.map();
          while (r.entry(this.values.size)) {
            this.values.set(r.key(r.string()), r.string());
          }
          break;
      }
    }
  }
}

/** What lies between commas. */
function parts(text: string): Array<string> {
  const parts = new Array<string>();
  const all = text.split(",");
  for (let i = 0; i < all.length; i++) {
    const part = all[i].trim();
    if (part.length) parts.push(part);
  }
  return parts;
}

/** What a provider keeps for each actor and binding, from `bind` to `unbind`. */
export class Bindings<T> {
  private actors: Map<string, Map<string, T>> = new Map();

  /** Whether it keeps something for the actor that is bound. */
  has(origin: Origin, configuration: Configuration): bool {
    const actor = configuration.actor;
    return this.actors.has(actor) && this.actors.get(actor).has(origin.binding);
  }

  /** Keeps a value for the actor that is bound, in place of what it had. */
  bind(origin: Origin, configuration: Configuration, value: T): void {
    const actor = configuration.actor;
    if (!this.actors.has(actor)) this.actors.set(actor, new Map<string, T>());
    this.actors.get(actor).set(origin.binding, value);
  }

  /** Forgets what it keeps for the actor that is bound no longer. */
  unbind(origin: Origin, configuration: Configuration): void {
    const actor = configuration.actor;
    if (!this.actors.has(actor)) return;
    const bindings = this.actors.get(actor);
    bindings.delete(origin.binding);
    if (!bindings.size) this.actors.delete(actor);
  }

  /** What the caller has. */
  of(origin: Origin): Result<T> {
    const actor = origin.actor;
    if (this.actors.has(actor)) {
      const bindings = this.actors.get(actor);
      if (bindings.has(origin.binding)) {
        return ok<T>(bindings.get(origin.binding));
      }
    }
    return fail<T>("actor " + actor + " is not bound");
  }
}
