//! `fixtures/wire/schema.widl`, put together by hand: the oracle is tested without the compiler's front end.

use contractc::ir::{
    Contract, EnumValue, Field, Implementer, Input, Key, Literal, Member, Operation, Role, Scalar,
    Type, TypeDef, TypeId, TypeKind,
};
use contractc::source::Span;

pub const KIND: TypeId = TypeId(0);
pub const ENTRY: TypeId = TypeId(1);
pub const CIRCLE: TypeId = TypeId(2);
pub const SHAPE: TypeId = TypeId(3);
pub const TREE: TypeId = TypeId(4);
pub const DEFAULTS: TypeId = TypeId(5);
pub const HOLDER: TypeId = TypeId(6);
pub const ARGUMENTS: TypeId = TypeId(7);

pub fn contract() -> Contract {
    Contract {
        id: "contractc:wire".to_owned(),
        namespaced: true,
        source: "schema.widl".to_owned(),
        docs: Vec::new(),
        version: None,
        annotations: Vec::new(),
        types: types(),
        roles: vec![role()],
        aliases: Vec::new(),
        directives: Vec::new(),
    }
}

fn types() -> Vec<TypeDef> {
    use Scalar::{Bytes, DateTime, F32, F64, I8, I32, Raw, String, U32, U64, Value};
    vec![
        def("Kind", values(&[("plain", 0), ("sealed", 5), ("broken", -3), ("huge", 70000)])),
        def(
            "Entry",
            TypeKind::Struct(vec![
                field("key", s(String)),
                field("value", s(Bytes)),
                field("tags", list(s(String))),
                field("ttl", optional(s(U32))),
                field("kind", Type::Named(KIND)),
                field("labels", map(Key::Scalar(String), list(s(I32)))),
                field("children", list(Type::Named(ENTRY))),
            ]),
        ),
        def("Circle", TypeKind::Struct(vec![field("radius", s(F64))])),
        def(
            "Shape",
            TypeKind::Union(vec![
                member("Circle", Type::Named(CIRCLE)),
                member("Points", list(list(s(I32)))),
                member("string", s(String)),
                member("Kind", Type::Named(KIND)),
            ]),
        ),
        def(
            "Tree",
            TypeKind::Struct(vec![
                field("left", optional(Type::Named(TREE))),
                field("items", map(Key::Scalar(String), Type::Named(TREE))),
            ]),
        ),
        def(
            "Defaults",
            TypeKind::Struct(vec![
                or("flag", s(Scalar::Bool), Literal::Bool(true)),
                or("small", s(I8), Literal::Int(-7)),
                or("large", s(U64), Literal::Int(u64::MAX.into())),
                or("ratio", s(F32), Literal::Float(0.5)),
                or("name", s(String), Literal::String("näme".to_owned())),
                or("blob", s(Bytes), Literal::Bytes(b"blob".to_vec())),
                or("at", s(DateTime), Literal::DateTime(1_582_977_600, 500_000_000)),
                or("kind", Type::Named(KIND), Literal::Enum(KIND, 2)),
                or("list", list(s(I32)), Literal::List(vec![Literal::Int(1), Literal::Int(2)])),
                or("maybe", optional(s(I32)), Literal::Int(3)),
                or("none", optional(s(String)), Literal::None),
            ]),
        ),
        def(
            "Holder",
            TypeKind::Struct(vec![
                field("at", s(DateTime)),
                field("raw", s(Raw)),
                field("any", optional(s(Value))),
                field("exact", s(F32)),
                field("wide", s(F64)),
            ]),
        ),
        def(
            "Arguments",
            TypeKind::Struct(vec![
                field("key", s(String)),
                field("count", s(I32)),
                field("extra", optional(s(String))),
                field("kind", Type::Named(KIND)),
            ]),
        ),
    ]
}

