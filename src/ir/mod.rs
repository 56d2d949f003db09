//! A contract, resolved: what all targets, the wire plan and the harness read.
//!
//! Nothing here refers to the syntax. Imports, aliases, `implements`, defaults and roles are worked out; what is invalid was
//! reported, and gives no contract.

pub mod export;
pub mod ty;
pub mod version;

use crate::source::Span;

pub use ty::{Key, Scalar, Type, TypeId};

/// One contract: the types and roles of one namespace.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The contract id, as on the wire: the text of `namespace`; without one, the stem of the file's name.
    pub id: String,
    /// Whether a `namespace` was declared.
    pub namespaced: bool,
    /// The path of the schema as it was given, with `/`; for an embedded one its contract id.
    pub source: String,
    /// The namespace's description.
    pub docs: Docs,
    /// `@version("1.2.0")` on the namespace.
    pub version: Option<String>,
    /// The namespace's annotations.
    pub annotations: Vec<Annotation>,
    /// Its types: those of the schema in their order, then the reachable ones of imported schemas.
    pub types: Vec<TypeDef>,
    /// Its roles, in order.
    pub roles: Vec<Role>,
    /// Its aliases, in order; all uses are already replaced.
    pub aliases: Vec<Alias>,
    /// Its directives, in order.
    pub directives: Vec<Directive>,
}

/// The lines of a description, dedented, without blank first or last lines. Empty: none.
pub type Docs = Vec<String>;

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its name, as declared (or as imported, after `as`).
    pub name: String,
    /// Its description.
    pub docs: Docs,
    /// `@deprecated("…")`; the text may be empty.
    pub deprecated: Option<String>,
    /// What it is.
    pub kind: TypeKind,
    /// Whether a value of it can hold another of it.
    pub recursive: bool,
    /// `@novisit`
    pub novisit: bool,
    /// Whether it came from an imported schema.
    pub imported: bool,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
    /// Its name's place.
    pub span: Span,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `type`: fields in declared order, those of `implements` first.
    Struct(Vec<Field>),
    /// `enum`: values in declared order, at least one.
    Enum(Vec<EnumValue>),
    /// `union`: members in declared order, at least one.
    Union(Vec<Member>),
}

/// A field of a struct, or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name, verbatim: the key on the wire.
    pub name: String,
    /// Its description.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// What it is when it is missing; `None` where nothing was declared.
    pub default: Option<Literal>,
    /// Whether its type is an optional whose value could hold, by value, the struct itself: languages need a pointer.
    pub boxed: bool,
    /// `@deprecated("…")`
    pub deprecated: Option<String>,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
    /// Its name's place.
    pub span: Span,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name, verbatim: it is read, too, where the integer is expected.
    pub name: String,
    /// Its integer on the wire.
    pub number: i32,
    /// The text to show to people, if one was declared.
    pub display: Option<String>,
    /// Its description.
    pub docs: Docs,
    /// `@deprecated("…")`
    pub deprecated: Option<String>,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
    /// Its name's place.
    pub span: Span,
}

/// A member of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name, verbatim: the key on the wire. It is the name of the type, scalar or alias.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// As for a field.
    pub boxed: bool,
    /// Its place.
    pub span: Span,
}

/// A role: the operations that one side implements and the other calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name; of an anonymous interface `Actor`, or `Interface` where that is taken.
    pub name: String,
    /// Who implements it.
    pub implementer: Implementer,
    /// Whether that was annotated, and not inferred.
    pub annotated: bool,
    /// Its description.
    pub docs: Docs,
    /// `@deprecated("…")`
    pub deprecated: Option<String>,
    /// Its operations, in order.
    pub operations: Vec<Operation>,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
    /// Its name's place.
    pub span: Span,
}

/// Who implements a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Implementer {
    /// An actor; providers call it.
    Actor,
    /// A provider; actors call it.
    Provider,
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its name, as declared.
    pub name: String,
    /// Its name on the wire: the declared one, or that of `@operation(name: "…")`.
    pub wire_name: String,
    /// Its description.
    pub docs: Docs,
    /// `@deprecated("…")`
    pub deprecated: Option<String>,
    /// What it takes.
    pub input: Input,
    /// What it returns; `None` is void.
    pub output: Option<Type>,
    /// Whether its input or output is a stream. It is reported where code is generated.
    pub stream: bool,
    /// `@bytesAsArray`: top-level bytes are written as an array of integers.
    pub bytes_as_array: bool,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
    /// Its name's place.
    pub span: Span,
}

