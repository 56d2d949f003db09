package wapc

import (
	"strconv"
	"unicode/utf8"
)

// A Kind says where an [Error] comes from.
type Kind uint8

const (
	Malformed Kind = iota // a payload could not be read, or a value not be written
	Remote                // the other side answered with an error
	Unknown               // nobody implements the operation
	NoHost                // there is no host to call: a client without a transport outside of wasm
	Unbound               // the caller is not bound to this provider
)

// Error is the one error type of generated code.
// Errors of an application's own need no type: their text is what the other side gets.
type Error struct {
	Kind Kind
	Path string // of the value at fault, if Malformed: Request.header["a"]
	Text string
}

func (e *Error) Error() string {
	return e.Text
}

// UnknownOperation is the answer to an operation that nobody implements.
func UnknownOperation(operation string) error {
	return &Error{Kind: Unknown, Text: "No handler registered for function " + clip(operation)}
}

// malformed says what is wrong with the value at path.
func malformed(path, what string) error {
	return &Error{Kind: Malformed, Path: path, Text: path + ": " + what}
}

// clipped is how many characters of a name, a key or a text an error shows.
const clipped = 64

// clip returns the beginning of a text as errors show it: a ? instead of what is not UTF-8.
func clip(text string) string {
	if !utf8.ValidString(text) {
		return "?"
	}
	n := 0
	for i := range text {
		if n == clipped {
			return text[:i]
		}
		n++
	}
	return text
}

func quote(text string) string {
	return `"` + clip(text) + `"`
}

// describe names the kind of value that begins with head, as errors do.
func describe(head byte) string {
	switch {
	case head < 0x80, head >= 0xe0, 0xcc <= head && head <= 0xd3:
		return "integer"
	case head < 0x90, head == 0xde, head == 0xdf:
		return "map"
	case head < 0xa0, head == 0xdc, head == 0xdd:
		return "list"
	case head < 0xc0, 0xd9 <= head && head <= 0xdb:
		return "string"
	case head == 0xc0:
		return "nil"
	case head == 0xc1:
		return "invalid"
	case head == 0xc2, head == 0xc3:
		return "bool"
	case head <= 0xc6:
		return "bytes"
	case head == 0xca, head == 0xcb:
		return "float"
	}
	return "extension"
}

// decimal writes the 64 bits of an integer as a number.
func decimal(bits uint64, negative bool) string {
	if negative {
		return strconv.FormatInt(int64(bits), 10)
	}
	return strconv.FormatUint(bits, 10)
}