fn role() -> Role {
    use Scalar::{Bytes, I16, I32, String, U8, U64};
    let mut operations: Vec<Operation> = [
        ("Bool", Scalar::Bool),
        ("I8", Scalar::I8),
        ("I16", I16),
        ("I32", I32),
        ("I64", Scalar::I64),
        ("U8", U8),
        ("U16", Scalar::U16),
        ("U32", Scalar::U32),
        ("U64", U64),
        ("F32", Scalar::F32),
        ("F64", Scalar::F64),
        ("String", String),
        ("Bytes", Bytes),
        ("BytesAsArray", Bytes),
        ("DateTime", Scalar::DateTime),
        ("Raw", Scalar::Raw),
        ("Value", Scalar::Value),
    ]
    .map(|(name, scalar)| echo(name, s(scalar)))
    .into();
    operations[13].bytes_as_array = true;
    operations.extend([
        echo("MaybeI32", optional(s(I32))),
        echo("MaybeBytes", optional(s(Bytes))),
        echo("MaybeEntry", optional(Type::Named(ENTRY))),
        echo("Numbers", list(s(I32))),
        echo("Octets", list(s(U8))),
        echo("Texts", list(optional(s(String)))),
        echo("ByString", map(Key::Scalar(String), s(I32))),
        echo("ByI16", map(Key::Scalar(I16), s(String))),
        echo("ByU64", map(Key::Scalar(U64), s(Scalar::Bool))),
        echo("ByBool", map(Key::Scalar(Scalar::Bool), s(I32))),
        echo("ByKind", map(Key::Enum(KIND), s(I32))),
        echo("Kind", Type::Named(KIND)),
        echo("Entry", Type::Named(ENTRY)),
        echo("Shape", Type::Named(SHAPE)),
        echo("Tree", Type::Named(TREE)),
        echo("Defaults", Type::Named(DEFAULTS)),
        echo("Holder", Type::Named(HOLDER)),
        Operation {
            input: Input::Arguments(vec![
                field("key", s(String)),
                field("count", s(I32)),
                field("extra", optional(s(String))),
                or("kind", Type::Named(KIND), Literal::Enum(KIND, 1)),
            ]),
            ..echo("Arguments", Type::Named(ARGUMENTS))
        },
        Operation { input: Input::Nothing, output: None, ..echo("Nothing", s(I32)) },
        Operation {
            wire_name: "Re:named".to_owned(),
            input: Input::Nothing,
            output: None,
            ..echo("Renamed", s(I32))
        },
    ]);
    Role {
        name: "Echo".to_owned(),
        implementer: Implementer::Provider,
        annotated: true,
        docs: Vec::new(),
        deprecated: None,
        operations,
        annotations: Vec::new(),
        span: Span::default(),
    }
}

pub fn s(scalar: Scalar) -> Type {
    Type::Scalar(scalar)
}

pub fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

pub fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

pub fn map(key: Key, ty: Type) -> Type {
    Type::Map(key, Box::new(ty))
}

pub fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        docs: Vec::new(),
        ty,
        default: None,
        boxed: false,
        deprecated: None,
        annotations: Vec::new(),
        span: Span::default(),
    }
}

fn or(name: &str, ty: Type, default: Literal) -> Field {
    Field { default: Some(default), ..field(name, ty) }
}

pub fn member(name: &str, ty: Type) -> Member {
    Member { name: name.to_owned(), ty, boxed: false, span: Span::default() }
}

pub fn values(values: &[(&str, i32)]) -> TypeKind {
    let values = values.iter().map(|(name, number)| EnumValue {
        name: (*name).to_owned(),
        number: *number,
        display: None,
        docs: Vec::new(),
        deprecated: None,
        annotations: Vec::new(),
        span: Span::default(),
    });
    TypeKind::Enum(values.collect())
}

pub fn def(name: &str, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: name.to_owned(),
        docs: Vec::new(),
        deprecated: None,
        kind,
        recursive: false,
        novisit: false,
        imported: false,
        annotations: Vec::new(),
        span: Span::default(),
    }
}

pub fn echo(name: &str, ty: Type) -> Operation {
    Operation {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        docs: Vec::new(),
        deprecated: None,
        input: Input::Value(Box::new(field("value", ty.clone()))),
        output: Some(ty),
        stream: false,
        bytes_as_array: false,
        annotations: Vec::new(),
        span: Span::default(),
    }
}
