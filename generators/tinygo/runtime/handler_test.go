package wapc

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// memory is a provider that holds a text for each actor.
type memory struct {
	bound Bindings[string]
	calls int
	sick  bool
}

func (m *memory) Bind(origin Origin, configuration Configuration) error {
	m.calls++
	m.bound.Bind(origin, configuration, configuration.Name())
	return nil
}

func (m *memory) Unbind(origin Origin, configuration Configuration) error {
	m.bound.Unbind(origin, configuration)
	return nil
}

func (m *memory) Health(Origin) (Health, error) {
	if m.sick {
		return Health{Message: "sick"}, nil
	}
	return Health{Healthy: true}, nil
}

func (m *memory) handler(operations ...string) Handler {
	serve := func(origin Origin, operation string, _ []byte) ([]byte, error) {
		text, err := m.bound.Of(origin)
		if err == nil && operation == "Relay" {
			err = UnknownOperation("Other")
		}
		return []byte(text), err
	}
	return ProviderRole("Memory", operations, serve, m, func() Descriptor {
		return Descriptor{ID: "c", Operations: []DescribedOperation{{Name: "Get", Direction: ToProvider}}}
	})
}

func bindPayload(actor, name string) []byte {
	w := NewWriter(64)
	w.Struct(2)
	w.Key("module")
	w.String(actor)
	w.Key("values")
	w.Map(1)
	w.Entry()
	w.String("__wascc_name")
	w.String(name)
	w.EndMap(1)
	w.End()
	return w.buf
}

func TestProvider(t *testing.T) {
	m := &memory{}
	h := Join(m.handler("Get", "Relay"), m.handler("Set"))
	call := func(actor, binding, operation string, payload []byte) string {
		t.Helper()
		response, err := h.Handle(NewOrigin(actor, binding), operation, payload)
		if err != nil {
			return err.Error()
		}
		return string(response)
	}
	expect := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	expect(call("A", "", "Get", nil), "actor A is not bound")
	expect(call("system", "", "BindActor", bindPayload("A", "first")), "\xc0")
	expect(call("system", "cache", "BindActor", bindPayload("A", "second")), "\xc0")
	if m.calls != 2 {
		t.Error("a provider of two roles is bound", m.calls, "times by two calls")
	}
	expect(call("A", "", "Get", nil), "first")
	expect(call("A", "default", "Set", nil), "first")
	expect(call("A", "cache", "Get", nil), "second")
	expect(call("B", "cache", "Get", nil), "actor B is not bound")
	expect(call("A", "", "Relay", nil), "No handler registered for function Other")
	expect(call("system", "", "RemoveActor", bindPayload("A", "")), "\xc0")
	expect(call("A", "", "Get", nil), "actor A is not bound")
	expect(call("system", "", "BindActor", []byte{0x80}), "CapabilityConfiguration.module: missing field")
	expect(call("system", "", "HealthRequest", nil), "\x82\xa7healthy\xc3\xa7message\xa0")
	m.sick = true
	expect(call("system", "", "HealthRequest", []byte{0xc1}), "\x82\xa7healthy\xc2\xa7message\xa4sick")
	descriptor := call("system", "", "GetCapabilityDescriptor", nil)
	if !strings.HasSuffix(descriptor, "\x91\x83\xa4name\xa3Get\xa9direction\x81\x01\xc0\xa7doctext\xa0") {
		t.Error(hex.EncodeToString([]byte(descriptor)))
	}
	expect(call("A", "", "Nothing", nil), "No handler registered for function Nothing")
}

func TestTransports(t *testing.T) {
	m := &memory{}
	h := m.handler("Get", "Relay")
	if _, err := h.From("system").Call("", "", "BindActor", bindPayload("A", "first")); err != nil {
		t.Fatal(err)
	}
	target := Target{Transport: h.From("A")}
	if r := target.Call("c", "Get", nil); string(r.buf) != "first" {
		t.Error(r.Err("Get"))
	}
	target.Binding = "other"
	r := target.Call("c", "Get", nil)
	var e *Error
	if !errors.As(r.Err("Get"), &e) || e.Kind != Remote || e.Text != "actor A is not bound" {
		t.Error(e)
	}
	nobody := Target{}
	r = nobody.Call("c", "Get", nil)
	if !errors.As(r.Err("Get"), &e) || e.Kind != NoHost {
		t.Error(e)
	}
}

type recorder struct{ binding, namespace string }

func (r *recorder) Call(binding, namespace, _ string, _ []byte) ([]byte, error) {
	*r = recorder{binding, namespace}
	return nil, nil
}

func TestTarget(t *testing.T) {
	var seen recorder
	for _, c := range []struct {
		target Target
		want   recorder
	}{
		{Target{}, recorder{"default", "c"}},
		{Target{Binding: "b"}, recorder{"b", "c"}},
		{Target{Actor: "M"}, recorder{"", "M"}},
	} {
		c.target.Transport = &seen
		c.target.Call("c", "Get", nil)
		if seen != c.want {
			t.Error(seen, c.want)
		}
	}
}

func TestRegister(t *testing.T) {
	defer func() {
		registered = nil
		want := "the roles Memory and Memory both have the operation Get: one module cannot export the two"
		if got := recover(); got != want {
			t.Error(got)
		}
	}()
	m := &memory{}
	Register(m.handler("Set"))
	Register(m.handler("Get"))
	Register(m.handler("Other", "Get"))
}

func TestConfiguration(t *testing.T) {
	c := Configuration{Values: map[string]string{"__wascc_capabilities": "a,b", "__wascc_issuer": "I"}}
	if got := strings.Join(c.Capabilities(), "+"); got != "a+b" || c.Tags() != nil || c.Issuer() != "I" {
		t.Error(got)
	}
}
