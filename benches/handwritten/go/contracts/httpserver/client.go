package httpserver

import "example.com/counter/contracts/wapc"

// ActorClient calls an actor: the one that its target names.
type ActorClient struct {
	target wapc.Target
}

// NewActorClient returns a client of the Actor that target names.
func NewActorClient(target wapc.Target) ActorClient {
	return ActorClient{target}
}

func (c ActorClient) HandleRequest(request Request) (Response, error) {
	w := wapc.NewWriter(96 + len(request.Path) + len(request.Body))
	writeRequest(&w, &request)
	r := c.target.Call(Namespace, "HandleRequest", &w)
	var result Response
	readResponse(&r, &result)
	return wapc.Result(result, r.Err("Response"))
}
