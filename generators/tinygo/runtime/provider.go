package wapc

// A Binder is a provider that wants to know which actors are bound to it, by which configuration.
// The name of the binding is that of the origin; the actor is that of the configuration.
type Binder interface {
	Bind(origin Origin, configuration Configuration) error
	Unbind(origin Origin, configuration Configuration) error
}

// A HealthChecker is a provider that says how it is. Others are healthy.
type HealthChecker interface {
	Health(origin Origin) (Health, error)
}

// A Describer is a provider that describes itself. Others are described by their contract.
type Describer interface {
	Descriptor() Descriptor
}

// Health says how an actor or a provider is.
type Health struct {
	Healthy bool
	Message string
}

// A Descriptor says what a provider offers.
type Descriptor struct {
	ID              string // of the contract
	Name            string
	Version         string
	Revision        uint32
	LongDescription string
	Operations      []DescribedOperation
}

// A DescribedOperation is one operation in a [Descriptor].
type DescribedOperation struct {
	Name      string
	Direction Direction
	Doctext   string
}

// A Direction says who answers an operation.
type Direction uint8

const (
	ToActor Direction = iota
	ToProvider
	Both
)

const (
	bindActor     = "BindActor"
	removeActor   = "RemoveActor"
	getDescriptor = "GetCapabilityDescriptor"
	healthRequest = "HealthRequest"
)

// askProvider answers what hosts ask a provider beside the operations of its roles.
func askProvider(h Handler, origin Origin, operation string, payload []byte) ([]byte, error) {
	switch operation {
	case healthRequest:
		for i := range h {
			if checker, ok := h[i].provider.(HealthChecker); ok {
				answer, err := checker.Health(origin)
				if err != nil {
					return nil, err
				}
				return health(answer)
			}
		}
		return health(Health{Healthy: true})
	case getDescriptor:
		w := NewWriter(1024)
		d := h.describe()
		writeDescriptor(&w, &d)
		return w.Finish(w.Err("CapabilityDescriptor"))
	case bindActor, removeActor:
		w := NewWriter(1)
		w.Nil()
		return w.Finish(h.bind(origin, operation, payload))
	}
	return nil, UnknownOperation(operation)
}

// describe returns the descriptor of the first provider that has one of its own, or else that of the
// first provider's contract.
func (h Handler) describe() Descriptor {
	for i := range h {
		if describer, ok := h[i].provider.(Describer); ok {
			return describer.Descriptor()
		}
	}
	for i := range h {
		if h[i].descriptor != nil {
			return h[i].descriptor()
		}
	}
	return Descriptor{}
}

// bind tells each binder once, although it may implement several roles.
func (h Handler) bind(origin Origin, operation string, payload []byte) error {
	r := NewReader(payload)
	var configuration Configuration
	readConfiguration(&r, &configuration)
	if err := r.Err("CapabilityConfiguration"); err != nil {
		return err
	}
	for i := range h {
		binder, ok := h[i].provider.(Binder)
		if !ok || h[:i].provides(h[i].provider) {
			continue
		}
		var err error
		if operation == bindActor {
			err = binder.Bind(origin, configuration)
		} else {
			err = binder.Unbind(origin, configuration)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h Handler) provides(provider any) bool {
	for i := range h {
		if same(h[i].provider, provider) {
			return true
		}
	}
	return false
}

// health is an answer to a request for it.
func health(v Health) ([]byte, error) {
	w := NewWriter(20 + len(v.Message))
	w.Struct(2)
	w.Key("healthy")
	w.Bool(v.Healthy)
	w.Key("message")
	w.String(v.Message)
	w.End()
	return w.Finish(w.Err(healthRequest))
}

func writeDescriptor(w *Writer, v *Descriptor) {
	w.Struct(6)
	w.Key("id")
	w.String(v.ID)
	w.Key("name")
	w.String(v.Name)
	w.Key("version")
	w.String(v.Version)
	w.Key("revision")
	w.Uint(uint64(v.Revision))
	w.Key("long_description")
	w.String(v.LongDescription)
	w.Key("supported_operations")
	w.List(len(v.Operations))
	for i := range v.Operations {
		operation := &v.Operations[i]
		w.Struct(3)
		w.Key("name")
		w.String(operation.Name)
		w.Key("direction")
		w.Struct(1)
		w.Uint(uint64(operation.Direction))
		w.Nil()
		w.End()
		w.Key("doctext")
		w.String(operation.Doctext)
		w.End()
	}
	w.End()
	w.End()
}
