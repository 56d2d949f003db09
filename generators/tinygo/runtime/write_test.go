package wapc

import (
	"encoding/hex"
	"math"
	"strings"
	"testing"
	"time"
)

// TestWrite holds the canonical form of everything that is written.
func TestWrite(t *testing.T) {
	for _, c := range []struct {
		write func(*Writer)
		want  string
	}{
		{func(w *Writer) { w.Int(127) }, "7f"},
		{func(w *Writer) { w.Int(128) }, "d10080"},
		{func(w *Writer) { w.Int(200) }, "d100c8"},
		{func(w *Writer) { w.Int(-32) }, "e0"},
		{func(w *Writer) { w.Int(-33) }, "d0df"},
		{func(w *Writer) { w.Int(math.MinInt16) }, "d18000"},
		{func(w *Writer) { w.Int(math.MaxInt32) }, "d27fffffff"},
		{func(w *Writer) { w.Int(math.MinInt64) }, "d38000000000000000"},
		{func(w *Writer) { w.Uint(127) }, "7f"},
		{func(w *Writer) { w.Uint(255) }, "ccff"},
		{func(w *Writer) { w.Uint(256) }, "cd0100"},
		{func(w *Writer) { w.Uint(65536) }, "ce00010000"},
		{func(w *Writer) { w.Uint(math.MaxUint64) }, "cfffffffffffffffff"},
		{func(w *Writer) { w.Float32(1.5) }, "ca3fc00000"},
		{func(w *Writer) { w.Float32(float32(math.NaN())) }, "ca7fc00000"},
		{func(w *Writer) { w.Float64(math.Copysign(math.NaN(), -1)) }, "cb7ff8000000000000"},
		{func(w *Writer) { w.Float64(math.Copysign(0, -1)) }, "cb8000000000000000"},
		{func(w *Writer) { w.Bool(true) }, "c3"},
		{func(w *Writer) { w.String("") }, "a0"},
		{func(w *Writer) { w.String("ä") }, "a2c3a4"},
		{func(w *Writer) { w.Bytes(nil) }, "c400"},
		{func(w *Writer) { w.Bytes([]byte{1, 2}) }, "c4020102"},
		{func(w *Writer) { w.BytesAsList([]byte{1, 255}) }, "9201ccff"},
		{func(w *Writer) { w.Raw(nil) }, "c0"},
		{func(w *Writer) { w.Raw(Raw{0x91, 5}) }, "9105"},
		{func(w *Writer) { w.Present(false) }, "c0"},
		{func(w *Writer) { w.Instant(0, 0) }, hexText("1970-01-01T00:00:00Z")},
		{func(w *Writer) { w.Instant(-1, 500_000_000) }, hexText("1969-12-31T23:59:59.5Z")},
		{func(w *Writer) { w.Instant(lastSecond, 999_999_999) }, hexText("9999-12-31T23:59:59.999999999Z")},
		{func(w *Writer) { writeTags(w, "aa", "b", "", "c") }, "84a0a1c0a162a1c0a163a1c0a26161a1c0"},
		{func(w *Writer) {
			w.Map(2)
			w.Entry()
			w.Int(-1)
			writeTags(w, "y", "x")
			w.Entry()
			w.Int(1)
			writeTags(w)
			w.EndMap(2)
		}, "820180ff82a178a1c0a179a1c0"},
	} {
		w := NewWriter(0)
		c.write(&w)
		if got := strings.ReplaceAll(hex.EncodeToString(w.buf), "a13f", "a1c0"); got != c.want || w.Err("T") != nil || w.depth != 0 {
			t.Errorf("got %s, want %s, %v, depth %d", got, c.want, w.Err("T"), w.depth)
		}
	}
}

func writeTags(w *Writer, keys ...string) {
	w.Map(len(keys))
	for _, key := range keys {
		w.Entry()
		w.String(key)
		w.String("?")
	}
	w.EndMap(len(keys))
}

func TestLengths(t *testing.T) {
	for n, head := range map[int]string{31: "bf", 32: "d920", 255: "d9ff", 256: "da0100", 65536: "db00010000"} {
		w := NewWriter(0)
		w.String(strings.Repeat("a", n))
		if got := hex.EncodeToString(w.buf[:len(head)/2]); got != head || len(w.buf) != n+len(head)/2 {
			t.Errorf("string of %d: %s", n, got)
		}
	}
	for n, head := range map[int]string{15: "9f", 16: "dc0010", 65536: "dd00010000"} {
		w := NewWriter(0)
		w.List(n)
		if got := hex.EncodeToString(w.buf); got != head {
			t.Errorf("list of %d: %s", n, got)
		}
	}
	w := NewWriter(0)
	w.Bytes(make([]byte, 256))
	if got := hex.EncodeToString(w.buf[:3]); got != "c50100" {
		t.Error(got)
	}
}

func TestWriteErrors(t *testing.T) {
	for want, write := range map[string]func(*Writer){
		"T: invalid UTF-8": func(w *Writer) { w.String("\xff") },
		"T: truncated":     func(w *Writer) { w.Raw(Raw{0x91}) },
		"T: datetime outside of the years 0000 to 9999": func(w *Writer) { w.Instant(lastSecond+1, 0) },
	} {
		w := NewWriter(0)
		write(&w)
		w.List(1)
		if err := w.Err("T"); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestCivil(t *testing.T) {
	want := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	if want.Unix() != firstSecond || time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix() != lastSecond {
		t.Fatal("bounds")
	}
	for d := 0; d < 3652425; d++ {
		y, m, day := civil(d)
		wy, wm, wd := want.Date()
		if y != wy || m != int(wm) || day != wd || dayOf(y, m, day) != d {
			t.Fatal(d, y, m, day, want, dayOf(y, m, day))
		}
		want = want.AddDate(0, 0, 1)
	}
}
