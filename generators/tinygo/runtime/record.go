package wapc

import "strconv"

// A Field is a field of a struct, a parameter of an operation or a member of a union.
type Field struct {
	Name     string
	Optional bool // it may be missing
}

// Struct is a struct or a union that is being read.
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
	case isMap(head):
		s.left = r.count(head)
	case isList(head):
		s.left = r.count(head)
		s.array = true
	default:
		r.expected("map", head)
	}
	if len(fields) > 64 {
		s.more = make([]bool, len(fields)-64)
	}
	return s
}

// Union reads the head of a union: a map of one entry. Its member is to be read like a field.
func (r *Reader) Union(members []Field) Struct {
	s := Struct{Field: -1, fields: members, union: true}
	head := r.head()
	if !isMap(head) {
		r.expected("map", head)
		return s
	}
	s.left = r.count(head)
	if s.left != 1 {
		r.mismatch("map", head)
	}
	return s
}

// NextField returns whether there is one more field to be read. It skips what is unknown.
func (r *Reader) NextField(s *Struct) bool {
	if r.err != nil {
		if s.Field >= 0 {
			r.err.within(&s.fields[s.Field])
		}
		return false
	}
	for s.left > 0 {
		s.left--
		i := s.next
		if !s.array {
			i = r.field(s)
		}
		if r.err != nil {
			return false
		}
		if i < len(s.fields) {
			if s.see(i) {
				r.fail("duplicate key " + quote(s.fields[i].Name))
				return false
			}
			s.Field = i
			s.next = i + 1
			return true
		}
		if r.Skip(); r.err != nil {
			return false
		}
	}
	r.depth--
	s.Field = -1
	all := uint64(1)<<len(s.fields) - 1
	if !s.union && (s.seen != all || s.more != nil) {
		r.complete(s)
	}
	return false
}

// complete fails if a field was not read that has to be there.
func (r *Reader) complete(s *Struct) {
	for i := range s.fields {
		if !s.fields[i].Optional && !s.see(i) {
			r.fail("missing field")
			r.err.within(&s.fields[i])
			return
		}
	}
}

// within puts a field in front of the path.
func (f *failure) within(field *Field) {
	f.path = "." + clip(field.Name) + f.path
}

// field reads a key, and returns the index of that field, or one past the last if there is none. The
// search begins behind the field read before, since nearly everybody writes them in order.
func (r *Reader) field(s *Struct) int {
	if s.next < len(s.fields) {
		name := s.fields[s.next].Name
		end := r.pos + 1 + len(name)
		if end <= len(r.buf) && int(r.buf[r.pos]) == 0xa0+len(name) && view(r.buf[r.pos+1:end]) == name {
			r.pos = end
			return s.next
		}
	}
	head := r.head()
	key, ok := r.text(head)
	if !ok {
		r.expected("string", head)
		return 0
	}
	name := view(key)
	for i := s.next; i < len(s.fields); i++ {
		if s.fields[i].Name == name {
			return i
		}
	}
	for i := 0; i < min(s.next, len(s.fields)); i++ {
		if s.fields[i].Name == name {
			return i
		}
	}
	if s.union && r.err == nil {
		known := ""
		for i := range s.fields {
			known = also(known, s.fields[i].Name)
		}
		r.fail("unknown member " + quote(name) + ", expected one of " + known)
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
	bit := uint64(1) << (uint(i) & 63)
	before = s.seen&bit != 0
	s.seen |= bit
	return before
}

// also adds a name to a list of names in an error.
func also(names, name string) string {
	if names != "" {
		names += ", "
	}
	return names + clip(name)
}

// An EnumValue is one value of an enum and its declared name.
type EnumValue struct {
	Value int32
	Name  string
}

// EnumName returns the name of a value, or, if it is none of the known, its number.
func EnumName(values []EnumValue, value int32) string {
	for i := range values {
		if values[i].Value == value {
			return values[i].Name
		}
	}
	return strconv.Itoa(int(value))
}

// Enum reads a value of an enum: its integer, its name, or a map of its position to nil.
func (r *Reader) Enum(values []EnumValue) int32 {
	head := r.head()
	if name, ok := r.text(head); ok {
		for i := range values {
			if values[i].Name == view(name) {
				return values[i].Value
			}
		}
		r.unknownValue(quote(view(name)), values)
		return 0
	}
	if isMap(head) {
		return r.position(head, values)
	}
	bits, negative, ok := r.integer(head)
	if !ok {
		r.expected("enum", head)
		return 0
	}
	for i := range values {
		if v := int64(values[i].Value); uint64(v) == bits && (v < 0) == negative {
			return values[i].Value
		}
	}
	r.unknownValue(decimal(bits, negative), values)
	return 0
}

// position reads a map of one entry, whose key counts the values from 0 and whose value is nil.
func (r *Reader) position(head byte, values []EnumValue) int32 {
	if r.count(head) != 1 {
		r.mismatch("enum", head)
		return 0
	}
	bits, negative, ok := r.integer(r.head())
	if !ok || r.head() != 0xc0 {
		r.mismatch("enum", head)
		return 0
	}
	r.depth--
	if negative || bits >= uint64(len(values)) {
		r.unknownValue(decimal(bits, negative), values)
		return 0
	}
	return values[bits].Value
}

func (r *Reader) unknownValue(found string, values []EnumValue) {
	if r.err != nil {
		return
	}
	known := ""
	for i := range values {
		known = also(known, values[i].Name)
	}
	r.fail("unknown value " + found + ", expected one of " + known)
}
