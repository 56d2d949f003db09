//! Go's names: first its case, then its keywords, then what is taken already.

use std::collections::HashSet;

use heck::ToSnakeCase;

use crate::ir::{Contract, Field, Implementer, Operation, Role, TypeDef, TypeKind};
use crate::targets::naming::{Scope, module_words};

/// Words that Go writes in capitals, or, where a name begins with them in lower case, not at all so.
const INITIALISMS: [&str; 38] = [
    "acl", "api", "ascii", "cpu", "css", "dns", "eof", "guid", "html", "http", "https", "id", "ip",
    "json", "lhs", "qps", "ram", "rhs", "rpc", "sla", "smtp", "sql", "ssh", "tcp", "tls", "ttl",
    "udp", "ui", "uid", "uuid", "uri", "url", "utf8", "vm", "xml", "xmpp", "xsrf", "xss",
];

const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

const PREDECLARED: [&str; 44] = [
    "any",
    "bool",
    "byte",
    "comparable",
    "complex64",
    "complex128",
    "error",
    "float32",
    "float64",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "rune",
    "string",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintptr",
    "true",
    "false",
    "iota",
    "nil",
    "append",
    "cap",
    "clear",
    "close",
    "complex",
    "copy",
    "delete",
    "imag",
    "len",
    "make",
    "max",
    "min",
    "new",
    "panic",
    "print",
    "println",
    "real",
    "recover",
];

/// Package names that Go or its tools keep for themselves.
const PACKAGES: [&str; 5] = ["main", "init", "internal", "vendor", "testdata"];

/// What the methods of clients and interfaces call their own parameters and variables, and the packages that they use.
const LOCALS: [&str; 7] = ["c", "w", "r", "result", "origin", "wapc", "time"];

/// The same of the functions that answer calls, beside those.
const HANDLER_LOCALS: [&str; 7] = ["operation", "payload", "serve", "err", "in", "s", "init"];

/// What a provider can be asked beside its operations.
const PROVIDER_METHODS: [&str; 4] = ["Bind", "Unbind", "Health", "Descriptor"];

/// All names of a contract's package. They do not depend on which side is generated.
pub(super) struct Names {
    /// By type.
    pub types: Vec<TypeNames>,
    /// By role.
    pub roles: Vec<RoleNames>,
    /// The constant with the contract id.
    pub namespace: String,
    /// The function that returns the default descriptor.
    pub descriptor: String,
    /// The helper that reads a `time.Time`.
    pub read_time: String,
    /// What is taken in the package, and the parameters, which would hide what is called like them.
    package: Scope,
}

/// The names of a type.
pub(super) struct TypeNames {
    pub name: String,
    /// Returns the defaults: `NewEntry`.
    pub new: String,
    /// Reads one: `readEntry`.
    pub read: String,
    /// Writes one: `writeEntry`.
    pub write: String,
    /// The table of fields, members or values.
    pub table: String,
    /// The fields, members or constants.
    pub members: Vec<String>,
}

/// The names of a role.
pub(super) struct RoleNames {
    pub interface: String,
    pub client: String,
    pub new_client: String,
    pub handler: String,
    pub register: String,
    /// The table of its operations.
    pub table: String,
    /// What its implementation is called as a parameter.
    pub implementation: String,
    pub operations: Vec<OperationNames>,
}

/// The names of an operation.
pub(super) struct OperationNames {
    pub method: String,
    /// The constant with its name on the wire.
    pub constant: String,
    /// The function that answers it.
    pub handle: String,
    /// The table of its parameters.
    pub table: String,
    /// As parameters of methods.
    pub parameters: Vec<String>,
    /// As fields of the struct that they are read into.
    pub fields: Vec<String>,
}

/// Methods that `go vet` wants to be those of the standard library.
const STANDARD_METHODS: [&str; 12] = [
    "GobDecode",
    "GobEncode",
    "MarshalJSON",
    "MarshalXML",
    "ReadByte",
    "ReadRune",
    "Seek",
    "UnmarshalJSON",
    "UnmarshalXML",
    "UnreadByte",
    "UnreadRune",
    "WriteByte",
];

/// The words of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn capitalized(word: &str) -> String {
    if INITIALISMS.contains(&word) {
        return word.to_ascii_uppercase();
    }
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// A name as Go exports it.
pub(super) fn exported(name: &str) -> String {
    let name: String = words(name).iter().map(|word| capitalized(word)).collect();
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { name } else { format!("X{name}") }
}

/// A name as Go does not export it.
pub(super) fn unexported(name: &str) -> String {
    let words = words(name);
    let mut name = words.first().cloned().unwrap_or_default();
    name.extend(words.iter().skip(1).map(|word| capitalized(word)));
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("x{name}") }
}

/// The name of a contract's package, and of its directory.
pub(super) fn package(contract: &Contract) -> String {
    let mut name = module_words(contract).replace('_', "");
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name.insert(0, 'c');
    }
    if is_no_package(&name) {
        name.push('_');
    }
    name
}

/// Whether no package can have this name, or should.
pub(super) fn is_no_package(name: &str) -> bool {
    [&KEYWORDS[..], &PREDECLARED, &PACKAGES].iter().any(|names| names.contains(&name))
}

