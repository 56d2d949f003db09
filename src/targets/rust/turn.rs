//! What a relay does to maps on their way: it puts them together anew, from the last entry to the first. A program adds entries
//! in any order, and they go over the wire in one.

use super::context::Context;
use crate::ir::{Contract, Operation, Type, TypeKind};

/// The types that hold nothing.
const SCALARS: [&str; 11] =
    ["bool", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

/// Whether a map is among what an operation takes and returns.
pub fn is_needed(contract: &Contract, operation: &Operation) -> bool {
    let parameters = operation.input.parameters().iter().map(|field| &field.ty);
    parameters.chain(&operation.output).any(|ty| contract.holds_map(ty))
}

/// The trait, for all that the contract's types are made of, and the function that uses it.
pub fn items(context: &Context<'_>, turn: &str) -> Vec<String> {
    let each = |generics: &str, container: &str, body: &str| {
        format!(
            "impl<{generics}> {turn} for {container} {{
            fn turn(&mut self) {{
            {body}
            }}
            }}"
        )
    };
    let (one, all) = (format!("T: {turn}"), format!("self.iter_mut().for_each({turn}::turn);"));
    let mut items = vec![
        format!(
            "/// A value whose maps can be put together anew, from the last entry to the first.
            trait {turn} {{
            fn turn(&mut self) {{}}
            }}"
        ),
        format!(
            "fn turned<T: {turn}>(mut value: T) -> T {{
            value.turn();
            value
            }}"
        ),
        each(
            &format!("K: wapc::Key, V: {turn}"),
            "wapc::Map<K, V>",
            "for (key, value) in ::core::mem::take(self).into_iter().rev() {
            self.insert(key, turned(value));
            }",
        ),
        each(&one, "::std::vec::Vec<T>", &all),
        each(&one, "::core::option::Option<T>", &all),
        each(&one, "::std::boxed::Box<T>", "(**self).turn();"),
    ];
    let others = ["::std::string::String", "wapc::DateTime", "wapc::Raw"];
    let nothing = |name: &str| format!("impl {turn} for {name} {{}}");
    items.extend(SCALARS.into_iter().chain(others).map(nothing));
    let types = context.contract.types().filter(|(id, _)| context.is_used(*id));
    items.extend(types.map(|(id, def)| {
        let name = context.name(id);
        if !context.contract.holds_map(&Type::Named(id)) {
            return nothing(&name);
        }
        let members = context.member_names(id);
        let body = match &def.kind {
            TypeKind::Struct(fields) => {
                let held = fields.iter().zip(members);
                let held = held.filter(|(field, _)| context.contract.holds_map(&field.ty));
                held.map(|(_, member)| format!("self.{member}.turn();\n")).collect::<String>()
            }
            _ => {
                let arms =
                    members.iter().map(|name| format!("Self::{name}(value) => value.turn(),\n"));
                format!("match self {{\n{}}}", arms.collect::<String>())
            }
        };
        format!(
            "impl {turn} for {name} {{
            fn turn(&mut self) {{
            {body}
            }}
            }}"
        )
    }));
    items
}
