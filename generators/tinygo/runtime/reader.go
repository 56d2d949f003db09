package wapc

import (
	"math"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// maxDepth is how deeply lists and maps may be nested.
const maxDepth = 128

// A Reader reads MessagePack, leniently: see the rules of the contract's wire format. After the first
// error every method returns a zero value, and Err says what was wrong and where.
// Strings and bytes that it returns share memory with the payload.
type Reader struct {
	buf   []byte
	pos   int
	depth int
	err   *failure
}

// failure is an error whose path grows as the loops around the value at fault end.
type failure struct {
	path, what string
	remote     error // of the call whose answer was to be read
}

// NewReader returns a reader of payload, which must not be changed any more.
func NewReader(payload []byte) Reader {
	return Reader{buf: payload}
}

// Err returns the first error. Root names what was read: the first element of the path.
func (r *Reader) Err(root string) error {
	if r.err == nil {
		return nil
	}
	return r.err.from(root)
}

func (f *failure) from(root string) error {
	if f.remote != nil {
		return f.remote
	}
	return malformed(clip(root)+f.path, f.what)
}

// Result returns what was read, or the error and nothing else.
func Result[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}

func (r *Reader) fail(what string) {
	if r.err == nil {
		r.err = &failure{what: what}
	}
	r.pos = len(r.buf)
}

func (r *Reader) truncated() {
	r.fail("truncated")
}

// expected fails because of a value of another kind, of which head was read; if what belongs to head
// is cut short, the value is truncated, whatever its kind.
func (r *Reader) expected(what string, head byte) {
	size := uint64(0)
	switch {
	case 0xc4 <= head && head <= 0xc6:
		size = 1 << (head - 0xc4)
	case 0xc7 <= head && head <= 0xc9:
		size = 1<<(head-0xc7) + 1
	case head == 0xca, head == 0xcb:
		size = 4 << (head - 0xca)
	case 0xcc <= head && head <= 0xd3:
		size = 1 << (head & 3)
	case 0xd4 <= head && head <= 0xd8:
		size = 1
	case 0xd9 <= head && head <= 0xdb:
		size = 1 << (head - 0xd9)
	case 0xdc <= head && head <= 0xdf:
		size = 2 << (head & 1)
	}
	r.take(size)
	r.mismatch(what, head)
}

// mismatch is expected for a value of which more was read.
func (r *Reader) mismatch(what string, head byte) {
	if r.err == nil {
		r.fail("expected " + what + ", found " + describe(head))
	}
}

// misfit fails because of an integer that its type does not hold.
func (r *Reader) misfit(bits uint64, negative bool, what string, size int) {
	if r.err == nil {
		r.fail(decimal(bits, negative) + " does not fit " + what + strconv.Itoa(size))
	}
}

// head reads the first byte of a value. At the end of the payload it fails and returns a byte that
// begins no value.
func (r *Reader) head() byte {
	if r.pos >= len(r.buf) {
		r.truncated()
		return 0xc1
	}
	head := r.buf[r.pos]
	r.pos++
	return head
}

// number reads a big-endian number of size bytes.
func (r *Reader) number(size int) (n uint64) {
	if len(r.buf)-r.pos < size {
		r.truncated()
		return 0
	}
	for _, b := range r.buf[r.pos : r.pos+size] {
		n = n<<8 | uint64(b)
	}
	r.pos += size
	return n
}

// take reads the n bytes that come next.
func (r *Reader) take(n uint64) []byte {
	if n > uint64(len(r.buf)-r.pos) {
		r.truncated()
		return nil
	}
	start := r.pos
	r.pos += int(n)
	return r.buf[start:r.pos:r.pos]
}

// Present returns whether an optional value is there to be read; otherwise it reads the nil.
func (r *Reader) Present() bool {
	if r.pos < len(r.buf) && r.buf[r.pos] == 0xc0 {
		r.pos++
		return false
	}
	return true
}

// PresentResult is Present for an optional result: an empty payload is as good as a nil.
func (r *Reader) PresentResult() bool {
	return len(r.buf) > 0 && r.Present()
}

// Bool reads a bool.
func (r *Reader) Bool(v *bool) {
	head := r.head()
	if head&^1 != 0xc2 {
		r.expected("bool", head)
	}
	*v = head == 0xc3
}

// integer reads an integer of any form: its 64 bits, and whether they are negative.
func (r *Reader) integer(head byte) (bits uint64, negative, ok bool) {
	switch {
	case head < 0x80:
		return uint64(head), false, true
	case head >= 0xe0:
		return uint64(int64(int8(head))), true, true
	case 0xcc <= head && head <= 0xcf:
		return r.number(1 << (head - 0xcc)), false, true
	case 0xd0 <= head && head <= 0xd3:
		size := 1 << (head - 0xd0)
		shift := 64 - 8*size
		v := int64(r.number(size)<<shift) >> shift
		return uint64(v), v < 0, true
	}
	return 0, false, false
}

func (r *Reader) signed(size int) int64 {
	head := r.head()
	bits, negative, ok := r.integer(head)
	if !ok {
		r.expected("i"+strconv.Itoa(size), head)
		return 0
	}
	if v := int64(bits); (v < 0) == negative && v>>(size-1) == v>>63 {
		return v
	}
	r.misfit(bits, negative, "i", size)
	return 0
}

func (r *Reader) unsigned(size int) uint64 {
	head := r.head()
	bits, negative, ok := r.integer(head)
	if !ok {
		r.expected("u"+strconv.Itoa(size), head)
		return 0
	}
	if negative || bits>>(size-1)>>1 != 0 {
		r.misfit(bits, negative, "u", size)
		return 0
	}
	return bits
}

// Int8 and its like read an integer, in any form that holds a value in range.
func (r *Reader) Int8(v *int8)     { *v = int8(r.signed(8)) }
func (r *Reader) Int16(v *int16)   { *v = int16(r.signed(16)) }
func (r *Reader) Int32(v *int32)   { *v = int32(r.signed(32)) }
func (r *Reader) Int64(v *int64)   { *v = r.signed(64) }
func (r *Reader) Uint8(v *uint8)   { *v = uint8(r.unsigned(8)) }
func (r *Reader) Uint16(v *uint16) { *v = uint16(r.unsigned(16)) }
func (r *Reader) Uint32(v *uint32) { *v = uint32(r.unsigned(32)) }
func (r *Reader) Uint64(v *uint64) { *v = r.unsigned(64) }

// Float32 reads a float of any form, or an integer that it holds exactly.
func (r *Reader) Float32(v *float32) { *v = float32(r.float(32, 24)) }

// Float64 reads a float of any form, or an integer that it holds exactly.
func (r *Reader) Float64(v *float64) { *v = r.float(64, 53) }

func (r *Reader) float(size, mantissa int) float64 {
	head := r.head()
	switch head {
	case 0xca:
		return float64(math.Float32frombits(uint32(r.number(4))))
	case 0xcb:
		return math.Float64frombits(r.number(8))
	}
	bits, negative, ok := r.integer(head)
	if !ok {
		r.expected("f"+strconv.Itoa(size), head)
		return 0
	}
	magnitude := bits
	if negative {
		magnitude = -bits
	}
	for digits := magnitude; digits>>mantissa != 0; digits >>= 1 {
		if digits&1 != 0 {
			r.misfit(bits, negative, "f", size)
			return 0
		}
	}
	if negative {
		return -float64(magnitude)
	}
	return float64(magnitude)
}

// text reads the bytes of a string or of binary data.
func (r *Reader) text(head byte) (b []byte, ok bool) {
	switch {
	case head&0xe0 == 0xa0:
		return r.take(uint64(head & 31)), true
	case 0xd9 <= head && head <= 0xdb:
		return r.take(r.number(1 << (head - 0xd9))), true
	case 0xc4 <= head && head <= 0xc6:
		return r.take(r.number(1 << (head - 0xc4))), true
	}
	return nil, false
}

// String reads a string.
func (r *Reader) String(v *string) {
	head := r.head()
	b, ok := r.text(head)
	if !ok {
		r.expected("string", head)
		return
	}
	text := view(b)
	if !utf8.ValidString(text) {
		r.fail("invalid UTF-8")
		return
	}
	*v = text
}

// Bytes reads bytes: binary data, a string, a list of integers, or nil for none.
func (r *Reader) Bytes(v *[]byte) {
	head := r.head()
	if b, ok := r.text(head); ok {
		*v = b
		return
	}
	*v = []byte{}
	switch {
	case head == 0xc0:
	case head&0xf0 == 0x90, head == 0xdc, head == 0xdd:
		r.pos--
		l := r.List()
		*v = make([]byte, 0, l.Hint(1024))
		for r.NextItem(&l) {
			r.Uint8(Append(v))
		}
	default:
		r.expected("bytes", head)
	}
}

// Raw is one encoded value of any kind, carried as it is. The empty one is written as nil.
type Raw []byte

// Raw reads a value of any kind without decoding it.
func (r *Reader) Raw(v *Raw) {
	start := r.pos
	r.Skip()
	if r.err == nil {
		*v = r.buf[start:r.pos:r.pos]
	}
}

// Skip reads a value of any kind, and forgets it.
func (r *Reader) Skip() {
	head := r.head()
	if _, ok := r.text(head); ok {
		return
	}
	if _, _, ok := r.integer(head); ok {
		return
	}
	switch {
	case isList(head), isMap(head):
		n := r.count(head)
		if isMap(head) {
			n *= 2
		}
		for ; n > 0 && r.err == nil; n-- {
			r.Skip()
		}
		r.depth--
	case head == 0xca:
		r.take(4)
	case head == 0xcb:
		r.take(8)
	case 0xc7 <= head && head <= 0xc9:
		r.take(r.number(1<<(head-0xc7)) + 1)
	case 0xd4 <= head && head <= 0xd8:
		r.take(1<<(head-0xd4) + 1)
	case head == 0xc1:
		r.mismatch("value", head)
	}
}

func isList(head byte) bool {
	return head&0xf0 == 0x90 || head == 0xdc || head == 0xdd
}

func isMap(head byte) bool {
	return head&0xf0 == 0x80 || head == 0xde || head == 0xdf
}

// count reads how many items a list, or entries a map, has, and enters it.
// Each takes a byte at least, so more of them than bytes is a lie.
func (r *Reader) count(head byte) int {
	r.depth++
	n := uint64(head & 15)
	if head >= 0xdc {
		n = r.number(2 << (head & 1))
	}
	size := uint64(1)
	if isMap(head) {
		size = 2
	}
	if r.depth > maxDepth {
		r.fail("nested deeper than 128")
		return 0
	}
	if n*size > uint64(len(r.buf)-r.pos) {
		r.truncated()
		return 0
	}
	return int(n)
}

// view returns bytes that will not change any more as a string, without a copy.
func view(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b))
}
