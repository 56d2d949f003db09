//! Every name of a module, chosen before a line of it is written: the schema's words come first, ours yield.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::ir::{Contract, Implementer, Input, Operation, Role, TypeDef, TypeKind};
use crate::targets::naming::{Case, Scope};

/// Keywords of any edition that can be written raw, sorted.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot.
const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// What clients have beside the operations; `into` and `try_into` take precedence over their methods.
const CLIENT: [&str; 10] =
    ["bound_to", "call", "clone", "default", "dispatch", "into", "new", "over", "to", "try_into"];

/// What `wapc::Provider` has, and a provider's role beside its operations.
const PROVIDER: [&str; 5] = ["bind", "unbind", "health", "descriptor", "dispatch_into"];

/// What nothing can be called, no method of an actor's role, and none of a provider's.
const OF_ALL: &[&[&str]] = &[&NEVER_RAW];
const OF_ACTORS: &[&[&str]] = &[&NEVER_RAW, &CLIENT];
const OF_PROVIDERS: &[&[&str]] = &[&NEVER_RAW, &CLIENT, &PROVIDER];

/// Whether a word is a keyword in some edition.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok() || NEVER_RAW.contains(&word)
}

/// The length of the longest keyword.
const LONGEST: usize = 8;

/// A name as it stands in the code, raw where it is a keyword.
pub fn ident(name: &str) -> Cow<'_, str> {
    let is_raw = name.len() <= LONGEST && KEYWORDS.binary_search(&name).is_ok();
    if is_raw { format!("r#{name}").into() } else { name.into() }
}

/// The names of a contract's module.
pub struct Names {
    /// One a type.
    pub types: Vec<TypeNames>,
    /// One a role.
    pub roles: Vec<RoleNames>,
    /// The constants of `mod operation`, with what they hold.
    pub operations: Vec<(String, String)>,
    /// All types and traits of the module.
    pub taken: Scope,
    /// What generic items call the type that they are given.
    pub parameter: String,
}

/// The names of a type.
pub struct TypeNames {
    /// The type.
    pub name: String,
    /// Its borrowed form.
    pub view: String,
    /// Its fields, values or members.
    pub members: Vec<String>,
}

/// The names of a role.
pub struct RoleNames {
    /// The interface.
    pub interface: String,
    /// The client.
    pub client: String,
    /// The adapter that makes an implementation a transport.
    pub transport: String,
    /// One an operation.
    pub operations: Vec<OperationNames>,
}

/// The names of an operation.
pub struct OperationNames {
    /// The method.
    pub method: String,
    /// The constant.
    pub constant: String,
    /// Its parameters.
    pub parameters: Vec<String>,
    /// What stands beside them: the caller, and the writer.
    pub origin: String,
    /// The writer of the request.
    pub writer: String,
}

impl Names {
    /// Chooses all names of a contract.
    pub fn of(contract: &Contract) -> Self {
        let mut taken = Scope::of(OF_ALL);
        let mut types: Vec<TypeNames> = contract
            .types
            .iter()
            .map(|ty| TypeNames {
                name: taken.take(Case::Pascal.apply(&ty.name)),
                view: String::new(),
                members: members(ty),
            })
            .collect();
        for ty in &mut types {
            ty.view = taken.take(format!("{}Ref", ty.name.trim_end_matches('_')));
        }
        let interfaces: Vec<String> = contract
            .roles
            .iter()
            .map(|role| {
                let name = Case::Pascal.apply(&role.name);
                taken.take(if taken.contains(&name) { format!("{name}Role") } else { name })
            })
            .collect();
        let mut constants = Constants { scope: Scope::of(OF_ALL), ..Constants::default() };
        let roles = contract.roles.iter().zip(interfaces).map(|(role, interface)| RoleNames {
            client: taken.take(format!("{}Client", Case::Pascal.apply(&role.name))),
            transport: taken.take(format!("{}Transport", Case::Pascal.apply(&role.name))),
            operations: role_operations(role, &mut constants),
            interface,
        });
        let roles = roles.collect();
        let parameter = taken.take("T");
        Self { types, roles, operations: constants.declared, taken, parameter }
    }
}

fn members(ty: &TypeDef) -> Vec<String> {
    let mut scope = Scope::of(OF_ALL);
    match &ty.kind {
        TypeKind::Struct(fields) => {
            fields.iter().map(|field| scope.take(Case::Snake.apply(&field.name))).collect()
        }
        TypeKind::Enum(values) => {
            values.iter().map(|value| scope.take(variant(&value.name))).collect()
        }
        TypeKind::Union(members) => {
            members.iter().map(|member| scope.take(Case::Pascal.apply(&member.name))).collect()
        }
    }
}

fn role_operations(role: &Role, constants: &mut Constants) -> Vec<OperationNames> {
    let mut methods = Scope::of(match role.implementer {
        Implementer::Actor => OF_ACTORS,
        Implementer::Provider => OF_PROVIDERS,
    });
    role.operations
        .iter()
        .map(|operation| {
            let (parameters, scope) = parameters(operation);
            OperationNames {
                method: methods.take(Case::Snake.apply(&operation.name)),
                constant: constants.of(operation),
                parameters,
                origin: scope.free("origin"),
                writer: scope.free("w"),
            }
        })
        .collect()
}

/// A value without letters would look like a variable of that name, which rustc refuses beside it.
fn variant(name: &str) -> String {
    let name = Case::Pascal.apply(name);
    match name.strip_prefix('_') {
        Some(rest) => format!("V{rest}"),
        None => name,
    }
}

/// The constants of `mod operation`. Operations of the same name on the wire share theirs.
#[derive(Default)]
struct Constants {
    scope: Scope,
    declared: Vec<(String, String)>,
    /// By what they hold.
    known: HashMap<String, String>,
}

impl Constants {
    fn of(&mut self, operation: &Operation) -> String {
        if let Some(name) = self.known.get(&operation.wire_name) {
            return name.clone();
        }
        let name = self.scope.take(Case::Shouty.apply(&operation.name));
        self.declared.push((name.clone(), operation.wire_name.clone()));
        self.known.insert(operation.wire_name.clone(), name.clone());
        name
    }
}

fn parameters(operation: &Operation) -> (Vec<String>, Scope) {
    let mut scope = Scope::of(OF_ALL);
    let fields = match &operation.input {
        Input::Nothing => &[],
        input => input.parameters(),
    };
    let names = fields.iter().map(|field| scope.take(Case::Snake.apply(&field.name))).collect();
    (names, scope)
}
