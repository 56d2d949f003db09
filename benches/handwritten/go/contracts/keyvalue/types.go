// Package keyvalue holds the contract bench:keyvalue.
package keyvalue

import "example.com/counter/contracts/wapc"

// Namespace identifies the contract.
const Namespace = "bench:keyvalue"

type GetResponse struct {
	Exists bool
	Value  string
}

// One record
type Entry struct {
	Key      string
	Value    []byte
	Tags     []string
	TTL      *uint32
	Kind     Kind
	Children []Entry
}

// How an entry is stored
type Kind int32

const (
	KindPlain  Kind = 0
	KindSealed Kind = 1
)

// String returns the declared name of a value.
func (k Kind) String() string {
	return wapc.EnumName(kindValues, int32(k))
}

var kindValues = []wapc.EnumValue{
	{Value: 0, Name: "plain"},
	{Value: 1, Name: "sealed"},
}

var getResponseFields = []wapc.Field{
	{Name: "exists"},
	{Name: "value"},
}

func readGetResponse(r *wapc.Reader, v *GetResponse) {
	s := r.Struct(getResponseFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.Bool(&v.Exists)
		case 1:
			r.String(&v.Value)
		}
	}
}

func writeGetResponse(w *wapc.Writer, v *GetResponse) {
	w.Struct(2)
	w.Key("exists")
	w.Bool(v.Exists)
	w.Key("value")
	w.String(v.Value)
}

var entryFields = []wapc.Field{
	{Name: "key"},
	{Name: "value"},
	{Name: "tags"},
	{Name: "ttl", Optional: true},
	{Name: "kind", Optional: true},
	{Name: "children"},
}

func readEntry(r *wapc.Reader, v *Entry) {
	v.Kind = KindPlain
	s := r.Struct(entryFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&v.Key)
		case 1:
			r.Bytes(&v.Value)
		case 2:
			readStringList(r, &v.Tags)
		case 3:
			if r.Present() {
				v.TTL = new(uint32)
				r.Uint32(v.TTL)
			}
		case 4:
			readKind(r, &v.Kind)
		case 5:
			readEntryList(r, &v.Children)
		}
	}
}

func writeEntry(w *wapc.Writer, v *Entry) {
	w.Struct(6)
	w.Key("key")
	w.String(v.Key)
	w.Key("value")
	w.Bytes(v.Value)
	w.Key("tags")
	writeStringList(w, v.Tags)
	w.Key("ttl")
	if w.Present(v.TTL != nil) {
		w.Uint(uint64(*v.TTL))
	}
	w.Key("kind")
	w.Int(int64(v.Kind))
	w.Key("children")
	writeEntryList(w, v.Children)
}

func readKind(r *wapc.Reader, v *Kind) {
	*v = Kind(r.Enum(kindValues))
}

func readStringList(r *wapc.Reader, v *[]string) {
	l := r.List()
	*v = make([]string, 0, l.Hint())
	for r.NextItem(&l) {
		r.String(wapc.Append(v))
	}
}

func writeStringList(w *wapc.Writer, v []string) {
	w.List(len(v))
	for _, item := range v {
		w.String(item)
	}
}

//go:noinline
func readEntryList(r *wapc.Reader, v *[]Entry) {
	l := r.List()
	*v = make([]Entry, 0, l.Hint())
	for r.NextItem(&l) {
		readEntry(r, wapc.Append(v))
	}
}

//go:noinline
func writeEntryList(w *wapc.Writer, v []Entry) {
	w.List(len(v))
	for i := range v {
		writeEntry(w, &v[i])
	}
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
