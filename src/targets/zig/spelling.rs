//! Identifiers and strings as Zig spells them.

use crate::targets::naming::{Case, Scope};

/// Zig's keywords: in quotes wherever they name something.
const KEYWORDS: [&str; 46] = [
    "addrspace",
    "align",
    "allowzero",
    "and",
    "anyframe",
    "anytype",
    "asm",
    "break",
    "callconv",
    "catch",
    "comptime",
    "const",
    "continue",
    "defer",
    "else",
    "enum",
    "errdefer",
    "error",
    "export",
    "extern",
    "fn",
    "for",
    "if",
    "inline",
    "linksection",
    "noalias",
    "noinline",
    "nosuspend",
    "opaque",
    "or",
    "orelse",
    "packed",
    "pub",
    "resume",
    "return",
    "struct",
    "suspend",
    "switch",
    "test",
    "threadlocal",
    "try",
    "union",
    "unreachable",
    "var",
    "volatile",
    "while",
];

/// Names of builtin types and values besides `i7`, `u32` and their like: in quotes where they are declared, but not as members.
const PRIMITIVES: [&str; 30] = [
    "anyerror",
    "anyframe",
    "anyopaque",
    "bool",
    "c_char",
    "c_int",
    "c_long",
    "c_longdouble",
    "c_longlong",
    "c_short",
    "c_uint",
    "c_ulong",
    "c_ulonglong",
    "c_ushort",
    "comptime_float",
    "comptime_int",
    "f128",
    "f16",
    "f32",
    "f64",
    "f80",
    "false",
    "isize",
    "noreturn",
    "null",
    "true",
    "type",
    "undefined",
    "usize",
    "void",
];

fn is_primitive(name: &str) -> bool {
    let sized = name.strip_prefix(['i', 'u']).is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
    });
    sized || PRIMITIVES.contains(&name)
}

/// A name in Zig's case for it. (`_` alone has a meaning of its own.)
pub(super) fn cased(case: Case, name: &str) -> String {
    let name = case.apply(name);
    if name == "_" { "__".to_owned() } else { name }
}

/// Takes a name for something that code refers to. Zig 0.16 reads what begins with `i0` or `u0` as an integer type.
pub(super) fn take(scope: &mut Scope, wanted: String) -> String {
    let (first, rest) = wanted.split_at(wanted.len().min(1));
    let looks_so = matches!(first, "i" | "u") && rest.starts_with('0');
    let is_type = rest.bytes().all(|byte| byte.is_ascii_digit());
    scope.take(if looks_so && (!is_type || scope.contains(&wanted)) {
        format!("{first}_{rest}")
    } else {
        wanted
    })
}

/// A name where it is declared, or stands alone.
pub(super) fn quoted(name: &str) -> String {
    if KEYWORDS.contains(&name) || is_primitive(name) {
        format!("@\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// A name as a field or after a dot.
pub(super) fn member(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("@\"{name}\"") } else { name.to_owned() }
}

/// A string literal.
pub(super) fn text(value: &str) -> String {
    let mut literal = String::from("\"");
    for char in value.chars() {
        match char {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if invisible(char) => {
                literal.push_str(&format!("\\u{{{:x}}}", u32::from(char)));
            }
            _ => literal.push(char),
        }
    }
    literal.push('"');
    literal
}

/// Bytes as a string literal.
pub(super) fn bytes(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(value) => text(value),
        Err(_) => {
            let bytes: String = value.iter().map(|byte| format!("\\x{byte:02x}")).collect();
            format!("\"{bytes}\"")
        }
    }
}

/// Characters that Zig refuses in a source file, or that an editor does not show.
pub(super) fn invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
