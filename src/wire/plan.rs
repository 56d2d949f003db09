//! The plan: for each type, argument list and result, what is written and how it is read.
//!
//! Every language prints this plan, and the oracle runs it. Types keep their numbers ([`TypeId`]).

use crate::ir::{
    Contract, EnumValue, Field, Input, Key, Literal, Operation, Scalar, Type, TypeId, TypeKind,
};

/// The wire format of a contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The contract id: the namespace of calls.
    pub contract: String,
    /// One entry a type, by [`TypeId`].
    pub types: Vec<TypePlan>,
    /// One entry a role, as in [`Contract::roles`], each with one entry an operation.
    pub roles: Vec<Vec<OperationPlan>>,
}

/// How a value is encoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// `c2`, `c3`
    Bool,
    /// The shortest signed form of an integer of that many bits.
    Signed(u8),
    /// The shortest unsigned form of an integer of that many bits.
    Unsigned(u8),
    /// `ca`
    F32,
    /// `cb`
    F64,
    /// The shortest str form.
    String,
    /// The shortest bin form.
    Bytes,
    /// Bytes, written as an array of integers; only at the top of an operation with `@bytesAsArray`. Read as [`Codec::Bytes`].
    BytesAsArray,
    /// An RFC 3339 string.
    DateTime,
    /// One encoded value as it is.
    Raw,
    /// nil, or the value.
    Optional(Box<Codec>),
    /// An array.
    List(Box<Codec>),
    /// A map sorted by the encoded keys; the first codec is `Bool`, `Signed`, `Unsigned`, `String` or `Enum`.
    Map(Box<Codec>, Box<Codec>),
    /// The struct of that number: a map of its fields.
    Struct(TypeId),
    /// The enum of that number: its integer.
    Enum(TypeId),
    /// The union of that number: a map of one entry.
    Union(TypeId),
}

impl Codec {
    /// Whether nil is None.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// The smallest and the largest integer of an integer type.
    #[must_use]
    pub const fn integer_range(&self) -> Option<(i128, i128)> {
        match *self {
            Self::Signed(bits) => Some((-1 << (bits - 1), (1 << (bits - 1)) - 1)),
            Self::Unsigned(bits) => Some((0, (1 << bits) - 1)),
            _ => None,
        }
    }
}

/// The wire format of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypePlan {
    /// A struct.
    Struct(RecordPlan),
    /// An enum.
    Enum(EnumPlan),
    /// A union.
    Union(UnionPlan),
}

/// A map with known keys: a struct, or the arguments of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPlan {
    /// How error paths begin when it is the outermost value: the struct's name, or the operation's on the wire.
    pub root: String,
    /// Its fields, in the order in which they are written.
    pub fields: Vec<FieldPlan>,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPlan {
    /// Its key, verbatim.
    pub key: String,
    /// Its value.
    pub codec: Codec,
    /// What a reader does without it.
    pub missing: Missing,
}

/// What a reader does without a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    /// `PATH: missing field`
    Error,
    /// It is None.
    None,
    /// It is this.
    Default(Literal),
}

/// An enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumPlan {
    /// Its name: how error paths begin.
    pub root: String,
    /// Names and integers in declared order; `{index: nil}` counts positions here.
    pub values: Vec<(String, i32)>,
    /// What an error lists: the names, with `, ` between them.
    pub expected: String,
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionPlan {
    /// Its name: how error paths begin.
    pub root: String,
    /// Keys and values in declared order.
    pub members: Vec<(String, Codec)>,
    /// What an error lists: the names, with `, ` between them.
    pub expected: String,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationPlan {
    /// Its name in calls.
    pub name: String,
    /// What is sent.
    pub request: Request,
    /// What comes back.
    pub response: Response,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// An empty payload; any is accepted.
    Empty,
    /// A map of the parameters.
    Arguments(RecordPlan),
    /// The value itself.
    Value(TopLevel),
}

/// What comes back.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// An empty payload; any is accepted.
    Void,
    /// The value itself. An empty payload is None for an optional, otherwise truncated.
    Value(TopLevel),
}

/// A value that is a whole payload.
#[derive(Clone, Debug, PartialEq)]
pub struct TopLevel {
    /// How error paths begin: the name of a struct, enum or union (also of an optional one), otherwise the operation's.
    pub root: String,
    /// The value.
    pub codec: Codec,
}

impl Plan {
    /// Decides the wire format of a contract.
    #[must_use]
    pub fn of(contract: &Contract) -> Self {
        let types = contract.types.iter().map(|def| type_plan(contract, &def.name, &def.kind));
        let roles = contract.roles.iter();
        Self {
            contract: contract.id.clone(),
            types: types.collect(),
            roles: roles
                .map(|role| role.operations.iter().map(|op| operation_plan(contract, op)).collect())
                .collect(),
        }
    }

