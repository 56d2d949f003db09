package httpserver

import "example.com/counter/contracts/wapc"

// Actor is implemented by actors.
type Actor interface {
	HandleRequest(request Request) (Response, error)
}

// RegisterActor makes actor answer the calls to this module.
func RegisterActor(actor Actor) {
	wapc.Register(ActorHandler(actor))
}

// ActorHandler answers the operations of Actor by calling actor.
func ActorHandler(actor Actor) wapc.Handler {
	return func(_ wapc.Origin, operation string, payload []byte) ([]byte, error) {
		r, w := wapc.NewReader(payload), wapc.NewWriter(64)
		var err error
		switch operation {
		case "HandleRequest":
			err = handleHandleRequest(actor, &r, &w)
		default:
			err = wapc.UnknownOperation(operation)
		}
		return w.Finish(err)
	}
}

func handleHandleRequest(actor Actor, r *wapc.Reader, w *wapc.Writer) error {
	var in Request
	readRequest(r, &in)
	if err := r.Err("Request"); err != nil {
		return err
	}
	result, err := actor.HandleRequest(in)
	if err != nil {
		return err
	}
	writeResponse(w, &result)
	return nil
}
