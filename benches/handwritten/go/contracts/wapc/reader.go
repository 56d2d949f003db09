package wapc

import (
	"math"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// maxDepth is how deeply maps and lists may be nested.
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
	text, path string
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
	if r.err.remote != nil {
		return r.err.remote
	}
	path := root + r.err.path
	text := path + ": " + r.err.text
	if r.err.text == missing || r.err.text == duplicate {
		text = r.err.text + path
	}
	return &Error{Kind: Malformed, Path: path, Text: text}
}

const (
	missing   = "missing field "
	duplicate = "duplicate field "
	truncated = "truncated"
)

// Result returns what was read, or the error and nothing else.
func Result[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}

func (r *Reader) fail(text string) {
	if r.err == nil {
		r.err = &failure{text: text}
	}
	r.pos = len(r.buf)
}

func (r *Reader) expected(what string, found byte) {
	if r.err == nil {
		r.fail("expected " + what + ", found " + describe(found))
	}
}

func describe(head byte) string {
	switch {
	case head < 0x80, head >= 0xe0, 0xcc <= head && head <= 0xd3:
		return "an integer"
	case head < 0x90, head == 0xde, head == 0xdf:
		return "a map"
	case head < 0xa0, head == 0xdc, head == 0xdd:
		return "a list"
	case head < 0xc0, 0xd9 <= head && head <= 0xdb:
		return "a string"
	case head == 0xc0:
		return "nil"
	case head == 0xc2, head == 0xc3:
		return "a bool"
	case 0xc4 <= head && head <= 0xc6:
		return "bytes"
	case head == 0xca, head == 0xcb:
		return "a float"
	case head == 0xc1:
		return "a byte that MessagePack does not use"
	}
	return "an extension"
}

// head reads the first byte of a value. At the end of the payload it fails and returns a byte that
// begins no value.
func (r *Reader) head() byte {
	if r.pos >= len(r.buf) {
		r.fail(truncated)
		return 0xc1
	}
	head := r.buf[r.pos]
	r.pos++
	return head
}

