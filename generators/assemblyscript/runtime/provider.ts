/* eslint-disable */

import { answer, message, refuse, serve, serveLast } from "./abi";
import { Descriptor } from "./descriptor";
import { Configuration } from "./configuration";
import { Origin } from "./origin";
import { Reader } from "./reader";
import { Result, Void, done, ok } from "./result";
import { Reply, Role } from "./role";

/** How an actor or a provider is. */
export class Health {
  constructor(
    public healthy: bool = true,
    public message: string = "",
  ) {}
}

/** What a provider answers beside its contracts. Extend it, and `serveProvider` what you made. */
export class Provider {
  /** An actor is bound under the binding of the origin; again, if its configuration has changed. */
  bind(origin: Origin, configuration: Configuration): Result<Void> {
    return done();
  }

  /** An actor is bound no longer under the binding of the origin. */
  unbind(origin: Origin, configuration: Configuration): Result<Void> {
    return done();
  }

  /** How the provider is. */
  health(origin: Origin): Result<Health> {
    return ok(new Health());
  }

  /** What the provider says of itself: by default what its first contract says. */
  descriptor(): Descriptor {
    const first = describe;
    return first !== null ? first() : new Descriptor("");
  }
}

let provider: Provider | null = null;
let describe: (() => Descriptor) | null = null;

/** Serves a role of providers from now on, of a contract that is described by this. */
export function provide(role: Role, descriptor: () => Descriptor): void {
  serve(role);
  if (describe === null) describe = descriptor;
  if (provider === null) serveProvider(new Provider());
}

/** Answers with this provider what hosts ask beside the contracts, from now on. */
export function serveProvider(served: Provider): void {
  provider = served;
  serveLast(new ProviderRole(served));
}

class ProviderRole extends Role {
  constructor(private provider: Provider) {
    super(
      "wapc.Provider",
      " BindActor RemoveActor GetCapabilityDescriptor HealthRequest",
    );
  }

  serve(operation: i32, r: Reader): Reply {
    if (operation == 2) {
      this.provider.descriptor().write(message());
      return answer();
    }
    if (operation == 3) return this.health();
    const configuration = new Configuration();
    configuration.read(r);
    if (r.failed) return refuse(r.error);
    const origin = new Origin();
    const result = operation
      ? this.provider.unbind(origin, configuration)
      : this.provider.bind(origin, configuration);
    if (result.failed) return refuse(result.error);
    message().nil();
    return answer();
  }

  private health(): Reply {
    const result = this.provider.health(new Origin());
    if (result.failed) return refuse(result.error);
    const health = result.value;
    const w = message();
    w.map(2);
    w.name("healthy");
    w.bool(health.healthy);
    w.name("message");
    w.string(health.message);
    w.end();
    return answer();
  }
}
