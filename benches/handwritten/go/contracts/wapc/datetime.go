package wapc

// Instant writes an instant, as seconds and nanoseconds since 1970: RFC 3339, in UTC.
func (w *Writer) Instant(seconds int64, nanos int) {
	if seconds < firstSecond || seconds > lastSecond {
		w.Fail("a datetime to be written is not in the years 0 to 9999")
		return
	}
	day := int((seconds - firstSecond) / 86400)
	second := int((seconds - firstSecond) % 86400)
	year, month, day := civil(day)
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
	w.short(view(append(text, 'Z')))
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
	start := r.pos
	head := r.head()
	if b, ok := r.text(head); ok {
		seconds, nanos, ok = parseInstant(view(b))
		if !ok && r.err == nil {
			r.fail("a string that is not a datetime of RFC 3339")
		}
		return seconds, nanos
	}
	size := 0
	switch head {
	case 0xd6:
		size = 4
	case 0xd7:
		size = 8
	case 0xc7:
		size = int(r.number(1))
	}
	if kind := r.number(1); r.err == nil && kind == 0xff {
		switch size {
		case 4:
			return int64(r.number(4)), 0
		case 8:
			n := r.number(8)
			seconds, nanos = int64(n&(1<<34-1)), int64(n>>34)
		case 12:
			nanos = int64(r.number(4))
			seconds = int64(r.number(8))
		}
		if (size == 8 || size == 12) && nanos < 1e9 {
			return seconds, nanos
		}
	}
	r.pos = start
	r.expected("a datetime", head)
	return 0, 0
}

func parseInstant(s string) (seconds, nanos int64, ok bool) {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return 0, 0, false
	}
	ok = true
	number := func(s string) (n int) {
		for i := 0; i < len(s); i++ {
			if s[i] < '0' || s[i] > '9' {
				ok = false
			}
			n = n*10 + int(s[i]) - '0'
		}
		return n
	}
	year, month, day := number(s[:4]), number(s[5:7]), number(s[8:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	s = s[19:]
	if s[0] == '.' {
		n := 1
		for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
			if n <= 9 {
				nanos = nanos*10 + int64(s[n]-'0')
			}
		}
		for i := n; i <= 9; i++ {
			nanos *= 10
		}
		ok = ok && n > 1
		s = s[n:]
	}
	offset := 0
	if len(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':' {
		h, m := number(s[1:3]), number(s[4:6])
		offset = h*3600 + m*60
		if s[0] == '-' {
			offset = -offset
		}
		ok = ok && h < 24 && m < 60
	} else if len(s) != 1 || s[0]|0x20 != 'z' {
		return 0, 0, false
	}
	if !ok || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return 0, 0, false
	}
	days := dayOf(year, month, day)
	if y, m, _ := civil(days); y != year || m != month {
		return 0, 0, false
	}
	return firstSecond + int64(days)*86400 + int64(hour*3600+minute*60+second-offset), nanos, true
}

const (
	firstSecond = -62167219200 // 0000-01-01T00:00:00Z
	lastSecond  = 253402300799 // 9999-12-31T23:59:59Z
)

// dayOf counts the days since 0000-01-01, as Gregorian. The calendar's functions of package time
// would bring time zones into the module.
func dayOf(year, month, day int) int {
	if month < 3 {
		year--
		month += 12
	}
	// From 0000-03-01; 400 years are added so that every number is positive.
	year += 400
	return year*365 + year/4 - year/100 + year/400 + (153*month-457)/5 + day - 1 - 146097 + 60
}

// civil is the inverse of dayOf.
func civil(days int) (year, month, day int) {
	days += 146097 - 60
	year = days / 366
	for dayOf(year-400+1, 3, 1)+146097-60 <= days {
		year++
	}
	days -= dayOf(year-400, 3, 1) + 146097 - 60
	month = (5*days + 2) / 153
	day = days - (153*month+2)/5 + 1
	month += 3
	if month > 12 {
		month -= 12
		year++
	}
	return year - 400, month, day
}
