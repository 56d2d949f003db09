//! The shapes that are written, key by key.

use serde::Serialize;
use serde::ser::Serializer;

use crate::ir::Constant;

#[derive(Serialize)]
pub(super) struct ContractOut<'a> {
    pub format: u32,
    pub id: &'a str,
    pub namespaced: bool,
    pub source: &'a str,
    pub docs: &'a [String],
    pub version: Option<&'a str>,
    pub annotations: Vec<AnnotationOut<'a>>,
    pub types: Vec<TypeDefOut<'a>>,
    pub roles: Vec<RoleOut<'a>>,
    pub aliases: Vec<AliasOut<'a>>,
    pub directives: Vec<DirectiveOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct AnnotationOut<'a> {
    pub name: &'a str,
    pub arguments: Vec<ArgumentOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct ArgumentOut<'a> {
    pub name: &'a str,
    pub value: ConstantOut<'a>,
}

#[derive(Serialize)]
pub(super) struct TypeDefOut<'a> {
    pub kind: &'static str,
    pub name: &'a str,
    pub docs: &'a [String],
    pub deprecated: Option<&'a str>,
    pub recursive: bool,
    pub novisit: bool,
    pub imported: bool,
    pub annotations: Vec<AnnotationOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<EnumValueOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<MemberOut<'a>>>,
}

#[derive(Serialize)]
pub(super) struct FieldOut<'a> {
    pub name: &'a str,
    pub docs: &'a [String],
    #[serde(rename = "type")]
    pub ty: TypeOut<'a>,
    pub default: Option<LiteralOut<'a>>,
    pub boxed: bool,
    pub deprecated: Option<&'a str>,
    pub annotations: Vec<AnnotationOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct EnumValueOut<'a> {
    pub name: &'a str,
    pub number: i32,
    pub display: Option<&'a str>,
    pub docs: &'a [String],
    pub deprecated: Option<&'a str>,
    pub annotations: Vec<AnnotationOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct MemberOut<'a> {
    pub name: &'a str,
    #[serde(rename = "type")]
    pub ty: TypeOut<'a>,
    pub boxed: bool,
}

#[derive(Serialize)]
pub(super) struct RoleOut<'a> {
    pub name: &'a str,
    pub implementer: &'static str,
    pub annotated: bool,
    pub docs: &'a [String],
    pub deprecated: Option<&'a str>,
    pub annotations: Vec<AnnotationOut<'a>>,
    pub operations: Vec<OperationOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OperationOut<'a> {
    pub name: &'a str,
    pub wire_name: &'a str,
    pub docs: &'a [String],
    pub deprecated: Option<&'a str>,
    pub input: InputOut<'a>,
    pub output: Option<TypeOut<'a>>,
    pub stream: bool,
    pub bytes_as_array: bool,
    pub annotations: Vec<AnnotationOut<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(super) enum InputOut<'a> {
    Nothing,
    Arguments { fields: Vec<FieldOut<'a>> },
    Value { field: FieldOut<'a> },
}

#[derive(Serialize)]
pub(super) struct AliasOut<'a> {
    pub name: &'a str,
    pub docs: &'a [String],
    #[serde(rename = "type")]
    pub ty: TypeOut<'a>,
    pub annotations: Vec<AnnotationOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct DirectiveOut<'a> {
    pub name: &'a str,
    pub docs: &'a [String],
    pub parameters: Vec<ParameterOut<'a>>,
    pub locations: &'a [String],
}

#[derive(Serialize)]
pub(super) struct ParameterOut<'a> {
    pub name: &'a str,
    #[serde(rename = "type")]
    pub ty: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(super) enum TypeOut<'a> {
    Scalar {
        name: &'static str,
    },
    Named {
        name: &'a str,
    },
    Optional {
        #[serde(rename = "type")]
        ty: Box<TypeOut<'a>>,
    },
    List {
        item: Box<TypeOut<'a>>,
    },
    Map {
        key: Box<TypeOut<'a>>,
        value: Box<TypeOut<'a>>,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LiteralOut<'a> {
    None,
    Int(i128),
    Float(f64),
    Bool(bool),
    String(&'a str),
    Bytes(String),
    DateTime { seconds: i64, nanos: u32 },
    Enum(&'a str),
    List(Vec<LiteralOut<'a>>),
    Map(Vec<(LiteralOut<'a>, LiteralOut<'a>)>),
    Struct(Vec<(&'a str, LiteralOut<'a>)>),
    Union(&'a str, Box<LiteralOut<'a>>),
}

/// A constant as it is written, without tags where JSON has the kind itself.
pub(super) struct ConstantOut<'a>(pub &'a Constant);

impl Serialize for ConstantOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Constant::Int(number) => serializer.serialize_i128(*number),
            Constant::Float(number) => serializer.serialize_f64(*number),
            Constant::String(text) => serializer.serialize_str(text),
            Constant::Bool(value) => serializer.serialize_bool(*value),
            Constant::Null => serializer.serialize_none(),
            Constant::List(items) => serializer.collect_seq(items.iter().map(ConstantOut)),
            Constant::Name(name) => serializer.collect_map([("name", name)]),
            Constant::Map(entries) => {
                let entries: Vec<(&str, ConstantOut<'_>)> =
                    entries.iter().map(|(key, value)| (key.as_str(), ConstantOut(value))).collect();
                serializer.collect_map([("map", entries)])
            }
        }
    }
}
