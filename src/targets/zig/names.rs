//! What everything is called: Zig's case first, then what is taken already.

use std::collections::HashMap;

use crate::ir::{Contract, Implementer, Input, Role, TypeKind};
use crate::targets::naming::{Case, Scope};

use super::spelling::{cased, take};

/// The names of a contract.
pub(super) struct Names {
    /// One a type.
    pub types: Vec<TypeNames>,
    /// One a role.
    pub roles: Vec<RoleNames>,
}

pub(super) struct TypeNames {
    pub name: String,
    /// Of the fields, values or members.
    pub members: Vec<String>,
}

pub(super) struct RoleNames {
    /// The interface.
    pub name: String,
    pub client: String,
    /// The struct of its operations.
    pub constants: String,
    /// One an operation.
    pub operations: Vec<OperationNames>,
}

pub(super) struct OperationNames {
    pub method: String,
    /// The struct of the arguments, if they are sent as one.
    pub arguments: Option<String>,
    /// Of the parameters, as they are declared.
    pub parameters: Vec<String>,
    /// Of the fields of the struct of the arguments.
    pub fields: Vec<String>,
}

/// What a file declares beside types and roles. A method or parameter of the same name would hide it.
const FILE: [&str; 3] = ["wapc", "namespace", "descriptor"];

/// What an interface, a client or a provider has beside its operations, and the parameters of every method.
const METHODS: [&str; 12] = [
    "operations",
    "contract",
    "dispatch",
    "bind",
    "unbind",
    "health",
    "binding",
    "transport",
    "actor",
    "wire",
    "self",
    "ctx",
];

impl Names {
    pub(super) fn of(contract: &Contract) -> Self {
        let mut file = Scope::with(FILE);
        let types: Vec<_> =
            contract.types.iter().map(|ty| file.take(cased(Case::Pascal, &ty.name))).collect();
        let roles: Vec<_> = contract.roles.iter().map(|role| role_name(&mut file, role)).collect();
        let derived = |file: &mut Scope, suffix: &str| -> Vec<_> {
            let names = contract.roles.iter().map(|role| cased(Case::Pascal, &role.name));
            names.map(|role| file.take(format!("{role}{suffix}"))).collect()
        };
        let clients = derived(&mut file, "Client");
        let constants = derived(&mut file, "Operations");
        let arguments: Vec<Vec<_>> = contract
            .roles
            .iter()
            .zip(&roles)
            .map(|(role, name)| arguments_names(&mut file, role, name))
            .collect();

        let members = contract.types.iter().map(|ty| match &ty.kind {
            TypeKind::Struct(fields) => member_names(fields.iter().map(|field| &field.name)),
            TypeKind::Enum(values) => member_names(values.iter().map(|value| &value.name)),
            TypeKind::Union(members) => member_names(members.iter().map(|member| &member.name)),
        });
        let types = types.into_iter().zip(members);
        let methods = Methods::of(contract, &file);
        let roles =
            roles.into_iter().zip(clients).zip(constants).zip(arguments).zip(&contract.roles);
        Self {
            types: types.map(|(name, members)| TypeNames { name, members }).collect(),
            roles: roles
                .map(|((((name, client), constants), arguments), role)| RoleNames {
                    operations: methods.operations(role, arguments),
                    name,
                    client,
                    constants,
                })
                .collect(),
        }
    }
}

/// The names of methods. All roles of one side share a scope, since one struct may implement them all.
struct Methods<'a> {
    /// By side and declared name.
    names: HashMap<(Implementer, &'a str), String>,
    /// What parameters may not be called, by side.
    taken: HashMap<Implementer, Scope>,
}

impl<'a> Methods<'a> {
    fn of(contract: &'a Contract, file: &Scope) -> Self {
        let mut container = file.clone();
        METHODS.iter().for_each(|name| drop(container.take(*name)));
        let mut methods = Self { names: HashMap::new(), taken: HashMap::new() };
        for role in &contract.roles {
            let side = role.implementer;
            let scope = methods.taken.entry(side).or_insert_with(|| container.clone());
            for operation in &role.operations {
                let key = (side, operation.name.as_str());
                methods
                    .names
                    .entry(key)
                    .or_insert_with(|| take(scope, cased(Case::Camel, &operation.name)));
            }
        }
        methods
    }

    fn operations(&self, role: &Role, arguments: Vec<Option<String>>) -> Vec<OperationNames> {
        let operations = role.operations.iter().zip(arguments);
        operations
            .map(|(operation, arguments)| {
                let parameters = operation.input.parameters();
                let mut scope = self.taken[&role.implementer].clone();
                OperationNames {
                    method: self.names[&(role.implementer, operation.name.as_str())].clone(),
                    arguments,
                    parameters: parameters
                        .iter()
                        .map(|parameter| take(&mut scope, cased(Case::Snake, &parameter.name)))
                        .collect(),
                    fields: member_names(parameters.iter().map(|parameter| &parameter.name)),
                }
            })
            .collect()
    }
}

fn role_name(file: &mut Scope, role: &Role) -> String {
    let name = cased(Case::Pascal, &role.name);
    if file.contains(&name) { file.take(format!("{name}Role")) } else { file.take(name) }
}

fn arguments_names(file: &mut Scope, role: &Role, role_name: &str) -> Vec<Option<String>> {
    let names = role.operations.iter().map(|operation| {
        let Input::Arguments(_) = operation.input else { return None };
        let name = format!("{}Args", cased(Case::Pascal, &operation.name));
        Some(if file.contains(&name) {
            file.take(format!("{role_name}{name}"))
        } else {
            file.take(name)
        })
    });
    names.collect()
}

fn member_names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut scope = Scope::with(["wire"]);
    names.map(|name| scope.take(cased(Case::Snake, name))).collect()
}
