//go:build wasip1 || tinygo.wasm

package wapc

import "unsafe"

// A string parameter is a pointer and a length between guest and host.

//go:wasmimport wapc __guest_request
func guestRequest(operation, payload unsafe.Pointer)

//go:wasmimport wapc __guest_response
func guestResponse(response string)

//go:wasmimport wapc __guest_error
func guestError(text string)

//go:wasmimport wapc __host_call
func hostCallStart(binding, namespace, operation, payload string) uint32

//go:wasmimport wapc __host_response_len
func hostResponseLen() uint32

//go:wasmimport wapc __host_response
func hostResponse(to unsafe.Pointer)

//go:wasmimport wapc __host_error_len
func hostErrorLen() uint32

//go:wasmimport wapc __host_error
func hostError(to unsafe.Pointer)

//go:wasmimport wapc __console_log
func consoleLog(text string)

//go:wasmexport __guest_call
func guestCall(operationLen, payloadLen uint32) uint32 {
	request := make([]byte, operationLen+payloadLen)
	operation, payload := request[:operationLen], request[operationLen:]
	guestRequest(pointer(operation), pointer(payload))
	response, err := registered.Handle(Origin{}, view(operation), payload)
	if err != nil {
		guestError(sent(err.Error()))
		return 0
	}
	guestResponse(sent(view(response)))
	return 1
}

func hostCall(binding, namespace, operation string, payload []byte) ([]byte, error) {
	if hostCallStart(sent(binding), sent(namespace), sent(operation), sent(view(payload))) != 1 {
		text := make([]byte, hostErrorLen())
		hostError(pointer(text))
		return nil, &Error{Kind: Remote, Text: view(text)}
	}
	response := make([]byte, hostResponseLen())
	hostResponse(pointer(response))
	return response, nil
}

// Log writes a line to the host's log.
func Log(text string) {
	consoleLog(sent(text))
}

// abort ends the module. The host gets the text by itself, since a trap of TinyGo has none.
func abort(text string) {
	guestError(text)
	panic(text)
}

// nothing gives what is empty an address, since some hosts look at that of zero bytes as well.
var nothing [1]byte

func sent(text string) string {
	if len(text) == 0 {
		return view(nothing[:0])
	}
	return text
}

func pointer(b []byte) unsafe.Pointer {
	if len(b) == 0 {
		return unsafe.Pointer(&nothing)
	}
	return unsafe.Pointer(unsafe.SliceData(b))
}
