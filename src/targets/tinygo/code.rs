//! Statements that read and write values, as lines of Go.

use crate::targets::text::Text;
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
    pub fn write(&self, out: &mut Text, w: &str, codec: &Codec, from: &Place) {
        let writer = w.trim_start_matches('&');
        let value = from.value();
        match codec {
            Codec::Bool => out.line(format_args!("{writer}.Bool({value})")),
            Codec::Signed(64) => out.line(format_args!("{writer}.Int({value})")),
            Codec::Signed(_) | Codec::Enum(_) => {
                out.line(format_args!("{writer}.Int(int64({value}))"))
            }
            Codec::Unsigned(64) => out.line(format_args!("{writer}.Uint({value})")),
            Codec::Unsigned(_) => out.line(format_args!("{writer}.Uint(uint64({value}))")),
            Codec::F32 => out.line(format_args!("{writer}.Float32({value})")),
            Codec::F64 => out.line(format_args!("{writer}.Float64({value})")),
            Codec::String => out.line(format_args!("{writer}.String({value})")),
            Codec::Bytes => out.line(format_args!("{writer}.Bytes({value})")),
            Codec::BytesAsArray => out.line(format_args!("{writer}.BytesAsList({value})")),
            Codec::Raw => out.line(format_args!("{writer}.Raw({value})")),
            Codec::DateTime => {
                let time = match from {
                    Place::Variable(name) => name,
                    Place::Pointer(name) if !name.starts_with('*') => name,
                    Place::Pointer(name) => &format!("({name})"),
                };
                out.line(format_args!("{writer}.Instant({time}.Unix(), {time}.Nanosecond())"));
            }
            Codec::Optional(inner) => {
                let inside =
                    if nilable(inner) { from.clone() } else { Place::Pointer(value.clone()) };
                let head = format_args!("if {writer}.Present({value} != nil) {{");
                out.block(head, "}", |out| self.write(out, w, inner, &inside));
            }
            Codec::List(_) | Codec::Map(..) => {
                out.line(format_args!("{}({w}, {value})", self.helpers.get(codec).write));
            }
            Codec::Struct(id) | Codec::Union(id) => {
                out.line(format_args!("{}({w}, {})", self.names.types[id.0].write, from.pointer()));
            }
        }
    }

    /// Reads a value into a place that holds a zero value, or, if it is `preset`, its default.
    pub fn read(&self, out: &mut Text, r: &str, codec: &Codec, to: &Place, preset: bool) {
        self.read_with(out, r, codec, to, preset, "Present");
    }

    /// Reads an operation's result.
    pub fn read_result(&self, out: &mut Text, r: &str, codec: &Codec, to: &Place) {
        self.read_with(out, r, codec, to, false, "PresentResult");
    }

    fn read_with(
        &self,
        out: &mut Text,
        r: &str,
        codec: &Codec,
        to: &Place,
        preset: bool,
        present: &str,
    ) {
        let reader = r.trim_start_matches('&');
        let pointer = to.pointer();
        match codec {
            Codec::Bool => out.line(format_args!("{reader}.Bool({pointer})")),
            Codec::Signed(bits) => out.line(format_args!("{reader}.Int{bits}({pointer})")),
            Codec::Unsigned(bits) => out.line(format_args!("{reader}.Uint{bits}({pointer})")),
            Codec::F32 => out.line(format_args!("{reader}.Float32({pointer})")),
            Codec::F64 => out.line(format_args!("{reader}.Float64({pointer})")),
            Codec::String => out.line(format_args!("{reader}.String({pointer})")),
            Codec::Bytes | Codec::BytesAsArray => {
                out.line(format_args!("{reader}.Bytes({pointer})"))
            }
            Codec::Raw => out.line(format_args!("{reader}.Raw({pointer})")),
            Codec::DateTime => out.line(format_args!("{}({r}, {pointer})", self.names.read_time)),
            Codec::Optional(inner) => {
                let value = to.value();
                out.line(format_args!("if {reader}.{present}() {{"));
                out.nested(|out| {
                    if nilable(inner) {
                        self.read(out, r, inner, to, false);
                    } else {
                        out.line(format_args!("{value} = new({})", self.ty(inner)));
                        self.read(out, r, inner, &Place::Pointer(value.clone()), false);
                    }
                });
                if preset {
                    out.line("} else {");
                    out.nested(|out| out.line(format_args!("{value} = nil")));
                }
                out.line("}");
            }
            Codec::List(_) | Codec::Map(..) => {
                out.line(format_args!("{}({r}, {pointer})", self.helpers.get(codec).read));
            }
            Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => {
                if preset && !matches!(codec, Codec::Enum(_)) {
                    // Nothing of the default is to shine through where the value has less.
                    out.line(format_args!("{} = {}{{}}", to.value(), self.ty(codec)));
                }
                out.line(format_args!("{}({r}, {pointer})", self.names.types[id.0].read));
            }
        }
    }
}
