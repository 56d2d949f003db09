//! A fifth language by the steps of `generators/README.md`: Python's types, and the names of the operations.

use contractc::diagnostic::Diagnostic;
use contractc::ir::{Contract, Key, Scalar, Type, TypeKind};
use contractc::targets::naming::{Case, Scope, module_words};
use contractc::targets::text::Text;
use contractc::targets::{Files, Job, Options, Target};

/// The target `python`.
pub struct Python;

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The names of the file's own imports and constant.
const OURS: &[&str] = &["dataclasses", "datetime", "enum", "typing", "wapc", "NAMESPACE"];

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
        let mut out = Text::new("    ");
        let summary = contract.docs.first().map_or("", String::as_str);
        out.line(format_args!("\"\"\"{summary}\"\"\""));
        out.blank();
        out.line("from __future__ import annotations");
        out.blank();
        out.lines(["dataclasses", "datetime", "enum", "typing"].map(|it| format!("import {it}")));
        out.blank();
        out.line("from . import wapc");
        out.blank();
        out.line(format_args!("NAMESPACE = {}", quoted(&contract.id)));
        for operation in job.plan.roles.iter().flatten() {
            let constant = scope.take(Case::Shouty.apply(&operation.name));
            out.line(format_args!("{constant} = {}", quoted(&operation.name)));
        }
        for (def, name) in contract.types.iter().zip(&types) {
            out.blank();
            out.blank();
            definition(&mut out, name, &def.kind, &types);
        }
        let mut files = Files::new();
        files.insert(format!("{}.py", job.module), out.finish());
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

fn definition(out: &mut Text, name: &str, kind: &TypeKind, types: &[String]) {
    let mut scope = reserved(&[]);
    match kind {
        TypeKind::Struct(fields) => {
            out.line("@dataclasses.dataclass");
            out.line(format_args!("class {name}:"));
            out.nested(|out| {
                for field in fields {
                    let name = scope.take(Case::Snake.apply(&field.name));
                    out.line(format_args!("{name}: {}", annotation(&field.ty, types)));
                }
                if fields.is_empty() {
                    out.line("pass");
                }
            });
        }
        TypeKind::Enum(values) => {
            out.line(format_args!("class {name}(enum.IntEnum):"));
            out.nested(|out| {
                for value in values {
                    let name = scope.take(Case::Shouty.apply(&value.name));
                    out.line(format_args!("{name} = {}", value.number));
                }
            });
        }
        TypeKind::Union(members) => {
            out.block(format_args!("{name} = typing.Union["), "]", |out| {
                for member in members {
                    out.line(format_args!("{},", quoted(&annotation(&member.ty, types))));
                }
            });
        }
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
