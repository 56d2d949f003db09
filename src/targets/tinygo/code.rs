//! Statements that read and write values, as lines of Go.

use crate::wire::{Codec, Plan};

use super::helpers::Helpers;
use super::names::Names;

/// Where a value is.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// A variable, a field or an item: something that has an address.
    Variable(String),
    /// Where a pointer points to.
    Pointer(String),
}

impl Place {
    /// The value.
    pub fn value(&self) -> String {
        match self {
            Self::Variable(name) => name.clone(),
            Self::Pointer(name) => format!("*{name}"),
        }
    }

    /// A pointer to the value.
    pub fn pointer(&self) -> String {
        match self {
            Self::Variable(name) => format!("&{name}"),
            Self::Pointer(name) => name.clone(),
        }
    }
}

/// Lines of Go, each with its tabs.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<String>,
    depth: usize,
}

impl Lines {
    pub fn new(depth: usize) -> Self {
        Self { lines: Vec::new(), depth }
    }

    pub fn push(&mut self, line: impl AsRef<str>) {
        self.lines.push("\t".repeat(self.depth) + line.as_ref());
    }

    /// A line one level further out: a `case`.
    pub fn push_outdented(&mut self, line: &str) {
        self.depth -= 1;
        self.push(line);
        self.depth += 1;
    }

    /// A line that ends in `{`, what stands in the braces, and the closing one.
    pub fn block(&mut self, head: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        self.push(head);
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self.push("}");
    }

    /// Like [`Self::block`], with an `else` that holds one line.
    pub fn block_else(&mut self, head: &str, body: impl FnOnce(&mut Self), otherwise: &str) {
        self.block(head, body);
        self.lines.pop();
        self.block("} else {", |out| out.push(otherwise));
    }
}

/// What is needed to print the code of a contract.
pub(super) struct Code<'a> {
    pub plan: &'a Plan,
    pub names: &'a Names,
    pub helpers: &'a Helpers,
    /// For each type, whether a new value of it is not all zero.
    pub with_defaults: &'a [bool],
    /// What stands before the names of its types: nothing inside of its package.
    pub package: &'a str,
}

/// Whether `nil` can stand for an absent value of this kind; others need a pointer.
pub(super) const fn nilable(codec: &Codec) -> bool {
    matches!(
        codec,
        Codec::Bytes | Codec::BytesAsArray | Codec::Raw | Codec::List(_) | Codec::Map(..)
    )
}

