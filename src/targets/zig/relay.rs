//! A relay: what the conformance harness puts between itself and itself.

use crate::ir::{Contract, Implementer, Input, Operation};
use crate::targets::naming::{Case, Scope};
use crate::targets::text::Text;
use crate::targets::{Files, Job};

use super::names::{Names, OperationNames};
use super::roles::{broken, result};
use super::spelling::{cased, member, quoted, take};
use super::{INDENT, types};

/// The bindings of a provider.
const STATE: &str = include_str!("../../../generators/zig/relay/state.zig");
/// Maps in another order.
const TURN: &str = include_str!("../../../generators/zig/relay/turn.zig");

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

    let mut methods = Text::at(INDENT, 1);
    let mut turns = false;
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
            if is_provider || !methods.as_str().is_empty() {
                methods.blank();
            }
            let of = (job.contract, operation);
            turns |= relayed(&mut methods, of, own, &names, &words, receiver, [&client, &constant]);
        }
    }

    let mut out = Text::new(INDENT);
    let towards =
        if is_provider { "from an actor to the next provider" } else { "to the next actor" };
    let id = &job.contract.id;
    out.line(format_args!("//! Passes the calls of the contract {id} on: {towards}."));
    out.blank();
    if turns {
        out.line("const std = @import(\"std\");");
    }
    out.line("const contracts = @import(\"contracts/contracts.zig\");");
    out.line(format_args!("const {module} = contracts.{};", member(job.module)));
    out.line("const wapc = contracts.wapc;");
    out.blank();
    out.block("pub const Relay = struct {", "};", |out| {
        if is_provider {
            binds(out, &state, &configuration);
        }
        out.append(methods.as_str());
    });
    if is_provider {
        out.blank();
        out.append(STATE);
    }
    out.blank();
    if turns {
        out.append(TURN);
        out.blank();
    }
    let roles = roles.iter().map(|at| format!("{module}.{}", names.roles[*at].name));
    let listed = roles.collect::<Vec<_>>().join(", ");
    let space = if listed.contains(',') { " " } else { "" };
    out.line(format_args!("pub const roles = .{{{space}{listed}{space}}};"));
    out.blank();
    let export = if is_provider { "exportProvider" } else { "exportActor" };
    out.block("comptime {", "}", |out| out.line(format_args!("wapc.{export}(Relay, roles);")));
    out.blank();
    out.line("pub const panic = wapc.panic;");
    let mut files = Files::new();
    files.insert("relay.zig", out.finish());
    files
}

/// The field that holds the bindings, and what fills it.
fn binds(out: &mut Text, state: &str, configuration: &str) {
    let signature =
        format!("self: *Relay, ctx: *wapc.Context, {configuration}: wapc.Configuration");
    out.line(format_args!("{state}: State = .{{}},"));
    for (name, attempt) in [("bind", "try "), ("unbind", "")] {
        out.blank();
        out.block(format_args!("pub fn {name}({signature}) !void {{"), "}", |out| {
            out.line(format_args!("{attempt}self.{state}.{name}(ctx, {configuration});"));
        });
    }
}

/// A method. Returns whether maps are passed on.
fn relayed(
    out: &mut Text,
    (contract, operation): (&Contract, &Operation),
    own: &OperationNames,
    names: &Names,
    words: &Scope,
    receiver: &str,
    [client, constant]: [&str; 2],
) -> bool {
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
    broken(out, &format!("pub fn {}(", quoted(&own.method)), &parameters, &tail);
    out.nested(|out| {
        out.line(constant);
        let method = format!("{client}.{}(", member(&own.method));
        if operation.output.as_ref().is_some_and(|ty| contract.holds_map(ty)) {
            turns = true;
            let result = quoted(&scope.take("result"));
            broken(out, &format!("const {result} = try {method}"), &passed, ");");
            out.line(format_args!("return turned(ctx, {result});"));
        } else {
            broken(out, &format!("return {method}"), &passed, ");");
        }
    });
    out.line("}");
    turns
}
