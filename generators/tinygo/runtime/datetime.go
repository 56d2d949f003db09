package wapc

const (
	firstSecond = -62167219200 // 0000-01-01T00:00:00Z
	lastSecond  = 253402300799 // 9999-12-31T23:59:59Z
	daySeconds  = 86400
)

// Instant writes an instant, as seconds and nanoseconds since 1970: RFC 3339, in UTC.
func (w *Writer) Instant(seconds int64, nanos int) {
	if seconds < firstSecond || seconds > lastSecond {
		w.Fail("datetime outside of the years 0000 to 9999")
		return
	}
	year, month, day := civil(int((seconds - firstSecond) / daySeconds))
	second := int((seconds - firstSecond) % daySeconds)
	text := make([]byte, 0, 30)
	text = append(digits(text, year, 4), '-')
	text = append(digits(text, month, 2), '-')
	text = append(digits(text, day, 2), 'T')
	text = append(digits(text, second/3600, 2), ':')
	text = append(digits(text, second/60%60, 2), ':')
	text = digits(text, second%60, 2)
	if nanos != 0 {
		text = digits(append(text, '.'), nanos, 9)
		for text[len(text)-1] == '0' {
			text = text[:len(text)-1]
		}
	}
	w.Key(view(append(text, 'Z')))
}

func digits(text []byte, n, width int) []byte {
	for i := 0; i < width; i++ {
		text = append(text, '0')
	}
	for i := len(text) - 1; n > 0; i-- {
		text[i] += byte(n % 10)
		n /= 10
	}
	return text
}

// Instant reads an instant, as seconds and nanoseconds since 1970: RFC 3339 with any offset, or the
// timestamp extension.
func (r *Reader) Instant() (seconds, nanos int64) {
	if r.pos < len(r.buf) && describe(r.buf[r.pos]) == "extension" {
		return r.timestamp()
	}
	head := r.head()
	text, ok := r.text(head)
	if !ok {
		r.expected("datetime", head)
	}
	if r.err != nil {
		return 0, 0
	}
	seconds, nanos, ok = parseInstant(view(text))
	if !ok {
		r.fail("invalid datetime " + quote(view(text)))
	}
	return seconds, nanos
}

// timestamp reads an instant in the form of MessagePack's timestamp extension.
func (r *Reader) timestamp() (seconds, nanos int64) {
	head := r.head()
	size := uint64(1)
	if head <= 0xc9 {
		size = r.number(1 << (head - 0xc7))
	} else {
		size <<= head - 0xd4
	}
	kind := r.number(1)
	data := Reader{buf: r.take(size)}
	switch size {
	case 4:
		seconds = int64(data.number(4))
	case 8:
		n := data.number(8)
		seconds, nanos = int64(n&(1<<34-1)), int64(n>>34)
	case 12:
		nanos = int64(data.number(4))
		seconds = int64(data.number(8))
	default:
		kind = 0
	}
	if kind != 0xff || nanos >= 1e9 || seconds < firstSecond || seconds > lastSecond {
		r.mismatch("datetime", head)
	}
	return seconds, nanos
}

func parseInstant(s string) (seconds, nanos int64, ok bool) {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return 0, 0, false
	}
	year, ok1 := number(s[:4])
	month, ok2 := number(s[5:7])
	day, ok3 := number(s[8:10])
	hour, ok4 := number(s[11:13])
	minute, ok5 := number(s[14:16])
	second, ok6 := number(s[17:19])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || hour > 23 || minute > 59 || second > 59 {
		return 0, 0, false
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, 0, false
	}
	days := dayOf(year, month, day)
	if _, m, _ := civil(days); m != month {
		return 0, 0, false // such as the 30th of February
	}
	nanos, s, ok1 = fraction(s[19:])
	offset, ok2 := offsetOf(s)
	seconds = firstSecond + int64(days)*daySeconds + int64(hour*3600+minute*60+second-offset)
	ok = ok1 && ok2 && firstSecond <= seconds && seconds <= lastSecond
	return seconds, nanos, ok
}

// number reads decimal digits.
func number(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// fraction reads the fraction of a second, if there is one: 1 to 9 digits.
func fraction(s string) (nanos int64, rest string, ok bool) {
	if s[0] != '.' {
		return 0, s, true
	}
	s = s[1:]
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		if n < 9 {
			nanos = nanos*10 + int64(s[n]-'0')
		}
		n++
	}
	for i := n; i < 9; i++ {
		nanos *= 10
	}
	return nanos, s[n:], 1 <= n && n <= 9
}

// offsetOf reads an offset from UTC, in seconds.
func offsetOf(s string) (offset int, ok bool) {
	if s == "Z" || s == "z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	hours, ok1 := number(s[1:3])
	minutes, ok2 := number(s[4:])
	offset = hours*3600 + minutes*60
	if s[0] == '-' {
		offset = -offset
	}
	return offset, ok1 && ok2 && hours < 24 && minutes < 60
}

// The Gregorian calendar repeats itself every 400 years. It is counted from the first of March, so
// that the day that leap years add is the last; package time would bring time zones into the module.
const (
	yearsOfCycle = 400
	daysOfCycle  = 146097
	daysToMarch  = 60 // of the year 0000
)

// dayOf counts the days since 0000-01-01.
func dayOf(year, month, day int) int {
	if month < 3 {
		year--
		month += 12
	}
	year += yearsOfCycle // so that it is not negative
	return year*365 + year/4 - year/100 + year/400 + (153*month-457)/5 + day - 1 - daysOfCycle + daysToMarch
}

// civil is the inverse of dayOf.
func civil(days int) (year, month, day int) {
	days += daysOfCycle - daysToMarch
	cycle := days / daysOfCycle
	days %= daysOfCycle
	year = (days - days/1460 + days/36524 - days/146096) / 365
	days -= year*365 + year/4 - year/100
	month = (5*days + 2) / 153
	day = days - (153*month+2)/5 + 1
	month += 3
	year += (cycle - 1) * yearsOfCycle
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}
