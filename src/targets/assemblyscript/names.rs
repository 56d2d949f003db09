//! The names of everything in a contract's file: case, then keyword, then what is taken.

use std::sync::LazyLock;

use crate::ir::{Contract, Field, Operation, TypeKind};
use crate::targets::naming::{Case, Scope};

/// What can be no name of a variable or of an enum's value.
const KEYWORDS: &str = "abstract arguments as async await break case catch class const constructor continue debugger \
    declare default delete do else enum eval export extends false finally for from function get if implements import in \
    instanceof interface is keyof let module namespace new null of override package private protected prototype public \
    readonly return set static super switch this throw true try type typeof undefined var void while with yield NaN Infinity";

/// What can be no name of a variable besides: it would hide a type.
const PRIMITIVES: &str = "bool f32 f64 i16 i32 i64 i8 isize string u16 u32 u64 u8 usize v128 any boolean never number \
    object symbol unknown";

/// What a file uses by these names, beside what it declares.
const USED: &str = "Array ArrayBuffer Infinity Map Object String wapc CONTRACT_ID";

/// What can be no name of a field or a method.
const MEMBERS: &str =
    "abstract constructor declare new override private protected prototype public readonly static";

/// The members of the runtime's `Role`.
const ROLE: &str = "name operations serve find meets rewind next";

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// A scope where no keyword can be taken.
pub(super) fn variables() -> Scope {
    static RESERVED: LazyLock<Scope> =
        LazyLock::new(|| Scope::with(words(KEYWORDS).chain(words(PRIMITIVES)).chain(words(USED))));
    RESERVED.clone()
}

pub(super) struct Names {
    /// One entry a type.
    pub(super) types: Vec<TypeNames>,
    /// One entry a role.
    pub(super) roles: Vec<RoleNames>,
    /// The function that describes the contract.
    pub(super) descriptor: String,
    /// Everything that is declared at the top of the file.
    pub(super) top: Scope,
    /// What generated code calls its own variables.
    pub(super) own: Own,
}

pub(super) struct TypeNames {
    pub(super) name: String,
    pub(super) read: String,
    pub(super) write: String,
    /// Fields, values or members.
    pub(super) members: Vec<String>,
}

pub(super) struct RoleNames {
    pub(super) interface: String,
    pub(super) client: String,
    pub(super) handler: String,
    pub(super) register: String,
    pub(super) operations: String,
    /// The field of the client that holds the binding or the actor's id, and the handler's that holds what it serves.
    pub(super) target: String,
    pub(super) served: String,
    /// One entry an operation.
    pub(super) methods: Vec<MethodNames>,
}

pub(super) struct MethodNames {
    /// In the interface and the client.
    pub(super) public: String,
    /// In the handler.
    pub(super) private: String,
    pub(super) constant: String,
    pub(super) parameters: Vec<String>,
}

/// Variables of generated code. They give way to all names of the schema that are in sight with them.
pub(super) struct Own {
    pub(super) reader: String,
    pub(super) writer: String,
    pub(super) value: String,
    pub(super) result: String,
    pub(super) origin: String,
}

impl Names {
    pub(super) fn of(contract: &Contract) -> Self {
        let mut top = variables();
        let types: Vec<String> =
            contract.types.iter().map(|ty| top.take(Case::Pascal.apply(&ty.name))).collect();
        let interfaces: Vec<String> = contract
            .roles
            .iter()
            .map(|role| {
                let name = Case::Pascal.apply(&role.name);
                top.take(if top.contains(&name) { name + "Role" } else { name })
            })
            .collect();
        let mut suffixed = |suffix: &str| -> Vec<String> {
            interfaces.iter().map(|name| top.take(name.clone() + suffix)).collect()
        };
        let clients = suffixed("Client");
        let handlers = suffixed("Handler");
        let operations = suffixed("Operations");
        let registers: Vec<String> =
            interfaces.iter().map(|name| top.take(format!("register{name}"))).collect();
        let descriptor = top.take("descriptor");
        let types: Vec<TypeNames> = types
            .into_iter()
            .zip(&contract.types)
            .map(|(name, def)| TypeNames {
                read: top.take(format!("read{name}")),
                write: top.take(format!("write{name}")),
                members: members(&def.kind),
                name,
            })
            .collect();

        let top = top.closed();
        let mut roles = Vec::new();
        for (at, role) in contract.roles.iter().enumerate() {
            let mut public = Scope::with(words(MEMBERS));
            let mut private = Scope::with(words(MEMBERS).chain(words(ROLE)));
            let mut constants = Scope::default();
            let methods: Vec<MethodNames> = role
                .operations
                .iter()
                .map(|operation| {
                    let name = Case::Camel.apply(&operation.name);
                    MethodNames {
                        private: private.take(name.clone()),
                        public: public.take(name),
                        constant: constants.take(Case::Shouty.apply(&operation.name)),
                        parameters: parameters(operation, &top),
                    }
                })
                .collect();
            let target = match role.implementer {
                crate::ir::Implementer::Actor => "actor",
                crate::ir::Implementer::Provider => "binding",
            };
            roles.push(RoleNames {
                interface: interfaces[at].clone(),
                client: clients[at].clone(),
                handler: handlers[at].clone(),
                register: registers[at].clone(),
                operations: operations[at].clone(),
                target: public.take(target),
                served: private.take(Case::Camel.apply(&role.name)),
                methods,
            });
        }

        let mut sight = top.clone();
        for role in &roles {
            for name in role.methods.iter().flat_map(|method| &method.parameters) {
                if !sight.contains(name) {
                    sight.take(name.clone());
                }
            }
        }
        let own = Own {
            reader: sight.take("r"),
            writer: sight.take("w"),
            value: sight.take("value"),
            result: sight.take("result"),
            origin: sight.take("origin"),
        };
        Self { types, roles, descriptor, top, own }
    }

    /// A scope for the variables of one function, with these names taken.
    pub(super) fn function(&self, parameters: &[String]) -> Scope {
        let mut scope = self.top.clone();
        let own = &self.own;
        for name in [&own.reader, &own.writer, &own.value, &own.result, &own.origin] {
            scope.take(name.clone());
        }
        for name in parameters {
            scope.take(name.clone());
        }
        scope
    }
}

/// The names of an operation's parameters. They must not hide what is at the top of the file.
pub(super) fn parameters(operation: &Operation, top: &Scope) -> Vec<String> {
    let mut scope = top.clone();
    let names = operation.input.parameters().iter().map(|p: &Field| Case::Camel.apply(&p.name));
    names.map(|name| scope.take(name)).collect()
}

fn members(kind: &TypeKind) -> Vec<String> {
    static VALUES: LazyLock<Scope> = LazyLock::new(|| Scope::with(words(KEYWORDS)));
    static FIELDS: LazyLock<Scope> = LazyLock::new(|| Scope::with(words(MEMBERS)));
    let reserved = if matches!(kind, TypeKind::Enum(_)) { &VALUES } else { &FIELDS };
    let mut scope = Scope::clone(reserved);
    let mut take = |name: &str| scope.take(Case::Camel.apply(name));
    match kind {
        TypeKind::Struct(fields) => fields.iter().map(|field| take(&field.name)).collect(),
        TypeKind::Enum(values) => values.iter().map(|value| take(&value.name)).collect(),
        TypeKind::Union(members) => members.iter().map(|member| take(&member.name)).collect(),
    }
}