/// What an operation takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// `op()`
    Nothing,
    /// `op(a: A, b: B)`: a map of the parameters; at least one.
    Arguments(Vec<Field>),
    /// `op{x: X}`: the value itself. Boxed for its size.
    Value(Box<Field>),
}

/// An alias: kept for documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// Its name.
    pub name: String,
    /// Its description.
    pub docs: Docs,
    /// What it stands for.
    pub ty: Type,
    /// All its annotations.
    pub annotations: Vec<Annotation>,
}

/// A directive: kept for plugins.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// Its name, without `@`.
    pub name: String,
    /// Its description.
    pub docs: Docs,
    /// The names of its arguments with their types as they are written.
    pub parameters: Vec<(String, String)>,
    /// Where it may stand.
    pub locations: Vec<String>,
}

/// An annotation, known to us or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its name, without `@`.
    pub name: String,
    /// Its arguments; a lone value is the argument `value`.
    pub arguments: Vec<(String, Constant)>,
}

/// The value of an annotation's argument: as written, without a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Exact over i64 and u64.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A text.
    String(String),
    /// `true`, `false`
    Bool(bool),
    /// `null`
    Null,
    /// A bare name.
    Name(String),
    /// A list.
    List(Vec<Constant>),
    /// A map, in the order written.
    Map(Vec<(String, Constant)>),
}

/// A default, checked against its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `None` of an optional.
    None,
    /// For every integer type; it fits.
    Int(i128),
    /// For `f32` (already rounded to it) and `f64`; finite.
    Float(f64),
    /// For `bool`.
    Bool(bool),
    /// For `string`.
    String(String),
    /// For `bytes`, written as a string: its UTF-8.
    Bytes(Vec<u8>),
    /// For `datetime`, written as an RFC 3339 string: seconds since 1970 and nanoseconds.
    DateTime(i64, u32),
    /// For an enum: the position of the value in the declaration.
    Enum(TypeId, usize),
    /// For a list.
    List(Vec<Literal>),
    /// For a map, sorted as on the wire, keys distinct.
    Map(Vec<(Literal, Literal)>),
    /// For a struct: one value a field, in declared order.
    Struct(TypeId, Vec<Literal>),
    /// For a union: the position of the member and its value.
    Union(TypeId, usize, Box<Literal>),
}

impl Contract {
    /// The type of that number.
    ///
    /// # Panics
    /// If the number is not of this contract.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// All types with their numbers.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(at, ty)| (TypeId(at), ty))
    }

    /// Whether a value of the type can have a map in it.
    #[must_use]
    pub fn holds_map(&self, ty: &Type) -> bool {
        self.reaches_map(ty, &mut Vec::new())
    }

    fn reaches_map(&self, ty: &Type, seen: &mut Vec<TypeId>) -> bool {
        match ty {
            Type::Map(..) => true,
            Type::Scalar(_) => false,
            Type::Optional(inner) | Type::List(inner) => self.reaches_map(inner, seen),
            Type::Named(id) if seen.contains(id) => false,
            Type::Named(id) => {
                seen.push(*id);
                match &self.get(*id).kind {
                    TypeKind::Struct(fields) => {
                        fields.iter().any(|field| self.reaches_map(&field.ty, seen))
                    }
                    TypeKind::Union(members) => {
                        members.iter().any(|member| self.reaches_map(&member.ty, seen))
                    }
                    TypeKind::Enum(_) => false,
                }
            }
        }
    }
}

impl EnumValue {
    /// Its description; of a value that has none, what is shown to people.
    #[must_use]
    pub fn described(&self) -> &[String] {
        if self.docs.is_empty() { self.display.as_slice() } else { &self.docs }
    }
}

impl TypeDef {
    /// Its fields, if it is a struct.
    #[must_use]
    pub fn fields(&self) -> Option<&[Field]> {
        if let TypeKind::Struct(fields) = &self.kind { Some(fields) } else { None }
    }
}

impl Input {
    /// Its parameters: none, several, or the one whose value is sent.
    #[must_use]
    pub fn parameters(&self) -> &[Field] {
        match self {
            Self::Nothing => &[],
            Self::Arguments(fields) => fields,
            Self::Value(field) => std::slice::from_ref(field),
        }
    }
}
