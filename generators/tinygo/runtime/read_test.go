package wapc

import (
	"encoding/hex"
	"math"
	"reflect"
	"strings"
	"testing"
)

var (
	kinds      = []EnumValue{{Value: 0, Name: "plain"}, {Value: 7, Name: "sealed"}, {Value: -3, Name: "lost"}}
	nodeFields = []Field{{Name: "name"}, {Name: "next", Optional: true}, {Name: "children", Optional: true}}
	members    = []Field{{Name: "Text"}, {Name: "Number"}}
)

// node is what the tests read: as generated code would.
type node struct {
	Name     string
	Next     *node
	Children []node
}

func readNode(r *Reader, v *node) {
	s := r.Struct(nodeFields)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			r.String(&v.Name)
		case 1:
			if r.Present() {
				v.Next = new(node)
				readNode(r, v.Next)
			}
		case 2:
			l := r.List()
			v.Children = make([]node, 0, l.Hint(8))
			for r.NextItem(&l) {
				readNode(r, Append(&v.Children))
			}
		}
	}
}

func writeNode(w *Writer, v *node) {
	if !w.Struct(3) {
		return
	}
	w.Key("name")
	w.String(v.Name)
	w.Key("next")
	if w.Present(v.Next != nil) {
		writeNode(w, v.Next)
	}
	w.Key("children")
	if !w.List(len(v.Children)) {
		return
	}
	for i := range v.Children {
		writeNode(w, &v.Children[i])
	}
	w.End()
	w.End()
}

func scalar[T any](read func(*Reader, *T)) func(*Reader) any {
	return func(r *Reader) any {
		var v T
		read(r, &v)
		return v
	}
}

func readMember(r *Reader) any {
	var v any
	s := r.Union(members)
	for r.NextField(&s) {
		switch s.Field {
		case 0:
			v = scalar((*Reader).String)(r)
		case 1:
			v = scalar((*Reader).Int32)(r)
		}
	}
	return v
}

func readKind(r *Reader) any { return r.Enum(kinds) }

func readInstant(r *Reader) any {
	seconds, nanos := r.Instant()
	return [2]int64{seconds, nanos}
}

func readMap[K comparable](head func(*Reader) Map, key func(*Reader, *K)) func(*Reader) any {
	return func(r *Reader) any {
		m := head(r)
		v := make(map[K]string, m.Hint(8))
		for r.NextEntry(&m, len(v)) {
			var k K
			key(r, &k)
			r.Value(&m)
			var text string
			r.String(&text)
			v[k] = text
		}
		return v
	}
}

var (
	readI8     = scalar((*Reader).Int8)
	readI64    = scalar((*Reader).Int64)
	readU8     = scalar((*Reader).Uint8)
	readU64    = scalar((*Reader).Uint64)
	readF32    = scalar((*Reader).Float32)
	readF64    = scalar((*Reader).Float64)
	readBool   = scalar((*Reader).Bool)
	readString = scalar((*Reader).String)
	readBytes  = scalar((*Reader).Bytes)
	readRaw    = scalar((*Reader).Raw)
	readTree   = scalar(readNode)
	readTags   = readMap((*Reader).Map, (*Reader).String)
	readSigns  = readMap((*Reader).Map, (*Reader).Int8)
	readFlags  = readMap((*Reader).Map, (*Reader).Bool)
	readKinds  = readMap(
		func(r *Reader) Map { return r.MapOf(kinds) },
		func(r *Reader, v *int32) { *v = r.Enum(kinds) },
	)
)

