//! The contract as JSON: `contractc ir`.
//!
//! The format has a version of its own, [`FORMAT`]. Within one version, keys are added, but none is removed or given another
//! meaning; readers ignore keys they do not know. Every key is always there: what does not apply is `null`, `false` or empty.
//!
//! ```text
//! {
//!   "format": 1,
//!   "id": "wasmcloud:keyvalue",         the contract id
//!   "namespaced": true,                 false: the id is the name of the file
//!   "source": "keyvalue.widl",          as it was given
//!   "docs": ["…"],                      lines
//!   "version": "1.0.0",                 @version
//!   "annotations": [{"name": "version", "arguments": [{"name": "value", "value": CONSTANT}]}],
//!   "types": [                          those of the schema, then the imported ones
//!     {"kind": "struct", "name": "Entry", …, "fields": [FIELD]},
//!     {"kind": "enum", "name": "Kind", …, "values": [{"name": "plain", "number": 0, "display": null, …}]},
//!     {"kind": "union", "name": "Shape", …, "members": [{"name": "Circle", "type": TYPE, "boxed": false}]}
//!   ],                                  … is docs, deprecated, annotations; for a type also recursive, novisit, imported
//!   "roles": [{"name": "Store", "implementer": "provider", "annotated": true, …, "operations": [
//!     {"name": "Get", "wireName": "Get", …, "input": {"kind": "arguments", "fields": [FIELD]},
//!      "output": TYPE, "stream": false, "bytesAsArray": false}
//!   ]}],                                input: nothing; arguments with fields; value with a field. output: null is void
//!   "aliases": [{"name": "Key", …, "type": TYPE}],
//!   "directives": [{"name": "limit", "docs": [], "parameters": [{"name": "most", "type": "u32"}], "locations": ["FIELD"]}]
//! }
//!
//! FIELD     {"name": "key", "docs": [], "type": TYPE, "default": LITERAL, "boxed": false, "deprecated": null, "annotations": []}
//! TYPE      {"kind": "scalar", "name": "u32"}   {"kind": "named", "name": "Entry"}   {"kind": "optional", "type": TYPE}
//!           {"kind": "list", "item": TYPE}   {"kind": "map", "key": TYPE, "value": TYPE}
//! LITERAL   null: none is declared. Otherwise one of "none", {"int": 1}, {"float": 1.5}, {"bool": true}, {"string": "a"},
//!           {"bytes": "6869"} in hexadecimal, {"datetime": {"seconds": 0, "nanos": 0}}, {"enum": "plain"}, {"list": [LITERAL]},
//!           {"map": [[LITERAL, LITERAL]]}, {"struct": [["field", LITERAL]]}, {"union": ["Member", LITERAL]}
//! CONSTANT  a JSON value; a bare name is {"name": "FIELD"}, a map {"map": [["key", CONSTANT]]}
//! ```
//!
//! Integers are exact over i64 and u64: read them with a parser that keeps them so.

mod shape;

use super::{
    Alias, Annotation, Contract, Directive, EnumValue, Field, Implementer, Input, Literal, Member,
    Operation, Role, Type, TypeDef, TypeKind,
};

use shape::{
    AliasOut, AnnotationOut, ArgumentOut, ConstantOut, ContractOut, DirectiveOut, EnumValueOut,
    FieldOut, InputOut, LiteralOut, MemberOut, OperationOut, ParameterOut, RoleOut, TypeDefOut,
    TypeOut,
};

/// The version of the format.
pub const FORMAT: u32 = 1;

/// The contract as JSON, indented, with a line feed at the end.
#[must_use]
pub fn json(contract: &Contract) -> String {
    // Writing to a string fails only for keys that are no strings, and there are none.
    let mut text = serde_json::to_string_pretty(&contract_out(contract)).unwrap_or_default();
    text.push('\n');
    text
}

fn contract_out(contract: &Contract) -> ContractOut<'_> {
    let out = Exporter { contract };
    ContractOut {
        format: FORMAT,
        id: &contract.id,
        namespaced: contract.namespaced,
        source: &contract.source,
        docs: &contract.docs,
        version: contract.version.as_deref(),
        annotations: annotations(&contract.annotations),
        types: contract.types.iter().map(|def| out.type_def(def)).collect(),
        roles: contract.roles.iter().map(|role| out.role(role)).collect(),
        aliases: contract.aliases.iter().map(|alias| out.alias(alias)).collect(),
        directives: contract.directives.iter().map(directive).collect(),
    }
}

/// Names types by their numbers.
#[derive(Clone, Copy)]
struct Exporter<'a> {
    contract: &'a Contract,
}

