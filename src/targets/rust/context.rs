//! What every part of the generator needs: the contract, its plan, the names, and how our own words are written in this module.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::HashSet;

use super::names::{Names, ident};
use crate::ir::{Contract, Key, Literal, Scalar, Type, TypeId, TypeKind};
use crate::targets::{Job, Options, Side};
use crate::wire::Plan;

/// Where each of our own words comes from, sorted.
const HOMES: [(&str, &str); 9] = [
    ("Box", "alloc::boxed"),
    ("Cow", "alloc::borrow"),
    ("Default", "core::default"),
    ("Into", "core::convert"),
    ("Option", "core::option"),
    ("Reader", "wapc"),
    ("String", "alloc::string"),
    ("Vec", "alloc::vec"),
    ("Writer", "wapc"),
];

/// What a module is generated from.
pub struct Context<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Its wire format.
    pub plan: &'a Plan,
    /// Which interfaces and clients.
    pub side: Side,
    /// What else was asked for.
    pub options: &'a Options,
    /// All names.
    pub names: Names,
    /// The words of ours that the schema has taken: bits, in the order of [`HOMES`].
    taken: u16,
    /// Those that are used by their short names.
    used: Cell<u16>,
    /// The enums that are keys of maps.
    keys: OnceCell<HashSet<TypeId>>,
}

impl<'a> Context<'a> {
    /// Prepares a job.
    pub fn new(job: &Job<'a>) -> Self {
        let names = Names::of(job.contract);
        let bit =
            |(at, (word, _)): (usize, &(&str, _))| u16::from(names.taken.contains(word)) << at;
        let taken = HOMES.iter().enumerate().map(bit).sum();
        Self {
            contract: job.contract,
            plan: job.plan,
            side: job.side,
            options: job.options,
            names,
            taken,
            used: Cell::default(),
            keys: OnceCell::new(),
        }
    }

    /// A word of ours: short, or with its path if the schema has a type or a role of that name.
    pub fn our(&self, word: &'static str) -> Cow<'static, str> {
        let at = HOMES.iter().position(|(known, _)| *known == word);
        let at = at.expect("a word with a home");
        if self.taken & (1 << at) == 0 {
            self.used.set(self.used.get() | (1 << at));
            return Cow::Borrowed(word);
        }
        let home = HOMES[at].1;
        let root = if home.starts_with("core") { "::" } else { "" };
        Cow::Owned(format!("{root}{home}::{word}"))
    }

    /// The imports of the words that were used, but for the runtime's.
    pub fn foreign_imports(&self) -> Vec<String> {
        self.imports().split_off(1)
    }

    /// The imports of the words that were used.
    pub fn imports(&self) -> Vec<String> {
        let words = |home: &str| {
            let used = HOMES.iter().enumerate().filter(|(at, _)| self.used.get() & (1 << at) != 0);
            let words = used.map(|(_, word)| word).filter(|(_, from)| *from == home);
            words.map(|(word, _)| *word).collect::<Vec<_>>()
        };
        let mut groups = Vec::new();
        for module in ["borrow", "boxed", "string", "vec"] {
            match words(&format!("alloc::{module}")).as_slice() {
                [] => {}
                [one] => groups.push(format!("{module}::{one}")),
                many => groups.push(format!("{module}::{{{}}}", many.join(", "))),
            }
        }
        let wapc = words("wapc");
        let mut imports = vec![if wapc.is_empty() {
            "use super::wapc;".to_owned()
        } else {
            format!("use super::wapc::{{self, {}}};", wapc.join(", "))
        }];
        match groups.as_slice() {
            [] => {}
            [one] => imports.push(format!("use alloc::{one};")),
            many => imports.push(format!("use alloc::{{{}}};", many.join(", "))),
        }
        imports
    }

    /// The name of a type of the schema.
    pub fn name(&self, id: TypeId) -> Cow<'_, str> {
        ident(&self.names.types[id.0].name)
    }

