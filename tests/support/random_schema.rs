//! Random valid schemas with every construct and awkward names, the same for the same seed.

use std::collections::HashSet;
use std::fmt::Write as _;

/// Words that mean something somewhere, and forms that collide when they are re-cased.
const NAMES: &[&str] = &[
    "type",
    "self",
    "Self",
    "error",
    "Error",
    "map",
    "Map",
    "range",
    "string_",
    "Set",
    "match",
    "func",
    "fn",
    "defer",
    "async",
    "await",
    "value_",
    "fooBar",
    "foo_bar",
    "FooBar",
    "FOO_BAR",
    "HTTPServer",
    "httpServer",
    "x",
    "X",
    "a1",
    "a_1",
    "_",
    "_x",
    "__",
    "default",
    "namespace",
    "from",
    "to",
    "stream",
    "len",
    "String",
    "Option",
    "Vec",
    "Result",
    "Array",
    "Date",
    "box",
    "i32_",
    "u8_",
    "usize",
    "anytype",
    "comptime",
    "wapc",
    "origin",
    "ctx",
    "request",
    "reply",
    "result",
    "r",
    "w",
    "c",
    "args",
    "payload",
    "operation",
    "id",
    "ID_",
    "Id",
    "URL",
    "init",
    "main",
    "new",
    "call",
    "clone",
    "dispatch",
    "is_ok",
    "length",
    "constructor",
    "toString",
    "Some",
    "None",
    "Ok",
    "Err",
    "true_",
    "nil",
    "null_",
    "undefined",
    "interface_",
    "record",
];

const SCALARS: &[&str] = &[
    "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "bool", "string", "bytes",
    "datetime", "raw", "value",
];

const KEYS: &[&str] =
    &["string", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "bool", "Kind"];

const DOCS: &[&str] = &[
    "A line.",
    "Ends a comment: */ and begins one: /* and // and #.",
    "`code` <tag> [link] {{mustache}} {brace} %s ${x} \\\\ back-slash \\\"quoted\\\"",
    "Ünïcode, 日本語 and \\u00e9.",
];

/// splitmix64
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or(0)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A schema with the contract id `random:sSEED`.
pub fn schema(seed: u64) -> String {
    let mut random = Random(seed);
    let mut types = Names::new(&["Kind", "Leaf", "Choice", "Listing"]);
    let structs: Vec<String> = (0..2 + random.below(5)).map(|_| types.name(&mut random)).collect();
    let mut writer = Writer { text: String::new(), structs, random };
    writer.docs("");
    let _ = writeln!(writer.text, "namespace \"random:s{seed}\" @version(\"0.{seed}.0\")\n");
    writer.text.push_str("alias Listing = [string]\n\n");
    writer.kind();
    writer.leaf();
    writer.text.push_str("union Choice = Kind | Leaf | u64 | string | Listing\n\n");
    for at in 0..writer.structs.len() {
        writer.structure(at);
    }
    // Two roles for each side; operations of one side have names of their own, so that one module can export both.
    for side in ["actor", "provider"] {
        let mut operations = Names::new(&["HealthRequest", "BindActor"]);
        for role in ["First", "Second"] {
            writer.role(role, side, &mut operations);
        }
    }
    writer.text
}

/// Names of one scope, each once.
struct Names(HashSet<String>);

impl Names {
    fn new(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    fn name(&mut self, random: &mut Random) -> String {
        let mut name = random.pick(NAMES).to_owned();
        while !self.0.insert(name.clone()) {
            let _ = write!(name, "{}", random.below(10));
        }
        name
    }
}

struct Writer {
    text: String,
    structs: Vec<String>,
    random: Random,
}

impl Writer {
    fn docs(&mut self, indent: &str) {
        match self.random.below(6) {
            0 | 1 => {
                let line = self.random.pick(DOCS);
                let _ = writeln!(self.text, "{indent}\"{line}\"");
            }
            2 => {
                let _ = write!(
                    self.text,
                    "{indent}\"\"\"\n{indent}Several lines.\n\n{indent}    indented\n{indent}* a list\n{indent}\"\"\"\n"
                );
            }
            _ => {}
        }
    }

    fn deprecated(&mut self) {
        if self.random.one_in(8) {
            let text = self.random.pick(&[" @deprecated", " @deprecated(\"use \\\"that\\\"\")"]);
            self.text.push_str(text);
        }
    }