impl<'a> Exporter<'a> {
    fn type_def(self, def: &'a TypeDef) -> TypeDefOut<'a> {
        let (mut fields, mut values, mut members) = (None, None, None);
        let kind = match &def.kind {
            TypeKind::Struct(all) => {
                fields = Some(all.iter().map(|field| self.field(field)).collect());
                "struct"
            }
            TypeKind::Enum(all) => {
                values = Some(all.iter().map(enum_value).collect());
                "enum"
            }
            TypeKind::Union(all) => {
                members = Some(all.iter().map(|member| self.member(member)).collect());
                "union"
            }
        };
        TypeDefOut {
            kind,
            name: &def.name,
            docs: &def.docs,
            deprecated: def.deprecated.as_deref(),
            recursive: def.recursive,
            novisit: def.novisit,
            imported: def.imported,
            annotations: annotations(&def.annotations),
            fields,
            values,
            members,
        }
    }

    fn field(self, field: &'a Field) -> FieldOut<'a> {
        FieldOut {
            name: &field.name,
            docs: &field.docs,
            ty: self.ty(&field.ty),
            default: field.default.as_ref().map(|default| self.literal(default)),
            boxed: field.boxed,
            deprecated: field.deprecated.as_deref(),
            annotations: annotations(&field.annotations),
        }
    }

    fn member(self, member: &'a Member) -> MemberOut<'a> {
        MemberOut { name: &member.name, ty: self.ty(&member.ty), boxed: member.boxed }
    }

    fn role(self, role: &'a Role) -> RoleOut<'a> {
        RoleOut {
            name: &role.name,
            implementer: match role.implementer {
                Implementer::Actor => "actor",
                Implementer::Provider => "provider",
            },
            annotated: role.annotated,
            docs: &role.docs,
            deprecated: role.deprecated.as_deref(),
            annotations: annotations(&role.annotations),
            operations: role.operations.iter().map(|operation| self.operation(operation)).collect(),
        }
    }

    fn operation(self, operation: &'a Operation) -> OperationOut<'a> {
        OperationOut {
            name: &operation.name,
            wire_name: &operation.wire_name,
            docs: &operation.docs,
            deprecated: operation.deprecated.as_deref(),
            input: match &operation.input {
                Input::Nothing => InputOut::Nothing,
                Input::Arguments(fields) => InputOut::Arguments {
                    fields: fields.iter().map(|field| self.field(field)).collect(),
                },
                Input::Value(field) => InputOut::Value { field: self.field(field) },
            },
            output: operation.output.as_ref().map(|ty| self.ty(ty)),
            stream: operation.stream,
            bytes_as_array: operation.bytes_as_array,
            annotations: annotations(&operation.annotations),
        }
    }

    fn alias(self, alias: &'a Alias) -> AliasOut<'a> {
        AliasOut {
            name: &alias.name,
            docs: &alias.docs,
            ty: self.ty(&alias.ty),
            annotations: annotations(&alias.annotations),
        }
    }

    fn ty(self, ty: &Type) -> TypeOut<'a> {
        match ty {
            Type::Scalar(scalar) => TypeOut::Scalar { name: scalar.name() },
            Type::Named(id) => TypeOut::Named { name: &self.contract.get(*id).name },
            Type::Optional(inner) => TypeOut::Optional { ty: Box::new(self.ty(inner)) },
            Type::List(item) => TypeOut::List { item: Box::new(self.ty(item)) },
            Type::Map(key, value) => {
                TypeOut::Map { key: Box::new(self.ty(&key.ty())), value: Box::new(self.ty(value)) }
            }
        }
    }

    fn literal(self, literal: &'a Literal) -> LiteralOut<'a> {
        match literal {
            Literal::None => LiteralOut::None,
            Literal::Int(number) => LiteralOut::Int(*number),
            Literal::Float(number) => LiteralOut::Float(*number),
            Literal::Bool(value) => LiteralOut::Bool(*value),
            Literal::String(text) => LiteralOut::String(text),
            Literal::Bytes(bytes) => {
                LiteralOut::Bytes(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }
            Literal::DateTime(seconds, nanos) => {
                LiteralOut::DateTime { seconds: *seconds, nanos: *nanos }
            }
            Literal::Enum(id, at) => match &self.contract.get(*id).kind {
                TypeKind::Enum(values) => LiteralOut::Enum(&values[*at].name),
                _ => LiteralOut::None,
            },
            Literal::List(items) => {
                LiteralOut::List(items.iter().map(|item| self.literal(item)).collect())
            }
            Literal::Map(entries) => LiteralOut::Map(
                entries
                    .iter()
                    .map(|(key, value)| (self.literal(key), self.literal(value)))
                    .collect(),
            ),
            Literal::Struct(id, values) => {
                let fields = self.contract.get(*id).fields().unwrap_or_default().iter();
                let names = fields.map(|field| field.name.as_str());
                LiteralOut::Struct(
                    names.zip(values.iter().map(|value| self.literal(value))).collect(),
                )
            }
            Literal::Union(id, at, value) => match &self.contract.get(*id).kind {
                TypeKind::Union(members) => {
                    LiteralOut::Union(&members[*at].name, Box::new(self.literal(value)))
                }
                _ => LiteralOut::None,
            },
        }
    }
}

fn enum_value(value: &EnumValue) -> EnumValueOut<'_> {
    EnumValueOut {
        name: &value.name,
        number: value.number,
        display: value.display.as_deref(),
        docs: &value.docs,
        deprecated: value.deprecated.as_deref(),
        annotations: annotations(&value.annotations),
    }
}

fn annotations(annotations: &[Annotation]) -> Vec<AnnotationOut<'_>> {
    annotations
        .iter()
        .map(|annotation| AnnotationOut {
            name: &annotation.name,
            arguments: annotation
                .arguments
                .iter()
                .map(|(name, value)| ArgumentOut { name, value: ConstantOut(value) })
                .collect(),
        })
        .collect()
}

fn directive(directive: &Directive) -> DirectiveOut<'_> {
    DirectiveOut {
        name: &directive.name,
        docs: &directive.docs,
        parameters: directive
            .parameters
            .iter()
            .map(|(name, ty)| ParameterOut { name, ty })
            .collect(),
        locations: &directive.locations,
    }
}