    /// The names of a type's fields, values or members.
    pub fn member_names(&self, id: TypeId) -> Vec<Cow<'_, str>> {
        self.names.types[id.0].members.iter().map(|name| ident(name)).collect()
    }

    /// A value of the type, owned.
    pub fn owned(&self, ty: &Type, boxed: bool) -> Cow<'_, str> {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::Named(id) => self.name(*id),
            Type::Optional(inner) => {
                let option = self.our("Option");
                let inner = self.owned(inner, false);
                if boxed {
                    format!("{option}<{}<{inner}>>", self.our("Box")).into()
                } else {
                    format!("{option}<{inner}>").into()
                }
            }
            Type::List(item) => format!("{}<{}>", self.our("Vec"), self.owned(item, false)).into(),
            Type::Map(key, value) => {
                let (key, value) = (self.owned(&key.ty(), false), self.owned(value, false));
                format!("wapc::Map<{key}, {value}>").into()
            }
        }
    }

    fn scalar(&self, scalar: Scalar) -> Cow<'static, str> {
        match scalar {
            Scalar::String => self.our("String"),
            Scalar::Bytes => format!("{}<u8>", self.our("Vec")).into(),
            Scalar::DateTime => "wapc::DateTime".into(),
            Scalar::Raw | Scalar::Value => "wapc::Raw".into(),
            number => number.name().into(),
        }
    }

    /// A value of the type as a client takes it: borrowed, unless it is as small as a reference.
    pub fn argument(&self, ty: &Type) -> Cow<'_, str> {
        match ty {
            Type::Optional(inner) => {
                format!("{}<{}>", self.our("Option"), self.argument(inner)).into()
            }
            Type::Scalar(Scalar::String) => "&str".into(),
            Type::Scalar(Scalar::Bytes) => "&[u8]".into(),
            Type::List(item) => format!("&[{}]", self.owned(item, false)).into(),
            _ if self.is_copy(ty) => self.owned(ty, false),
            _ => format!("&{}", self.owned(ty, false)).into(),
        }
    }

    /// Whether a value of the type is copied rather than borrowed.
    pub fn is_copy(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(scalar) => {
                !matches!(scalar, Scalar::String | Scalar::Bytes | Scalar::Raw | Scalar::Value)
            }
            Type::Named(id) => matches!(self.contract.get(*id).kind, TypeKind::Enum(_)),
            Type::Optional(inner) => self.is_copy(inner),
            Type::List(_) | Type::Map(..) => false,
        }
    }

    /// Whether a value of the type can hold a float, which is neither `Eq` nor `Hash`.
    pub fn has_float(&self, ty: &Type) -> bool {
        self.any(ty, &mut Vec::new(), &|ty| matches!(ty, Type::Scalar(Scalar::F32 | Scalar::F64)))
    }

    /// Whether the type, or a type that a value of it can hold, is one of those.
    pub fn any(&self, ty: &Type, seen: &mut Vec<TypeId>, wanted: &dyn Fn(&Type) -> bool) -> bool {
        if wanted(ty) {
            return true;
        }
        match ty {
            Type::Scalar(_) => false,
            Type::Optional(inner) | Type::List(inner) => self.any(inner, seen, wanted),
            Type::Map(key, value) => {
                self.any(&key.ty(), seen, wanted) || self.any(value, seen, wanted)
            }
            Type::Named(id) if seen.contains(id) => false,
            Type::Named(id) => {
                seen.push(*id);
                self.members(*id).into_iter().any(|ty| self.any(ty, seen, wanted))
            }
        }
    }

    /// The types of a struct's fields or a union's members.
    pub fn members(&self, id: TypeId) -> Vec<&'a Type> {
        match &self.contract.get(id).kind {
            TypeKind::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
            TypeKind::Union(members) => members.iter().map(|member| &member.ty).collect(),
            TypeKind::Enum(_) => Vec::new(),
        }
    }

    /// Whether a type is generated: all are, but those of `@novisit` only where another one or an operation needs them.
    pub fn is_used(&self, id: TypeId) -> bool {
        if !self.contract.get(id).novisit {
            return true;
        }
        let types = self.contract.types().filter(|(other, def)| *other != id && !def.novisit);
        let types = types.flat_map(|(other, _)| self.members(other));
        let mut seen = Vec::new();
        types.chain(self.passed()).any(|ty| self.any(ty, &mut seen, &|ty| *ty == Type::Named(id)))
    }

    /// The types of all parameters and results.
    fn passed(&self) -> impl Iterator<Item = &'a Type> {
        let operations = self.contract.roles.iter().flat_map(|role| &role.operations);
        operations.flat_map(|operation| {
            let parameters = operation.input.parameters().iter().map(|field| &field.ty);
            parameters.chain(&operation.output)
        })
    }

    /// All types that the contract mentions.
    pub fn mentioned(&self) -> Vec<&'a Type> {
        let types = self.contract.types().flat_map(|(id, _)| self.members(id));
        types.chain(self.passed()).collect()
    }

    /// Whether an enum is the key of some map.
    pub fn is_key(&self, id: TypeId) -> bool {
        fn add(ty: &Type, keys: &mut HashSet<TypeId>) {
            match ty {
                Type::Map(key, value) => {
                    if let Key::Enum(id) = key {
                        keys.insert(*id);
                    }
                    add(value, keys);
                }
                Type::Optional(inner) | Type::List(inner) => add(inner, keys),
                Type::Scalar(_) | Type::Named(_) => {}
            }
        }
        let keys = self.keys.get_or_init(|| {
            let mut keys = HashSet::new();
            self.mentioned().into_iter().for_each(|ty| add(ty, &mut keys));
            keys
        });
        keys.contains(&id)
    }

    /// Whether a default is what the type's `Default` gives.
    pub fn is_zero(&self, literal: &Literal) -> bool {
        match literal {
            Literal::None => true,
            Literal::Int(value) => *value == 0,
            Literal::Float(value) => value.to_bits() == 0,
            Literal::Bool(value) => !value,
            Literal::String(text) => text.is_empty(),
            Literal::Bytes(bytes) => bytes.is_empty(),
            Literal::DateTime(seconds, nanos) => (*seconds, *nanos) == (0, 0),
            Literal::Enum(_, position) => *position == 0,
            Literal::List(items) => items.is_empty(),
            Literal::Map(entries) => entries.is_empty(),
            Literal::Struct(..) | Literal::Union(..) => false,
        }
    }
}
