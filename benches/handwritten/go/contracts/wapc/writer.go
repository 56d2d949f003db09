package wapc

import (
	"math"
	"unicode/utf8"
)

// A Writer writes canonical MessagePack. The zero value is ready for use.
type Writer struct {
	buf     []byte
	entries []span // of the maps that are being written
	err     *Error
}

// span is where one entry of a map lies in the buffer.
type span struct{ start, end int }

// NewWriter returns a writer with room for size bytes.
func NewWriter(size int) Writer {
	return Writer{buf: make([]byte, 0, size)}
}

// Finish returns what was written, unless there was an error.
func (w *Writer) Finish(err error) ([]byte, error) {
	if err == nil && w.err != nil {
		err = w.err
	}
	if err != nil {
		return nil, err
	}
	return w.buf, nil
}

// Fail makes Finish return an error.
func (w *Writer) Fail(text string) {
	if w.err == nil {
		w.err = &Error{Kind: Malformed, Text: text}
	}
}

// Nil writes nil.
func (w *Writer) Nil() {
	w.next(1)[0] = 0xc0
}

// Present writes nil if an optional value is absent, and returns whether it is there to be written.
func (w *Writer) Present(present bool) bool {
	if !present {
		w.next(1)[0] = 0xc0
	}
	return present
}

// Bool writes a bool.
func (w *Writer) Bool(v bool) {
	if v {
		w.next(1)[0] = 0xc3
	} else {
		w.next(1)[0] = 0xc2
	}
}

// Int writes a signed integer in the shortest signed form.
func (w *Writer) Int(v int64) {
	switch {
	case -32 <= v && v <= math.MaxInt8:
		w.next(1)[0] = byte(v)
	case v == int64(int8(v)):
		w.number(0xd0, uint64(v), 1)
	case v == int64(int16(v)):
		w.number(0xd1, uint64(v), 2)
	case v == int64(int32(v)):
		w.number(0xd2, uint64(v), 4)
	default:
		w.number(0xd3, uint64(v), 8)
	}
}

// Uint writes an unsigned integer in the shortest unsigned form.
func (w *Writer) Uint(v uint64) {
	switch {
	case v <= math.MaxInt8:
		w.next(1)[0] = byte(v)
	case v <= math.MaxUint8:
		w.number(0xcc, v, 1)
	case v <= math.MaxUint16:
		w.number(0xcd, v, 2)
	case v <= math.MaxUint32:
		w.number(0xce, v, 4)
	default:
		w.number(0xcf, v, 8)
	}
}

// Float32 writes a 32-bit float; every NaN is written alike.
func (w *Writer) Float32(v float32) {
	bits := math.Float32bits(v)
	if v != v {
		bits = 0x7fc00000
	}
	w.number(0xca, uint64(bits), 4)
}

// Float64 writes a 64-bit float; every NaN is written alike.
func (w *Writer) Float64(v float64) {
	bits := math.Float64bits(v)
	if v != v {
		bits = 0x7ff8000000000000
	}
	w.number(0xcb, bits, 8)
}

// String writes a string, which must be valid UTF-8.
//
//go:noinline
func (w *Writer) String(v string) {
	if !utf8.ValidString(v) {
		w.Fail("a string to be written is not valid UTF-8")
		return
	}
	if n := len(v); n < 32 {
		w.short(v)
	} else {
		w.length(n, 0xd9, 0xda)
		copy(w.next(n), v)
	}
}

// Bytes writes bytes.
func (w *Writer) Bytes(v []byte) {
	w.length(len(v), 0xc4, 0xc5)
	copy(w.next(len(v)), v)
}

// Raw writes a value that is encoded already; none is nil.
func (w *Writer) Raw(v []byte) {
	if len(v) == 0 {
		w.Nil()
	}
	copy(w.next(len(v)), v)
}

