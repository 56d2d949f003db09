//! A value of a contract, whatever its type.

use crate::ir::Literal;

/// A value, without its type: the codec it goes with says what it is of.
#[derive(Clone, Debug)]
pub enum Value {
    /// None of an optional; also what stands for no arguments and for a void result.
    None,
    /// A bool.
    Bool(bool),
    /// An integer of any type; it fits.
    Int(i128),
    /// A float; of `f32` one that it holds exactly.
    Float(f64),
    /// A string.
    String(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Seconds since 1970 and nanoseconds.
    DateTime(i64, u32),
    /// One encoded value. Empty stands for nil.
    Raw(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A map in any order, keys distinct.
    Map(Vec<(Value, Value)>),
    /// One value a field, in declared order.
    Record(Vec<Value>),
    /// The position of an enum's value in the declaration.
    Enum(usize),
    /// The position of a union's member and its value.
    Union(usize, Box<Value>),
}

/// Equal are values that are written alike: all NaN are one, and the order of a map does not count.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => {
                a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
            }
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) | (Self::Raw(a), Self::Raw(b)) => a == b,
            (Self::DateTime(a, b), Self::DateTime(c, d)) => (a, b) == (c, d),
            (Self::List(a), Self::List(b)) | (Self::Record(a), Self::Record(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => {
                a.len() == b.len() && a.iter().all(|entry| b.contains(entry))
            }
            (Self::Enum(a), Self::Enum(b)) => a == b,
            (Self::Union(a, b), Self::Union(c, d)) => (a, b) == (c, d),
            _ => false,
        }
    }
}

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::None => Self::None,
            Literal::Int(value) => Self::Int(*value),
            Literal::Float(value) => Self::Float(*value),
            Literal::Bool(value) => Self::Bool(*value),
            Literal::String(value) => Self::String(value.clone()),
            Literal::Bytes(value) => Self::Bytes(value.clone()),
            Literal::DateTime(seconds, nanos) => Self::DateTime(*seconds, *nanos),
            Literal::Enum(_, position) => Self::Enum(*position),
            Literal::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Literal::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (key.into(), value.into())).collect())
            }
            Literal::Struct(_, fields) => Self::Record(fields.iter().map(Self::from).collect()),
            Literal::Union(_, position, value) => {
                Self::Union(*position, Box::new(value.as_ref().into()))
            }
        }
    }
}
