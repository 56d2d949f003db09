// relay is what all roles of this actor share.
type relay struct{}

func (c *relay) target() (wapc.Target, error) {
	return wapc.Target{Actor: "next"}, nil
}
