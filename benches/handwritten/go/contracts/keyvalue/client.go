package keyvalue

import "example.com/counter/contracts/wapc"

// Key-value store
//
// The zero value calls the host of this module, by its default binding.
type StoreClient struct {
	target wapc.Target
}

// NewStoreClient returns a client of the Store that target names.
func NewStoreClient(target wapc.Target) StoreClient {
	return StoreClient{target}
}

// Gets a value
func (c StoreClient) Get(key string) (GetResponse, error) {
	w := wapc.NewWriter(16 + len(key))
	w.Struct(1)
	w.Key("key")
	w.String(key)
	r := c.target.Call(Namespace, "Get", &w)
	var result GetResponse
	readGetResponse(&r, &result)
	return wapc.Result(result, r.Err("GetResponse"))
}

func (c StoreClient) Add(key string, value int32) (int32, error) {
	w := wapc.NewWriter(32 + len(key))
	w.Struct(2)
	w.Key("key")
	w.String(key)
	w.Key("value")
	w.Int(int64(value))
	r := c.target.Call(Namespace, "Add", &w)
	var result int32
	r.Int32(&result)
	return wapc.Result(result, r.Err("Add"))
}

func (c StoreClient) Set(key string, value string, expires *int32) error {
	w := wapc.NewWriter(48 + len(key) + len(value))
	w.Struct(3)
	w.Key("key")
	w.String(key)
	w.Key("value")
	w.String(value)
	w.Key("expires")
	if w.Present(expires != nil) {
		w.Int(int64(*expires))
	}
	r := c.target.Call(Namespace, "Set", &w)
	return r.Err("Set")
}

func (c StoreClient) Range(key string, start int32, stop int32) ([]string, error) {
	w := wapc.NewWriter(48 + len(key))
	w.Struct(3)
	w.Key("key")
	w.String(key)
	w.Key("start")
	w.Int(int64(start))
	w.Key("stop")
	w.Int(int64(stop))
	r := c.target.Call(Namespace, "Range", &w)
	var result []string
	readStringList(&r, &result)
	return wapc.Result(result, r.Err("Range"))
}

func (c StoreClient) Put(entry Entry) (Entry, error) {
	w := wapc.NewWriter(64 + len(entry.Key) + len(entry.Value))
	writeEntry(&w, &entry)
	r := c.target.Call(Namespace, "Put", &w)
	var result Entry
	readEntry(&r, &result)
	return wapc.Result(result, r.Err("Entry"))
}

func (c StoreClient) Tags(key string) (map[string]string, error) {
	w := wapc.NewWriter(16 + len(key))
	w.Struct(1)
	w.Key("key")
	w.String(key)
	r := c.target.Call(Namespace, "Tags", &w)
	var result map[string]string
	readStringToString(&r, &result)
	return wapc.Result(result, r.Err("Tags"))
}