// TestRead holds every form that is read, and the text of every error, with T for the root.
func TestRead(t *testing.T) {
	long := strings.Repeat("ä", 70)
	for _, c := range []struct {
		read  func(*Reader) any
		bytes string
		want  any // an error's text, if it is of type fault
	}{
		{readI8, "7f", int8(127)},
		{readI8, "cc7f", int8(127)},
		{readI8, "d3ffffffffffffff80", int8(-128)},
		{readI8, "cc80", fault("T: 128 does not fit i8")},
		{readI8, "d1ff7f", fault("T: -129 does not fit i8")},
		{readI8, "cfffffffffffffffff", fault("T: 18446744073709551615 does not fit i8")},
		{readI8, "ca00000000", fault("T: expected i8, found float")},
		{readI8, "c0", fault("T: expected i8, found nil")},
		{readI8, "", fault("T: truncated")},
		{readI8, "d1ff", fault("T: truncated")},
		{readI64, "d38000000000000000", int64(math.MinInt64)},
		{readI64, "cf8000000000000000", fault("T: 9223372036854775808 does not fit i64")},
		{readU8, "d100ff", uint8(255)},
		{readU8, "ff", fault("T: -1 does not fit u8")},
		{readU64, "cfffffffffffffffff", uint64(math.MaxUint64)},
		{readU64, "c3", fault("T: expected u64, found bool")},
		{readF32, "cb3ff8000000000000", float32(1.5)},
		{readF32, "ce01000000", float32(1 << 24)},
		{readF32, "ce01000001", fault("T: 16777217 does not fit f32")},
		{readF64, "d3ffdfffffffffffff", fault("T: -9007199254740993 does not fit f64")},
		{readF64, "ca3fc00000", 1.5},
		{readF64, "a0", fault("T: expected f64, found string")},
		{readBool, "c3", true},
		{readBool, "01", fault("T: expected bool, found integer")},
		{readBool, "c1", fault("T: expected bool, found invalid")},
		{readString, "a161", "a"},
		{readString, "c40161", "a"},
		{readString, "db0000000161", "a"},
		{readString, "a1ff", fault("T: invalid UTF-8")},
		{readString, "a3eda080", fault("T: invalid UTF-8")},
		{readString, "d9ff61", fault("T: truncated")},
		{readString, "90", fault("T: expected string, found list")},
		{readString, "d60000000000", fault("T: expected string, found extension")},
		{readBytes, "c40101", []byte{1}},
		{readBytes, "a161", []byte("a")},
		{readBytes, "c0", []byte{}},
		{readBytes, "9201ccff", []byte{1, 255}},
		{readBytes, "9201cd0100", fault("T[1]: 256 does not fit u8")},
		{readBytes, "91a0", fault("T[0]: expected u8, found string")},
		{readBytes, "80", fault("T: expected bytes, found map")},
		{readRaw, "9201c0ff", Raw{0x92, 1, 0xc0}},
		{readRaw, "d40102", Raw{0xd4, 1, 2}},
		{readRaw, "c80001ff05", Raw{0xc8, 0, 1, 0xff, 5}},
		{readRaw, "91c1", fault("T: expected value, found invalid")},
		{readKind, "07", int32(7)},
		{readKind, "fd", int32(-3)},
		{readKind, "a66c6f7374", fault("T: truncated")},
		{readKind, "a46c6f7374", int32(-3)},
		{readKind, "8101c0", int32(7)},
		{readKind, "8103c0", fault("T: unknown value 3, expected one of plain, sealed, lost")},
		{readKind, "01", fault("T: unknown value 1, expected one of plain, sealed, lost")},
		{readKind, "a161", fault(`T: unknown value "a", expected one of plain, sealed, lost`)},
		{readKind, "81cc01", fault("T: truncated")},
		{readKind, "8101c2", fault("T: expected enum, found map")},
		{readKind, "81a0c0", fault("T: expected enum, found map")},
		{readKind, "8201c002c0", fault("T: expected enum, found map")},
		{readKind, "a1ff", fault(`T: unknown value "?", expected one of plain, sealed, lost`)},
		{readInstant, "a1ff", fault(`T: invalid datetime "?"`)},
		{readI8, "c4", fault("T: truncated")},
		{readI8, "c4ff", fault("T: expected i8, found bytes")},
		{readI8, "d6", fault("T: truncated")},
		{readI8, "c705", fault("T: truncated")},
		{readI8, "c70501", fault("T: expected i8, found extension")},
		{readI8, "cb00000000000000", fault("T: truncated")},
		{readI8, "df000000", fault("T: truncated")},
		{readI8, "dc0005", fault("T: expected i8, found list")},
		{readString, "d3ff", fault("T: truncated")},
		{readInstant, "c7040100000001", fault("T: expected datetime, found extension")},
		{readInstant, "d7ffee6b280000000001", fault("T: expected datetime, found extension")},
		{readMember, "80", fault("T: expected map, found map")},
		{readMember, "8105c0", fault("T: expected string, found integer")},
		{readMember, "81a1ffc0", fault(`T: unknown member "?", expected one of Text, Number`)},
		{readTags, "81a1ffa0", fault("T: invalid UTF-8")},
		{readKind, "c2", fault("T: expected enum, found bool")},
		{readMember, "81a45465787461", fault("T.Text: expected string, found integer")},
		{readMember, "81a454657874a161", "a"},
		{readMember, "81a64e756d62657205", int32(5)},
		{readMember, "81a14105", fault(`T: unknown member "A", expected one of Text, Number`)},
		{readMember, "90", fault("T: expected map, found list")},
		{readInstant, hexText("1970-01-01T00:00:00Z"), [2]int64{0, 0}},
		{readInstant, hexText("1970-01-01t01:30:00.25+01:30"), [2]int64{0, 250_000_000}},
		{readInstant, hexText("2000-02-29T23:59:59.000000001z"), [2]int64{951868799, 1}},
		{readInstant, hexText("0000-01-01T00:00:00Z"), [2]int64{firstSecond, 0}},
		{readInstant, hexText("9999-12-31T23:59:59Z"), [2]int64{lastSecond, 0}},
		{readInstant, hexText("1900-02-29T00:00:00Z"), fault(`T: invalid datetime "1900-02-29T00:00:00Z"`)},
		{readInstant, hexText("1970-01-01T00:00:60Z"), fault(`T: invalid datetime "1970-01-01T00:00:60Z"`)},
		{readInstant, hexText("1970-01-01T00:00:00"), fault(`T: invalid datetime "1970-01-01T00:00:00"`)},
		{readInstant, hexText("1970-01-01T00:00:00.Z"), fault(`T: invalid datetime "1970-01-01T00:00:00.Z"`)},
		{readInstant, "d6ff00000001", [2]int64{1, 0}},
		{readInstant, "d7ff0000000400000001", [2]int64{1, 1}},
		{readInstant, "c70cff00000001ffffffffffffffff", [2]int64{-1, 1}},
		{readInstant, "d60100000001", fault("T: expected datetime, found extension")},
		{readInstant, "c90000000cff00000001ffffffffffffffff", [2]int64{-1, 1}},
		{readInstant, "05", fault("T: expected datetime, found integer")},
		{readTags, "81a161a162", map[string]string{"a": "b"}},
		{readTags, "c0", map[string]string{}},
		{readTags, "82a161a162a161a162", fault(`T: duplicate key "a"`)},
		{readTags, "81a16105", fault(`T["a"]: expected string, found integer`)},
		{readTags, "8105a161", fault("T: expected string, found integer")},
		{readTags, "81d98c" + hex.EncodeToString([]byte(long)) + "05",
			fault(`T["` + strings.Repeat("ä", 64) + `"]: expected string, found integer`)},
		{readSigns, "81ff05", fault("T[-1]: expected string, found integer")},
		{readSigns, "81cc80a0", fault("T: 128 does not fit i8")},
		{readFlags, "81c305", fault("T[true]: expected string, found integer")},
		{readFlags, "82c2a0c2a0", fault("T: duplicate key false")},
		{readKinds, "81a47365616c05", fault(`T: unknown value "seal", expected one of plain, sealed, lost`)},
		{readKinds, "81a67365616c656405", fault("T[7]: expected string, found integer")},
		{readKinds, "828101c0a0" + "07a0", fault("T: duplicate key 7")},
		{readTree, "81a46e616d65a161", node{Name: "a"}},
		{readTree, "93a161c0c0", node{Name: "a", Children: []node{}}},
		{readTree, "91a161", node{Name: "a"}},
		{readTree, "94a161c0c0d40102", node{Name: "a", Children: []node{}}},
		{readTree, "83a17891c0a46e616d65a161c401ff05", node{Name: "a"}},
		{readTree, "80", fault("T.name: missing field")},
		{readTree, "c0", fault("T: expected map, found nil")},
		{readTree, "8105a161", fault("T: expected string, found integer")},
		{readTree, "82a46e616d65a161a46e616d65a162", fault(`T: duplicate key "name"`)},
		{readTree, "82a46e616d65a161a46e657874" + "81a46e616d6505", fault("T.next.name: expected string, found integer")},
		{readTree, "93a161c092" + "91a161" + "93a162c091" + "9105", fault("T.children[1].children[0].name: expected string, found integer")},
		{readTree, "ddffffffff", fault("T: truncated")},
		{readTree, "93a161c0dd7fffffff", fault("T.children: truncated")},
	} {
		payload, err := hex.DecodeString(c.bytes)
		if err != nil {
			t.Fatal(c.bytes, err)
		}
		r := NewReader(payload)
		var got any = c.read(&r)
		if err := r.Err("T"); err != nil {
			got = fault(err.Error())
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %#v, want %#v", c.bytes, got, c.want)
		}
	}
}

