/** The actors that are bound. Before there ever was one, nobody needs to be. */
class Bound extends wapc.Provider {
  private bindings: wapc.Bindings<wapc.Configuration> = new wapc.Bindings();
  private wasBound: bool = false;

  bind(
    origin: wapc.Origin,
    configuration: wapc.Configuration,
  ): wapc.Result<wapc.Void> {
    this.wasBound = true;
    this.bindings.bind(origin, configuration, configuration);
    return wapc.done();
  }

  unbind(
    origin: wapc.Origin,
    configuration: wapc.Configuration,
  ): wapc.Result<wapc.Void> {
    this.bindings.unbind(origin, configuration);
    return wapc.done();
  }

  /** The binding over which a call goes on. */
  next(origin: wapc.Origin): wapc.Result<string> {
    if (!this.wasBound) return wapc.ok("default");
    const found = this.bindings.of(origin);
    if (found.failed) return wapc.fail<string>(found.error);
    const name = found.value.get("forward");
    return wapc.ok(name.length ? name : "default");
  }
}

const bound = new Bound();