impl Code<'_> {
    /// The type of a value.
    pub fn ty(&self, codec: &Codec) -> String {
        match codec {
            Codec::Bool => "bool".to_owned(),
            Codec::Signed(bits) => format!("int{bits}"),
            Codec::Unsigned(bits) => format!("uint{bits}"),
            Codec::F32 => "float32".to_owned(),
            Codec::F64 => "float64".to_owned(),
            Codec::String => "string".to_owned(),
            Codec::Bytes | Codec::BytesAsArray => "[]byte".to_owned(),
            Codec::DateTime => "time.Time".to_owned(),
            Codec::Raw => "wapc.Raw".to_owned(),
            Codec::Optional(inner) if nilable(inner) => self.ty(inner),
            Codec::Optional(inner) => format!("*{}", self.ty(inner)),
            Codec::List(item) => format!("[]{}", self.ty(item)),
            Codec::Map(key, value) => format!("map[{}]{}", self.ty(key), self.ty(value)),
            Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => {
                format!("{}{}", self.package, self.names.types[id.0].name)
            }
        }
    }

    /// Writes a value. `w` is a pointer to the writer, or, with a `&` before it, its variable.
    pub fn write(&self, out: &mut Lines, w: &str, codec: &Codec, from: &Place) {
        let writer = w.trim_start_matches('&');
        let value = from.value();
        match codec {
            Codec::Bool => out.push(format!("{writer}.Bool({value})")),
            Codec::Signed(64) => out.push(format!("{writer}.Int({value})")),
            Codec::Signed(_) | Codec::Enum(_) => out.push(format!("{writer}.Int(int64({value}))")),
            Codec::Unsigned(64) => out.push(format!("{writer}.Uint({value})")),
            Codec::Unsigned(_) => out.push(format!("{writer}.Uint(uint64({value}))")),
            Codec::F32 => out.push(format!("{writer}.Float32({value})")),
            Codec::F64 => out.push(format!("{writer}.Float64({value})")),
            Codec::String => out.push(format!("{writer}.String({value})")),
            Codec::Bytes => out.push(format!("{writer}.Bytes({value})")),
            Codec::BytesAsArray => out.push(format!("{writer}.BytesAsList({value})")),
            Codec::Raw => out.push(format!("{writer}.Raw({value})")),
            Codec::DateTime => {
                let time = match from {
                    Place::Variable(name) => name,
                    Place::Pointer(name) if !name.starts_with('*') => name,
                    Place::Pointer(name) => &format!("({name})"),
                };
                out.push(format!("{writer}.Instant({time}.Unix(), {time}.Nanosecond())"));
            }
            Codec::Optional(inner) => {
                let inside =
                    if nilable(inner) { from.clone() } else { Place::Pointer(value.clone()) };
                out.block(format!("if {writer}.Present({value} != nil) {{"), |out| {
                    self.write(out, w, inner, &inside);
                });
            }
            Codec::List(_) | Codec::Map(..) => {
                out.push(format!("{}({w}, {value})", self.helpers.get(codec).write));
            }
            Codec::Struct(id) | Codec::Union(id) => {
                out.push(format!("{}({w}, {})", self.names.types[id.0].write, from.pointer()));
            }
        }
    }

    /// Reads a value into a place that holds a zero value, or, if it is `preset`, its default.
    pub fn read(&self, out: &mut Lines, r: &str, codec: &Codec, to: &Place, preset: bool) {
        self.read_with(out, r, codec, to, preset, "Present");
    }

    /// Reads an operation's result.
    pub fn read_result(&self, out: &mut Lines, r: &str, codec: &Codec, to: &Place) {
        self.read_with(out, r, codec, to, false, "PresentResult");
    }

    fn read_with(
        &self,
        out: &mut Lines,
        r: &str,
        codec: &Codec,
        to: &Place,
        preset: bool,
        present: &str,
    ) {
        let reader = r.trim_start_matches('&');
        let pointer = to.pointer();
        match codec {
            Codec::Bool => out.push(format!("{reader}.Bool({pointer})")),
            Codec::Signed(bits) => out.push(format!("{reader}.Int{bits}({pointer})")),
            Codec::Unsigned(bits) => out.push(format!("{reader}.Uint{bits}({pointer})")),
            Codec::F32 => out.push(format!("{reader}.Float32({pointer})")),
            Codec::F64 => out.push(format!("{reader}.Float64({pointer})")),
            Codec::String => out.push(format!("{reader}.String({pointer})")),
            Codec::Bytes | Codec::BytesAsArray => out.push(format!("{reader}.Bytes({pointer})")),
            Codec::Raw => out.push(format!("{reader}.Raw({pointer})")),
            Codec::DateTime => out.push(format!("{}({r}, {pointer})", self.names.read_time)),
            Codec::Optional(inner) => {
                let value = to.value();
                let head = format!("if {reader}.{present}() {{");
                let body = |out: &mut Lines| {
                    if nilable(inner) {
                        self.read(out, r, inner, to, false);
                    } else {
                        out.push(format!("{value} = new({})", self.ty(inner)));
                        self.read(out, r, inner, &Place::Pointer(value.clone()), false);
                    }
                };
                if preset {
                    out.block_else(&head, body, &format!("{value} = nil"));
                } else {
                    out.block(head, body);
                }
            }
            Codec::List(_) | Codec::Map(..) => {
                out.push(format!("{}({r}, {pointer})", self.helpers.get(codec).read));
            }
            Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => {
                if preset && !matches!(codec, Codec::Enum(_)) {
                    // Nothing of the default is to shine through where the value has less.
                    out.push(format!("{} = {}{{}}", to.value(), self.ty(codec)));
                }
                out.push(format!("{}({r}, {pointer})", self.names.types[id.0].read));
            }
        }
    }
}
