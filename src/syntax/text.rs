//! What strings and blocks stand for.

/// The value of a string, given without its quotes. Its escapes were checked when it was read.
pub(super) fn unescape(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        rest = rest.get(at + 2..).unwrap_or("");
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let (unit, after) = code_unit(rest);
                rest = after;
                out.push(match unit {
                    0xD800..=0xDBFF => match rest.strip_prefix("\\u").map(code_unit) {
                        Some((low @ 0xDC00..=0xDFFF, after)) => {
                            rest = after;
                            let scalar = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                            char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER)
                        }
                        _ => char::REPLACEMENT_CHARACTER,
                    },
                    _ => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                });
            }
            other => out.push(other as char),
        }
    }
    out.push_str(rest);
    out
}

/// The four digits of `\u`, and what follows them.
fn code_unit(text: &str) -> (u32, &str) {
    let digits = text.get(..4).unwrap_or("");
    (u32::from_str_radix(digits, 16).unwrap_or(0xFFFD), text.get(4..).unwrap_or(""))
}

/// The lines of a block, given without its quotes: the indentation that all lines but the first have in common is taken away,
/// and so are blank lines at both ends.
pub(super) fn dedent(raw: &str) -> Vec<String> {
    let raw = raw.replace("\\\"\"\"", "\"\"\"");
    let lines: Vec<&str> = split_lines(&raw);
    let blank = |line: &str| line.bytes().all(|byte| byte == b' ' || byte == b'\t');
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = lines.iter().skip(1).filter(|line| !blank(line)).map(indent).min().unwrap_or(0);
    let first = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !blank(line)).map_or(first, |last| last + 1);
    lines[first..last]
        .iter()
        .enumerate()
        .map(|(at, line)| if first + at == 0 { *line } else { line.get(common..).unwrap_or("") })
        .map(str::to_owned)
        .collect()
}

/// The lines of a text; `\n`, `\r\n` and `\r` end one.
pub(super) fn split_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push(&rest[..at]);
        rest = if rest[at..].starts_with("\r\n") { &rest[at + 2..] } else { &rest[at + 1..] };
    }
    lines.push(rest);
    lines
}