    /// The plan of a type.
    ///
    /// # Panics
    /// If the number is of another contract.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &TypePlan {
        &self.types[id.0]
    }
}

fn type_plan(contract: &Contract, name: &str, kind: &TypeKind) -> TypePlan {
    let root = name.to_owned();
    match kind {
        TypeKind::Struct(fields) => TypePlan::Struct(record(contract, root, fields)),
        TypeKind::Enum(values) => TypePlan::Enum(EnumPlan {
            root,
            values: values.iter().map(|value| (value.name.clone(), value.number)).collect(),
            expected: list(values.iter().map(|value: &EnumValue| value.name.as_str())),
        }),
        TypeKind::Union(members) => TypePlan::Union(UnionPlan {
            root,
            members: members.iter().map(|m| (m.name.clone(), codec(contract, &m.ty))).collect(),
            expected: list(members.iter().map(|member| member.name.as_str())),
        }),
    }
}

/// The names of an error's `expected A, B`, each cut to 64 characters as every name in an error is.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| name.chars().take(64).collect()).collect();
    names.join(", ")
}

fn record(contract: &Contract, root: String, fields: &[Field]) -> RecordPlan {
    let fields = fields.iter().map(|field| FieldPlan {
        key: field.name.clone(),
        codec: codec(contract, &field.ty),
        missing: match &field.default {
            Some(default) => Missing::Default(default.clone()),
            None if field.ty.is_optional() => Missing::None,
            None => Missing::Error,
        },
    });
    RecordPlan { root, fields: fields.collect() }
}

fn operation_plan(contract: &Contract, operation: &Operation) -> OperationPlan {
    let top = |ty: &Type| TopLevel {
        root: match ty.required() {
            Type::Named(id) => contract.get(*id).name.clone(),
            _ => operation.wire_name.clone(),
        },
        codec: match codec(contract, ty) {
            Codec::Bytes if operation.bytes_as_array => Codec::BytesAsArray,
            Codec::Optional(inner) if operation.bytes_as_array && *inner == Codec::Bytes => {
                Codec::Optional(Box::new(Codec::BytesAsArray))
            }
            codec => codec,
        },
    };
    OperationPlan {
        name: operation.wire_name.clone(),
        request: match &operation.input {
            Input::Nothing => Request::Empty,
            Input::Arguments(fields) => {
                Request::Arguments(record(contract, operation.wire_name.clone(), fields))
            }
            Input::Value(field) => Request::Value(top(&field.ty)),
        },
        response: operation.output.as_ref().map_or(Response::Void, |ty| Response::Value(top(ty))),
    }
}

/// The codec of a type.
#[must_use]
pub fn codec(contract: &Contract, ty: &Type) -> Codec {
    match ty {
        Type::Scalar(scalar) => scalar_codec(*scalar),
        Type::Named(id) => match contract.get(*id).kind {
            TypeKind::Struct(_) => Codec::Struct(*id),
            TypeKind::Enum(_) => Codec::Enum(*id),
            TypeKind::Union(_) => Codec::Union(*id),
        },
        Type::Optional(inner) => Codec::Optional(Box::new(codec(contract, inner))),
        Type::List(item) => Codec::List(Box::new(codec(contract, item))),
        Type::Map(key, value) => {
            let key = match key {
                Key::Scalar(scalar) => scalar_codec(*scalar),
                Key::Enum(id) => Codec::Enum(*id),
            };
            Codec::Map(Box::new(key), Box::new(codec(contract, value)))
        }
    }
}

const fn scalar_codec(scalar: Scalar) -> Codec {
    match scalar {
        Scalar::I8 => Codec::Signed(8),
        Scalar::I16 => Codec::Signed(16),
        Scalar::I32 => Codec::Signed(32),
        Scalar::I64 => Codec::Signed(64),
        Scalar::U8 => Codec::Unsigned(8),
        Scalar::U16 => Codec::Unsigned(16),
        Scalar::U32 => Codec::Unsigned(32),
        Scalar::U64 => Codec::Unsigned(64),
        Scalar::F32 => Codec::F32,
        Scalar::F64 => Codec::F64,
        Scalar::Bool => Codec::Bool,
        Scalar::String => Codec::String,
        Scalar::Bytes => Codec::Bytes,
        Scalar::DateTime => Codec::DateTime,
        Scalar::Raw | Scalar::Value => Codec::Raw,
    }
}
