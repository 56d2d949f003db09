package keyvalue

import "example.com/counter/contracts/wapc"

// Key-value store
type Store interface {
	// Gets a value
	Get(origin wapc.Origin, key string) (GetResponse, error)
	Add(origin wapc.Origin, key string, value int32) (int32, error)
	Set(origin wapc.Origin, key string, value string, expires *int32) error
	Range(origin wapc.Origin, key string, start int32, stop int32) ([]string, error)
	Put(origin wapc.Origin, entry Entry) (Entry, error)
	Tags(origin wapc.Origin, key string) (map[string]string, error)
}

// RegisterStore makes store answer the calls to this module.
func RegisterStore(store Store) {
	wapc.Register(StoreHandler(store))
}

// StoreHandler answers the operations of Store by calling store.
func StoreHandler(store Store) wapc.Handler {
	return func(origin wapc.Origin, operation string, payload []byte) ([]byte, error) {
		r, w := wapc.NewReader(payload), wapc.NewWriter(64)
		var err error
		switch operation {
		case "Get":
			err = handleGet(store, origin, &r, &w)
		case "Add":
			err = handleAdd(store, origin, &r, &w)
		case "Set":
			err = handleSet(store, origin, &r, &w)
		case "Range":
			err = handleRange(store, origin, &r, &w)
		case "Put":
			err = handlePut(store, origin, &r, &w)
		case "Tags":
			err = handleTags(store, origin, &r, &w)
		default:
			err = wapc.UnknownOperation(operation)
		}
		return w.Finish(err)
	}
}

var parametersOfGet = []wapc.Field{
	{Name: "key"},
}

func handleGet(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in struct {
		Key string
	}
	s := r.Struct(parametersOfGet)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&in.Key)
		}
	}
	if err := r.Err("Get"); err != nil {
		return err
	}
	result, err := store.Get(origin, in.Key)
	if err != nil {
		return err
	}
	writeGetResponse(w, &result)
	return nil
}

var parametersOfAdd = []wapc.Field{
	{Name: "key"},
	{Name: "value"},
}

func handleAdd(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in struct {
		Key   string
		Value int32
	}
	s := r.Struct(parametersOfAdd)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&in.Key)
		case 1:
			r.Int32(&in.Value)
		}
	}
	if err := r.Err("Add"); err != nil {
		return err
	}
	result, err := store.Add(origin, in.Key, in.Value)
	if err != nil {
		return err
	}
	w.Int(int64(result))
	return nil
}

var parametersOfSet = []wapc.Field{
	{Name: "key"},
	{Name: "value"},
	{Name: "expires", Optional: true},
}

func handleSet(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in struct {
		Key     string
		Value   string
		Expires *int32
	}
	s := r.Struct(parametersOfSet)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&in.Key)
		case 1:
			r.String(&in.Value)
		case 2:
			if r.Present() {
				in.Expires = new(int32)
				r.Int32(in.Expires)
			}
		}
	}
	if err := r.Err("Set"); err != nil {
		return err
	}
	return store.Set(origin, in.Key, in.Value, in.Expires)
}

var parametersOfRange = []wapc.Field{
	{Name: "key"},
	{Name: "start"},
	{Name: "stop"},
}

func handleRange(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in struct {
		Key   string
		Start int32
		Stop  int32
	}
	s := r.Struct(parametersOfRange)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&in.Key)
		case 1:
			r.Int32(&in.Start)
		case 2:
			r.Int32(&in.Stop)
		}
	}
	if err := r.Err("Range"); err != nil {
		return err
	}
	result, err := store.Range(origin, in.Key, in.Start, in.Stop)
	if err != nil {
		return err
	}
	writeStringList(w, result)
	return nil
}

func handlePut(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in Entry
	readEntry(r, &in)
	if err := r.Err("Entry"); err != nil {
		return err
	}
	result, err := store.Put(origin, in)
	if err != nil {
		return err
	}
	writeEntry(w, &result)
	return nil
}

var parametersOfTags = []wapc.Field{
	{Name: "key"},
}

func handleTags(store Store, origin wapc.Origin, r *wapc.Reader, w *wapc.Writer) error {
	var in struct {
		Key string
	}
	s := r.Struct(parametersOfTags)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&in.Key)
		}
	}
	if err := r.Err("Tags"); err != nil {
		return err
	}
	result, err := store.Tags(origin, in.Key)
	if err != nil {
		return err
	}
	writeStringToString(w, result)
	return nil
}