// List writes the head of a list; its n items follow.
func (w *Writer) List(n int) {
	if n < 16 {
		w.next(1)[0] = 0x90 | byte(n)
	} else {
		w.length(n, 0, 0xdc)
	}
}

// Struct writes the head of a struct; its n fields follow.
func (w *Writer) Struct(n int) {
	if n < 16 {
		w.next(1)[0] = 0x80 | byte(n)
	} else {
		w.length(n, 0, 0xde)
	}
}

// Key writes the name of a field; its value follows.
//
//go:noinline
func (w *Writer) Key(name string) {
	if len(name) < 32 {
		w.short(name)
	} else {
		w.String(name)
	}
}

func (w *Writer) short(v string) {
	b := w.next(1 + len(v))
	b[0] = 0xa0 | byte(len(v))
	copy(b[1:], v)
}

// Map writes the head of a map. Before each of its n entries comes a call of Entry, behind the last one of EndMap.
func (w *Writer) Map(n int) {
	w.Struct(n)
}

// Entry begins an entry of a map; a key and a value follow.
func (w *Writer) Entry() {
	if n := len(w.entries); n > 0 {
		w.entries[n-1].end = len(w.buf)
	}
	w.entries = append(w.entries, span{start: len(w.buf)})
}

// EndMap ends a map of n entries, and brings them into the order of their encoded keys.
func (w *Writer) EndMap(n int) {
	outer := len(w.entries) - n
	entries := w.entries[outer:]
	w.entries = w.entries[:outer]
	if n < 2 {
		return
	}
	first := entries[0].start
	entries[n-1].end = len(w.buf)
	if w.sort(entries) {
		unsorted := append([]byte(nil), w.buf[first:]...)
		w.buf = w.buf[:first]
		for _, e := range entries {
			w.buf = append(w.buf, unsorted[e.start-first:e.end-first]...)
		}
	}
}

// sort sorts entries by their bytes, and returns whether they were out of order. Keys are
// prefix-free, so the bytes of the values behind them decide nothing.
func (w *Writer) sort(entries []span) bool {
	sorted := true
	for i := 1; i < len(entries) && sorted; i++ {
		sorted = !w.less(entries[i], entries[i-1])
	}
	if sorted {
		return false
	}
	for i := len(entries)/2 - 1; i >= 0; i-- {
		w.sink(entries, i)
	}
	for n := len(entries) - 1; n > 0; n-- {
		entries[0], entries[n] = entries[n], entries[0]
		w.sink(entries[:n], 0)
	}
	return true
}

func (w *Writer) sink(heap []span, i int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && w.less(heap[child], heap[child+1]) {
			child++
		}
		if !w.less(heap[i], heap[child]) {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

func (w *Writer) less(a, b span) bool {
	x, y := w.buf[a.start:a.end], w.buf[b.start:b.end]
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// length writes a length in the shortest of its forms: head8, if there is one, head16 and the one behind.
func (w *Writer) length(n int, head8, head16 byte) {
	switch {
	case n <= math.MaxUint8 && head8 != 0:
		w.number(head8, uint64(n), 1)
	case n <= math.MaxUint16:
		w.number(head16, uint64(n), 2)
	case uint64(n) <= math.MaxUint32:
		w.number(head16+1, uint64(n), 4)
	default:
		w.Fail("a value to be written is longer than 4 GiB")
	}
}

// number writes head and the last size bytes of v.
func (w *Writer) number(head byte, v uint64, size int) {
	b := w.next(1 + size)
	b[0] = head
	for i := size; i > 0; i-- {
		b[i] = byte(v)
		v >>= 8
	}
}

// next makes room for n bytes, and returns it.
func (w *Writer) next(n int) []byte {
	start := len(w.buf)
	if n > cap(w.buf)-start {
		larger := make([]byte, start, max(2*cap(w.buf), start+n, 64))
		copy(larger, w.buf)
		w.buf = larger
	}
	w.buf = w.buf[:start+n]
	return w.buf[start:]
}
