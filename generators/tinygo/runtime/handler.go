package wapc

// A role is one role of a contract, with what answers its operations.
type role struct {
	name       string // of it and its contract, for people
	operations []string
	serve      Serve

	// provider implements the role, if providers do that. What else it is asked as a provider it answers
	// as a [Binder], a [HealthChecker] and a [Describer], each if it is one.
	provider any

	// descriptor is the default of that of the provider.
	descriptor func() Descriptor

	// ask answers the rest, if there is a provider. It is a variable, so that no actor holds its code.
	ask func(h Handler, origin Origin, operation string, payload []byte) ([]byte, error)
}

// Serve answers one operation of a role.
type Serve func(origin Origin, operation string, payload []byte) ([]byte, error)

// A Handler answers the operations of any number of roles. It is a [Transport] as well:
// a provider can stand in for the host in a unit test or in a native program.
type Handler []role

// ActorRole makes a handler for a role that actors implement. Generated code calls it.
func ActorRole(name string, operations []string, serve Serve) Handler {
	return Handler{{name: name, operations: operations, serve: serve}}
}

// ProviderRole makes a handler for a role that provider implements, of the contract that descriptor
// describes. Generated code calls it.
func ProviderRole(name string, operations []string, serve Serve, provider any, descriptor func() Descriptor) Handler {
	return Handler{{name, operations, serve, provider, descriptor, askProvider}}
}

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
			return h[i].serve(origin, operation, payload)
		}
	}
	for i := range h {
		if h[i].ask != nil {
			return h[i].ask(h, origin, operation, payload)
		}
	}
	if operation == healthRequest {
		return health(Health{Healthy: true})
	}
	return nil, UnknownOperation(operation)
}

func (r *role) knows(operation string) bool {
	for _, known := range r.operations {
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

func clash(a, b *role) {
	for _, operation := range b.operations {
		if a.knows(operation) {
			abort("the roles " + a.name + " and " + b.name + " both have the operation " + operation +
				": one module cannot export the two")
		}
	}
}
