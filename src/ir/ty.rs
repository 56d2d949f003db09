//! The types of values.

/// The number of a type in its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The type of a value. Aliases are resolved, and an optional of an optional is one optional.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A builtin type.
    Scalar(Scalar),
    /// A struct, an enum or a union.
    Named(TypeId),
    /// `T?`
    Optional(Box<Type>),
    /// `[T]`
    List(Box<Type>),
    /// `{K: V}`
    Map(Key, Box<Type>),
}

/// What a map's key can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A string, an integer or a bool; no other scalar.
    Scalar(Scalar),
    /// An enum.
    Enum(TypeId),
}

/// A builtin type. `any` and `struct` are `value`, `ID` and `link` are `string`; `void` is the absence of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Scalar {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    Bool,
    String,
    Bytes,
    /// An instant with nanoseconds.
    DateTime,
    /// One encoded value, carried as it is.
    Raw,
    /// The same as `raw`, under the name for "anything".
    Value,
}

impl Scalar {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::F32,
        Self::F64,
        Self::Bool,
        Self::String,
        Self::Bytes,
        Self::DateTime,
        Self::Raw,
        Self::Value,
    ];

    /// Its name in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Bool => "bool",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::DateTime => "datetime",
            Self::Raw => "raw",
            Self::Value => "value",
        }
    }

    /// Its smallest and largest value, if it is an integer type.
    #[must_use]
    pub const fn integer_range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN as i128, i8::MAX as i128),
            Self::I16 => (i16::MIN as i128, i16::MAX as i128),
            Self::I32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 => (i64::MIN as i128, i64::MAX as i128),
            Self::U8 => (0, u8::MAX as i128),
            Self::U16 => (0, u16::MAX as i128),
            Self::U32 => (0, u32::MAX as i128),
            Self::U64 => (0, u64::MAX as i128),
            _ => return None,
        })
    }
}

impl Key {
    /// The type of the keys.
    #[must_use]
    pub const fn ty(self) -> Type {
        match self {
            Self::Scalar(scalar) => Type::Scalar(scalar),
            Self::Enum(id) => Type::Named(id),
        }
    }
}

impl Type {
    /// The type without its `?`.
    #[must_use]
    pub fn required(&self) -> &Self {
        if let Self::Optional(inner) = self { inner } else { self }
    }

    /// Whether it is `T?`.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }
}