// number reads a big-endian number of size bytes.
func (r *Reader) number(size int) (n uint64) {
	if len(r.buf)-r.pos < size {
		r.fail(truncated)
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
		r.fail(truncated)
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

// Bool reads a bool.
func (r *Reader) Bool(v *bool) {
	head := r.head()
	if head&^1 != 0xc2 {
		r.expected("a bool", head)
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

func (r *Reader) signed(bits int) int64 {
	head := r.head()
	v, negative, ok := r.integer(head)
	if !ok {
		r.expected("an integer", head)
		return 0
	}
	if n := int64(v); (n < 0) == negative && n>>(bits-1) == n>>63 {
		return n
	}
	r.fail("an integer out of the range of i" + strconv.Itoa(bits))
	return 0
}

func (r *Reader) unsigned(bits int) uint64 {
	head := r.head()
	v, negative, ok := r.integer(head)
	if !ok {
		r.expected("an integer", head)
		return 0
	}
	if negative || v>>(bits-1)>>1 != 0 {
		r.fail("an integer out of the range of u" + strconv.Itoa(bits))
		return 0
	}
	return v
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
func (r *Reader) Float32(v *float32) { *v = float32(r.float(24)) }

// Float64 reads a float of any form, or an integer that it holds exactly.
func (r *Reader) Float64(v *float64) { *v = r.float(53) }

func (r *Reader) float(mantissa int) float64 {
	head := r.head()
	switch head {
	case 0xca:
		return float64(math.Float32frombits(uint32(r.number(4))))
	case 0xcb:
		return math.Float64frombits(r.number(8))
	}
	v, negative, ok := r.integer(head)
	if !ok {
		r.expected("a float", head)
		return 0
	}
	return r.exact(v, negative, mantissa)
}

// exact converts an integer to a float with a mantissa of that many bits.
func (r *Reader) exact(v uint64, negative bool, mantissa int) float64 {
	magnitude := v
	if negative {
		magnitude = -v
	}
	for digits := magnitude; digits>>mantissa != 0; digits >>= 1 {
		if digits&1 != 0 {
			r.fail("an integer that a float does not hold exactly")
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
		r.expected("a string", head)
		return
	}
	s := view(b)
	if !utf8.ValidString(s) {
		r.fail("a string that is not valid UTF-8")
		return
	}
	*v = s
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
		for l := r.List(); r.NextItem(&l); {
			r.Uint8(Append(v))
		}
	default:
		r.expected("bytes", head)
	}
}

// Raw reads a value of any kind without decoding it.
func (r *Reader) Raw(v *[]byte) {
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
	case head <= 0x9f, 0xdc <= head && head <= 0xdf:
		n := r.count(head)
		if head <= 0x8f || head >= 0xde {
			n *= 2
		}
		for ; n > 0 && r.err == nil; n-- {
			r.Skip()
		}
		r.depth--
	case head == 0xc0, head == 0xc2, head == 0xc3:
	case head == 0xca:
		r.take(4)
	case head == 0xcb:
		r.take(8)
	case 0xc7 <= head && head <= 0xc9:
		r.take(r.number(1<<(head-0xc7)) + 1)
	case 0xd4 <= head && head <= 0xd8:
		r.take(1<<(head-0xd4) + 1)
	default:
		r.expected("a value", head)
	}
}

// count reads how many items a list, or entries a map, has, and enters it.
// Each takes a byte at least, so more of them than bytes is a lie.
func (r *Reader) count(head byte) int {
	r.depth++
	n := uint64(head & 15)
	size := uint64(1)
	switch head {
	case 0xdc, 0xde:
		n = r.number(2)
	case 0xdd, 0xdf:
		n = r.number(4)
	}
	if head <= 0x8f || head >= 0xde {
		size = 2
	}
	if n*size > uint64(len(r.buf)-r.pos) {
		r.fail(truncated)
		return 0
	}
	if r.depth > maxDepth {
		r.fail("nested more deeply than 128 levels")
		return 0
	}
	return int(n)
}

// List is a list that is being read.
type List struct {
	left, index int
}

// List reads the head of a list, or nil for an empty one; its items are to be read while NextItem says so.
func (r *Reader) List() List {
	head := r.head()
	switch {
	case head&0xf0 == 0x90, head == 0xdc, head == 0xdd:
		return List{left: r.count(head), index: -1}
	case head == 0xc0:
	default:
		r.expected("a list", head)
	}
	r.depth++
	return List{index: -1}
}

// Hint is the capacity to begin with: that of the list, unless it is long.
func (l *List) Hint() int {
	return min(l.left, 64)
}

// Append adds an item to a list, and returns it to be read.
func Append[T any](list *[]T) *T {
	var item T
	*list = append(*list, item)
	return &(*list)[len(*list)-1]
}

// NextItem returns whether there is one more item to be read.
func (r *Reader) NextItem(l *List) bool {
	if r.err != nil {
		if l.index >= 0 {
			r.err.path = "[" + strconv.Itoa(l.index) + "]" + r.err.path
		}
		return false
	}
	if l.left == 0 {
		r.depth--
		return false
	}
	l.left--
	l.index++
	return true
}

// Map is a map that is being read.
type Map struct {
	left, read, key int
}

// Map reads the head of a map, or nil for an empty one; its keys and values are to be read while NextEntry says so.
func (r *Reader) Map() Map {
	head := r.head()
	switch {
	case head&0xf0 == 0x80, head == 0xde, head == 0xdf:
		return Map{left: r.count(head)}
	case head == 0xc0:
	default:
		r.expected("a map", head)
	}
	r.depth++
	return Map{}
}

// Hint is the capacity to begin with: that of the map, unless it is large.
func (m *Map) Hint() int {
	return min(m.left, 64)
}

// NextEntry returns whether there is one more entry to be read. Stored is how many different keys there were.
func (r *Reader) NextEntry(m *Map, stored int) bool {
	if r.err == nil && stored != m.read {
		r.fail("duplicate key")
	}
	if r.err != nil {
		if m.read > 0 {
			r.err.path = "[" + r.keyAt(m.key) + "]" + r.err.path
		}
		return false
	}
	if m.left == 0 {
		r.depth--
		return false
	}
	m.left--
	m.read++
	m.key = r.pos
	return true
}

// keyAt returns a key as it is written in a path.
func (r *Reader) keyAt(pos int) string {
	k := Reader{buf: r.buf, pos: pos}
	head := k.head()
	if b, ok := k.text(head); ok && k.err == nil && utf8.ValidString(view(b)) {
		if len(b) > 64 {
			return `"…"`
		}
		return `"` + string(b) + `"`
	}
	if v, negative, ok := k.integer(head); ok && k.err == nil {
		if negative {
			return strconv.FormatInt(int64(v), 10)
		}
		return strconv.FormatUint(v, 10)
	}
	return "?"
}

// A Field is a field of a struct, or a parameter of an operation.
type Field struct {
	Name     string
	Optional bool // it may be missing
}

// Struct is a struct that is being read.
type Struct struct {
	Field  int // index of the field whose value is to be read
	fields []Field
	left   int
	next   int
	seen   uint64
	more   []bool // seen, of the fields from the 65th on
	array  bool
	union  bool
}

// Struct reads the head of a struct: a map of its fields, or a list of them in order.
// Their values are to be read while NextField says so.
func (r *Reader) Struct(fields []Field) Struct {
	s := Struct{Field: -1, fields: fields}
	head := r.head()
	switch {
	case head&0xf0 == 0x80, head == 0xde, head == 0xdf:
		s.left = r.count(head)
	case head&0xf0 == 0x90, head == 0xdc, head == 0xdd:
		s.left = r.count(head)
		s.array = true
	default:
		r.expected("a map", head)
	}
	if len(fields) > 64 {
		s.more = make([]bool, len(fields)-64)
	}
	return s
}

// Union reads the head of a union: a map of one entry. Its member is to be read like a field.
func (r *Reader) Union(members []Field) Struct {
	head := r.head()
	s := Struct{Field: -1, fields: members, union: true}
	if head&0xf0 == 0x80 || head == 0xde || head == 0xdf {
		s.left = r.count(head)
	}
	if s.left != 1 && r.err == nil {
		r.fail("expected a map of one entry, the member of a union")
	}
	return s
}

// NextField returns whether there is one more field to be read. It skips what is unknown.
func (r *Reader) NextField(s *Struct) bool {
	if r.err != nil {
		if s.Field >= 0 {
			r.err.path = "." + s.fields[s.Field].Name + r.err.path
		}
		return false
	}
	for s.left > 0 {
		s.left--
		i := s.next
		if !s.array {
			i = r.field(s)
		}
		if i < len(s.fields) && r.err == nil {
			s.next = i + 1
			s.Field = i
			if s.see(i) {
				r.fail(duplicate)
				r.err.path = "." + s.fields[i].Name
				return false
			}
			return true
		}
		if s.union && r.err == nil {
			r.fail("unknown member of a union")
		}
		r.Skip()
		if r.err != nil {
			return false
		}
	}
	r.depth--
	for i := range s.fields {
		if !s.fields[i].Optional && !s.see(i) {
			r.fail(missing)
			r.err.path = "." + s.fields[i].Name
			return false
		}
	}
	return false
}

// field reads a key, and returns the index of that field, or one past the last if there is none. The
// search begins behind the field read before, since nearly everybody writes them in order.
func (r *Reader) field(s *Struct) int {
	start := r.pos
	if s.next < len(s.fields) {
		name := s.fields[s.next].Name
		end := start + 1 + len(name)
		if end <= len(r.buf) && int(r.buf[start]) == 0xa0+len(name) && view(r.buf[start+1:end]) == name {
			r.pos = end
			return s.next
		}
	}
	head := r.head()
	key, ok := r.text(head)
	if !ok {
		r.pos = start
		r.Skip()
		return len(s.fields)
	}
	name := view(key)
	for i := s.next; i < len(s.fields); i++ {
		if s.fields[i].Name == name {
			return i
		}
	}
	for i := 0; i < s.next; i++ {
		if s.fields[i].Name == name {
			return i
		}
	}
	return len(s.fields)
}

// see marks a field as seen, and returns whether it was before.
func (s *Struct) see(i int) (before bool) {
	if i >= 64 {
		before = s.more[i-64]
		s.more[i-64] = true
		return before
	}
	before = s.seen>>i&1 != 0
	s.seen |= 1 << i
	return before
}

// Enum reads a value of an enum: its integer, its name, or a map of either to nil.
func (r *Reader) Enum(values []EnumValue) int32 {
	head := r.head()
	if head != 0x81 {
		return r.enum(head, values)
	}
	v := r.enum(r.head(), values)
	r.Skip()
	return v
}

func (r *Reader) enum(head byte, values []EnumValue) int32 {
	if name, ok := r.text(head); ok {
		for i := range values {
			if values[i].Name == view(name) {
				return values[i].Value
			}
		}
		r.unknown(values)
		return 0
	}
	v, negative, ok := r.integer(head)
	if !ok {
		r.expected("an enum's value", head)
		return 0
	}
	for i := range values {
		if n := int64(values[i].Value); uint64(n) == v && (n < 0) == negative {
			return values[i].Value
		}
	}
	r.unknown(values)
	return 0
}

func (r *Reader) unknown(values []EnumValue) {
	text := "unknown value, known are"
	for i := range values {
		if i > 0 {
			text += ","
		}
		text += " " + strconv.Itoa(int(values[i].Value)) + " " + values[i].Name
	}
	r.fail(text)
}

// view returns bytes that will not change any more as a string, without a copy.
func view(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b))
}