/// Takes a name for a parameter or a variable that hides nothing of the language or the package.
fn local(scope: &mut Scope, hidden: &HashSet<String>, wanted: String) -> String {
    let reserved = |name: &str| {
        let reserved = [&KEYWORDS[..], &PREDECLARED, &LOCALS];
        reserved.iter().any(|names| names.contains(&name)) || hidden.contains(name)
    };
    let mut name = wanted;
    while reserved(&name) {
        name.push('_');
    }
    loop {
        name = scope.take(name);
        if !reserved(&name) {
            return name;
        }
    }
}

impl Names {
    pub fn of(contract: &Contract) -> Self {
        let mut package = Scope::default();
        let types: Vec<String> =
            contract.types.iter().map(|def| package.take(exported(&def.name))).collect();
        let roles: Vec<String> =
            contract.roles.iter().map(|role| role_name(&mut package, role)).collect();
        let clients: Vec<String> = take_all(&mut package, &roles, |role| format!("{role}Client"));
        let handlers = take_all(&mut package, &roles, |role| format!("{role}Handler"));
        let registers = take_all(&mut package, &roles, |role| format!("Register{role}"));
        let new_clients = take_all(&mut package, &clients, |client| format!("New{client}"));
        let types = contract.types.iter().zip(types);
        let types: Vec<TypeNames> =
            types.map(|(def, name)| type_names(&mut package, def, name)).collect();
        let namespace = package.take("Namespace");
        let descriptor = package.take("Descriptor");
        let read_time = package.take("readTime");
        let tables =
            take_all(&mut package, &roles, |role| format!("{}Operations", unexported(role)));
        let mut operations: Vec<Vec<OperationNames>> = contract
            .roles
            .iter()
            .zip(&roles)
            .map(|(role, name)| operation_names(&mut package, role, name))
            .collect();
        let mut hidden = HashSet::from([read_time.clone()]);
        hidden.extend(tables.iter().cloned());
        for names in &types {
            hidden.extend([&names.read, &names.write, &names.table].map(String::clone));
        }
        for names in operations.iter().flatten() {
            hidden.extend([&names.handle, &names.table].map(String::clone));
        }
        for (role, names) in contract.roles.iter().zip(&mut operations) {
            for (operation, names) in role.operations.iter().zip(names) {
                let mut scope = Scope::default();
                let fields = operation.input.parameters().iter();
                names.parameters = fields
                    .map(|field| local(&mut scope, &hidden, unexported(&field.name)))
                    .collect();
            }
        }
        let mut roles_names = Vec::new();
        let parts = roles.into_iter().zip(clients).zip(new_clients).zip(handlers).zip(registers);
        for ((((((interface, client), new_client), handler), register), table), operations) in
            parts.zip(tables).zip(operations)
        {
            let mut scope = Scope::with(HANDLER_LOCALS);
            let implementation = local(&mut scope, &hidden, unexported(&interface));
            roles_names.push(RoleNames {
                interface,
                client,
                new_client,
                handler,
                register,
                table,
                implementation,
                operations,
            });
        }
        for name in roles_names.iter().flat_map(|role: &RoleNames| &role.operations) {
            for parameter in &name.parameters {
                if !package.contains(parameter) {
                    package.take(parameter.as_str());
                }
            }
        }
        Self { types, roles: roles_names, namespace, descriptor, read_time, package }
    }

    /// The names of a helper that reads, and of one that writes, what is called `label`.
    pub fn helpers(&mut self, label: &str) -> (String, String) {
        let read = self.package.take(format!("read{label}"));
        let write = self.package.take(format!("write{label}"));
        (read, write)
    }
}

fn take_all(scope: &mut Scope, names: &[String], wanted: impl Fn(&str) -> String) -> Vec<String> {
    names.iter().map(|name| scope.take(wanted(name))).collect()
}

fn role_name(package: &mut Scope, role: &Role) -> String {
    let name = exported(&role.name);
    if package.contains(&name) { package.take(format!("{name}Role")) } else { package.take(name) }
}

fn type_names(package: &mut Scope, def: &TypeDef, name: String) -> TypeNames {
    let plain = unexported(&name);
    let (table, members) = match &def.kind {
        TypeKind::Struct(fields) => ("Fields", member_names(fields.iter().map(|it| &it.name))),
        TypeKind::Union(members) => ("Members", member_names(members.iter().map(|it| &it.name))),
        TypeKind::Enum(values) => {
            let constants = values.iter();
            let constants =
                constants.map(|it| package.take(format!("{name}{}", exported(&it.name))));
            ("Values", constants.collect())
        }
    };
    TypeNames {
        new: package.take(format!("New{name}")),
        read: package.take(format!("read{name}")),
        write: package.take(format!("write{name}")),
        table: package.take(format!("{plain}{table}")),
        members,
        name,
    }
}

fn member_names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut scope = Scope::default();
    names.map(|name| scope.take(exported(name))).collect()
}

fn operation_names(package: &mut Scope, role: &Role, role_name: &str) -> Vec<OperationNames> {
    let mut methods = Scope::with(STANDARD_METHODS);
    if role.implementer == Implementer::Provider {
        for method in PROVIDER_METHODS {
            methods.take(method);
        }
    }
    let plain = unexported(role_name);
    let names = |operation: &Operation| {
        let method = methods.take(exported(&operation.name));
        let fields = operation.input.parameters().iter().map(|it: &Field| &it.name);
        OperationNames {
            constant: package.take(format!("{role_name}Operation{method}")),
            handle: package.take(format!("handle{role_name}{method}")),
            table: package.take(format!("{plain}{method}Parameters")),
            parameters: Vec::new(),
            fields: member_names(fields),
            method,
        }
    };
    role.operations.iter().map(names).collect()
}
