package wapc

import "strconv"

// List is a list that is being read.
type List struct {
	left, index int
}

// List reads the head of a list, or nil for an empty one; its items are to be read while NextItem says so.
func (r *Reader) List() List {
	l := List{index: -1}
	head := r.head()
	switch {
	case isList(head):
		l.left = r.count(head)
	case head == 0xc0:
		r.depth++ // NextItem leaves it
	default:
		r.expected("list", head)
	}
	return l
}

// Hint is the capacity to begin with: that of the list, but at most so many items.
func (l *List) Hint(most int) int {
	return min(l.left, most)
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
	left, read int
	key, value int // where those of the entry read last begin; 0 if there was none
	enum       []EnumValue
}

// Map reads the head of a map, or nil for an empty one. While NextEntry says so, a key is to be read
// and then, behind a call of Value, a value.
func (r *Reader) Map() Map {
	var m Map
	head := r.head()
	switch {
	case isMap(head):
		m.left = r.count(head)
	case head == 0xc0:
		r.depth++ // NextEntry leaves it
	default:
		r.expected("map", head)
	}
	return m
}

// MapOf is Map for keys of an enum, which has these values.
func (r *Reader) MapOf(enum []EnumValue) Map {
	m := r.Map()
	m.enum = enum
	return m
}

// Hint is the capacity to begin with: that of the map, but at most so many entries.
func (m *Map) Hint(most int) int {
	return min(m.left, most)
}

// Value says that the key is read, and that its value comes next.
func (r *Reader) Value(m *Map) {
	if r.err == nil {
		m.value = r.pos
	}
}

// NextEntry returns whether there is one more entry to be read. Stored is how many different keys there were.
func (r *Reader) NextEntry(m *Map, stored int) bool {
	if r.err != nil {
		if m.value > m.key {
			r.err.path = "[" + r.keyAt(m) + "]" + r.err.path
		}
		return false
	}
	if stored != m.read {
		r.fail("duplicate key " + r.keyAt(m))
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

// keyAt returns the key that was read last as errors show it.
func (r *Reader) keyAt(m *Map) string {
	k := Reader{buf: r.buf, pos: m.key}
	if m.enum != nil {
		return strconv.Itoa(int(k.Enum(m.enum)))
	}
	head := k.head()
	if text, ok := k.text(head); ok {
		return quote(view(text))
	}
	if bits, negative, ok := k.integer(head); ok {
		return decimal(bits, negative)
	}
	return strconv.FormatBool(head == 0xc3)
}

// At returns a value of a map, and Put puts one there. They keep the values of recursive types away
// from the stack, which is small in a module.
//
//go:noinline
func At[K comparable, V any](m map[K]V, key K) *V {
	value := m[key]
	return &value
}

// Put is the opposite of [At].
//
//go:noinline
func Put[K comparable, V any](m map[K]V, key K, value *V) {
	m[key] = *value
}

// Some returns a pointer to a value: an optional value that is there.
func Some[T any](value T) *T {
	return &value
}
