package wapc

// A Role is one role of a contract, with what answers its operations.
type Role struct {
	Name       string // of its contract and its own, for people
	Operations []string
	Serve      func(origin Origin, operation string, payload []byte) ([]byte, error)

	// Provider implements the role, if providers do that. What else it is asked as a provider it answers
	// as a [Binder], a [HealthChecker] and a [Describer], each if it is one.
	Provider any

	// Descriptor is the default of that of the provider.
	Descriptor func() Descriptor
}

// A Handler answers the operations of any number of roles. It is a [Transport] as well:
// a provider can stand in for the host in a unit test or in a native program.
type Handler []Role

// Join makes one handler of several.
func Join(handlers ...Handler) Handler {
	var joined Handler
	for _, handler := range handlers {
		joined = append(joined, handler...)
	}
	return joined
}

// Handle answers one call. Which role it is for is decided by the name of the operation alone.
func (h Handler) Handle(origin Origin, operation string, payload []byte) ([]byte, error) {
	for i := range h {
		if h[i].knows(operation) {
			return h[i].Serve(origin, operation, payload)
		}
	}
	return h.provide(origin, operation, payload)
}

func (r *Role) knows(operation string) bool {
	for _, known := range r.Operations {
		if known == operation {
			return true
		}
	}
	return false
}

// Call answers one call of an actor that has no id, its errors reduced to text as they are on the wire.
func (h Handler) Call(binding, namespace, operation string, payload []byte) ([]byte, error) {
	return h.From("").Call(binding, namespace, operation, payload)
}

// From returns a transport whose calls come from the actor of that id.
func (h Handler) From(actor string) Transport {
	return local{h, actor}
}

// local carries calls to a handler in the same process.
type local struct {
	handler Handler
	actor   string
}

func (l local) Call(binding, _, operation string, payload []byte) ([]byte, error) {
	response, err := l.handler.Handle(NewOrigin(l.actor, binding), operation, payload)
	if err != nil {
		return nil, &Error{Kind: Remote, Text: err.Error()}
	}
	return response, nil
}

// registered answers the calls to this module.
var registered Handler

// Register makes a handler answer calls to this module, beside those that do already. Generated code
// calls it: see the Register function of each role. It panics if two roles have an operation in common,
// since nobody could say which of them a call is for.
func Register(handler Handler) {
	for i := range handler {
		for j := range registered {
			clash(&registered[j], &handler[i])
		}
		registered = append(registered, handler[i])
	}
}

func clash(a, b *Role) {
	for _, operation := range b.Operations {
		if a.knows(operation) {
			abort("the roles " + a.Name + " and " + b.Name + " both have the operation " + operation +
				": one module cannot export the two")
		}
	}
}
