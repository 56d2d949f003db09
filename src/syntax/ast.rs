//! The syntax tree: what was written, with its places. Nothing is resolved here.

use crate::source::{SourceId, Span};

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The source it was read from.
    pub source: SourceId,
    /// Its definitions, in order. Broken ones are left out, and so are broken members; each was reported.
    pub definitions: Vec<Definition>,
    /// The names of definitions that were left out or lack members, as far as they can be told: they count as defined, and nothing
    /// is said about what is missing of them, so that one mistake is one report. An empty name stands for any: it could not be told.
    pub broken: Vec<Name>,
}

/// A name, a text or a number with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// A name or a text with its place.
pub type Name = Spanned<String>;

/// A description: the text of a string or block before a definition, dedented, one entry a line.
pub type Description = Option<Spanned<Vec<String>>>;

/// A definition at the top level.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// `namespace "wasmcloud:keyvalue" @version("1.0.0")`
    Namespace(Namespace),
    /// `import { A as B } from "path"`
    Import(Import),
    /// `alias X = T`, `scalar X: T`
    Alias(Alias),
    /// `interface { … }`, `interface X { … }`, `role X { … }`
    Role(Role),
    /// `type X { … }`
    Type(Type),
    /// `union X = A | B`
    Union(Union),
    /// `enum X { … }`
    Enum(Enum),
    /// `directive @x(…) on FIELD`
    Directive(Directive),
    /// `func x(…): T` at the top level
    Function(Operation),
}

impl Definition {
    /// All of it.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Namespace(it) => it.span,
            Self::Import(it) => it.span,
            Self::Alias(it) => it.span,
            Self::Role(it) => it.span,
            Self::Type(it) => it.span,
            Self::Union(it) => it.span,
            Self::Enum(it) => it.span,
            Self::Directive(it) => it.span,
            Self::Function(it) => it.span,
        }
    }

    /// Sets the place, once the end of its body is known.
    pub(super) fn set_span(&mut self, span: Span) {
        match self {
            Self::Namespace(it) => it.span = span,
            Self::Import(it) => it.span = span,
            Self::Alias(it) => it.span = span,
            Self::Role(it) => it.span = span,
            Self::Type(it) => it.span = span,
            Self::Union(it) => it.span = span,
            Self::Enum(it) => it.span = span,
            Self::Directive(it) => it.span = span,
            Self::Function(it) => it.span = span,
        }
    }
}

/// A namespace.
#[derive(Clone, Debug, PartialEq)]
pub struct Namespace {
    /// The text before it.
    pub description: Description,
    /// The contract id.
    pub name: Name,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// An import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The names asked for; `None` for `*`.
    pub names: Option<Vec<ImportName>>,
    /// The path.
    pub from: Name,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// `A` or `A as B`.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportName {
    /// The name in the imported file.
    pub name: Name,
    /// The name here, if it is another.
    pub alias: Option<Name>,
}

/// An alias or a scalar.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub ty: TypeRef,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// An interface or a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The text before it.
    pub description: Description,
    /// Its name; `None` for `interface { … }`.
    pub name: Option<Name>,
    /// Whether the word was `interface`.
    pub is_interface: bool,
    /// The place of that word.
    pub word: Span,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// All of it.
    pub span: Span,
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// How its parameters are written.
    pub parameters: Parameters,
    /// Its result; `None` if none is written.
    pub returns: Option<Return>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// The parameters of an operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameters {
    /// `(a: A, b: B)`: a map of them is sent.
    List(Vec<Field>),
    /// `{x: X}` or `[x: X]`: the value itself is sent. Boxed for its size.
    Unary(Box<Field>),
}

/// The result of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Return {
    /// `stream T`
    pub stream: bool,
    /// Its type.
    pub ty: TypeRef,
}

/// A parameter or a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The text before it.
    pub description: Description,
    /// Its name. The unary parameter `{T}` without a name gets one from its type, with the type's span.
    pub name: Name,
    /// `stream T`
    pub stream: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Its default.
    pub default: Option<Spanned<Value>>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// A type as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeRef {
    /// Without its `?`.
    pub kind: TypeRefKind,
    /// `?`
    pub optional: bool,
    /// All of it.
    pub span: Span,
}

/// What a written type consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRefKind {
    /// `T`
    Name(String),
    /// `[T]`
    List(Box<TypeRef>),
    /// `{K: V}`
    Map(Box<TypeRef>, Box<TypeRef>),
}

/// A structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// The types whose fields it copies.
    pub implements: Vec<Name>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// All of it.
    pub span: Span,
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Its members.
    pub members: Vec<TypeRef>,
    /// All of it.
    pub span: Span,
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Its values.
    pub values: Vec<EnumValue>,
    /// All of it.
    pub span: Span,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The text before it.
    pub description: Description,
    /// Its name.
    pub name: Name,
    /// The number after `=`, exact over i64 and u64.
    pub index: Option<Spanned<i128>>,
    /// The string after it on the same line.
    pub display: Option<Name>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// All of it.
    pub span: Span,
}

/// The declaration of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// The text before it.
    pub description: Description,
    /// Its name, without `@`.
    pub name: Name,
    /// Its arguments.
    pub parameters: Vec<Field>,
    /// Where it may stand: `NAMESPACE`, `FIELD`, ….
    pub locations: Vec<Name>,
    /// What must stand elsewhere too.
    pub requires: Vec<Requirement>,
    /// All of it.
    pub span: Span,
}

/// `require @name on LOCATIONS`
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The other directive, without `@`.
    pub directive: Name,
    /// Where it must stand.
    pub locations: Vec<Name>,
}

/// `@name(argument: value)`
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Without `@`.
    pub name: Name,
    /// Its arguments; a lone value is the argument `value`.
    pub arguments: Vec<Argument>,
    /// All of it.
    pub span: Span,
}

/// An argument of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Spanned<Value>,
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An integer, exact over i64 and u64.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A string or a block.
    String(String),
    /// `true`, `false`
    Bool(bool),
    /// `null`
    Null,
    /// A name, such as an enum's value.
    Name(String),
    /// `[a, b]`
    List(Vec<Spanned<Value>>),
    /// `{a: 1, "b": 2}`
    Map(Vec<(Name, Spanned<Value>)>),
}
