//! A relay: what the conformance harness puts between itself and itself.

use serde::Serialize;

use crate::ir::{Contract, Implementer, Input, Operation};
use crate::targets::naming::{Case, Scope};
use crate::targets::{Files, Job};

use super::names::{Names, OperationNames};
use super::roles::{broken, result};
use super::spelling::{cased, member, quoted, take};
use super::{TEMPLATES, types};

#[derive(Serialize)]
struct Relay {
    id: String,
    towards: &'static str,
    module: String,
    module_member: String,
    is_provider: bool,
    /// The field that holds the bindings.
    state: String,
    /// The parameter of `bind` and `unbind`.
    configuration: String,
    operations: Vec<Relayed>,
    /// Whether there are maps to be put in another order.
    turns: bool,
    export: &'static str,
    roles: String,
}

#[derive(Serialize)]
struct Relayed {
    /// Whether something stands before it.
    apart: bool,
    function: Vec<String>,
    client: String,
    call: Vec<String>,
    /// Whether maps are passed on.
    turns: bool,
}

/// What the file and its functions use for themselves.
const WORDS: [&str; 11] = [
    "contracts",
    "wapc",
    "panic",
    "roles",
    "self",
    "ctx",
    "bind",
    "unbind",
    "turned",
    "turn",
    "std",
];

pub(super) fn print(job: &Job<'_>, roles: &[usize]) -> Files {
    let mut names = Names::of(job.contract);
    let is_provider =
        roles.iter().all(|at| job.contract.roles[*at].implementer == Implementer::Provider);
    let own = roles.iter().flat_map(|at| &names.roles[*at].operations);
    let methods: Vec<&str> = own.map(|operation| operation.method.as_str()).collect();
    let mut yielding = Scope::with(methods.iter().copied());
    // Within the relay its methods come first: an operation may be called like its contract.
    let [module, state, client, configuration] =
        [job.module, "state", "client", "configuration"].map(|name| yielding.take(name));
    let words = WORDS.iter().copied().chain(methods).chain([module.as_str(), client.as_str()]);
    let words = Scope::with(words);
    let module = quoted(&module);
    for name in names.types.iter_mut().map(|ty| &mut ty.name) {
        *name = format!("{module}.{name}");
    }

    let mut operations = Vec::new();
    for at in roles {
        let (role, own) = (&job.contract.roles[*at], &names.roles[*at]);
        let address = if is_provider {
            format!(".{{ .binding = try self.{state}.next(ctx) }}")
        } else {
            ".{ .actor = \"next\" }".to_owned()
        };
        let constant = format!("const {client}: {module}.{} = {address};", own.client);
        let receiver = if is_provider { "self" } else { "_" };
        for (operation, own) in role.operations.iter().zip(&own.operations) {
            operations.push(relayed(
                (job.contract, operation),
                own,
                &names,
                &words,
                receiver,
                [&client, &constant],
            ));
        }
    }
    for (at, operation) in operations.iter_mut().enumerate() {
        operation.apart = is_provider || at > 0;
    }
    let roles: Vec<_> =
        roles.iter().map(|at| format!("{module}.{}", names.roles[*at].name)).collect();
    let roles = roles.join(", ");
    let view = Relay {
        id: job.contract.id.clone(),
        towards: if is_provider {
            "from an actor to the next provider"
        } else {
            "to the next actor"
        },
        module,
        module_member: member(job.module),
        is_provider,
        state,
        configuration,
        turns: operations.iter().any(|operation| operation.turns),
        operations,
        export: if is_provider { "exportProvider" } else { "exportActor" },
        roles: if roles.contains(',') { format!("{{ {roles} }}") } else { format!("{{{roles}}}") },
    };
    let mut files = Files::new();
    files.insert("relay.zig", TEMPLATES.render("relay", &view));
    files
}

fn relayed(
    (contract, operation): (&Contract, &Operation),
    own: &OperationNames,
    names: &Names,
    words: &Scope,
    receiver: &str,
    [client, constant]: [&str; 2],
) -> Relayed {
    let mut scope = words.clone();
    let fields = operation.input.parameters();
    let values: Vec<_> = fields
        .iter()
        .map(|field| quoted(&take(&mut scope, cased(Case::Snake, &field.name))))
        .collect();

    let mut parameters = vec![format!("{receiver}: *Relay"), "ctx: *wapc.Context".to_owned()];
    let declared = fields.iter().zip(&values);
    parameters.extend(
        declared.map(|(field, name)| format!("{name}: {}", types::value(&field.ty, names))),
    );
    let tail = format!(") {} {{", result(operation, names));

    let mut passed = vec!["ctx".to_owned()];
    let mut turns = false;
    if !matches!(operation.input, Input::Nothing) {
        for (field, value) in fields.iter().zip(values) {
            let holds_map = contract.holds_map(&field.ty);
            turns |= holds_map;
            passed.push(if holds_map { format!("try turned(ctx, {value})") } else { value });
        }
    }
    let method = format!("{client}.{}(", member(&own.method));
    let call = if operation.output.as_ref().is_some_and(|ty| contract.holds_map(ty)) {
        turns = true;
        let result = quoted(&scope.take("result"));
        let mut call = broken(&format!("const {result} = try {method}"), &passed, ");", 8);
        call.push(format!("return turned(ctx, {result});"));
        call
    } else {
        broken(&format!("return {method}"), &passed, ");", 8)
    };
    Relayed {
        apart: true,
        function: broken(&format!("pub fn {}(", quoted(&own.method)), &parameters, &tail, 4),
        client: constant.to_owned(),
        call,
        turns,
    }
}
