// relay is what all roles of this provider share: the actors that are bound to it.
type relay struct {
	bound    bool
	bindings wapc.Bindings[wapc.Configuration]
}

func (c *relay) Bind(origin wapc.Origin, configuration wapc.Configuration) error {
	c.bound = true
	c.bindings.Bind(origin, configuration, configuration)
	return nil
}

func (c *relay) Unbind(origin wapc.Origin, configuration wapc.Configuration) error {
	c.bindings.Unbind(origin, configuration)
	return nil
}

// target says whom a call of origin is passed on to.
func (c *relay) target(origin wapc.Origin) (wapc.Target, error) {
	if !c.bound {
		return wapc.Target{}, nil
	}
	configuration, err := c.bindings.Of(origin)
	return wapc.Target{Binding: configuration.Values["forward"]}, err
}
