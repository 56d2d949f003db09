package wapc

// span is where one entry of a map lies in the buffer.
type span struct{ start, end int }

// Map writes the head of a map. Before each of its n entries comes a call of Entry, behind the last
// one of EndMap, unless it returns false: nothing follows then.
func (w *Writer) Map(n int) bool {
	return w.Struct(n)
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
	w.depth--
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
