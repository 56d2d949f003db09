// Package wapc is what the generated contracts stand on: the waPC ABI, MessagePack and errors.
package wapc

// DefaultBinding is the name of the binding of which there is no other name.
const DefaultBinding = "default"

// A Transport carries a call to the other side of a contract and its answer back.
// It may keep the payload; the caller never writes to it again.
type Transport interface {
	Call(binding, namespace, operation string, payload []byte) ([]byte, error)
}

// A Target says whom a client calls. The zero value is the host of this module and the default binding.
type Target struct {
	Transport Transport // nil: the host of this module
	Binding   string    // "": the default binding
	Actor     string    // the id of the actor to call, for clients of roles that actors implement
}

// Call carries out one call, and returns a reader of the answer. If there is none, it has failed
// already. What was written to arguments begins the error paths of the operation's name; it may be nil.
// Generated code calls it.
func (t *Target) Call(namespace, operation string, arguments *Writer) Reader {
	return t.CallWith(namespace, operation, operation, arguments)
}

// CallWith is Call for a value that begins its error paths by another name, root.
func (t *Target) CallWith(namespace, operation, root string, arguments *Writer) Reader {
	var payload []byte
	if arguments != nil {
		if err := arguments.Err(root); err != nil {
			return Reader{err: &failure{remote: err}}
		}
		payload = arguments.buf
	}
	binding := t.Binding
	if t.Actor != "" {
		binding, namespace = "", t.Actor
	} else if binding == "" {
		binding = DefaultBinding
	}
	var response []byte
	var err error
	if t.Transport == nil {
		response, err = hostCall(binding, namespace, operation, payload)
	} else {
		response, err = t.Transport.Call(binding, namespace, operation, payload)
	}
	if err != nil {
		return Reader{err: &failure{remote: err}}
	}
	return Reader{buf: response}
}

// Origin says who is calling.
type Origin struct {
	known          bool // or else the host knows
	actor, binding string
}

// NewOrigin is for native hosts, which know the caller.
func NewOrigin(actor, binding string) Origin {
	if binding == "" {
		binding = DefaultBinding
	}
	return Origin{known: true, actor: actor, binding: binding}
}

// Actor returns the id of the calling actor, or "" if it is not known.
func (o Origin) Actor() string {
	actor, _ := o.Caller()
	return actor
}

// Binding returns the name of the binding that the call came by, or "" if it is not known.
func (o Origin) Binding() string {
	_, binding := o.Caller()
	return binding
}

var callerFields = []Field{{Name: "actor"}, {Name: "binding"}}

// Caller returns both, Actor and Binding. In a module each of the three asks the host, about the
// call that runs: an Origin says nothing any more when its call has ended.
func (o Origin) Caller() (actor, binding string) {
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
	if binding == "" {
		binding = DefaultBinding
	}
	return actor, binding
}
