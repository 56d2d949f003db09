package wapc

import "unsafe"

// Configuration is what an actor is bound to a provider by.
type Configuration struct {
	Actor  string // its id
	Values map[string]string
}

// Issuer returns the id of who signed the actor, or "".
func (c *Configuration) Issuer() string { return c.Values["__wascc_issuer"] }

// Name returns the actor's name, or "".
func (c *Configuration) Name() string { return c.Values["__wascc_name"] }

// Expires returns when the actor's token expires, as the host writes it, or "".
func (c *Configuration) Expires() string { return c.Values["__wascc_expires"] }

// Capabilities returns the ids of the contracts that the actor may use.
func (c *Configuration) Capabilities() []string { return commas(c.Values["__wascc_capabilities"]) }

// Tags returns the actor's tags.
func (c *Configuration) Tags() []string { return commas(c.Values["__wascc_tags"]) }

// commas splits a list that commas separate.
func commas(text string) []string {
	var items []string
	start := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ',' {
			if i > start {
				items = append(items, text[start:i])
			}
			start = i + 1
		}
	}
	return items
}

var configurationFields = []Field{{Name: "module"}, {Name: "values"}}

func readConfiguration(r *Reader, v *Configuration) {
	s := r.Struct(configurationFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&v.Actor)
		case 1:
			m := r.Map()
			v.Values = make(map[string]string, m.Hint(64))
			for r.NextEntry(&m, len(v.Values)) {
				var key, value string
				r.String(&key)
				r.Value(&m)
				r.String(&value)
				v.Values[key] = value
			}
		}
	}
}

// Bindings is a table of what a provider holds for each actor that is bound to it, by each of its
// bindings. The zero value is empty. A native provider that is called in parallel guards it by a mutex.
type Bindings[T any] struct {
	values map[string]T
}

// Bind puts a value into the table. It is for a provider's Bind.
func (b *Bindings[T]) Bind(origin Origin, configuration Configuration, value T) {
	if b.values == nil {
		b.values = make(map[string]T)
	}
	b.values[bindingKey(configuration.Actor, origin.Binding())] = value
}

// Unbind removes what Bind put there. It is for a provider's Unbind.
func (b *Bindings[T]) Unbind(origin Origin, configuration Configuration) {
	delete(b.values, bindingKey(configuration.Actor, origin.Binding()))
}

// Of returns the value for the caller, and fails if it is not bound.
func (b *Bindings[T]) Of(origin Origin) (T, error) {
	actor, binding := origin.Caller()
	value, ok := b.values[bindingKey(actor, binding)]
	if !ok {
		return value, &Error{Kind: Unbound, Text: "actor " + actor + " is not bound"}
	}
	return value, nil
}

// same returns whether two providers are one. They may be of a type that Go does not compare, so this
// compares the two words of an interface: its type, and where its value is.
func same(a, b any) bool {
	return *(*[2]unsafe.Pointer)(unsafe.Pointer(&a)) == *(*[2]unsafe.Pointer)(unsafe.Pointer(&b))
}

func bindingKey(actor, binding string) string {
	return actor + "\x00" + binding
}
