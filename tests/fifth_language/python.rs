//! A fifth language by the steps of `generators/README.md`: Python's types, and the names of the operations.

use std::sync::LazyLock;

use contractc::diagnostic::Diagnostic;
use contractc::ir::{Contract, Key, Scalar, Type, TypeKind};
use contractc::targets::naming::{Case, Scope, module_words};
use contractc::targets::template::Templates;
use contractc::targets::{Files, Job, Options, Target};
use serde::Serialize;

/// The target `python`.
pub struct Python;

static TEMPLATES: LazyLock<Templates> =
    LazyLock::new(|| Templates::new(&[("file", include_str!("generators/python/file.hbs"))]));

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The names of the file's own imports and constant.
const OURS: &[&str] = &["dataclasses", "datetime", "enum", "typing", "wapc", "NAMESPACE"];

#[derive(Serialize)]
struct View {
    summary: String,
    namespace: String,
    operations: Vec<Operation>,
    types: Vec<Definition>,
}

#[derive(Serialize)]
struct Operation {
    constant: String,
    wire: String,
}

#[derive(Serialize)]
struct Definition {
    name: String,
    is_enum: bool,
    is_union: bool,
    is_empty: bool,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    value: String,
}

impl Target for Python {
    fn id(&self) -> &'static str {
        "python"
    }

    fn comment(&self) -> &'static str {
        "#"
    }

    fn runtime(&self) -> Files {
        let mut files = Files::new();
        files.insert("wapc/__init__.py", include_str!("generators/python/runtime/__init__.py"));
        files
    }

    fn module(&self, contract: &Contract) -> String {
        module_words(contract)
    }

    fn contract(&self, job: &Job<'_>) -> Result<Files, Vec<Diagnostic>> {
        let contract = job.contract;
        let mut scope = reserved(OURS);
        let types: Vec<String> =
            contract.types.iter().map(|def| scope.take(Case::Pascal.apply(&def.name))).collect();
        let operations = job.plan.roles.iter().flatten().map(|operation| Operation {
            constant: scope.take(Case::Shouty.apply(&operation.name)),
            wire: quoted(&operation.name),
        });
        let view = View {
            summary: contract.docs.first().cloned().unwrap_or_default(),
            namespace: quoted(&contract.id),
            operations: operations.collect(),
            types: contract
                .types
                .iter()
                .zip(&types)
                .map(|(def, name)| definition(name, &def.kind, &types))
                .collect(),
        };
        let mut files = Files::new();
        files.insert(format!("{}.py", job.module), TEMPLATES.render("file", &view));
        Ok(files)
    }

    fn entry(&self, _: &[String], _: &Options) -> Files {
        let mut files = Files::new();
        files.insert("__init__.py", "");
        files
    }

    fn relay(&self, _: &Job<'_>, _: &[usize]) -> Files {
        Files::new()
    }
}

fn reserved(more: &[&str]) -> Scope {
    Scope::with(KEYWORDS.iter().chain(more).copied())
}

fn definition(name: &str, kind: &TypeKind, types: &[String]) -> Definition {
    let mut scope = reserved(&[]);
    let fields: Vec<Field> = match kind {
        TypeKind::Struct(fields) => fields
            .iter()
            .map(|field| Field {
                name: scope.take(Case::Snake.apply(&field.name)),
                value: annotation(&field.ty, types),
            })
            .collect(),
        TypeKind::Enum(values) => values
            .iter()
            .map(|value| Field {
                name: scope.take(Case::Shouty.apply(&value.name)),
                value: value.number.to_string(),
            })
            .collect(),
        TypeKind::Union(members) => members
            .iter()
            .map(|member| Field {
                name: member.name.clone(),
                value: quoted(&annotation(&member.ty, types)),
            })
            .collect(),
    };
    Definition {
        name: name.to_owned(),
        is_enum: matches!(kind, TypeKind::Enum(_)),
        is_union: matches!(kind, TypeKind::Union(_)),
        is_empty: fields.is_empty(),
        fields,
    }
}

fn annotation(ty: &Type, types: &[String]) -> String {
    match ty {
        Type::Scalar(scalar) => scalar_annotation(*scalar).to_owned(),
        Type::Named(id) => types[id.0].clone(),
        Type::Optional(inner) => format!("typing.Optional[{}]", annotation(inner, types)),
        Type::List(item) => format!("list[{}]", annotation(item, types)),
        Type::Map(key, value) => {
            let key = match key {
                Key::Scalar(scalar) => scalar_annotation(*scalar),
                Key::Enum(id) => &types[id.0],
            };
            format!("dict[{key}, {}]", annotation(value, types))
        }
    }
}

const fn scalar_annotation(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::F32 | Scalar::F64 => "float",
        Scalar::Bool => "bool",
        Scalar::String => "str",
        Scalar::Bytes => "bytes",
        Scalar::DateTime => "datetime.datetime",
        Scalar::Raw | Scalar::Value => "wapc.Raw",
        _ => "int",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}