type fault string

func hexText(text string) string {
	w := NewWriter(0)
	w.String(text)
	return hex.EncodeToString(w.buf)
}

func nested(depth int) *node {
	var outer *node
	for i := 0; i < depth; i++ {
		outer = &node{Name: "n", Next: outer}
	}
	return outer
}

// TestDepth: 127 structs around a list are as deep as it goes, for writers and readers.
func TestDepth(t *testing.T) {
	w := NewWriter(0)
	writeNode(&w, nested(127))
	if err := w.Err("T"); err != nil || w.depth != 0 {
		t.Fatal(err, w.depth)
	}
	r := NewReader(w.buf)
	var v node
	readNode(&r, &v)
	if err := r.Err("T"); err != nil || r.depth != 0 {
		t.Fatal(err, r.depth)
	}
	w = NewWriter(0)
	writeNode(&w, nested(128))
	if err := w.Err("T"); err == nil || err.Error() != "T: nested deeper than 128" {
		t.Fatal(err)
	}
	payload := []byte(strings.Repeat("\x91", 128) + "\x90")
	r = NewReader(payload)
	r.Skip()
	if err := r.Err("T"); err == nil || err.Error() != "T: nested deeper than 128" {
		t.Fatal(err)
	}
	r = NewReader(payload[1:])
	r.Skip()
	if err := r.Err("T"); err != nil || r.depth != 0 {
		t.Fatal(err, r.depth)
	}
	deep := NewWriter(0)
	deep.List(1)
	deep.Raw(payload[1:])
	if err := deep.Err("T"); err == nil || err.Error() != "T: nested deeper than 128" {
		t.Fatal(err)
	}
}

