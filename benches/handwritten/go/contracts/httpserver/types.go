// Package httpserver holds the contract bench:httpserver.
package httpserver

import "example.com/counter/contracts/wapc"

// Namespace identifies the contract.
const Namespace = "bench:httpserver"

type Request struct {
	Method      string
	Path        string
	QueryString string
	Header      map[string]string
	Body        []byte
}

type Response struct {
	StatusCode uint32
	Status     string
	Header     map[string]string
	Body       []byte
}

var requestFields = []wapc.Field{
	{Name: "method"},
	{Name: "path"},
	{Name: "queryString"},
	{Name: "header"},
	{Name: "body"},
}

func readRequest(r *wapc.Reader, v *Request) {
	s := r.Struct(requestFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&v.Method)
		case 1:
			r.String(&v.Path)
		case 2:
			r.String(&v.QueryString)
		case 3:
			readStringToString(r, &v.Header)
		case 4:
			r.Bytes(&v.Body)
		}
	}
}

func writeRequest(w *wapc.Writer, v *Request) {
	w.Struct(5)
	w.Key("method")
	w.String(v.Method)
	w.Key("path")
	w.String(v.Path)
	w.Key("queryString")
	w.String(v.QueryString)
	w.Key("header")
	writeStringToString(w, v.Header)
	w.Key("body")
	w.Bytes(v.Body)
}

var responseFields = []wapc.Field{
	{Name: "statusCode"},
	{Name: "status"},
	{Name: "header"},
	{Name: "body"},
}

func readResponse(r *wapc.Reader, v *Response) {
	s := r.Struct(responseFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.Uint32(&v.StatusCode)
		case 1:
			r.String(&v.Status)
		case 2:
			readStringToString(r, &v.Header)
		case 3:
			r.Bytes(&v.Body)
		}
	}
}

func writeResponse(w *wapc.Writer, v *Response) {
	w.Struct(4)
	w.Key("statusCode")
	w.Uint(uint64(v.StatusCode))
	w.Key("status")
	w.String(v.Status)
	w.Key("header")
	writeStringToString(w, v.Header)
	w.Key("body")
	w.Bytes(v.Body)
}

func readStringToString(r *wapc.Reader, v *map[string]string) {
	m := r.Map()
	*v = make(map[string]string, m.Hint())
	for r.NextEntry(&m, len(*v)) {
		var key, value string
		r.String(&key)
		r.String(&value)
		(*v)[key] = value
	}
}

func writeStringToString(w *wapc.Writer, v map[string]string) {
	w.Map(len(v))
	for key, value := range v {
		w.Entry()
		w.String(key)
		w.String(value)
	}
	w.EndMap(len(v))
}
