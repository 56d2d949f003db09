//! A relay: what the conformance harness puts between itself and itself.

use serde::Serialize;

use crate::ir::{Implementer, Input, Operation};
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
}

/// What the file and its functions use for themselves.
const WORDS: [&str; 8] = ["contracts", "wapc", "panic", "roles", "self", "ctx", "bind", "unbind"];

pub(super) fn print(job: &Job<'_>, roles: &[usize]) -> Files {
    let mut names = Names::of(job.contract);
    let module = quoted(job.module);
    for name in names.types.iter_mut().map(|ty| &mut ty.name) {
        *name = format!("{module}.{name}");
    }
    let is_provider =
        roles.iter().all(|at| job.contract.roles[*at].implementer == Implementer::Provider);
    let own = roles.iter().flat_map(|at| &names.roles[*at].operations);
    let methods: Vec<&str> = own.map(|operation| operation.method.as_str()).collect();
    let mut yielding = Scope::with(methods.iter().copied());
    let [state, client, configuration] =
        ["state", "client", "configuration"].map(|name| yielding.take(name));
    let words = WORDS.iter().copied().chain(methods).chain([job.module, client.as_str()]);
    let words = Scope::with(words);

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
                operation,
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
        operations,
        export: if is_provider { "exportProvider" } else { "exportActor" },
        roles: if roles.contains(',') { format!("{{ {roles} }}") } else { format!("{{{roles}}}") },
    };
    let mut files = Files::new();
    files.insert("relay.zig", TEMPLATES.render("relay", &view));
    files
}

fn relayed(
    operation: &Operation,
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
    if !matches!(operation.input, Input::Nothing) {
        passed.extend(values);
    }
    Relayed {
        apart: true,
        function: broken(&format!("pub fn {}(", quoted(&own.method)), &parameters, &tail, 4),
        client: constant.to_owned(),
        call: broken(&format!("return {client}.{}(", member(&own.method)), &passed, ");", 8),
    }
}
