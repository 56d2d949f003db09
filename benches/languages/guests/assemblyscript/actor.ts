import { httpserver, keyvalue, wapc } from "./contracts";

/** Answers a request with what the store has under its path. */
class Reader implements httpserver.Actor {
  private store: keyvalue.StoreClient = new keyvalue.StoreClient();

  handleRequest(request: httpserver.Request): wapc.Result<httpserver.Response> {
    const found = this.store.get(request.path);
    if (found.failed) return wapc.fail<httpserver.Response>(found.error);
    const response = new httpserver.Response();
    response.statusCode = found.value.exists ? 200 : 404;
    response.status = found.value.exists ? "OK" : "Not Found";
    response.body = String.UTF8.encode(found.value.value);
    return wapc.ok(response);
  }
}

httpserver.registerActor(new Reader());

export { __guest_call } from "./contracts";
