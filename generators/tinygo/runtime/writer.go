package wapc

import (
	"math"
	"unicode/utf8"
)

// A Writer writes canonical MessagePack. The zero value is ready for use.
// After the first error nothing more is written, and Err says what was wrong.
type Writer struct {
	buf     []byte
	entries []span // of the maps that are being written
	depth   int
	what    string // is wrong
}

// NewWriter returns a writer with room for size bytes.
func NewWriter(size int) Writer {
	return Writer{buf: make([]byte, 0, size)}
}

// Err returns the first error. Root names what was written.
func (w *Writer) Err(root string) error {
	if w.what == "" {
		return nil
	}
	return w.failed(root)
}

//go:noinline
func (w *Writer) failed(root string) error {
	return malformed(clip(root), w.what)
}

// Finish returns what was written, unless there was an error.
func (w *Writer) Finish(err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return w.buf, nil
}

// Fail makes Err return an error.
func (w *Writer) Fail(what string) {
	if w.what == "" {
		w.what = what
	}
}

// Nil writes nil.
func (w *Writer) Nil() {
	w.lead(0xc0)
}

// Present writes nil if an optional value is absent, and returns whether it is there to be written.
func (w *Writer) Present(present bool) bool {
	if !present {
		w.lead(0xc0)
	}
	return present
}

// Bool writes a bool.
func (w *Writer) Bool(v bool) {
	if v {
		w.lead(0xc3)
	} else {
		w.lead(0xc2)
	}
}

// Int writes a signed integer in the shortest signed form.
func (w *Writer) Int(v int64) {
	switch {
	case -32 <= v && v <= math.MaxInt8:
		w.lead(byte(v))
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
		w.lead(byte(v))
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
		w.Fail("invalid UTF-8")
		return
	}
	w.Key(v)
}

// Bytes writes bytes.
func (w *Writer) Bytes(v []byte) {
	w.length(len(v), 0xc4, 0xc5)
	move(w.next(len(v)), view(v))
}

// BytesAsList writes bytes as a list of integers, for peers that know no other form.
func (w *Writer) BytesAsList(v []byte) {
	w.List(len(v))
	for _, b := range v {
		w.Uint(uint64(b))
	}
	w.End()
}

// Raw writes a value that is encoded already; the empty one is nil.
func (w *Writer) Raw(v Raw) {
	if len(v) == 0 {
		w.Nil()
		return
	}
	r := Reader{buf: v, depth: w.depth}
	r.Skip()
	if r.err != nil {
		w.Fail(r.err.what)
		return
	}
	move(w.next(r.pos), view(v))
}

// enter begins a list or a map, and returns whether its content is to be written.
func (w *Writer) enter() bool {
	w.depth++
	if w.depth > maxDepth {
		w.Fail("nested deeper than 128")
	}
	return w.what == ""
}

// End ends a list or a struct.
func (w *Writer) End() {
	w.depth--
}

// List writes the head of a list. Its n items follow, and then End, unless it returns false:
// nothing follows then.
func (w *Writer) List(n int) bool {
	if n < 16 {
		w.lead(0x90 | byte(n))
	} else {
		w.length(n, 0, 0xdc)
	}
	return w.enter()
}

// Struct writes the head of a struct. Its n fields follow, and then End, unless it returns false:
// nothing follows then.
func (w *Writer) Struct(n int) bool {
	if n < 16 {
		w.lead(0x80 | byte(n))
	} else {
		w.length(n, 0, 0xde)
	}
	return w.enter()
}

// Key writes the name of a field; its value follows.
//
//go:noinline
func (w *Writer) Key(name string) {
	n := len(name)
	if n >= 32 {
		w.length(n, 0xd9, 0xda)
		move(w.next(n), name)
		return
	}
	w.reserve(1 + n)
	start := len(w.buf)
	w.buf = w.buf[:start+1+n]
	b := w.buf[start:]
	b[0] = 0xa0 | byte(n)
	copy(b[1:], name)
}

// lead writes one byte.
func (w *Writer) lead(b byte) {
	w.reserve(1)
	w.buf = append(w.buf, b)
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
		w.Fail("longer than 4 GiB")
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

// move copies in pieces: a long copy in a module is several times slower on common processors if source
// and target lie unluckily.
func move(to []byte, from string) {
	const piece = 2048
	for len(from) > piece {
		copy(to, from[:piece])
		to, from = to[piece:], from[piece:]
	}
	copy(to, from)
}

// next makes room for n bytes, and returns it.
func (w *Writer) next(n int) []byte {
	w.reserve(n)
	start := len(w.buf)
	w.buf = w.buf[:start+n]
	return w.buf[start:]
}

// reserve makes room for n bytes. What is seldom done is apart, so that it is small enough to be inlined.
func (w *Writer) reserve(n int) {
	if n > cap(w.buf)-len(w.buf) {
		w.grow(n)
	}
}

//go:noinline
func (w *Writer) grow(n int) {
	larger := make([]byte, len(w.buf), max(2*cap(w.buf), len(w.buf)+n, 64))
	move(larger, view(w.buf))
	w.buf = larger
}
