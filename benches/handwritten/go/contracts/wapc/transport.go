// Package wapc is what the generated contracts stand on: the waPC ABI, MessagePack and errors.
package wapc

// A Transport carries a call to the other side of a contract and its answer back.
// It may keep the payload; the caller never writes to it again.
type Transport interface {
	Call(binding, namespace, operation string, payload []byte) ([]byte, error)
}

// A Handler answers the operations of a role. It is a [Transport] as well:
// a provider can stand in for the host in a unit test or in a native program.
type Handler func(origin Origin, operation string, payload []byte) ([]byte, error)

// Call answers one call, its errors reduced to text as they are on the wire.
func (h Handler) Call(binding, _, operation string, payload []byte) ([]byte, error) {
	response, err := h(Origin{known: true, binding: binding}, operation, payload)
	if err != nil {
		return nil, &Error{Kind: Remote, Text: err.Error()}
	}
	return response, nil
}

// Join makes one handler of several: the first that knows an operation answers it.
func Join(handlers ...Handler) Handler {
	return func(origin Origin, operation string, payload []byte) ([]byte, error) {
		return first(handlers, origin, operation, payload)
	}
}

func first(handlers []Handler, origin Origin, operation string, payload []byte) ([]byte, error) {
	for _, handler := range handlers {
		response, err := handler(origin, operation, payload)
		if e, ok := err.(*Error); !ok || e.Kind != Unknown {
			return response, err
		}
	}
	return nil, UnknownOperation(operation)
}

var registered []Handler

// Register makes a handler answer calls to this module. Generated code calls it: see the Register
// function of each role.
func Register(handler Handler) {
	registered = append(registered, handler)
}

// A Target says whom a client calls. The zero value is the host of this module and the default binding.
type Target struct {
	Transport Transport // nil: the host of this module
	Binding   string    // "": the default binding
	Actor     string    // the actor to call, for clients of roles that actors implement
}

// Call carries out one call, and returns a reader of the answer. If there is none, it has failed
// already. Generated code calls it.
func (t *Target) Call(namespace, operation string, arguments *Writer) Reader {
	payload, err := arguments.Finish(nil)
	if err == nil {
		if t.Actor != "" {
			namespace = t.Actor
		}
		if t.Transport == nil {
			payload, err = hostCall(t.Binding, namespace, operation, payload)
		} else {
			payload, err = t.Transport.Call(t.Binding, namespace, operation, payload)
		}
	}
	if err != nil {
		return Reader{err: &failure{remote: err}}
	}
	return Reader{buf: payload}
}

// Origin says who is calling.
type Origin struct {
	known          bool
	actor, binding string
}

// NewOrigin is for native hosts, which know the caller.
func NewOrigin(actor, binding string) Origin {
	return Origin{known: true, actor: actor, binding: binding}
}

// Actor returns the public key of the calling actor, or "" if it is not known.
func (o Origin) Actor() string {
	actor, _ := o.caller()
	return actor
}

// Binding returns the name of the binding that the call came by, or "" if it is not known.
func (o Origin) Binding() string {
	_, binding := o.caller()
	return binding
}

var callerFields = []Field{{Name: "actor"}, {Name: "binding"}}

func (o Origin) caller() (actor, binding string) {
	if o.known {
		return o.actor, o.binding
	}
	response, err := hostCall("", "contractc:context", "Caller", nil)
	if err != nil {
		return "", ""
	}
	r := NewReader(response)
	s := r.Struct(callerFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&actor)
		case 1:
			r.String(&binding)
		}
	}
	if r.err != nil {
		return "", ""
	}
	return actor, binding
}
