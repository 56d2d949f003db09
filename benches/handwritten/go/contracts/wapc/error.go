package wapc

import "strconv"

// A Kind says where an [Error] comes from.
type Kind uint8

const (
	Malformed Kind = iota // a payload could not be read, or a value not be written
	Remote                // the other side answered with an error
	Unknown               // nobody implements the operation
	NoHost                // there is no host to call: a client without a transport outside of wasm
)

// Error is the one error type of generated code.
// Errors of an application's own need no type: their text is what the other side gets.
type Error struct {
	Kind Kind
	Path string // of the field at fault, if Malformed: Request.header["a"]
	Text string
}

func (e *Error) Error() string {
	return e.Text
}

// UnknownOperation is the answer to an operation that nobody implements.
func UnknownOperation(operation string) error {
	return &Error{Kind: Unknown, Text: "No handler registered for function " + operation}
}

// An EnumValue is one value of an enum and its declared name.
type EnumValue struct {
	Value int32
	Name  string
}

// EnumName returns the name of a value, or, if it is none of the known, its number.
func EnumName(values []EnumValue, value int32) string {
	for i := range values {
		if values[i].Value == value {
			return values[i].Name
		}
	}
	return strconv.Itoa(int(value))
}
