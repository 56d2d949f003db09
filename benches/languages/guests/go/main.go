// Command reader answers a request with what the store has under its path.
package main

import (
	"example.com/reader/contracts/httpserver"
	"example.com/reader/contracts/keyvalue"
)

type reader struct {
	store keyvalue.StoreClient
}

func (r *reader) HandleRequest(request httpserver.Request) (httpserver.Response, error) {
	found, err := r.store.Get(request.Path)
	if err != nil {
		return httpserver.Response{}, err
	}
	response := httpserver.Response{StatusCode: 404, Status: "Not Found", Body: []byte(found.Value)}
	if found.Exists {
		response.StatusCode, response.Status = 200, "OK"
	}
	return response, nil
}

func init() {
	httpserver.RegisterActor(&reader{})
}

func main() {}
