//go:build !wasip1 && !tinygo.wasm

package wapc

import "os"

// Log writes a line to the host's log, which is standard error outside of wasm.
func Log(text string) {
	os.Stderr.WriteString(text + "\n")
}

func hostCall(_, namespace, operation string, _ []byte) ([]byte, error) {
	return nil, &Error{Kind: NoHost, Text: "no host to call for " + namespace + " " + operation + ": give the client a transport"}
}
