//go:build !wasip1 && !tinygo.wasm

package wapc

// Log writes a line to the host's log, which is standard error outside of wasm.
func Log(text string) {
	println(text)
}

func hostCall(_, namespace, operation string, _ []byte) ([]byte, error) {
	text := "no host to call for " + namespace + " " + operation + ": give the client a transport"
	return nil, &Error{Kind: NoHost, Text: text}
}

func abort(text string) {
	panic(text)
}
