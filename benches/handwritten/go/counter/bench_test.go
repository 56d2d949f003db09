package counter_test

import (
	"testing"

	"example.com/counter/contracts/httpserver"
	"example.com/counter/contracts/wapc"
)

// BenchmarkRequest is one request over the wire, with the six calls that it makes over the wire.
func BenchmarkRequest(b *testing.B) {
	actor := httpserver.NewActorClient(wapc.Target{Transport: httpserver.ActorHandler(newCounter())})
	request := httpserver.Request{
		Method: "GET",
		Path:   "/a/b",
		Header: map[string]string{"accept": "*/*", "host": "example.com"},
		Body:   []byte("body"),
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := actor.HandleRequest(request); err != nil {
			b.Fatal(err)
		}
	}
}