    fn kind(&mut self) {
        self.docs("");
        self.text.push_str("enum Kind {\n");
        let mut values = Names::new(&[]);
        let mut number = -3;
        for _ in 0..2 + self.random.below(6) {
            let name = values.name(&mut self.random);
            number += 1 + i32::try_from(self.random.below(300)).unwrap_or(0);
            self.docs("  ");
            let _ = write!(self.text, "  {name} = {number}");
            if self.random.one_in(3) {
                self.text.push_str(" as \"A name\"");
            }
            self.text.push('\n');
        }
        self.text.push_str("}\n\n");
    }

    fn leaf(&mut self) {
        self.docs("");
        self.text.push_str("type Leaf {\n");
        for scalar in SCALARS {
            let _ = writeln!(self.text, "  of_{scalar}: {scalar}");
        }
        self.text.push_str("}\n\n");
    }

    /// A struct; by value it holds only builtin types and structs before it, so that every value ends.
    fn structure(&mut self, at: usize) {
        self.docs("");
        let _ = write!(self.text, "type {}", self.structs[at]);
        self.deprecated();
        self.text.push_str(" {\n");
        let mut fields = Names::new(&[]);
        for _ in 0..self.random.below(9) {
            self.docs("  ");
            let name = fields.name(&mut self.random);
            let (ty, default) = self.field(at);
            let _ = write!(self.text, "  {name}: {ty}{default}");
            self.deprecated();
            self.text.push('\n');
        }
        self.text.push_str("}\n\n");
    }

    /// A type, sometimes with a default.
    fn field(&mut self, below: usize) -> (String, String) {
        if self.random.one_in(5) {
            let (ty, default) = self.random.pick(&[
                ("i8", "-128"),
                ("u64", "18446744073709551615"),
                ("f64", "-0.5"),
                ("f32", "1e3"),
                ("bool", "true"),
                ("string", "\"tëxt \\\"quoted\\\" \\\\ {} %d ${x}\""),
                ("[i32]", "[1, -2]"),
                ("{string: u8}", "{a: 1}"),
                ("i64?", "null"),
                ("u16?", "7"),
            ]);
            return (ty.to_owned(), format!(" = {default}"));
        }
        (self.ty(below, 0), String::new())
    }

    fn ty(&mut self, below: usize, depth: usize) -> String {
        let all = self.structs.len();
        match self.random.below(if depth > 2 { 6 } else { 11 }) {
            0..=3 => self.random.pick(SCALARS).to_owned(),
            4 => self.random.pick(&["Kind", "Leaf", "Choice"]).to_owned(),
            5 if below > 0 => {
                let at = self.random.below(below);
                self.structs[at].clone()
            }
            5 => "string".to_owned(),
            6 | 7 => {
                let inner = self.ty(all, depth + 1);
                if inner.ends_with('?') { inner } else { format!("{inner}?") }
            }
            8 | 9 => format!("[{}]", self.ty(all, depth + 1)),
            _ => {
                let key = self.random.pick(KEYS);
                format!("{{{key}: {}}}", self.ty(all, depth + 1))
            }
        }
    }

    fn role(&mut self, name: &str, side: &str, operations: &mut Names) {
        self.docs("");
        let side_name = if side == "actor" { "Handler" } else { "Service" };
        let _ = write!(self.text, "role {name}{side_name} @{side}");
        self.deprecated();
        self.text.push_str(" {\n");
        for _ in 0..1 + self.random.below(6) {
            let operation = operations.name(&mut self.random);
            self.operation(&operation);
        }
        self.text.push_str("}\n\n");
    }

    fn operation(&mut self, name: &str) {
        let all = self.structs.len();
        self.docs("  ");
        let _ = write!(self.text, "  {name}");
        if self.random.one_in(3) {
            let mut names = Names::new(&[]);
            let name = names.name(&mut self.random);
            let ty = self.ty(all, 0);
            let _ = write!(self.text, "{{{name}: {ty}}}");
        } else {
            self.text.push('(');
            let mut names = Names::new(&[]);
            for at in 0..self.random.below(6) {
                let name = names.name(&mut self.random);
                let (ty, default) = self.field(all);
                let comma = if at == 0 { "" } else { ", " };
                let _ = write!(self.text, "{comma}{name}: {ty}{default}");
            }
            self.text.push(')');
        }
        match self.random.below(5) {
            0 => self.text.push_str(": void"),
            1 => {}
            _ => {
                let ty = self.ty(all, 0);
                let _ = write!(self.text, ": {ty}");
            }
        }
        if self.random.one_in(6) {
            let _ = write!(self.text, " @operation(name: \"{name}/v2\")");
        }
        self.deprecated();
        self.text.push('\n');
    }
}