// TestCycle: a value that contains itself ends at the limit of depth, and soon.
func TestCycle(t *testing.T) {
	v := node{Children: make([]node, 3)}
	for i := range v.Children {
		v.Children[i] = node{Next: &v, Children: v.Children}
	}
	w := NewWriter(0)
	writeNode(&w, &v)
	if err := w.Err("T"); err == nil {
		t.Fatal("a cycle was written")
	}
}

// TestTruncated: no beginning of a payload is read, none makes the reader panic.
func TestTruncated(t *testing.T) {
	w := NewWriter(0)
	writeNode(&w, &node{Name: "a", Next: nested(3), Children: []node{{Name: "b"}, {Name: strings.Repeat("c", 300)}}})
	for n := range w.buf {
		r := NewReader(w.buf[:n])
		var v node
		readNode(&r, &v)
		if err := r.Err("T"); err == nil || !strings.HasSuffix(err.Error(), ": truncated") {
			t.Fatal(n, err)
		}
	}
}

func TestClip(t *testing.T) {
	for text, want := range map[string]string{
		"a\xffb":                "?",
		"\ufffd":                "\ufffd",
		strings.Repeat("ü", 65): strings.Repeat("ü", 64),
		strings.Repeat("a", 64): strings.Repeat("a", 64),
	} {
		if got := clip(text); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
